"""What shows nothing goes; what shapes words and emoji stays."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.text.unseen import fold, plain

NON_JOINER, JOINER = "\u200c", "\u200d"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (" a\r\n\tb\u2028c ", "a b c"),
        ("a\x00b\u202ec\u200bd\ufeff", "abcd"),
        ("a\ud800", "a\ufffd"),
        ("café 中 $x$", "café 中 $x$"),
        (" \u200b ", ""),
        ("soft\u00adly", "softly"),
        ("a\u2800b\u3164c", "a b c"),
        (f"می{NON_JOINER}شود", f"می{NON_JOINER}شود"),
        (f"क्{JOINER}ष", f"क्{JOINER}ष"),
        (f"👩{JOINER}👩{JOINER}👧", f"👩{JOINER}👩{JOINER}👧"),
        (f"pass{JOINER}word {NON_JOINER}👧{JOINER}", "password 👧"),
        (f"👩{JOINER}{JOINER}👧", "👩👧"),
        (f"👩{JOINER}\u202e👧", f"👩{JOINER}👧"),
    ],
)
def test_plain(text: str, line: str) -> None:
    assert plain(text) == line


@given(st.text(max_size=60))
@example("a\u2800\u200d中")
@example("\x1b[31m\u2066 \u200d\u200c\u00ad \U000e0041")
def test_a_folded_line_can_be_encoded_and_stays_as_it_is(text: str) -> None:
    line = fold(text)
    line.encode("utf-8")
    assert not [char for char in line if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert "  " not in line
    assert fold(line) == line
    assert plain(text) == line.strip()
