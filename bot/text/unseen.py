"""Text of files and people on one line, without characters that show nothing.

Such characters can hide a word from a reader, reorder what stands beside them, or steer what shows
them. All functions take time linear in the text.
"""

from __future__ import annotations

import re

# Control characters, and format characters that show nothing: soft hyphen, zero widths, marks of
# writing direction, invisible operators, annotation, tags. Format characters that are drawn, such
# as the Arabic number signs, stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u17b4\u17b5\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
# Joiners shape Indic and Persian words and join emoji; anywhere else they hide.
_NOT_JOINED = "\x00-\xff\u200c\u200d\u2800\u3164\uffa0\\s"
_STRAY_JOINER = re.compile(
    f"(?<![^{_NOT_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![^{_NOT_JOINED}])"
)
_BLANK = re.compile("[\\s\u2800\u3164\uffa0]+")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def fold(text: str) -> str:
    """Runs of white space, also at the ends, become one blank; what shows nothing goes; a lone
    surrogate becomes U+FFFD, so that the line can be encoded."""
    text = _STRAY_JOINER.sub("", _UNSEEN.sub("", text))
    return _BLANK.sub(" ", _LONE_SURROGATE.sub("\ufffd", text))


def plain(text: str) -> str:
    """As `fold`, with no blank at the ends."""
    return fold(text).strip()
