from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.console.clean import clean, one_line

BLANK = "\u2800\u3164\uffa0"  # a pattern, and letters, that are drawn as nothing
BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@given(st.text(st.characters(), max_size=60))
@example("\x1b[31mred\x1b]8;;http://x\x07\x9b2J\x7f\r\n\u2028" + BIDI)
def test_nothing_is_left_that_steers_a_terminal(text: str) -> None:
    cleaned = clean(text)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert not set(cleaned) & set(BIDI)
    cleaned.encode("utf-8")


@given(
    st.text(st.characters(categories=["L", "N", "P", "S"], exclude_characters=BLANK), max_size=60)
)
def test_visible_text_is_left_alone(text: str) -> None:
    assert clean(text) == text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("two\nlines \t and\u00a0more", "two lines and more"),
        ("“Curly” — and […] stay", "“Curly” — and […] stay"),
        ("\x1b[1mbold", "\ufffd[1mbold"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("family 👩‍👩‍👧", "family 👩‍👩‍👧"),
        ("soft\u00adly \u200bhidden", "softly hidden"),
        ("می\u200cشود", "می\u200cشود"),
        ("lone \ud800", "lone \ufffd"),
    ],
)
def test_examples(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_an_error_of_several_lines_becomes_one() -> None:
    assert one_line("first\n  second\r\nthird\n") == "first; second; third"
