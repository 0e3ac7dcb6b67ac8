"""Inverting by counting gives what inverting by sorting gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import postings
from bot.search.postings import MAX_FREQUENCY, Postings

pytest.importorskip("numba")

from bot.search.compiled.inverting import invert


def assert_same(one: Postings, other: Postings) -> None:
    for name in ("starts", "documents", "frequencies", "lengths"):
        assert getattr(one, name).dtype == getattr(other, name).dtype
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


@given(st.lists(st.lists(st.integers(0, 6), max_size=9), max_size=9), st.integers(7, 9))
def test_the_postings_are_the_same(documents: list[list[int]], vocabulary: int) -> None:
    terms = np.asarray([term for document in documents for term in document], np.int64)
    owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    expected = postings.invert(terms, owners, vocabulary, len(documents))
    assert_same(invert(terms, owners, vocabulary, len(documents)), expected)


@pytest.mark.parametrize("often", [255, 256, MAX_FREQUENCY + 9])
def test_of_a_term_that_stands_very_often_too(often: int) -> None:
    terms, owners = np.zeros(often, np.int64), np.zeros(often, np.int64)
    assert_same(invert(terms, owners, 1, 1), postings.invert(terms, owners, 1, 1))
