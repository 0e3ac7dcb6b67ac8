from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.lines import label, listed, shorten, units
from bot.text.unseen import fold


@pytest.mark.parametrize(
    ("items", "shown"),
    [
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and c"),
        (["a", "b", "c", "d"], "a, b, c and 1 more"),
        ([str(n) for n in range(15)], "0, 1, 2 and 12 more"),
    ],
)
def test_lists(items: list[str], shown: str) -> None:
    assert listed(items, 3) == shown


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("one two three", 13, "one two three"),
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two three", 7, "one…"),
        ("unbreakable", 5, "unbr…"),
        (" many\n\nlines ", 20, "many lines"),
    ],
)
def test_text_is_cut_at_words(text: str, limit: int, shown: str) -> None:
    assert shorten(text, limit) == shown


@given(st.text(), st.integers(1, 100))
def test_a_cut_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    cut = shorten(text, limit)

    assert len(cut) <= limit
    assert units(label(text, limit)) <= limit
    assert fold(text).strip().startswith(cut.removesuffix("…"))
