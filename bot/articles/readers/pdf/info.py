"""The document-information dictionary (ISO 32000-1, 14.3.3): title and author, if they are any.

CreationDate is when a program wrote the file: no date of publication, and not used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.articles.readers.front_matter import (
    MAX_AUTHOR_CHARS,
    MAX_AUTHORS,
    MAX_TITLE_CHARS,
    Declared,
)

MIN_FOUND = 0.6
"""Share of the title's words that the first page has to show, if it shows a title at all."""

_PROGRAM = re.compile(
    r"(?:microsoft|ms)\s*(?:word|office|powerpoint|excel|publisher)\b|powerpoint\s+presentation"
    r"|untitled|document\s*[0-9]*\Z|doc[0-9]+\Z|no\s*title|title\Z|template|print\s*preview|slide\s*1\Z"
    r"|layout\s*[0-9]+|about:blank|scan(?:ned)?\b|full\s*page|unbenannt|sans\s*titre|presentación",
    re.IGNORECASE,
)
_FILE_NAME = re.compile(
    r".*\.(?:docx?|odt|rtf|txt|pdf|html?|indd|qxd|qxp|tex|dvi|ps|xlsx?|pptx?|pages|pub|wpd|p65|fm|md"
    r"|eps|ai|xml|tif|jpe?g|png)\Z"
    r"|[A-Za-z]:\\.*|(?:file|https?):.*|/.*|\S*[_/\\]\S*",
    re.IGNORECASE | re.DOTALL,
)
_NOBODY = re.compile(
    r"(?:(?:microsoft|ms)?\s*office\s*user|user(?:name)?\s*[0-9]*|admin(?:istrator)?|owner|unknown"
    r"|anonymous|author|default|guest|pc|me|root|none|null|nobody|n/?a|test|staff|editor|home"
    r"|(?:microsoft|adobe|hp|dell|acer|lenovo|apple|canon|xerox|hewlett.packard)\b.*)",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:;|,|\s&\s|\sand\s)\s*")
_WORD = re.compile(r"[^\W_]+")


def declared_of(info: Mapping[str, Any], first_page: str, title: str | None) -> Declared:
    """What the dictionary states, as far as it makes sense. `first_page` is the text of page one,
    `title` the one that is printed there; a stated title that is not seen there is left out, with a
    note, for it may be the template's."""
    stated = _text(info.get("Title"))
    notes: tuple[str, ...] = ()
    if not _is_title(stated):
        stated = ""
    elif title and not _is_shown(stated, first_page):
        notes = (f"The title that the PDF's properties state, “{stated[:80]}”, is not on page 1.",)
        stated = ""
    names = [name for name in _AND.split(_text(info.get("Author"))) if _is_name(name)]
    authors = tuple(dict.fromkeys(names[:MAX_AUTHORS]))
    return Declared(title=stated or None, authors=authors, notes=notes)


def _is_title(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if not word.isdigit()]
    return (
        0 < len(text) <= MAX_TITLE_CHARS
        and any(len(word) > 2 for word in words)
        and not _PROGRAM.match(text)
        and not _FILE_NAME.fullmatch(text)
    )


def _is_shown(title: str, page: str) -> bool:
    words = [word.lower() for word in _WORD.findall(title)]
    there = {word.lower() for word in _WORD.findall(page)}
    return sum(word in there for word in words) >= MIN_FOUND * len(words)


def _is_name(text: str) -> bool:
    """A name has two words, or one with a capital; a login has neither."""
    return (
        0 < len(text) <= MAX_AUTHOR_CHARS
        and any(char.isalpha() for char in text)
        and not any(char in "@\\/_=<>" or char.isdigit() for char in text)
        and not text.islower()
        and not _NOBODY.fullmatch(text)
    )


def _text(value: Any) -> str:
    """A text string of the file on one line: UTF-16 or UTF-8 with a mark, else PDFDocEncoding."""
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    value = resolve1(value)
    text = decode_text(value) if isinstance(value, bytes) else ""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
