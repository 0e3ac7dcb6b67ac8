"""The narrow alphabet: what is left of a text in it splits into the words of the folded text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("numba")

from bot.text.compiled.narrow import EURO, FIRST_UNKNOWN, narrowed
from bot.text.tokens import has_quotation, split
from tests.text.test_batch import TEXTS


def narrow_texts(texts: list[str]) -> list[str | None]:
    """As the scanner sees them, None for a foreign one."""
    lines = narrowed(texts)
    assert lines.text.size % 8 == 0
    assert lines.text.size >= lines.starts[-1] + 16  # eight bytes may be read at any place
    whole = lines.text.tobytes().decode("latin-1").replace(chr(EURO), "€")
    bounds = pairwise(lines.starts)
    return [
        None if foreign else whole[begin : end - 1]
        for (begin, end), foreign in zip(bounds, lines.foreign, strict=True)
    ]


def assert_same_words(texts: list[str]) -> int:
    """Gives how many were not foreign."""
    known = 0
    for text, narrow in zip(texts, narrow_texts(texts), strict=True):
        if narrow is not None:
            known += 1
            assert split(narrow) == split(text), repr(text)
            assert ('"' in narrow) == has_quotation(text), repr(text)
    return known


@pytest.mark.parametrize(
    "frame", ["{}", "a{}b", "1{}2", "$1.{}5", "u.{}s", "4{}s", "a'{}s", "é{}\u0301"]
)
def test_every_character_among_others(frame: str) -> None:
    texts = [frame.format(chr(code)) for code in range(FIRST_UNKNOWN)]
    assert assert_same_words(texts) > 2_000


KNOWN = "".join(
    chr(code)
    for code, narrow in enumerate(narrow_texts([chr(code) for code in range(FIRST_UNKNOWN)]))
    if narrow is not None
)


@given(st.lists(st.text(KNOWN, max_size=12), max_size=20))
def test_no_character_depends_on_its_neighbours(texts: list[str]) -> None:
    assert assert_same_words(texts) == len(texts)


@given(st.lists(TEXTS, max_size=10))
def test_lines_keep_apart(texts: list[str]) -> None:
    alone = [narrow_texts([text])[0] for text in texts]
    assert narrow_texts(texts) == alone


@pytest.mark.parametrize(
    "text", ["café – “naïve”… €5 £3 ¥2 ½ ™", "Ørsted’s Straße", "x\u00a0y\u200bz"]
)
def test_news_is_not_foreign(text: str) -> None:
    assert narrow_texts([text]) != [None]


@pytest.mark.parametrize("text", ["Москва", "中美", "Ελλάδα", "١٢", "🚢", "a \ud800"])
def test_other_alphabets_are_foreign(text: str) -> None:
    assert narrow_texts(["plain", text, "plain"]) == ["plain", None, "plain"]
