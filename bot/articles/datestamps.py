"""Lines that say when an article was published or updated: "Published: Aug. 17, 2018"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.articles.outlets import is_outlet
from bot.text.calendar import leading_date

MAX_LINE_CHARS = 300
"""Longer blocks are neither bylines nor date lines."""

MAX_PRINT_LINE_CHARS = 100

DATE_LABEL = re.compile(
    r"\s*(?:(?P<later>(?:page\s+)?(?:last\s+)?(?:updated|modified|edited)|update)|(?P<first>(?:first\s+|originally"
    r"\s+)?(?:published|posted|publication\s+date|date\s+published|pub\s*date|released?)|created"
    r"|submitted|issued|filed|dated?|date))\b\s*(?:on\b|at\b)?\s*[:–—-]?\s*",
    re.IGNORECASE,
)
# "Updated 1205 GMT (2005 HKT) August 17, 2018": a clock that no date of its own precedes.
_CLOCK = re.compile(
    r"[0-2][0-9][0-5][0-9]\s+[A-Z]{2,4}(?:\s+\([0-2][0-9][0-5][0-9]\s+[A-Z]{2,4}\))?,?\s+"
)
_BETWEEN = re.compile(r"[\s|·•,;()/–—-]*")
_TRIFLES = re.compile(
    r"[\s|·•,;()/–—-]*(?:[0-9]+\s*(?:-\s*)?min(?:ute)?s?(?:\s+read)?|[0-9]+\s+comments?|share|save|print"
    r"|(?:[0-9]+|an?|one|two)\s+(?:second|minute|hour|day|week|month|year)s?\s+ago|listen|gift"
    r"|UK\b)[\s|·•,;()/–—-]*",
    re.IGNORECASE,
)
# Pages whose parts lose the space between them when they are pasted: "Aug 17 20189:25 AM EDTUpdated
# Sat, …", "08/17/2018August 17, 2018".
_GLUED_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=[A-Z][a-z]|[0-2]?[0-9]:[0-5][0-9])")
_GLUED_WORD = re.compile(r"(?<=[A-Z]{2})(?=(?:Updated|Published|Modified|Posted)\b)")
_SENTENCE = re.compile(r"[.!?:]$")
_PARTED = re.compile(r"\s*[|•·–—-]\s*$")
_BARS = re.compile(r"\s*[|•·]\s*|\s+/\s+")
_SAID_OF = re.compile(r"(?:source|publisher|editor)\s*:\s*(?=\S)", re.IGNORECASE)
_DESK = re.compile(
    r"[A-Z]{2,6}|(?i:press|news|media)\s+release|[A-Z][a-z]+(?:\s[A-Z][a-z]+)?|(?:©|\(c\)).{0,80}"
)


@dataclass(frozen=True, slots=True)
class DateLine:
    """What a date line says; `labelled` when it calls a date one, as in "Published: …", and
    `named` when that is the publication date."""

    published: date | None
    updated: date | None
    labelled: bool
    named: bool = False


def read_dates(text: str) -> DateLine | None:
    """What a line that holds dates and nothing else says, or None for any other line."""
    if len(text) > MAX_LINE_CHARS:
        return None
    text = _GLUED_WORD.sub(" ", _GLUED_YEAR.sub(r"\1 ", text))
    published = updated = None
    labelled = named = trifling = False
    at, end = 0, len(text.rstrip())
    while at < end:
        label = DATE_LABEL.match(text, at)
        start = label.end() if label else at
        clock = _CLOCK.match(text, start)
        found = leading_date(text, clock.end() if clock else start)
        if found:
            labelled = labelled or label is not None
            if label and label["later"]:
                updated = updated or found[0]
            elif not published or (label and not named):
                published, named = found[0], label is not None
            at = found[1]
        elif trifle := _TRIFLES.match(text, start):
            trifling, at = True, trifle.end()
        else:
            return None
        between = _BETWEEN.match(text, at)
        at = between.end() if between else at
    if not (published or updated or trifling):
        return None
    return DateLine(published, updated, labelled, named)


def is_date_label(text: str) -> bool:
    """Whether a line is nothing but "Published", "Last updated:" or the like."""
    return DATE_LABEL.fullmatch(text) is not None


def read_print_line(text: str, *, titled: bool = True) -> tuple[str | None, DateLine] | None:
    """What "From the Harbor Post, June 3, 2019" or "LIMA | Aug. 1, 2018" says, or None.

    The first value is the outlet when the line names one. `titled` says that a title stands above:
    then a few words in small letters with no more than a comma before the date may as well be a
    caption, so they do not count.
    """
    if len(text) > MAX_PRINT_LINE_CHARS:
        return None
    name, dates, between = _cut(text)
    if not dates or not name or _SENTENCE.search(name):
        return None
    origin = re.sub(r"^from\s+(?:the\s+)?", "", name, flags=re.IGNORECASE)
    words = name.split()
    if is_outlet(origin) or (origin != name and len(words) <= 6):
        return origin, dates
    place = len(words) <= 3 and all(word[0].isupper() for word in words)
    apart = not titled or name.isupper() or _PARTED.fullmatch(between)
    return (None, dates) if place and apart else None


def read_parted(text: str) -> tuple[str | None, DateLine] | None:
    """What a line in parts says of which one is a date and the others name outlet and desk, as in
    "Aug 17, 2018 / 10:30 AM / CBS News" or "Source: Xinhua| 2018-08-17 20:53:04|Editor: A. Lee"."""
    parts = [part for part in _BARS.split(text) if part] if len(text) <= MAX_LINE_CHARS else []
    stated = ""
    outlet: str | None = None
    for part in parts:
        label = _SAID_OF.match(part)
        name = part[label.end() :] if label else part
        if read_dates(part) or (stated and read_dates(f"{stated} {part}")):
            stated = f"{stated} {part}".strip()
        elif is_outlet(name):
            outlet = outlet or name
        elif not label and not _DESK.fullmatch(part):
            return None
    dates = read_dates(stated) if stated and len(parts) > 1 else None
    return (outlet, dates) if dates and (dates.published or dates.updated) else None


def cut_dates(text: str) -> tuple[str, DateLine | None]:
    """Take the date line off the end of a byline."""
    name, dates, _ = _cut(text)
    return name, dates


def _cut(text: str) -> tuple[str, DateLine | None, str]:
    """What stands before the date line at the end of a text, that line, and what parts the two."""
    for found in re.finditer(r"(?<![^\s(|·•])(?:[A-Z][a-z]|[0-9]|[A-Z]{3})", text):
        dates = read_dates(text[found.start() :])
        if dates and (dates.published or dates.updated):
            before = text[: found.start()]
            name = re.sub(r"\s+on$", "", before.rstrip(" |·•,–—-/("))
            return name, dates, before[len(name) :]
    return text, None, ""
