"""What a file's metadata states, held to the limits of front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from bot.articles.readers.front_matter import (
    MAX_AUTHOR_CHARS,
    MAX_AUTHORS,
    MAX_SOURCE_CHARS,
    MAX_TITLE_CHARS,
    MAX_URL_CHARS,
    Declared,
    is_web_address,
)
from bot.text.calendar import parse_date
from bot.text.unseen import plain

MIN_YEAR = 1600
"""Earlier than any newspaper; metadata with such a date is a form that nobody filled in."""

_ISO = re.compile(r"\s*([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_BY = re.compile(r"by\s+(?=\S)", re.IGNORECASE)


def stated(
    *,
    title: str | None = None,
    source: str | None = None,
    authors: Iterable[str] = (),
    published: date | None = None,
    url: str | None = None,
) -> Declared:
    """The Declared of a file without front matter; what is too long or no address is left out."""
    return Declared(
        title=line(title, MAX_TITLE_CHARS),
        date=published,
        source=line(source, MAX_SOURCE_CHARS),
        authors=_names(authors),
        url=url if url and len(url) <= MAX_URL_CHARS and is_web_address(url) else None,
    )


def line(text: str | None, limit: int) -> str | None:
    """`text` on one line, or None if it is empty or has more characters than `limit`."""
    shown = plain(text[: 4 * limit + 1]) if text else ""
    return shown if 0 < len(shown) <= limit else None


def day_of(text: str | None) -> date | None:
    """The calendar day that a date names, with or without a time, in the zone that it states.

    Not the day it was in UTC: an article of 11 p.m. in Lima is of that day.
    """
    if not text:
        return None
    found = _ISO.match(text)
    try:
        day = date(int(found[1]), int(found[2]), int(found[3])) if found else parse_date(text)
    except ValueError:
        return None
    return day if day and day.year >= MIN_YEAR else None


def _names(authors: Iterable[str]) -> tuple[str, ...]:
    kept: dict[str, None] = {}
    for author in authors:
        name = line(author, MAX_AUTHOR_CHARS)
        name = _BY.sub("", name, count=1) if name and _BY.match(name) else name
        if name and any(char.isalpha() for char in name) and not _is_address(name):
            kept.setdefault(name)
    return tuple(kept)[:MAX_AUTHORS]


def _is_address(name: str) -> bool:
    return "://" in name or name.startswith(("@", "www.")) or (" " not in name and "@" in name)
