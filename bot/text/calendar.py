"""One calendar date as people write it above an article, in front matter or in an option.

Only dates that can be read in one way: 03/04/2019 is the third of April to some and the fourth of
March to others, so it is refused; 17/08/2018 and 08/17/2018 are not.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

MAX_DATE_CHARS = 80
"""Longer text is no date with its time."""

_NAMES = (
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
_MONTHS = {
    name[:length].lower(): number
    for number, name in enumerate(_NAMES, start=1)
    for length in range(3, len(name) + 1)
    if length in (3, len(name)) or name[:length] == "Sept"
}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b\.?,?\s*)?"
_YEAR = r"(?P<y>[12][0-9]{3})"
_DAY = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?"
_CLOCK = r"[0-2]?[0-9](?:[:.][0-5][0-9]){1,2}(?:\.[0-9]{1,6})?(?:\s*[ap]\.?m\b\.?)?"
_HOUR = rf"(?:{_CLOCK}|[01]?[0-9]\s*[ap]\.?m\b\.?)"
_ZONE = (
    r"(?:\s*(?:z\b|[+-][0-2][0-9]:?[0-5][0-9]\b|\(?(?:gmt|utc)(?:\s*[+-][0-9]{1,2})?\b\)?"
    r"|\(?[a-z]{1,4}t\b\)?|(?:[a-z]+\s)?(?:local\s)?time\b))?"
)
_AFTER = rf"(?P<time>(?:\s*(?:,|\||·|•|-|–|/|\bat\b|t(?=[0-9]))\s*|\s+){_HOUR}{_ZONE})?"
_BEFORE = rf"(?:{_HOUR}{_ZONE}(?:\s*,\s*|\s+))?"
_ISO_TIME = _AFTER.replace("time", "iso")
_FORMS = tuple(
    re.compile(rf"\s*{_BEFORE}{_WEEKDAY}(?:{form})(?![0-9\w]){_AFTER}", re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<m>[0-9]{{2}})-(?P<d>[0-9]{{2}})(?:(?=t[0-9]){_ISO_TIME})?",
        rf"{_YEAR}(?P<sep>[/.])(?P<m>[0-9]{{1,2}})(?P=sep)(?P<d>[0-9]{{1,2}})",
        rf"(?P<month>{_MONTH})\s*{_DAY}\s*,?\s*{_YEAR}",
        rf"{_DAY}(?:\s+of)?[\s-]*(?P<month>{_MONTH})[\s,-]*{_YEAR}",
        rf"(?P<a>[0-9]{{1,2}})(?P<sep>[/.-])(?P<b>[0-9]{{1,2}})(?P=sep){_YEAR}",
    )
)
_PARTIAL = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}",
        rf"{_YEAR}[-/.](?P<m>[0-9]{{1,2}})",
        rf"(?P<m>[0-9]{{1,2}})[/.]{_YEAR}",
        rf"(?P<month>{_MONTH})\s*,?\s*{_YEAR}",
        rf"{_YEAR}\s+(?P<month>{_MONTH})",
    )
)


def parse_date(text: str) -> date | None:
    """The day that the whole of `text` names, with or without weekday, time and zone, or None."""
    if len(text) > MAX_DATE_CHARS:
        return None
    found = leading_date(text)
    return found[0] if found and not text[found[1] :].strip() else None


def leading_date(text: str, start: int = 0) -> tuple[date, int] | None:
    """The date that `text` has at `start`, after white space, and where it ends with its time."""
    stop = min(len(text), start + MAX_DATE_CHARS)
    for form in _FORMS:
        match = form.match(text, start, stop)
        day = _day(match.groupdict()) if match else None
        if match and day:
            return day, match.end()
    return None


def parse_bound(text: str, end: bool) -> date | None:
    """A day, month or year as the first day of a range, or with `end` as its last day.

    Accepts what `parse_date` accepts, "2018", "2018-08", "08/2018" and "Aug 2018"; None for the
    rest.
    """
    text = text.strip()
    if len(text) > MAX_DATE_CHARS:
        return None
    for form in _PARTIAL:
        match = form.fullmatch(text)
        if match:
            return _edge(match.groupdict(), end)
    return parse_date(text)


def _edge(fields: dict[str, str | None], end: bool) -> date | None:
    year = int(fields["y"] or 0)
    month = _month(fields)
    if month is None:
        return date(year, 12, 31) if end else date(year, 1, 1)
    if not 1 <= month <= 12:
        return None
    return date(year, month, monthrange(year, month)[1] if end else 1)


def _month(fields: dict[str, str | None]) -> int | None:
    if name := fields.get("month"):
        return _MONTHS.get(name.rstrip(".").casefold(), 0)  # 0: "ı" matches "i" without case
    return int(fields["m"] or 0) if fields.get("m") else None


def _day(fields: dict[str, str | None]) -> date | None:
    year = int(fields["y"] or 0)
    if fields.get("a"):
        one, two = int(fields["a"] or 0), int(fields["b"] or 0)
        days = {_valid(year, one, two), _valid(year, two, one)} - {None}
        return days.pop() if len(days) == 1 else None
    return _valid(year, _month(fields) or 0, int(fields["d"] or 0))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
