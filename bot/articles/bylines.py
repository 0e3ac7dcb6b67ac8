"""Lines that say who wrote an article and when: bylines and date lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.articles.outlets import is_outlet
from bot.text.calendar import leading_date

MAX_LINE_CHARS = 300
"""Longer blocks are neither bylines nor date lines."""

MAX_PRINT_LINE_CHARS = 100

_PARTICLES = "van von de del della der den di da do dos du la le el al bin ibn ter ten af av zu y e"
CAPITALISED = r"[^\W\d_a-zß-öø-ÿ](?:[\w’'`-]*\w)?\.?"
_NAME = re.compile(
    rf"(?:{CAPITALISED})(?:\s+(?:{CAPITALISED}|(?:{'|'.join(_PARTICLES.split())})\b|[dl]['’]\w+))"
    r"{0,5}"
)
_BY = re.compile(
    r"(?:by|written\s+by|story\s+by|text\s+by|analysis\s+by|opinion\s+by|posted\s+by"
    r"|authors?\s*:|byline\s*:|by\s*:)\s+(?=\S)",
    re.IGNORECASE,
)
_FOLLOW = re.compile(r"\bFollow(?:ing)?\b\s*")
_SEPARATOR = re.compile(r"\s*(?:,|;|\||•|·|\s&\s|\s(?:and|with|AND)\s)\s*")
_PLACE = re.compile(
    r"(?:^|\s+)(?:in|at|IN)\s+[^\W\d_].*|\s+(?:reports?|reporting)\s+(?:from|in)\s.*"
)
_OUTLET = re.compile(r"\s+(?:for|of|FOR|OF)\s+(.+)")
_ROLE = re.compile(
    r"\b(?:reporters?|correspondents?|editors?|writers?|columnists?|analysts?|journalists?|producer"
    r"|bureau|chief|staff|desk|contributors?|specialist|commentator|fellow|professor|team)\b",
    re.IGNORECASE,
)
DATE_LABEL = re.compile(
    r"\s*(?:(?P<later>(?:page\s+)?(?:last\s+)?(?:updated|modified|edited)|update)|(?P<first>(?:first\s+|originally"
    r"\s+)?(?:published|posted|publication\s+date|date\s+published|pub\s*date|released?)|dated?"
    r"|date))\b\s*(?:on\b|at\b)?\s*[:–—-]?\s*",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s|·•,;()/–—-]*")
_TRIFLES = re.compile(
    r"[\s|·•,;()–—-]*(?:[0-9]+\s*(?:-\s*)?min(?:ute)?s?(?:\s+read)?|[0-9]+\s+comments?|share|save|print"
    r"|(?:[0-9]+|an?|one|two)\s+(?:second|minute|hour|day|week|month)s?\s+ago|listen|gift"
    r")[\s|·•,;()–—-]*",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january"),
        *("february", "march", "april", "may", "june", "july", "august", "september", "october"),
        *("november", "december", "tomorrow", "now", "then", "email"),
    )
)
_SENTENCE = re.compile(r"[.!?:]$")


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a date line says; `labelled` when it calls its date one, as in "Published: …"."""

    published: date | None
    updated: date | None
    labelled: bool


@dataclass(frozen=True, slots=True)
class Byline:
    authors: tuple[str, ...]
    source: str | None = None
    dates: DateLine | None = None


def read_dates(text: str) -> DateLine | None:
    """What a line that holds dates and nothing else says, or None for any other line."""
    if len(text) > MAX_LINE_CHARS:
        return None
    published = updated = None
    labelled = trifling = False
    at, end = 0, len(text.rstrip())
    while at < end:
        label = DATE_LABEL.match(text, at)
        start = label.end() if label else at
        found = leading_date(text, start)
        if found:
            labelled = labelled or label is not None
            if label and label["later"]:
                updated = updated or found[0]
            else:
                published = published or found[0]
            at = found[1]
        elif trifle := _TRIFLES.match(text, start):
            trifling, at = True, trifle.end()
        else:
            return None
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    if not (published or updated or trifling):
        return None
    return DateLine(published, updated, labelled)


def is_date_label(text: str) -> bool:
    """Whether a line is nothing but "Published", "Last updated:" or the like."""
    return DATE_LABEL.fullmatch(text) is not None


def read_print_line(text: str) -> tuple[str | None, DateLine] | None:
    """What "From the Harbor Post, June 3, 2019" or "LIMA | Aug. 1, 2018" says, or None.

    The first value is the outlet when the line names one.
    """
    if len(text) > MAX_PRINT_LINE_CHARS:
        return None
    name, dates = _cut_dates(text)
    if not dates or not name or _SENTENCE.search(name):
        return None
    origin = re.sub(r"^from\s+(?:the\s+)?", "", name, flags=re.IGNORECASE)
    words = name.split()
    if is_outlet(origin) or (origin != name and len(words) <= 6):
        return origin, dates
    place = len(words) <= 3 and all(word[0].isupper() for word in words)
    return (None, dates) if place else None


def mentions_role(text: str) -> bool:
    return _ROLE.search(text) is not None


def read_byline(text: str) -> Byline | None:
    """What a line "By A Name in Place and B Name, Outlet Updated Aug. 1, 2018" says, or None."""
    text = text.strip(" \t*_")
    cue = _BY.match(text) if len(text) <= MAX_LINE_CHARS else None
    return _people(text[cue.end() :]) if cue else None


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
    names, dates = _cut_dates(text)
    authors: list[str] = []
    source: str | None = None
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


def _cut_dates(text: str) -> tuple[str, DateLine | None]:
    """Take the date line off the end of a byline."""
    for found in re.finditer(r"(?<!\S)(?:[A-Z][a-z]|[0-9]|[A-Z]{3})", text):
        dates = read_dates(text[found.start() :])
        if dates and (dates.published or dates.updated):
            return text[: found.start()].rstrip(" |·•,–—-/"), dates
    return text, None
