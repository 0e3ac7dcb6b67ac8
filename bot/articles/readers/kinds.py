"""The kinds of file that can be articles, told by the ends of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.articles.decode import MAX_FILE_BYTES
from bot.articles.members import file_of

MAX_PAGED_BYTES = 50_000_000
"""Of a document with pictures within: .pdf, .docx, .epub."""

MAX_ARCHIVE_BYTES = 100_000_000
"""Of a zip archive, packed."""

MAX_SECONDS = 8.0
"""For reading one file; nobody should have to wait ten seconds for a file, whatever is in it."""

MAX_ARCHIVE_SECONDS = 60.0
"""For reading all of an archive."""


@dataclass(frozen=True, slots=True)
class Kind:
    """`extra` is the optional part of the product that reads it, empty where none is needed."""

    max_bytes: int = MAX_FILE_BYTES
    max_seconds: float = MAX_SECONDS
    extra: str = ""
    plain: bool = False


_PLAIN = Kind(plain=True)
_PAGE = Kind(extra="html")
_FEED = Kind(extra="feeds")

SUFFIXES: Mapping[str, Kind] = {
    ".txt": _PLAIN,
    ".md": _PLAIN,
    ".html": _PAGE,
    ".htm": _PAGE,
    ".xhtml": _PAGE,
    ".pdf": Kind(MAX_PAGED_BYTES, extra="pdf"),
    ".docx": Kind(MAX_PAGED_BYTES, extra="docx"),
    ".epub": Kind(MAX_PAGED_BYTES, extra="epub"),
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
    ".zip": Kind(MAX_ARCHIVE_BYTES, MAX_ARCHIVE_SECONDS),
}


def suffix_of(name: str) -> str:
    """The end of a file's name from its last dot on, in lower case; empty without one."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def kind_of(name: str) -> Kind | None:
    """None for a file that cannot be an article."""
    return SUFFIXES.get(suffix_of(name))


def supported(name: str) -> bool:
    return suffix_of(name) in SUFFIXES


def is_plain(path: str) -> bool:
    """Whether the file at `path` is text that shows as it stands, so that no sandbox is needed. A
    member of an archive is not, whatever its name."""
    kind = kind_of(file_of(path))
    return kind is not None and kind.plain


def too_large(name: str, size: int) -> str | None:
    """The reason why a file of `size` bytes is not read, or None; a kind that is not supported is
    measured like text."""
    limit = (kind_of(name) or _PLAIN).max_bytes
    if size <= limit:
        return None
    return f"Larger than {limit / 1e6:g} MB ({size / 1e6:.1f} MB)."


def unsupported_sentence() -> str:
    *others, last = SUFFIXES
    return f"Unsupported kind of file: only {', '.join(others)} and {last} are read."
