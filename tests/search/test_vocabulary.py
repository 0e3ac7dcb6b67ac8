"""A base's words with those that only its delta has, as one vocabulary."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.vocabulary import Vocabulary, added
from bot.search.words import Words, vocabulary

LETTERS = "aßé中\ud800😀"
TERMS = st.sets(st.text(LETTERS, max_size=4), max_size=12).map(sorted)
PREFIXES = st.text(LETTERS, max_size=3)


def base_of(terms: list[str]) -> Words:
    return vocabulary(terms, (f"{term}s" for term in terms))


def delta_of(terms: list[str]) -> Words:
    return vocabulary(terms, (f"{term}ED" for term in terms))


def both(base: list[str], delta: list[str]) -> Vocabulary:
    one, other = base_of(base), delta_of(delta)
    return Vocabulary(one, other, added(one, other))


@given(TERMS, TERMS, PREFIXES)
def test_terms_of_the_delta_come_behind_those_of_the_base(
    base: list[str], delta: list[str], unknown: str
) -> None:
    found = both(base, delta)
    every = [*base, *(term for term in delta if term not in base)]
    assert list(found) == every
    assert dict(found) == {term: number for number, term in enumerate(every)}
    assert len(found) == len(found.surfaces) == len(every)
    words = [f"{term}s" if term in base else f"{term}ED" for term in every]
    assert list(found.surfaces) == words
    assert found.surfaces[1:3] == words[1:3]
    assert (unknown in found) == (unknown in every)


@given(TERMS, TERMS, PREFIXES, st.none() | st.integers(0, 5))
def test_terms_that_begin_alike_are_in_one_order(
    base: list[str], delta: list[str], prefix: str, most: int | None
) -> None:
    found = both(base, delta)
    terms, words = found.beginning_with(prefix, most)
    assert terms == sorted(term for term in found if term.startswith(prefix))[:most]
    assert words == [found.surface(found[term]).casefold() for term in terms]


@given(TERMS, PREFIXES, st.none() | st.integers(0, 5))
def test_a_base_alone_is_a_vocabulary(base: list[str], prefix: str, most: int | None) -> None:
    found = Vocabulary(base_of(base))
    assert dict(found) == {term: number for number, term in enumerate(base)}
    assert list(found.surfaces) == [f"{term}s" for term in base]
    terms, words = found.beginning_with(prefix, most)
    assert terms == [term for term in base if term.startswith(prefix)][:most]
    assert words == [f"{term}s".casefold() for term in terms]


@given(TERMS, TERMS)
def test_a_deltas_terms_know_their_numbers_in_the_whole(base: list[str], delta: list[str]) -> None:
    one, other = base_of(base), delta_of(delta)
    made = added(one, other)
    whole = Vocabulary(one, other, made)
    assert made.numbers.tolist() == [whole[term] for term in delta]
    assert made.numbers[made.order].tolist() == sorted(made.numbers.tolist())
    assert [delta[place] for place in made.new] == [term for term in delta if term not in base]
    assert {made.numbers.dtype, made.order.dtype, made.new.dtype} == {np.dtype(np.int32)}


def test_a_number_that_no_term_has_has_no_surface() -> None:
    found = both(["crane"], ["crane", "ferri"])
    assert found.surfaces[1] == "ferriED"
    for number in (2, -1):
        with pytest.raises(IndexError):
            found.surfaces[number]
    with pytest.raises(KeyError):
        found["herring"]
