"""Which paragraphs share many shingles: what is worth comparing when near copies are looked for.

Shingles are gone through by ranges of their hashes, so that memory stays bounded for millions of
paragraphs.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.articles.shingles import Hashes, Ints, Row, Shingles
from bot.articles.sieve import Sieve

MAX_ALL_PAIRS = 8
"""Paragraphs with one shingle in common that are all paired with each other; of more, only the
first FIRST_PAIRED are paired with the rest, so that a stock phrase costs linear time."""

FIRST_PAIRED = 3

MAX_HASHES = 8_000_000
"""Shingles, about, that are sorted at a time."""

MAX_PAIRS = 8_000_000
"""Pairs that are kept before those that say the same are counted."""

MIN_SEEN = 0.3
"""Share of the shorter paragraph's shingles that a pair shares at least, as far as it was paired,
to be worth comparing in full."""

SLICE_PARAGRAPHS = 4096


class Pairs(NamedTuple):
    """`later` and `earlier` paragraphs, as many of each, ordered by the former. Of one paragraph
    the pairs come first that share most shingles, then those with the earliest paragraphs."""

    later: Ints
    earlier: Ints


def promising(row: Row, before: int, heads: NDArray[np.bool_]) -> Pairs:
    """The pairs of paragraphs that share many shingles and of which the later one is new.

    The last part of the row is new, its first paragraph has the number `before`; `heads`, of as
    many paragraphs, says which of them take part. Of the others with the same words only the first
    takes part.
    """
    new, count = row.parts[-1], len(row)
    earlier = Row(row.parts[:-1])
    ranges = max(0, (len(new.hashes) - 1) // MAX_HASHES).bit_length()
    tally = _Tally()
    for number in range(1 << ranges):
        hashes, paragraphs = _of_range(new, heads, number, ranges)
        paragraphs += before
        if before:
            found, owners = _of_earlier(earlier, Sieve(_distinct(hashes)))
            hashes = np.concatenate([found, hashes])
            paragraphs = np.concatenate([owners, paragraphs])
        keys, bits = _sorted_keys(hashes, paragraphs, count, ranges)
        del hashes, paragraphs
        for pairs in _pairs(keys, bits, count):
            tally.add(pairs[pairs >= before * count] if before else pairs)
    return _with_many(*tally.counts(), row)


def _with_many(keys: Ints, seen: NDArray[np.int32], row: Row) -> Pairs:
    sizes = np.concatenate([np.diff(part.starts).astype(np.int32) for part in row.parts])
    kept: list[tuple[Ints, Ints, NDArray[np.int32]]] = []
    for begin in range(0, len(keys) + 1, MAX_PAIRS):
        later, earlier = np.divmod(keys[begin : begin + MAX_PAIRS], len(row))
        counts = seen[begin : begin + MAX_PAIRS]
        enough = counts >= MIN_SEEN * np.minimum(sizes[later], sizes[earlier])
        kept.append((later[enough], earlier[enough], counts[enough]))
    later, earlier, counts = (np.concatenate(column) for column in zip(*kept, strict=True))
    order = np.lexsort((earlier, -counts, later))
    return Pairs(later[order], earlier[order])


def _of_range(
    new: Shingles, heads: NDArray[np.bool_], number: int, ranges: int
) -> tuple[Hashes, Ints]:
    """The shingles whose first `ranges` bits are `number`, and the paragraph of each."""
    hashes: list[Hashes] = [np.zeros(0, np.uint64)]
    owners: list[Ints] = [np.zeros(0, np.int64)]
    for begin in range(0, len(new), SLICE_PARAGRAPHS):
        starts = new.starts[begin : begin + SLICE_PARAGRAPHS + 1]
        values = np.asarray(new.hashes[starts[0] : starts[-1]])
        lengths = np.diff(starts)
        keep = np.repeat(heads[begin : begin + SLICE_PARAGRAPHS], lengths)
        if ranges:
            keep &= values >> np.uint64(64 - ranges) == np.uint64(number)
        hashes.append(values[keep])
        owners.append(np.repeat(np.arange(begin, begin + len(lengths)), lengths)[keep])
    return np.concatenate(hashes), np.concatenate(owners)


def _of_earlier(earlier: Row, sieve: Sieve) -> tuple[Hashes, Ints]:
    """The shingles that the sieve looks for, and the paragraph of each."""
    hashes: list[Hashes] = [np.zeros(0, np.uint64)]
    owners: list[Ints] = [np.zeros(0, np.int64)]
    for first, part in earlier.numbered():
        places, which = sieve.find(part.hashes)
        hashes.append(sieve.wanted[which])
        owners.append(np.searchsorted(part.starts, places, "right") - 1 + first)
    all_owners = np.concatenate(owners)
    paragraphs, at = np.unique(all_owners, return_inverse=True)
    firsts = np.zeros(len(paragraphs), bool)
    firsts[np.unique(earlier.whole(paragraphs), return_index=True)[1]] = True
    return np.concatenate(hashes)[firsts[at]], all_owners[firsts[at]]


def _distinct(hashes: Hashes) -> Hashes:
    """In ascending order; np.unique takes five times as long since it hashes."""
    values: Hashes = np.sort(hashes)
    fresh = np.ones(len(values), bool)
    fresh[1:] = values[1:] != values[:-1]
    return values[fresh]


def _sorted_keys(
    hashes: Hashes, paragraphs: Ints, count: int, ranges: int
) -> tuple[Hashes, np.uint64]:
    """Hash and paragraph in one number, in ascending order; and the bits that the paragraph takes.

    The hash is cut short by them, but for the bits that are equal within a range. So these keys
    only propose pairs to compare.
    """
    bits = np.uint64(count.bit_length())
    keys = (hashes << np.uint64(ranges)) >> bits << bits
    keys |= paragraphs.view(np.uint64)
    keys.sort()
    return keys, bits


def _pairs(keys: Hashes, bits: np.uint64, count: int) -> Iterator[Ints]:
    """A number later * count + earlier for every pair of paragraphs, once a shingle they share."""
    hashes = keys >> bits
    paragraphs = (keys & ((np.uint64(1) << bits) - np.uint64(1))).view(np.int64)
    edges = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
    edges = edges if len(hashes) else edges[:1]
    starts, lengths = edges[:-1], np.diff(edges)
    del hashes, edges
    for length in range(2, MAX_ALL_PAIRS + 1):
        begin = starts[lengths == length]
        for one in range(length):
            for other in range(one + 1, length):
                yield paragraphs[begin + other] * count + paragraphs[begin + one]
    many = lengths > MAX_ALL_PAIRS
    starts, lengths = starts[many], lengths[many]
    for one in range(FIRST_PAIRED):
        rest = lengths - one - 1
        first = np.repeat(starts + one, rest)
        place = np.arange(len(first)) - np.repeat(np.cumsum(rest) - rest, rest) + 1
        yield paragraphs[first + place] * count + paragraphs[first]


class _Tally:
    """Counts numbers as they come, without keeping each of them."""

    def __init__(self) -> None:
        self._fresh: list[Ints] = []
        self._waiting = 0
        self._values: Ints = np.zeros(0, np.int64)
        self._counts: NDArray[np.int32] = np.zeros(0, np.int32)

    def add(self, values: Ints) -> None:
        self._fresh.append(values)
        self._waiting += len(values)
        if self._waiting > MAX_PAIRS:
            self._settle()

    def counts(self) -> tuple[Ints, NDArray[np.int32]]:
        """The numbers in ascending order, and how often each came."""
        self._settle()
        return self._values, self._counts

    def _settle(self) -> None:
        fresh = np.concatenate([np.zeros(0, np.int64), *self._fresh])
        self._fresh, self._waiting = [], 0
        fresh.sort()
        if not len(fresh):
            return
        edges = np.flatnonzero(np.concatenate([[True], fresh[1:] != fresh[:-1], [True]]))
        values, counts = fresh[edges[:-1]], np.diff(edges).astype(np.int32)
        del fresh, edges
        at = np.searchsorted(self._values, values)
        known = np.zeros(len(values), bool)
        inside = at < len(self._values)
        known[inside] = self._values[at[inside]] == values[inside]
        self._counts[at[known]] += counts[known]
        unknown = ~known
        self._values = np.insert(self._values, at[unknown], values[unknown])
        self._counts = np.insert(self._counts, at[unknown], counts[unknown])
