"""A vocabulary in arrays: every term is found, nothing else is, and beginnings are ranges."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search import words as module
from bot.search.words import Words, vocabulary

LETTERS = "abé中\ud800\uffff😀"
TERMS = st.sets(st.text(LETTERS, max_size=4), max_size=20).map(sorted)
ASKED = st.text(LETTERS, max_size=5)


def made(terms: list[str]) -> Words:
    return vocabulary(terms, (term.upper() for term in terms))


@given(TERMS, st.lists(ASKED, max_size=6))
def test_a_vocabulary_is_a_mapping_to_places_in_order(terms: list[str], asked: list[str]) -> None:
    found, expected = made(terms), {term: number for number, term in enumerate(terms)}
    assert dict(found) == expected
    assert list(found) == terms
    assert len(found) == len(terms)
    assert list(found.surfaces) == [term.upper() for term in terms]
    for term in [*terms, *asked, *asked]:  # twice: what is not there is remembered too
        assert found.find(term) == expected.get(term, -1)
        assert (term in found) == (term in expected)
        if term not in expected:
            with pytest.raises(KeyError):
                found[term]


@given(TERMS, st.text(LETTERS, max_size=3))
def test_terms_that_begin_alike_are_neighbours(terms: list[str], prefix: str) -> None:
    begin, end = made(terms).span(prefix)
    assert terms[begin:end] == [term for term in terms if term.startswith(prefix)]
    assert 0 <= begin <= end <= len(terms)


@given(TERMS)
def test_every_term_is_in_one_bucket(terms: list[str]) -> None:
    found = made(terms)
    assert sorted(found.members.tolist()) == list(range(len(terms)))
    size = len(found.buckets) - 1
    assert size & (size - 1) == 0
    assert len(terms) <= size <= max(1, 2 * len(terms))
    assert found.buckets[0] == 0
    assert found.buckets[-1] == len(terms)
    assert (np.diff(found.buckets) >= 0).all()


def test_terms_of_one_bucket_are_told_apart() -> None:
    terms = sorted(f"{number:x}" for number in range(3000))
    found = made(terms)
    assert np.diff(found.buckets).max() > 1
    assert [found[term] for term in terms] == list(range(3000))
    assert [found.find(f"{number:x}x") for number in range(3000)] == [-1] * 3000


def test_a_term_and_one_that_begins_with_it() -> None:
    found = made(["", "port", "portal", "ports", "pose"])
    assert found.span("") == (0, 5)
    assert found.span("port") == (1, 4)
    assert found.span("portal") == (2, 3)
    assert found.span("porz") == (4, 4)
    assert found.span("portals") == (3, 3)
    assert found.span("q") == (5, 5)


def test_more_terms_are_found_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REMEMBERED", 2)
    found = made(list("abcdef"))
    for _ in range(2):
        assert [found.find(term) for term in "abcdefgh"] == [0, 1, 2, 3, 4, 5, -1, -1]
    assert len(found._known) == 2
