"""What is set before the lead on its own line: a date marker, a byline."""

from __future__ import annotations

import re

from bot.articles.bylines import CAPITALISED, Byline, read_byline
from bot.articles.datelines import CITY, read_dateline
from bot.articles.datestamps import DATE_LABEL, DateLine
from bot.text.calendar import leading_date

MAX_BYLINE_CHARS = 200

_AFTER_MARKER = re.compile(r"[.,;:)\]]{0,2}[\s|·•/–—-]*")
_GOES_ON = re.compile(r"\s*,|\s*(?!by\s+[A-Z])[a-z]")
_FIGURES = re.compile(r"[12][0-9]{3}-[0-9]{2}-[0-9]{2}")
_DASHES = ("-", "–", "—")
_PARTED = re.compile(r"[|·•:–—)\]]|\s-")
_NAME = rf"{CAPITALISED}(?:\s+{CAPITALISED}){{1,3}}?"
_IN_CITY = rf"\s+in\s+(?i:{CITY})"
_BYLINE = re.compile(
    rf"By\s+{_NAME}(?:(?:{_IN_CITY})?(?:,\s+and|,|\s+and)\s+{_NAME}){{0,5}}?"
    rf"{_IN_CITY}\s+(?=[\"“A-Z])"
)
_CAPITALS = re.compile(r"(?<=\s)[A-Z]{3,}")


def leading_marker(text: str) -> tuple[DateLine, int] | None:
    """A date set before the text of a longer block, and the offset where the text begins.

    It counts when a label calls it a date, when it is written in figures (2018-08-17), or when a
    dash, a bar or a bracket parts it from the text; not when the text goes on with a comma or in
    small letters, as in "Published on March 4, 2016, the report …" or "12 May 2019 - a Sunday - …".
    """
    label = DATE_LABEL.match(text)
    start = label.end() if label else len(text) - len(text.lstrip("([ "))
    found = leading_date(text, start)
    if not found:
        return None
    between = _AFTER_MARKER.match(text, found[1])
    end = between.end() if between else found[1]
    if _GOES_ON.match(text, found[1]):
        return None
    if not label and not _FIGURES.match(text, start):
        mark = text[found[1] : end]
        aside = mark.strip() in _DASHES and _GOES_ON.match(text, end)
        if aside or not _PARTED.search(mark):
            return None
    later = label is not None and label["later"]
    day = found[0]
    named = label is not None and not later
    return DateLine(None if later else day, day if later else None, label is not None, named), end


def leading_byline(text: str) -> tuple[Byline, int] | None:
    """A byline set before the text of a longer block, and the offset where the text begins.

    Only a dateline or the city of its last author shows where such a byline ends.
    """
    if not text.startswith("By "):
        return None
    for capitals in _CAPITALS.finditer(text, 0, MAX_BYLINE_CHARS):
        byline = read_byline(text[: capitals.start()])
        if byline and read_dateline(text, capitals.start()):
            return byline, capitals.start()
    found = _BYLINE.match(text, 0, MAX_BYLINE_CHARS)
    byline = read_byline(found[0]) if found else None
    return (byline, found.end()) if found and byline else None
