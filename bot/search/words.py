"""The vocabulary of an index: its terms in order, each with a word that stands for it.

It opens without building a table of its own: terms are found by binary search where a beginning is
looked for, and by a hash index that was made when the vocabulary was where one term is.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from bot.search.strings import Lines, encoded, lines

MAX_REMEMBERED = 65_536
"""Looked-up terms that a vocabulary remembers, so that common words of questions cost nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Words(Mapping[str, int]):
    """V terms, numbered in the order of their code points.

    `surfaces` is in step with `terms`. Terms whose hash falls into bucket h are
    ``members[buckets[h]:buckets[h + 1]]``; buckets (a power of two + 1,), members (V,) int32.
    """

    terms: Lines
    surfaces: Lines
    buckets: npt.NDArray[np.int32]
    members: npt.NDArray[np.int32]
    _known: dict[str, int] = field(default_factory=dict, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __getitem__(self, term: str) -> int:
        number = self.find(term)
        if number < 0:
            raise KeyError(term)
        return number

    def find(self, term: str) -> int:
        """Its number, -1 if it is not there."""
        number = self._known.get(term)
        if number is None:
            number = self._find(term)
            if len(self._known) < MAX_REMEMBERED:
                self._known[term] = number
        return number

    def span(self, prefix: str) -> tuple[int, int]:
        """The numbers, from and up to, of the terms that begin with `prefix`."""
        wanted, size = encoded(prefix), len(encoded(prefix))
        numbers = range(len(self))
        begin = bisect_left(numbers, wanted, key=self.terms.raw)
        follows = bisect_left(
            numbers, True, begin, key=lambda number: self.terms.raw(number)[:size] != wanted
        )
        return begin, follows

    def _find(self, term: str) -> int:
        data = encoded(term)
        bucket = crc32(data) & (len(self.buckets) - 2)
        for number in self.members[self.buckets[bucket] : self.buckets[bucket + 1]].tolist():
            if self.terms.raw(number) == data:
                return int(number)
        return -1


def vocabulary(terms: Sequence[str], surfaces: Iterable[str]) -> Words:
    """`terms` are different, in the order of their code points."""
    size = 1 << max(0, len(terms) - 1).bit_length()
    hashes = np.asarray([crc32(encoded(term)) for term in terms], np.int64) & (size - 1)
    members = np.argsort(hashes, kind="stable").astype(np.int32)
    buckets = np.searchsorted(hashes[members], np.arange(size + 1)).astype(np.int32)
    return Words(lines(terms), lines(surfaces), buckets, members)
