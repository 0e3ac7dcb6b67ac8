from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba")

from bot.search import postings as plain
from bot.search.blockmax.inverting import invert


def assert_same(documents: list[list[int]], vocabulary: int) -> None:
    terms = np.asarray([term for document in documents for term in document], np.int64)
    owners = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    ours = invert(terms, owners, vocabulary, len(documents))
    theirs = plain.invert(terms, owners, vocabulary, len(documents))
    for field in fields(plain.Postings):
        one, other = getattr(ours, field.name), getattr(theirs, field.name)
        assert one.dtype == other.dtype
        np.testing.assert_array_equal(one, other)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), max_size=12), max_size=30))
def test_counts_as_sorting_does(documents: list[list[int]]) -> None:
    assert_same(documents, 7)


@pytest.mark.parametrize("times", [255, 256, 512, plain.MAX_FREQUENCY + 1])
def test_frequent_words(times: int) -> None:
    assert_same([[1, 0], [2] * times + [1], [2]], 3)
