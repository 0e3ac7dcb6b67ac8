"""Inverting against counting."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import postings as module
from bot.search.postings import MAX_FREQUENCY, Postings, invert
from tests.search.pieces import check_equal

TERMS, SIZE = 5, 4
PAIRS = st.lists(st.tuples(st.integers(0, TERMS - 1), st.integers(0, SIZE - 1)), max_size=30)


def inverted(pairs: list[tuple[int, int]], dtype: Any = np.int32) -> Postings:
    terms = np.asarray([term for term, _ in pairs], dtype)
    owners = np.asarray([owner for _, owner in pairs], dtype)
    return invert(terms, owners, TERMS, SIZE)


@given(PAIRS)
def test_postings_count_the_terms_of_each_document(pairs: list[tuple[int, int]]) -> None:
    found = inverted(pairs)
    counts = Counter(pairs)
    held = [
        (term, int(document), int(frequency))
        for term in range(TERMS)
        for document, frequency in zip(
            found.documents[found.starts[term] : found.starts[term + 1]],
            found.frequencies[found.starts[term] : found.starts[term + 1]],
            strict=True,
        )
    ]
    assert held == sorted((term, document, n) for (term, document), n in counts.items())
    assert found.starts[-1] == len(found.documents) == len(found.frequencies)
    lengths = Counter(owner for _, owner in pairs)
    assert found.lengths.tolist() == [lengths[document] for document in range(SIZE)]


@given(PAIRS, st.randoms(use_true_random=False))
def test_neither_order_nor_kind_of_the_pairs_matters(
    pairs: list[tuple[int, int]], chance: Any
) -> None:
    shuffled = pairs.copy()
    chance.shuffle(shuffled)
    check_equal(inverted(pairs), inverted(shuffled, np.int64))


@given(PAIRS, st.integers(1, 7))
def test_many_terms_are_sorted_a_chunk_at_a_time(pairs: list[tuple[int, int]], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK_TERMS", size)
        chunked = inverted(pairs)
    check_equal(chunked, inverted(pairs))


@pytest.mark.parametrize(
    ("times", "kept", "dtype"),
    [(255, 255, np.uint8), (256, 256, np.uint16), (70_000, MAX_FREQUENCY, np.uint16)],
)
def test_frequencies_take_two_bytes_only_where_they_must(
    times: int, kept: int, dtype: type
) -> None:
    found = inverted([(2, 1)] * times + [(0, 3)])
    assert found.frequencies.tolist() == [1, kept]
    assert found.frequencies.dtype == dtype
    assert found.lengths.tolist() == [0, times, 0, 1]


def test_the_kinds_of_the_arrays_do_not_depend_on_what_is_in_them() -> None:
    for found in (inverted([]), inverted([(1, 1)])):
        kinds = [getattr(found, name).dtype for name in ("starts", "documents", "lengths")]
        assert kinds == [np.int64, np.int32, np.int32]
        assert found.frequencies.dtype == np.uint8


def test_no_documents_and_no_terms_can_be_inverted() -> None:
    none = np.zeros(0, np.int32)
    found = invert(none, none, 0, 0)
    assert [len(found.starts), len(found.documents), len(found.lengths)] == [1, 0, 0]
