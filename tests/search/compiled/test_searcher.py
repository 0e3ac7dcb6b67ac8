"""The kernel finds what scoring everything finds: the same documents, scores and order, exactly."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.hits import Floats, Hits, Ints
from bot.search.postings import invert
from tests.search.compiled.indexes import Index, indexes

pytest.importorskip("numba")

from bot.search.compiled.bounds import find_bounds
from bot.search.compiled.searcher import BlockMax


def kernel(index: Index, average: float | None = None) -> BlockMax:
    bounds = find_bounds(index.postings, 1.5, 0.75)
    return BlockMax(index.postings, bounds, average or index.average, index.owner)


@st.composite
def queries(draw: st.DrawFn) -> tuple[Index, Ints, Floats]:
    index = draw(indexes())
    vocabulary = len(index.postings.starts) - 1
    terms = draw(st.sets(st.integers(0, vocabulary - 1), min_size=1))
    weight = st.one_of(st.sampled_from([0.5, 1.0, 2.0]), st.floats(1e-3, 20.0))
    weights = draw(st.lists(weight, min_size=len(terms), max_size=len(terms)))
    return index, np.asarray(sorted(terms)), np.asarray(weights)


def assert_equal(found: Hits, expected: Hits) -> None:
    np.testing.assert_array_equal(found.ids, expected.ids)
    np.testing.assert_array_equal(found.scores, expected.scores)


@settings(max_examples=150)
@given(queries(), st.integers(1, 150), st.sampled_from([0.6, 0.99, 1.0, 1.02, 1.7]))
def test_the_best_are_those_of_scoring_everything(
    query: tuple[Index, Ints, Floats], k: int, growth: float
) -> None:
    """Also when the mean length has changed since the bounds were found."""
    index, terms, weights = query
    average = index.average * growth
    found = kernel(index, average).top(terms, weights, k)
    assert_equal(found, index.best(terms, weights, k, average, None))


@settings(max_examples=150)
@given(queries(), st.integers(1, 150), st.sampled_from([0.0, 0.02, 0.3, 0.9, 1.0]), st.data())
def test_a_filter_leaves_none_out_that_it_allows(
    query: tuple[Index, Ints, Floats], k: int, share: float, data: st.DataObject
) -> None:
    index, terms, weights = query
    chance = np.random.default_rng(data.draw(st.integers(0, 999)))
    allowed = chance.random(len(index.firsts) - 1) < share
    found = kernel(index).top(terms, weights, k, allowed)
    assert_equal(found, index.best(terms, weights, k, index.average, allowed))


@given(queries(), st.integers(1, 20), st.integers(0, 30))
def test_above_a_floor_nothing_is_missing(
    query: tuple[Index, Ints, Floats], k: int, rank: int
) -> None:
    index, terms, weights = query
    expected = index.best(terms, weights, k, index.average, None)
    every = index.best(terms, weights, 10**6, index.average, None)
    floor = float(every.scores[min(rank, len(every.scores) - 1)]) if len(every.scores) else 1.0
    found = kernel(index).top(terms, weights, k, None, floor)
    above = int(np.count_nonzero(expected.scores > floor))
    np.testing.assert_array_equal(found.ids[:above], expected.ids[:above])
    np.testing.assert_array_equal(found.scores[:above], expected.scores[:above])


def test_of_a_thousand_equals_the_first_are_found() -> None:
    postings = invert(np.zeros(1000, np.int64), np.arange(1000), 1, 1000)
    search = BlockMax(postings, find_bounds(postings, 1.5, 0.75), 1.0)
    hits = search.top(np.asarray([0]), np.asarray([1.0]), 10)
    assert hits.ids.tolist() == list(range(10))


def test_two_threads_do_not_disturb_each_other() -> None:
    chance = np.random.default_rng(3)
    terms, owners = chance.integers(0, 50, 60_000), np.sort(chance.integers(0, 6_000, 60_000))
    postings = invert(terms, owners, 50, 6_000)
    search = BlockMax(postings, find_bounds(postings, 1.5, 0.75), float(postings.lengths.mean()))
    asked = [np.sort(chance.choice(50, 4, replace=False)) for _ in range(200)]
    alone = [search.top(query, np.ones(4), 10) for query in asked]
    with ThreadPoolExecutor(2) as pool:
        together = list(pool.map(lambda query: search.top(query, np.ones(4), 10), asked * 2))
    for found, expected in zip(together, alone * 2, strict=True):
        assert_equal(found, expected)


def test_nothing_is_found_of_nothing() -> None:
    none = np.zeros(0, np.int64)
    for size in (0, 3):
        postings = invert(none, none, 2, size)
        search = BlockMax(postings, find_bounds(postings, 1.5, 0.75), 1.0)
        assert not len(search.top(np.asarray([0, 1]), np.ones(2), 10).ids)
        assert not len(search.top(none, np.ones(0), 10).ids)


def test_frequencies_that_need_two_bytes_are_not_taken() -> None:
    postings = invert(np.zeros(300, np.int64), np.zeros(300, np.int64), 1, 1)
    with pytest.raises(ValueError, match="above 255"):
        BlockMax(postings, find_bounds(postings, 1.5, 0.75), 300.0)
