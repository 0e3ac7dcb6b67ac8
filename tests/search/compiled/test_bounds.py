"""Bounds bound: no impact is above its block's maximum or its own byte, none is far below."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.search.compiled.indexes import Index, indexes

pytest.importorskip("numba")

from bot.search.compiled.bounds import find_bounds
from bot.search.compiled.layout import BLOCK, FULL, MARK_BITS, RANKS, blocks_of, marks_of


@given(indexes())
def test_every_posting_is_bounded_closely(index: Index) -> None:
    postings, bounds = index.postings, find_bounds(index.postings, 1.5, 0.75)
    size = len(postings.lengths)
    rows = bounds.rows.reshape(-1, blocks_of(size))
    marks = bounds.marks.reshape(-1, marks_of(size))
    lengthened = 1.5 * (0.25 + 0.75 * postings.lengths / index.average)
    for term, row in enumerate(bounds.row_of.tolist()):
        span = slice(postings.starts[term], postings.starts[term + 1])
        documents, frequency = postings.documents[span], postings.frequencies[span].astype(float)
        impacts = frequency / (frequency + lengthened[documents]) * FULL
        np.testing.assert_array_equal(bounds.impacts[span], np.ceil(impacts))
        if row < 0:
            continue
        greatest = np.zeros(blocks_of(size), np.uint8)
        np.maximum.at(greatest, documents // BLOCK, bounds.impacts[span])
        np.testing.assert_array_equal(rows[row], greatest)
        edges = np.arange(marks_of(size)) << MARK_BITS
        np.testing.assert_array_equal(marks[row], np.searchsorted(documents, edges))


@given(indexes())
def test_ranked_impacts_are_reached_by_so_many(index: Index) -> None:
    postings, bounds = index.postings, find_bounds(index.postings, 1.5, 0.75)
    lengthened = 1.5 * (0.25 + 0.75 * postings.lengths / index.average)
    for term, kept in enumerate(bounds.ranked.reshape(-1, len(RANKS)).tolist()):
        span = slice(postings.starts[term], postings.starts[term + 1])
        frequency = postings.frequencies[span].astype(float)
        reached = frequency / (frequency + lengthened[postings.documents[span]]) * FULL
        for rank, impact in zip(RANKS, kept, strict=True):
            assert impact == 0 or np.count_nonzero(reached >= impact) >= rank
