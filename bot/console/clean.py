"""Text of files and people made safe to print: it can neither steer a terminal nor reorder it."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_REORDERING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINES = re.compile(r"\s*[\n\r\u2028\u2029]\s*")


def clean(text: str) -> str:
    """One line without control characters: white space becomes a blank, bidirectional controls
    go, and every other control or lone surrogate shows as U+FFFD."""
    text = _REORDERING.sub("", _SPACES.sub(" ", text))
    if text.isprintable():
        return text
    return "".join(
        "\ufffd" if unicodedata.category(character) in ("Cc", "Cs") else character
        for character in text
    )


def one_line(text: str) -> str:
    """For error messages: lines joined by a semicolon, then `clean`."""
    return clean(_LINES.sub("; ", text.strip()))
