"""Hashes of paragraphs: the words that count, and the same numbers everywhere."""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import shingles
from bot.articles.shingles import MIN_WORDS, SHINGLE_WORDS, Row, Shingles, joined, shingled
from bot.articles.sieve import Sieve

TEXTS = st.lists(
    st.lists(st.sampled_from("a b c d, é ß İ “x” 中 _ …".split()), max_size=20).map(" ".join)
    | st.text(max_size=40),
    max_size=12,
)

HASHES = [
    2177553126924745412,
    3769430701196520886,
    7052972781856711521,
    8362898599839910809,
    13750796180569392104,
]
WHOLE = [15598658478286259414, 1642247964958712739, 0]


def same(one: Shingles, other: Shingles) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("hashes", "starts", "whole")
    )


def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def test_hashes_stay_the_same() -> None:
    """Saved ones are compared with those of another process and another version."""
    found = shingled(["The pier stays shut until the 1st of May.", "The café", "…"])
    assert found.starts.tolist() == [0, 5, 5, 5]
    assert found.hashes.tolist() == HASHES
    assert found.whole.tolist() == WHOLE


@given(TEXTS)
def test_hashes_are_equal_where_words_are(texts: list[str]) -> None:
    found = shingled(texts)
    runs: dict[int, tuple[str, ...]] = {}
    for number, text in enumerate(texts):
        own = words(text)
        distinct = {own[at : at + SHINGLE_WORDS] for at in range(len(own) - SHINGLE_WORDS + 1)}
        hashes = found.of(number).tolist()
        assert len(hashes) == (len(distinct) if len(own) >= MIN_WORDS else 0)
        assert all(one < other for one, other in pairwise(hashes))
        assert (found.whole[number] == 0) == (not own)
        assert runs.setdefault(int(found.whole[number]), own) == own
    for one, text in enumerate(texts):
        for other in range(one):
            assert (found.whole[one] == found.whole[other]) == (words(text) == words(texts[other]))


@given(TEXTS, st.integers(0, 12))
def test_pieces_together_are_the_whole(texts: list[str], cut: int) -> None:
    at_once = shingled(texts)
    assert same(joined([shingled(texts[:cut]), shingled(texts[cut:])]), at_once)
    row = Row([shingled(texts[:cut]), shingled(texts[cut:])])
    for number in range(len(texts)):
        assert row.of(number).tolist() == at_once.of(number).tolist()
    assert row.whole(np.arange(len(texts))).tolist() == at_once.whole.tolist()


def test_long_texts_are_hashed_in_pieces() -> None:
    texts = [" ".join(f"w{at * place % 97}" for at in range(50)) for place in range(40)]
    at_once = shingled(texts)
    assert len(list(shingles._pieces(texts))) == 1
    long = texts * (shingles.PIECE_CHARS // sum(map(len, texts)) + 1)
    assert len(list(shingles._pieces(long))) == 2
    assert same(joined([at_once] * (len(long) // 40)), shingled(long))


@given(
    st.sets(st.integers(0, 2**64 - 1) | st.integers(0, 50), max_size=40),
    st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 50), max_size=80),
)
def test_a_sieve_finds_just_what_is_wanted(wanted: set[int], values: list[int]) -> None:
    values += list(wanted)[::3]
    row = sorted(wanted)
    places, which = Sieve(np.asarray(row, np.uint64)).find(np.asarray(values, np.uint64))
    assert places.tolist() == [at for at, value in enumerate(values) if value in wanted]
    assert [row[place] for place in which] == [value for value in values if value in wanted]
