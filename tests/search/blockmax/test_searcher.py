"""The kernel's result is that of scoring everything, to the last bit and in the same order."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from bot.search.blockmax.bounding import CHUNK
from bot.search.blockmax.bounds import find_bounds
from bot.search.blockmax.layout import BLOCK, MARK_BITS
from bot.search.blockmax.saved import Bounds
from bot.search.blockmax.searcher import BlockMax
from bot.search.hits import Hits
from bot.search.part import Part, Scorer
from bot.search.postings import Postings, invert

VOCABULARY = 6


def postings_of(documents: list[list[int]], vocabulary: int = VOCABULARY) -> Postings:
    terms = np.asarray([term for document in documents for term in document], np.int64)
    owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    return invert(terms, owners, vocabulary, len(documents))


def assert_same(found: Hits, expected: Hits, floor: float = 0.0) -> None:
    wanted = expected.scores > floor
    np.testing.assert_array_equal(found.ids, expected.ids[wanted])
    np.testing.assert_array_equal(found.scores, expected.scores[wanted])  # no tolerance


@st.composite
def corpora(draw: st.DrawFn) -> list[list[int]]:
    """Few different documents, many times over: scores are equal all the time."""
    term = st.integers(0, VOCABULARY - 1)
    different = draw(st.lists(st.lists(term, max_size=5), min_size=1, max_size=9))
    times = draw(st.integers(1, 3 * BLOCK))
    return different * times + draw(st.lists(st.lists(term, max_size=9), max_size=BLOCK + 1))


@st.composite
def groupings(draw: st.DrawFn, documents: int) -> Any:
    """An owner of each document or None, and which groups are allowed or None."""
    if draw(st.booleans()):
        steps = draw(st.lists(st.integers(0, 2), min_size=documents, max_size=documents))
        owner, groups = np.cumsum(steps, dtype=np.int32), sum(steps) + 1
    else:
        owner, groups = None, documents
    share = draw(st.sampled_from([None, 0.0, 0.02, 0.1, 0.5, 0.9, 1.0]))
    seed = draw(st.integers(0, 99))
    return owner, None if share is None else np.random.default_rng(seed).random(groups) < share


@st.composite
def queries(draw: st.DrawFn, vocabulary: int = VOCABULARY) -> Any:
    terms = draw(st.sets(st.integers(0, vocabulary - 1), min_size=1))
    weight = st.sampled_from([1.0, 0.5, 1 / 3]) | st.floats(1e-3, 20)
    weights = draw(st.lists(weight, min_size=len(terms), max_size=len(terms)))
    return np.asarray(sorted(terms), np.int64), np.asarray(weights)


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_finds_what_scoring_everything_finds(data: st.DataObject) -> None:
    documents = data.draw(corpora())
    owner, allowed = data.draw(groupings(len(documents)))
    terms, weights = data.draw(queries())
    k = data.draw(st.integers(1, len(documents) + 2))
    k1, b = data.draw(st.sampled_from([(1.2, 0.75), (1.5, 0.0), (0.0, 0.75), (2.0, 1.0)]))
    postings = postings_of(documents)
    bounds = find_bounds(postings, k1, b)
    average = bounds.made_for[0] * data.draw(st.sampled_from([1.0, 0.6, 0.99, 1.01, 1.7]))
    scorer = Scorer(Part(postings, owner=owner), k1, b, average)
    expected = scorer.top(terms, weights, k, allowed, 0.0)
    floors = st.just(0.0) | st.floats(0, 30) | st.sampled_from([0.0, *expected.scores.tolist()])
    floor = data.draw(floors)
    found = BlockMax(postings, bounds, average, owner).top(terms, weights, k, allowed, floor)
    assert_same(found, expected, floor)


def sample(documents: int, seed: int) -> tuple[Postings, np.ndarray[Any, Any]]:
    """Documents with a few words that stand almost everywhere and many that are rare; every eight
    form a group and have some words in common. With them, the idf of each term."""
    rng = np.random.default_rng(seed)
    vocabulary = 3_000
    lengths = rng.integers(1, 25, documents)
    owners = np.repeat(np.arange(documents), lengths)
    terms = np.minimum(rng.zipf(1.3, lengths.sum()), vocabulary) - 1
    topic = rng.integers(0, vocabulary, documents // 8 + 1)[owners // 8]
    postings = invert(
        np.where(rng.random(len(terms)) < 0.2, topic, terms), owners, vocabulary, documents
    )
    frequency = np.diff(postings.starts)
    return postings, np.log1p((documents - frequency + 0.5) / (frequency + 0.5))


SPAN = 1 << MARK_BITS


@pytest.mark.parametrize(
    "documents",
    [BLOCK - 1, BLOCK, BLOCK + 1, SPAN - 1, SPAN, SPAN + 1, CHUNK * BLOCK, CHUNK * BLOCK + 9],
)
@pytest.mark.parametrize("share", [None, 0.5, 0.05, 0.002])
def test_large_corpora(documents: int, share: float | None) -> None:
    postings, idf = sample(documents, documents)
    rng = np.random.default_rng(7)
    owner = (np.arange(documents) // 8).astype(np.int32)
    allowed = None if share is None else rng.random(int(owner[-1]) + 1) < share
    bounds = find_bounds(postings, 1.2, 0.75)
    average = float(postings.lengths.mean()) * 1.05
    kernel = BlockMax(postings, bounds, average, owner)
    scorer = Scorer(Part(postings, owner=owner), 1.2, 0.75, average)
    known = np.flatnonzero(np.diff(postings.starts))
    for size, k in ((1, 10), (3, 10), (6, 100), (12, 1), (48, 400), (12, 3_000)):
        terms = np.unique(known[rng.zipf(1.2, size) % len(known)])
        expected = scorer.top(terms, idf[terms], k, allowed, 0.0)
        assert_same(kernel.top(terms, idf[terms], k, allowed), expected)


def both(documents: list[list[int]], k1: float, growth: float, **asked: Any) -> tuple[Hits, Hits]:
    """What the kernel finds, and what scoring everything finds."""
    postings = postings_of(documents)
    bounds = find_bounds(postings, k1, 0.75)
    average = float(bounds.made_for[0]) * growth
    found = BlockMax(postings, bounds, average).top(**asked)
    return found, Scorer(Part(postings), k1, 0.75, average).top(
        asked["terms"], asked["weights"], asked["k"], asked.get("allowed"), 0.0
    )


@pytest.mark.parametrize("light", [0.0, 1e-3, 0.01])
def test_equal_scores_where_bounds_differ(light: float) -> None:
    """With k1 = 0 bounds are exact. Later blocks are bounded higher and scored first, but of equal
    scores the lower ids are better, however little the lightest term adds."""
    early = [[0, 1]] + [[] for _ in range(BLOCK - 1)]
    late = [[0, 1], [2]] + [[] for _ in range(BLOCK - 2)]
    weights = np.asarray([light or 1e-9, 1.0, 0.9])
    found, expected = both(
        early * 60 + late * 60, 0.0, 1.0, terms=np.arange(3), weights=weights, k=5
    )
    assert_same(found, expected)
    assert found.ids.tolist() == [0, BLOCK, 2 * BLOCK, 3 * BLOCK, 4 * BLOCK]


@pytest.mark.parametrize("growth", [0.4, 0.9, 1.2, 3.0])
@pytest.mark.parametrize("k", [1, 10, 40, 100])
def test_other_mean_lengths_than_that_of_the_bounds(growth: float, k: int) -> None:
    documents = [[0] * (1 + at % 3) + [1] * (at % 11) for at in range(900)]
    for term in (0, 1):
        asked = {"terms": np.asarray([term]), "weights": np.ones(1)}
        found, expected = both(documents, 1.2, growth, **asked, k=k)
        assert_same(found, expected)


@pytest.mark.parametrize("every", [2, 3, 30])
def test_a_filter_may_leave_only_the_worse_documents(every: int) -> None:
    """What a share of the documents lets expect, none of the allowed ones reaches."""
    allowed = np.arange(3_000) % every == 1
    documents = [[0, 1] if left else [0] * 5 for left in allowed] + [[0, 0, 1]] * 9
    allowed = np.concatenate((allowed, np.ones(9, np.bool_)))
    for k in (5, 10, 40):
        asked = {"terms": np.arange(2), "weights": np.asarray([1.0, 0.1]), "k": k}
        found, expected = both(documents, 1.2, 1.0, **asked, allowed=allowed)
        assert_same(found, expected)
        assert len(found.ids) == k


def test_one_document_many_times() -> None:
    postings = postings_of([[0, 1, 1]] * 30_000)
    kernel = BlockMax(postings, find_bounds(postings, 1.2, 0.75), 3.0)
    found = kernel.top(np.arange(2), np.asarray([0.3, 0.4]), 100)
    assert found.ids.tolist() == list(range(100))
    assert len(set(found.scores.tolist())) == 1


def test_serves_a_part_in_place_of_scoring_everything() -> None:
    postings, idf = sample(2_000, 3)
    owner = (np.arange(2_000) // 8).astype(np.int32)
    alive = np.random.default_rng(1).random(250) < 0.9
    bounds = find_bounds(postings, 1.2, 0.75)
    plain = Part(postings, owner=owner, alive=alive)
    fast = Part(postings, owner=owner, alive=alive, kernel=lambda average: made(average))

    def made(average: float) -> BlockMax:
        return BlockMax(postings, bounds, average, owner)

    terms = np.flatnonzero(np.diff(postings.starts))[:20]
    hits = [
        Scorer(part, 1.2, 0.75, 11.0).top(terms, idf[terms], 50, None, 0.0)
        for part in (plain, fast)
    ]
    assert_same(hits[1], hits[0])


def test_reads_mapped_arrays(tmp_path: Path) -> None:
    postings, idf = sample(1_000, 4)
    bounds = find_bounds(postings, 1.2, 0.75)

    def mapped(arrays: Any) -> Any:
        kept = {}
        for field in fields(arrays):
            np.save(tmp_path / field.name, getattr(arrays, field.name))
            kept[field.name] = np.load(tmp_path / f"{field.name}.npy", mmap_mode="r")
        return type(arrays)(**kept)

    terms = np.flatnonzero(np.diff(postings.starts))[:9]
    again = mapped(postings), mapped(bounds)
    found = [
        BlockMax(one, other, 12.0).top(terms, idf[terms], 20)
        for one, other in ((postings, bounds), again)
    ]
    assert_same(found[1], found[0])
    rebuilt = find_bounds(again[0], 1.2, 0.75)
    for field in fields(Bounds):
        np.testing.assert_array_equal(getattr(rebuilt, field.name), getattr(bounds, field.name))


def test_threads_do_not_disturb_each_other() -> None:
    postings, idf = sample(20_000, 5)
    kernel = BlockMax(postings, find_bounds(postings, 1.2, 0.75), 12.0)
    known = np.flatnonzero(np.diff(postings.starts))
    asked = [known[at : at + 1 + at % 7] for at in range(0, 120, 3)]

    def top(terms: np.ndarray[Any, Any]) -> Hits:
        return kernel.top(terms, idf[terms], 10 + 15 * (len(terms) % 2))

    alone = [top(terms) for terms in asked] * 5
    with ThreadPoolExecutor(4) as pool:
        for found, expected in zip(pool.map(top, asked * 5), alone, strict=True):
            assert_same(found, expected)


def test_nothing_to_find() -> None:
    empty = postings_of([])
    kernel = BlockMax(empty, find_bounds(empty, 1.2, 0.75), 1.0)
    assert len(kernel.top(np.arange(1), np.ones(1), 10).ids) == 0
    postings = postings_of([[0], [0, 1]])
    kernel = BlockMax(postings, find_bounds(postings, 1.2, 0.75), 1.5)
    assert len(kernel.top(np.zeros(0, np.int64), np.zeros(0), 10).ids) == 0
    assert len(kernel.top(np.arange(1), np.ones(1), 0).ids) == 0
    assert len(kernel.top(np.asarray([VOCABULARY - 1]), np.ones(1), 10).ids) == 0


def test_more_terms_and_documents_than_usual() -> None:
    postings, idf = sample(1_500, 6)
    terms = np.flatnonzero(np.diff(postings.starts))[:300]
    kernel = BlockMax(postings, find_bounds(postings, 1.2, 0.75), 12.0)
    scorer = Scorer(Part(postings), 1.2, 0.75, 12.0)
    assert_same(
        kernel.top(terms, idf[terms], 1_400), scorer.top(terms, idf[terms], 1_400, None, 0.0)
    )


def test_frequencies_above_255_are_refused() -> None:
    large = postings_of([[0] * 256])
    small = postings_of([[0] * 255])
    with pytest.raises(ValueError, match="255"):
        find_bounds(large, 1.2, 0.75)
    with pytest.raises(ValueError, match="255"):
        BlockMax(large, find_bounds(small, 1.2, 0.75), 1.0)


def test_arrays_of_other_types_are_refused() -> None:
    postings = postings_of([[0], [0, 1]])
    owner: Any = np.arange(2, dtype=np.int64)
    kernel = BlockMax(postings, find_bounds(postings, 1.2, 0.75), 1.5, owner)
    with pytest.raises(ValueError, match="int64"):
        kernel.top(np.arange(1), np.ones(1), 1)
