"""Lines that say who wrote an article: bylines, with the date line at their end."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.articles.datestamps import MAX_LINE_CHARS, DateLine, cut_dates
from bot.articles.outlets import is_outlet

_PARTICLES = "van von de del della der den di da do dos du la le el al bin ibn ter ten af av zu y e"
CAPITALISED = r"[^\W\d_a-zß-öø-ÿ](?:[\w’'`-]*\w)?\.?"
_NAME = re.compile(
    rf"(?:{CAPITALISED})(?:\s+(?:{CAPITALISED}|(?:{'|'.join(_PARTICLES.split())})\b|[dl]['’]\w+))"
    r"{0,5}"
)
_BY = re.compile(
    r"(?:by|written\s+by|story\s+by|text\s+by|analysis\s+by|opinion\s+by|posted\s+by"
    r"|published\s+by|(?P<later>updated)\s+by|authors?\s*:|byline\s*:|by\s*:)\s+(?=\S)",
    re.IGNORECASE,
)
_FOLLOW = re.compile(r"\bFollow(?:ing)?\b\s*|(?<=\w)@\w+")
_SAYS_SOURCE = re.compile(r"\s+Source\s*:\s*(?=\S)")
_SEPARATOR = re.compile(r"\s*(?:,|;|\||•|·|\s[&/]\s|\s(?:and|with|AND)\s)\s*")
_PLACE = re.compile(
    r"(?:^|\s+)(?:in|at|IN)\s+[^\W\d_].*|\s+(?:reports?|reporting)\s+(?:from|in)\s.*"
)
_OUTLET = re.compile(r"\s+(?:for|of|FOR|OF)\s+(.+)")
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|columnists?|analysts?|journalists?|producer"
    r"|bureau|chief|staff|desk|contributors?|specialist|commentator|fellow|professor|team)\b",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january"),
        *("february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "tomorrow", "now", "then", "email"),
    )
)


@dataclass(frozen=True, slots=True)
class Byline:
    authors: tuple[str, ...]
    source: str | None = None
    dates: DateLine | None = None


def mentions_role(text: str) -> bool:
    return _ROLE.search(text) is not None


def read_byline(text: str) -> Byline | None:
    """What a line "By A Name in Place and B Name, Outlet Updated Aug. 1, 2018" says, or None."""
    text = text.strip(" \t*_")
    cue = _BY.match(text) if len(text) <= MAX_LINE_CHARS else None
    found = _people(text[cue.end() :]) if cue else None
    if not (cue and cue["later"] and found and found.dates):
        return found
    day = found.dates.published or found.dates.updated
    return replace(found, dates=DateLine(None, day, labelled=True))


def read_names(text: str) -> Byline | None:
    """What a line of names without "By" says: full names alone, each with a place or not."""
    if len(text) > 120 or text[:1].islower():
        return None
    byline = _people(text)
    if not byline or not byline.authors:
        return None
    full = all(2 <= len(name.split()) <= 4 for name in byline.authors)
    return byline if full else None


def is_role(text: str) -> bool:
    """Whether a line such as "Business reporter, BBC News" only says what an author is."""
    return len(text.split()) <= 8 and not re.search(r"[.!?]$", text) and bool(_ROLE.search(text))


def _people(text: str) -> Byline | None:
    names, dates = cut_dates(text)
    names, *stated = _SAYS_SOURCE.split(names, maxsplit=1)
    authors: list[str] = []
    source: str | None = stated[0] if stated else None
    for chunk in _SEPARATOR.split(_FOLLOW.sub(" ", names)):
        person = _PLACE.sub("", chunk.strip())
        if outlet := _OUTLET.search(person):
            source, person = outlet[1].strip(), person[: outlet.start()]
        if not person:
            continue
        if is_outlet(person):
            source = person
        elif _is_name(person) and not (authors and _is_role_or_place(person)):
            authors.append(" ".join(person.split()))
        elif not (authors and _is_role_or_place(person)):
            return None
    return Byline(tuple(dict.fromkeys(authors)), source, dates) if authors or source else None


def _is_role_or_place(text: str) -> bool:
    """Whether what follows a name only adds to it: "Senior Editor", "Beijing", "Jr."."""
    words = len(text.split())
    return words == 1 or (words <= 7 and _ROLE.search(text) is not None)


def _is_name(text: str) -> bool:
    words = text.split()
    return (
        _NAME.fullmatch(text) is not None
        and words[0].lower() not in _NOT_NAMES
        and not (len(words) == 1 and len(text) < 3)
    )
