"""Text of files and people made safe to print: it can neither steer a terminal nor reorder it."""

from __future__ import annotations

import re

from bot.text.unseen import fold

_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_LINES = re.compile(r"\s*[\n\r\u2028\u2029]\s*")


def clean(text: str) -> str:
    """As `fold`, but a control character that is no white space shows as U+FFFD."""
    return fold(_CONTROL.sub("\ufffd", text))


def one_line(text: str) -> str:
    """For error messages: lines joined by a semicolon, then `clean`."""
    return clean(_LINES.sub("; ", text.strip()))
