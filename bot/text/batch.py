"""Terms and marks of many sentences at once, as arrays of numbers, for building an index.

For each sentence they are what `Tokeniser.sentence` gives. A scanner turns text into numbers of
surfaces; what a surface is worth is asked of the Tokeniser once, and the rest is arithmetic over
whole arrays. Where numba is installed the scanner is a compiled one (`bot.text.compiled`).
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from sys import byteorder
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from bot.text.tokens import Mark, SentenceMark, Tokeniser, better_surface, has_quotation, split

Bools = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
Int32s = npt.NDArray[np.int32]
Int64s = npt.NDArray[np.int64]
Facts = npt.NDArray[np.uint16]

# What is known of a surface in one number: its Mark, then its SentenceMark, then this.
_SENTENCE_SHIFT = 8
_BEFORE_PLACE = 1 << 15
_STOP_WORD = -1


@dataclass(frozen=True, slots=True)
class Batch:
    """The terms of n sentences, L in all, in the order of the text and without stop words.

    ids (L,) int32, numbers into `BatchTokeniser.terms` · marks (L,) uint8, a Mark each · starts
    (n + 1,) int64: sentence i holds ``ids[starts[i]:starts[i + 1]]`` · sentence_marks (n,) uint8, a
    SentenceMark each.
    """

    ids: Int32s
    marks: Bytes
    starts: Int64s
    sentence_marks: Bytes


class Scanned(NamedTuple):
    """The words of n texts, T in all and stop words among them, as numbers of their surfaces.

    surfaces (T,) int32 · starts (n + 1,) int64: text i holds ``surfaces[starts[i]:starts[i + 1]]``
    · quoted (n,) bool, whether quotation marks stand in it.
    """

    surfaces: Int32s
    starts: Int64s
    quoted: Bools


class Scanner(Protocol):
    """Numbers surfaces from 0 in the order in which it meets them; a few may get two numbers."""

    def scan(self, texts: Sequence[str]) -> tuple[Scanned, list[str]]:
        """The words of `texts`, and the surfaces that got their numbers on the way, in order."""


class BatchTokeniser:
    """Splits many texts at a time into numbered terms; the numbers go on growing over calls.

    It remembers every different surface, so keep one per build and let it go after that. What a
    call needs besides is in proportion to its texts: some thousands of sentences are a good batch.
    Not safe to share between threads.
    """

    def __init__(self, compiled: bool | None = None) -> None:
        """`compiled` demands the compiled scanner (ImportError without numba) or forbids it."""
        if compiled is None:
            compiled = find_spec("numba") is not None and byteorder == "little"
        self._scanner = _compiled_scanner() if compiled else PythonScanner()
        self._tokeniser = Tokeniser()
        self._numbers: dict[str, int] = {}
        self._ids = _Column(np.int32)  # of the term of each surface, _STOP_WORD for none
        self._facts = _Column(np.uint16)  # of each surface
        self.terms: list[str] = []
        """The term of each number, in the order of first meeting."""
        self.surfaces: list[str] = []
        """For each number the `better_surface` of all that its term was met as."""

    def sentences(self, texts: Sequence[str]) -> Batch:
        """What `Tokeniser.sentence` gives for each of `texts`."""
        scanned = self._scan(texts)
        ids = self._ids.values.take(scanned.surfaces)
        facts = self._facts.values.take(scanned.surfaces)
        kept = np.flatnonzero(ids != _STOP_WORD)
        return Batch(
            ids.take(kept),
            _marks(facts, scanned.starts).take(kept),
            np.searchsorted(kept, scanned.starts),
            _sentence_marks(facts, scanned),
        )

    def texts(self, texts: Sequence[str]) -> tuple[Int32s, Int64s]:
        """What `Tokeniser.terms` gives for each of `texts`, as `ids` and `starts` of a Batch."""
        scanned = self._scan(texts)
        ids = self._ids.values.take(scanned.surfaces)
        kept = np.flatnonzero(ids != _STOP_WORD)
        return ids.take(kept), np.searchsorted(kept, scanned.starts)

    def _scan(self, texts: Sequence[str]) -> Scanned:
        scanned, fresh = self._scanner.scan(texts)
        if fresh:
            self._learn(fresh)
        return scanned

    def _learn(self, fresh: list[str]) -> None:
        ids, facts = [], []
        for surface, word in zip(fresh, self._tokeniser.words(fresh), strict=True):
            ids.append(self._number(word.term, surface) if word.term else _STOP_WORD)
            place = _BEFORE_PLACE if word.place else 0
            facts.append(word.mark | word.sentence << _SENTENCE_SHIFT | place)
        self._ids.extend(ids)
        self._facts.extend(facts)

    def _number(self, term: str, surface: str) -> int:
        number = self._numbers.setdefault(term, len(self.terms))
        if number == len(self.terms):
            self.terms.append(term)
            self.surfaces.append(surface)
        else:
            self.surfaces[number] = better_surface(self.surfaces[number], surface)
        return number


class PythonScanner:
    """Scans with the regular expression of `bot.text.tokens` itself."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def scan(self, texts: Sequence[str]) -> tuple[Scanned, list[str]]:
        number = self._numbers.__getitem__
        surfaces = array("i")
        starts = np.zeros(len(texts) + 1, np.int64)
        for place, text in enumerate(texts, 1):
            surfaces.extend(map(number, split(text)))
            starts[place] = len(surfaces)
        quoted = np.fromiter(map(has_quotation, texts), np.bool_, len(texts))
        fresh, self._numbers.fresh = self._numbers.fresh, []
        return Scanned(np.array(surfaces, np.int32), starts, quoted), fresh


class _Numbers(dict[str, int]):
    """Gives each new surface the next number; `fresh` lists them until it is taken away."""

    def __init__(self) -> None:
        super().__init__()
        self.fresh: list[str] = []

    def __missing__(self, surface: str) -> int:
        self.fresh.append(surface)
        number = self[surface] = len(self)
        return number


_Number = TypeVar("_Number", bound=np.generic)


class _Column(Generic[_Number]):
    """An array that grows at its end."""

    def __init__(self, dtype: type[_Number]) -> None:
        self._room = np.zeros(1024, dtype)
        self._length = 0

    @property
    def values(self) -> npt.NDArray[_Number]:
        return self._room[: self._length]

    def extend(self, values: Sequence[int]) -> None:
        length = self._length + len(values)
        if length > len(self._room):
            grown = np.zeros(2 * length, self._room.dtype)
            grown[: self._length] = self.values
            self._room = grown
        self._room[self._length : length] = values
        self._length = length


def _compiled_scanner() -> Scanner:
    from bot.text.compiled import CompiledScanner

    return CompiledScanner()


def _marks(facts: Facts, starts: Int64s) -> Bytes:
    """The Mark of each word where it stands: a NAME may become INITIAL or PLACE."""
    marks = facts.astype(np.uint8)  # the low byte
    names = np.flatnonzero(facts & int(Mark.NAME) != 0)
    places = names[facts.take(names - 1) & _BEFORE_PLACE != 0]
    marks[places] |= int(Mark.PLACE)
    first = starts[:-1][starts[:-1] < starts[1:]]
    initial = first[facts[first] & int(Mark.NAME) != 0]
    marks[initial] = facts[initial] ^ int(Mark.NAME | Mark.INITIAL)  # and no PLACE
    return marks


def _sentence_marks(facts: Facts, scanned: Scanned) -> Bytes:
    marks = np.where(scanned.quoted, np.uint8(SentenceMark.SPEECH), np.uint8(0))
    begin, end = scanned.starts[:-1], scanned.starts[1:]
    filled = np.flatnonzero(begin < end)
    if len(filled):
        said: npt.NDArray[Any] = np.bitwise_or.reduceat(facts, begin[filled]) >> _SENTENCE_SHIFT
        marks[filled] |= said.astype(np.uint8) & np.uint8(SentenceMark.SPEECH | SentenceMark.CAUSE)
    return marks
