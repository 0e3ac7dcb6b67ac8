"""Many strings in two arrays, which may be memory-mapped: nothing is decoded until it is asked for.

UTF-8; lone surrogates pass, as a person may type them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
import numpy.typing as npt


def encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@dataclass(frozen=True, slots=True, eq=False)
class Strings(Sequence[str]):
    """N strings: number i is ``blob[starts[i]:starts[i + 1]]``; starts (N + 1,) int64."""

    blob: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(len(self)))]
        if not -len(self) <= number < len(self):
            raise IndexError(f"{number} of {len(self)}")
        return self.raw(number % len(self)).decode("utf-8", "surrogatepass")

    def __iter__(self) -> Iterator[str]:
        whole = self.blob.tobytes()
        starts = self.starts.tolist()
        for begin, end in pairwise(starts):
            yield whole[begin:end].decode("utf-8", "surrogatepass")

    def raw(self, number: int) -> bytes:
        return self.blob[int(self.starts[number]) : int(self.starts[number + 1])].tobytes()

    def beginning_with(self, prefix: str) -> npt.NDArray[np.bool_]:
        """Which of the strings begin so, shape (N,), whatever order they are in."""
        wanted = encoded(prefix)
        numbers = np.flatnonzero(np.diff(self.starts) >= len(wanted))
        for place, byte in enumerate(wanted):
            numbers = numbers[self.blob[self.starts[numbers] + place] == byte]
        found = np.zeros(len(self), np.bool_)
        found[numbers] = True
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Lines(Strings):
    """Strings without line ends, each with one behind it: many neighbours are decoded at once."""

    def raw(self, number: int) -> bytes:
        return self.blob[int(self.starts[number]) : int(self.starts[number + 1]) - 1].tobytes()

    def __iter__(self) -> Iterator[str]:
        return iter(self.between(0, len(self)))

    def between(self, begin: int, end: int) -> list[str]:
        """Numbers `begin` up to `end`."""
        if begin >= end:
            return []
        part = self.blob[int(self.starts[begin]) : int(self.starts[end]) - 1]
        return part.tobytes().decode("utf-8", "surrogatepass").split("\n")


def lines(strings: Iterable[str]) -> Lines:
    found = packed(f"{text}\n" for text in strings)
    return Lines(found.blob, found.starts)


def packed(strings: Iterable[str]) -> Strings:
    parts = [encoded(text) for text in strings]
    starts = np.zeros(len(parts) + 1, np.int64)
    np.cumsum([len(part) for part in parts], out=starts[1:])
    return Strings(np.frombuffer(b"".join(parts), np.uint8), starts)
