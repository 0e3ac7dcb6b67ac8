from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.rouge import Counts, Rouge, common, ngrams, stop_words

ROUGE = Rouge()
TEXTS = st.lists(st.text(st.sampled_from("abcdefg CRANE-ferry.'1é"), max_size=30), max_size=4)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The cranes WERE hoisted!", "crane hoist"),
        ("a well-built ferry", "built ferri"),  # a hyphen separates, and "well" is a stop word
        ("gas pass", "gas pass"),  # Porter would cut "gas" to "ga"; three characters stay
        ("seconds", "second"),  # a stop word only after stemming stays
        ("they don't", "don"),  # "don't" falls apart, "t" is a stop word, "don" is none
        ("$1,250 café", "1 250 caf"),
        ("Mon. 3 Jan", "3"),
        ("- -- .", ""),
    ],
)
def test_words_that_count(text: str, words: str) -> None:
    assert ROUGE.words([text]) == words.split()


def test_the_stop_words_are_those_of_the_script() -> None:
    words = stop_words()
    assert len(words) == 596  # of the 598 lines of its file, "may" and "would" come twice
    assert {"reuters", "jan", "fri", "a", "zero", "c'mon"} <= words
    assert not {"first", "last", "name", "#", "rouge"} & words


def test_counts_by_hand() -> None:
    """ferri ferri crane | ferri crane crane crane: in common one ferri and one crane."""
    predicted, reference = ["Ferry ferries crane"], ["the ferry", "cranes, cranes, crane"]
    assert ROUGE.counts(predicted, reference, 1) == Counts(2, 3, 4)
    # ferri-ferri ferri-crane | ferri-crane crane-crane crane-crane: across the ends of sentences
    assert ROUGE.counts(predicted, reference, 2) == Counts(1, 2, 3)


def test_texts_too_short_for_an_ngram_count_nothing() -> None:
    assert ROUGE.counts(["crane"], ["crane ferry"], 2) == Counts(0, 0, 1)
    assert ROUGE.counts([], ["crane"], 1) == Counts(0, 0, 1)
    assert ROUGE.counts([], [], 1) == Counts(0, 0, 0)


@given(TEXTS, TEXTS, st.integers(1, 3))
def test_what_is_in_common_is_in_both(one: list[str], other: list[str], n: int) -> None:
    counts = ROUGE.counts(one, other, n)
    assert 0 <= counts.matched <= min(counts.predicted, counts.reference)
    turned = ROUGE.counts(other, one, n)
    assert turned == Counts(counts.matched, counts.reference, counts.predicted)
    same = ROUGE.counts(one, one, n)
    assert same.matched == same.predicted == same.reference


@given(st.lists(st.sampled_from("abc"), max_size=9), st.lists(st.sampled_from("abc"), max_size=9))
def test_common_is_the_intersection_of_bags(one: list[str], other: list[str]) -> None:
    ours, theirs = ngrams(one, 1), ngrams(other, 1)
    assert ours == Counter((word,) for word in one)
    assert common(ours, theirs).matched == (ours & theirs).total()
