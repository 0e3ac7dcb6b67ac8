"""From the bytes of a file to its text, once, without repairing anything."""

from __future__ import annotations

import codecs
import re

from bot.articles.reject import RejectionError

MAX_FILE_BYTES = 5_000_000
"""Larger files are rejected unread."""

MAX_CONTROL_SHARE = 0.02
"""Share of control characters (of all characters) above which a file is not text."""

CP1252_NOTE = "Not valid UTF-8; read as Windows-1252. Check quotation marks and accents."

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]")


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The file's text, without a byte order mark, and notes for moderators.

    Tried in order: the encoding that a byte order mark names (UTF-8, UTF-16, UTF-32), strict UTF-8,
    then Windows-1252 with a note. Line endings and everything else stay as they stand. Raises
    RejectionError when the file is empty, too large, not text, or in none of these encodings.
    """
    if len(data) > MAX_FILE_BYTES:
        raise RejectionError(too_large(len(data)))
    if not data:
        raise RejectionError("The file is empty.")
    text, notes = _decoded(data)
    if not text.strip("\ufeff\u200b \t\r\n") or text.isspace():
        raise RejectionError("The file holds nothing but white space.")
    if "\x00" in text or len(_CONTROL.findall(text)) > MAX_CONTROL_SHARE * len(text):
        raise RejectionError("Not a text file.")
    return text, notes


def too_large(size: int) -> str:
    return f"Larger than {MAX_FILE_BYTES / 1e6:g} MB ({size / 1e6:.1f} MB)."


def _decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), ()
            except UnicodeDecodeError:
                name = encoding.removesuffix("-sig").upper()
                raise RejectionError(f"Marked as {name}, but not valid {name}.") from None
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise RejectionError("Not a text file.") from None
    try:
        return data.decode("cp1252"), (CP1252_NOTE,)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RejectionError(f"Neither UTF-8 nor Windows-1252 (line {line}).") from None
