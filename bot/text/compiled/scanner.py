"""The compiled scanner: what surrounds the kernels, and the way round them for foreign text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from bot.text.batch import Scanned
from bot.text.compiled.automaton import Memory, refill, scan
from bot.text.compiled.narrow import EURO, narrowed
from bot.text.tokens import has_quotation, split

FIRST_SLOTS = 1 << 15


class CompiledScanner:
    """A `Scanner` of `bot.text.batch`. Surfaces of foreign texts have numbers of their own."""

    def __init__(self) -> None:
        self._memory = Memory(
            np.zeros((FIRST_SLOTS, 2), np.uint64),
            np.zeros(FIRST_SLOTS, np.uint64),
            np.zeros(FIRST_SLOTS // 2 + 1, np.int64),
            np.zeros(1, np.int64),
        )
        self._foreign: dict[str, int] = {}

    def scan(self, texts: Sequence[str]) -> tuple[Scanned, list[str]]:
        known = self._count
        lines = narrowed(texts)
        foreign = {line: split(texts[line]) for line in np.flatnonzero(lines.foreign).tolist()}
        most = len(lines.text) + sum(map(len, foreign.values()))  # a word has a byte at least
        found = Scanned(
            np.empty(most, np.int32),
            np.zeros(len(texts) + 1, np.int64),
            np.zeros(len(texts), np.bool_),
        )
        line = 0
        while (line := scan(lines, line, found, self._memory)) < len(texts):
            if line in foreign:
                found.quoted[line] = has_quotation(texts[line])
                self._add(line, self._numbers(foreign[line]), found)
                line += 1
            else:
                self._make_room(int(lines.starts[line + 1] - lines.starts[line]))
        words = found.surfaces[: found.starts[-1]].copy()
        return found._replace(surfaces=words), self._spelt(known)

    @property
    def _count(self) -> int:
        return int(self._memory.used[0])

    def _add(self, line: int, numbers: list[int], found: Scanned) -> None:
        begin = int(found.starts[line])
        found.starts[line + 1] = end = begin + len(numbers)
        found.surfaces[begin:end] = numbers

    def _numbers(self, surfaces: list[str]) -> list[int]:
        """Of the surfaces of a foreign text. In the memory they are spelt with no letters."""
        self._make_room(len(surfaces))
        memory, known = self._memory, self._foreign
        for surface in surfaces:
            if surface not in known:
                known[surface] = number = self._count
                memory.ends[number + 1] = memory.ends[number]
                memory.used[0] += 1
        return [known[surface] for surface in surfaces]

    def _spelt(self, first: int) -> list[str]:
        """The surfaces from number `first` on."""
        ends = self._memory.ends[first : self._count + 1]
        letters = self._memory.letters[ends[0] : ends[-1]].tobytes().decode("latin-1")
        letters = letters.replace(chr(EURO), "€")
        bounds = pairwise((8 * (ends - ends[0])).tolist())
        spelt = [letters[begin:end].rstrip("\0") for begin, end in bounds]
        if not all(spelt):
            newest = reversed(self._foreign.items())
            for surface, number in takewhile(lambda item: item[1] >= first, newest):
                spelt[number - first] = surface
        return spelt

    def _make_room(self, size: int) -> None:
        """For `size` more surfaces or letters, as `has_room` of the kernels asks it."""
        memory, count = self._memory, self._count
        slots = len(memory.slots)
        while slots // 2 <= count + size:
            slots *= 2
        if slots > len(memory.slots):
            grown = memory._replace(
                slots=np.zeros((slots, 2), np.uint64), ends=_longer(memory.ends, slots // 2 + 1)
            )
            refill(memory.slots, grown.slots)
            memory = grown
        needed = int(memory.ends[count]) + size
        if needed > len(memory.letters):
            memory = memory._replace(letters=_longer(memory.letters, 2 * needed))
        self._memory = memory


_Number = TypeVar("_Number", bound=np.generic)


def _longer(values: npt.NDArray[_Number], length: int) -> npt.NDArray[_Number]:
    longer = np.zeros(length, values.dtype)
    longer[: len(values)] = values
    return longer


def warm_up() -> None:
    """Compile the kernels, or load them from disk, so that the first batch does not wait for it."""
    scanner = CompiledScanner()
    scanner.scan(["plain", "“curly”"])
    scanner._make_room(FIRST_SLOTS)
