"""Bounds bound: no impact is above its block's maximum or its own byte, none is far below."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.search.compiled.indexes import Index, indexes

pytest.importorskip("numba")

from bot.search.compiled.bounds import BLOCK, FULL, STRETCH, find_bounds


@given(indexes())
def test_every_posting_is_bounded_closely(index: Index) -> None:
    postings, bounds = index.postings, find_bounds(index.postings, 1.5, 0.75)
    blocks = -(-len(postings.lengths) // BLOCK)
    rows = bounds.rows.reshape(-1, blocks)
    offsets = bounds.offsets.reshape(-1, -(-len(postings.lengths) // STRETCH) + 1)
    lengthened = 1.5 * (0.25 + 0.75 * postings.lengths / index.average)
    for term, row in enumerate(bounds.row_of.tolist()):
        span = slice(postings.starts[term], postings.starts[term + 1])
        documents, frequency = postings.documents[span], postings.frequencies[span].astype(float)
        impacts = frequency / (frequency + lengthened[documents])
        places = slice(bounds.at[term], bounds.at[term] + len(documents))
        found = bounds.packed[places] & FULL if row >= 0 else bounds.impacts[places]
        np.testing.assert_array_equal(found, np.ceil(impacts * FULL))
        if row < 0:
            continue
        greatest = np.zeros(blocks, np.uint8)
        np.maximum.at(greatest, documents // BLOCK, found.astype(np.uint8))
        np.testing.assert_array_equal(rows[row], greatest)
        np.testing.assert_array_equal(bounds.packed[places] >> 8, documents % STRETCH)
        edges = np.arange(offsets.shape[1]) * STRETCH
        np.testing.assert_array_equal(offsets[row], np.searchsorted(documents, edges))


@given(indexes())
def test_ranked_impacts_are_reached_by_so_many(index: Index) -> None:
    postings, bounds = index.postings, find_bounds(index.postings, 1.5, 0.75)
    lengthened = 1.5 * (0.25 + 0.75 * postings.lengths / index.average)
    for rank, kept in ((10, bounds.tenth), (100, bounds.hundredth)):
        for term, impact in enumerate(kept.tolist()):
            span = slice(postings.starts[term], postings.starts[term + 1])
            frequency = postings.frequencies[span].astype(float)
            reached = frequency / (frequency + lengthened[postings.documents[span]])
            assert (impact > 0) == (len(reached) >= rank)
            assert impact == 0 or np.count_nonzero(reached >= impact) >= rank
