"""What is saved of an index for the kernel: how much each term can add to a score, and where."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.search.compiled.layout import (
    BLOCK_BITS,
    FULL,
    MARK_BITS,
    RANKS,
    Bytes,
    Ints32,
    Ints64,
    Lists,
    Made,
    blocks_of,
    marks_of,
)
from bot.search.compiled.saved import Bounds
from bot.search.postings import Postings
from bot.text.compiled.kernel import kernel, stage

ROW_SHARE = 8
"""A term with a posting for every ROW_SHARE blocks has a row: to read the shorter lists of postings
takes less time than to read a row."""


def find_bounds(postings: Postings, k1: float, b: float) -> Bounds:
    """Reads every posting once. Raises ValueError for frequencies above 255."""
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
    frequencies = postings.frequencies.astype(np.uint8, copy=False)
    lists = (postings.starts, postings.documents, frequencies, postings.lengths, norms)
    _fill(lists, row_of, (impacts, rows, marks, ranked), np.asarray(RANKS))
    made_for = np.asarray([average, k1, b], np.float64)
    return Bounds(
        impacts, row_of, rows.reshape(-1), marks.reshape(-1), ranked.reshape(-1), made_for
    )


def length_norms(
    lengths: npt.NDArray[np.int32], k1: float, b: float, average: float
) -> npt.NDArray[np.float64]:
    """``k1 * (1 - b + b * length / average)`` for every length up to the greatest."""
    each = np.arange(int(lengths.max(initial=0)) + 1)
    return np.asarray(k1 * (1 - b + b * each / average), np.float64)


def _rows(counts: npt.NDArray[np.int64], blocks: int) -> npt.NDArray[np.int32]:
    """The row of every term; all rows together are no larger than a byte a posting."""
    least = max(1, blocks // ROW_SHARE)
    while np.count_nonzero(counts >= least) * blocks > counts.sum():
        least *= 2
    held = counts >= least
    return np.where(held, np.cumsum(held) - 1, -1).astype(np.int32)


@kernel
def _fill(lists: Lists, row_of: Ints32, made: Made, ranks: Ints64) -> None:
    starts = lists[0]
    impacts, rows, marks, ranked = made
    tally = np.empty(FULL + 1, np.int64)
    for term in range(len(starts) - 1):
        begin, end = starts[term], starts[term + 1]
        tally[:] = 0
        _find_impacts(lists, begin, end, impacts, tally)
        if row_of[term] >= 0:
            documents = lists[1][begin:end]
            _fill_row(documents, impacts[begin:end], rows[row_of[term]])
            _fill_marks(documents, marks[row_of[term]])
        if end - begin >= ranks[0]:
            _rank(tally, ranks, ranked[term])


@stage
def _find_impacts(lists: Lists, begin: int, end: int, impacts: Bytes, tally: Ints64) -> None:
    """The impacts of a term's postings, and how many there are of each rounded down."""
    _, documents, frequencies, lengths, norms = lists
    for place in range(begin, end):
        frequency = float(frequencies[place])
        impact = frequency / (frequency + norms[lengths[documents[place]]]) * FULL
        below = int(impact)
        tally[below] += 1
        impacts[place] = below + (below < impact)


@stage
def _fill_row(documents: Ints32, impacts: Bytes, row: Bytes) -> None:
    for place in range(len(documents)):
        block = documents[place] >> BLOCK_BITS
        row[block] = max(row[block], impacts[place])


@stage
def _fill_marks(documents: Ints32, marks: Ints32) -> None:
    for document in documents:
        marks[(document >> MARK_BITS) + 1] += 1
    for mark in range(1, len(marks)):
        marks[mark] += marks[mark - 1]


@stage
def _rank(tally: Ints64, ranks: Ints64, ranked: Bytes) -> None:
    impact, counted = FULL, tally[FULL]
    for rank in range(len(ranks)):
        while impact > 0 and counted < ranks[rank]:
            impact -= 1
            counted += tally[impact]
        if counted >= ranks[rank]:
            ranked[rank] = impact
