from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from bot.search.blockmax.bounds import find_bounds
from bot.search.blockmax.layout import BLOCK, FULL, MARK_BITS, RANKS, blocks_of, marks_of
from bot.search.postings import Postings, invert


def postings_of(documents: int, seed: int) -> Postings:
    rng = np.random.default_rng(seed)
    lengths = rng.integers(0, 30, documents)
    terms = rng.zipf(1.4, lengths.sum()) % 200
    return invert(terms, np.repeat(np.arange(documents), lengths), 200, documents)


def impacts_of(postings: Postings, k1: float, b: float, average: float) -> np.ndarray[Any, Any]:
    frequency = postings.frequencies.astype(np.float64)
    lengths = postings.lengths[postings.documents]
    impacts: np.ndarray[Any, Any] = frequency / (frequency + k1 * (1 - b + b * lengths / average))
    return impacts


@settings(max_examples=60, deadline=None)
@given(
    st.integers(0, 3 << MARK_BITS),
    st.integers(0, 999),
    st.floats(0, 3),
    st.floats(0, 1),
    st.floats(0.5, 2),
)
def test_bounds_hold_and_are_no_larger_than_need_be(
    documents: int, seed: int, k1: float, b: float, growth: float
) -> None:
    postings = postings_of(documents, seed)
    bounds = find_bounds(postings, k1, b)
    then = float(bounds.made_for[0])
    impacts = impacts_of(postings, k1, b, then) * FULL
    assert (bounds.impacts >= impacts - 1e-9).all()
    assert (bounds.impacts < impacts + 1 + 1e-9).all()
    now = impacts_of(postings, k1, b, then * growth) * FULL
    assert (now <= bounds.impacts * max(1.0, growth) * (1 + 1e-9)).all()
    assert (now >= (bounds.impacts - 1.0) * min(1.0, growth) * (1 - 1e-9)).all()


@pytest.mark.parametrize("documents", [1, BLOCK, 777, 5_000])
def test_rows_marks_and_ranks_are_those_of_the_impacts(documents: int) -> None:
    postings = postings_of(documents, documents)
    bounds = find_bounds(postings, 1.2, 0.75)
    rows = bounds.rows.reshape(-1, blocks_of(documents))
    marks = bounds.marks.reshape(-1, marks_of(documents))
    ranked = bounds.ranked.reshape(-1, len(RANKS))
    exact = np.floor(impacts_of(postings, 1.2, 0.75, float(bounds.made_for[0])) * FULL)
    assert sorted(bounds.row_of[bounds.row_of >= 0]) == list(range(len(rows)))
    assert bounds.rows.size <= len(postings.documents)
    for term, row in enumerate(bounds.row_of):
        span = slice(postings.starts[term], postings.starts[term + 1])
        held, impacts = postings.documents[span], bounds.impacts[span]
        best = np.sort(exact[span])[::-1]
        for at, rank in enumerate(RANKS):
            assert ranked[term, at] == (best[rank - 1] if len(best) >= rank else 0)
        if row >= 0:
            greatest = np.zeros(blocks_of(documents), np.uint8)
            np.maximum.at(greatest, held // BLOCK, impacts)
            np.testing.assert_array_equal(rows[row], greatest)
            before = np.searchsorted(held, np.arange(marks_of(documents)) << MARK_BITS)
            np.testing.assert_array_equal(marks[row], before)
