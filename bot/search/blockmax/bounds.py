"""What is saved of an index for the kernel: how much each term can add to a score, and where."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from bot.search.blockmax.compiling import inner
from bot.search.blockmax.layout import BLOCK_BITS, FULL, MARK_BITS, RANKS, blocks_of, marks_of
from bot.search.blockmax.saved import Bounds
from bot.search.postings import Postings

ROW_SHARE = 8
"""A term with a posting for every ROW_SHARE blocks has a row: to read the shorter lists of postings
takes less time than to read a row."""


def find_bounds(postings: Postings, k1: float, b: float) -> Bounds:
    """Reads every posting twice or so. Raises ValueError for frequencies above 255."""
    if postings.frequencies.dtype != np.uint8:
        raise ValueError("frequencies above 255")
    size = len(postings.lengths)
    average = float(postings.lengths.sum(dtype=np.int64)) / max(1, size) or 1.0
    row_of = _rows(np.diff(postings.starts), blocks_of(size))
    held = int(row_of.max(initial=-1)) + 1
    impacts = np.zeros(len(postings.documents), np.uint8)
    rows = np.zeros((held, blocks_of(size)), np.uint8)
    marks = np.zeros((held, marks_of(size)), np.int32)
    ranked = np.zeros((len(row_of), len(RANKS)), np.uint8)
    norms = length_norms(postings.lengths, k1, b, average)
    lists = (
        fixed(postings.starts),
        fixed(postings.documents),
        fixed(postings.frequencies),
        fixed(postings.lengths),
        norms,
    )
    made = (impacts, rows, marks, ranked)
    _fill(lists, row_of, made, np.asarray(RANKS), BLOCK_BITS, MARK_BITS)
    made_for = np.asarray([average, k1, b], np.float64)
    return Bounds(
        impacts, row_of, rows.reshape(-1), marks.reshape(-1), ranked.reshape(-1), made_for
    )


def length_norms(
    lengths: npt.NDArray[np.int32], k1: float, b: float, average: float
) -> npt.NDArray[np.float64]:
    """``k1 * (1 - b + b * length / average)`` for every length up to the greatest, with the very
    operations of bot.search.part."""
    each = np.arange(int(lengths.max(initial=0)) + 1)
    norms = k1 * (1 - b + b * each / average)
    return norms.astype(np.float64, copy=False)


def fixed(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The array as one that cannot be written to, as mapped ones are: numba compiles anew for
    arrays that can."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


def _rows(counts: npt.NDArray[np.int64], blocks: int) -> npt.NDArray[np.int32]:
    """The row of every term; all rows together hold no more than a byte a posting."""
    least = max(1, blocks // ROW_SHARE)
    while np.count_nonzero(counts >= least) * blocks > counts.sum():
        least *= 2
    held = counts >= least
    return np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)


# What `_fill` calls is in this file, and constants of others are handed to it: numba compiles anew
# only when the file of the function it was asked for has changed.
@njit(nogil=True, cache=True)
def _fill(lists, row_of, made, ranks, block_bits, mark_bits):  # type: ignore[no-untyped-def]
    starts, documents = lists[0], lists[1]
    impacts, rows, marks, ranked = made
    tally = np.empty(FULL + 1, np.int64)
    for term in range(len(starts) - 1):
        begin, end, row = starts[term], starts[term + 1], row_of[term]
        tally[:] = 0
        _find_impacts(lists, begin, end, impacts, tally)
        if row >= 0:
            _fill_row(documents[begin:end], impacts[begin:end], rows[row], block_bits)
            _fill_marks(documents[begin:end], marks[row], mark_bits)
        if end - begin >= ranks[0]:
            _rank(tally, ranks, ranked[term])


@inner()
def _find_impacts(lists, begin, end, impacts, tally):  # type: ignore[no-untyped-def]
    """The impacts of a term's postings, and how many there are of each rounded down."""
    _, documents, frequencies, lengths, norms = lists
    for place in range(begin, end):
        frequency = float(frequencies[place])
        impact = frequency / (frequency + norms[lengths[documents[place]]]) * FULL
        below = int(impact)
        tally[below] += 1
        impacts[place] = below + (below < impact)


@inner()
def _fill_row(documents, impacts, row, block_bits):  # type: ignore[no-untyped-def]
    for place in range(len(documents)):
        block = documents[place] >> block_bits
        row[block] = max(row[block], impacts[place])


@inner()
def _fill_marks(documents, marks, mark_bits):  # type: ignore[no-untyped-def]
    for document in documents:
        marks[(document >> mark_bits) + 1] += 1
    for mark in range(1, len(marks)):
        marks[mark] += marks[mark - 1]


@inner()
def _rank(tally, ranks, ranked):  # type: ignore[no-untyped-def]
    impact, counted = FULL, tally[FULL]
    for rank in range(len(ranks)):
        while impact > 0 and counted < ranks[rank]:
            impact -= 1
            counted += tally[impact]
        if counted >= ranks[rank]:
            ranked[rank] = impact
