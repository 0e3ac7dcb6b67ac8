"""Dates in digits alone: years, ISO 8601, month/day/year."""

from __future__ import annotations

import re
from datetime import date

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.digits import counted, names_year
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Kind, Tense
from bot.text.dates.values import day_value, period

_ANY_SLASH = re.compile(
    r"(?<![\w/-])(?P<one>[0-9]{1,2})(?:\\?/|-)(?P<two>[0-9]{1,2})(?:\\?/|-)[0-9]{2,4}(?![\w/-])"
)
_MONTHS = 12
_NEWS = 92  # days from the anchor within which the nearer of two readings is the likelier


def _year(context: Context, found: Found) -> Value | None:
    place = found.parts["year"][0]
    year = numbers.year(context.caught(found, "year"))
    if counted(context.reading, place, found.end):
        return None
    worded = "edge" in found.parts or "fiscal" in found.parts or found.end - place > 1
    if not worded and not names_year(context.reading, place, found.end, year):
        return None
    return Value(Kind.DATE, f"{year:04d}", modifier(context, found))


def _slash_date(context: Context, found: Found) -> Value | None:
    """Month before day, as in American print, unless the text or the calendar shows otherwise."""
    one, two, written = _pieces(context.caught(found, "slashdate"))
    year = numbers.year(f"{written:02d}")
    american, british = day_value(year, one, two), day_value(year, two, one)
    if american is None or british is None:
        return dated(american or british)
    first = _order(context.reading.text)
    if first is None:
        first = _likelier(context, found, date.fromisoformat(american), date.fromisoformat(british))
    return dated(british if first else american)


def _pieces(written: str) -> tuple[int, int, int]:
    one, two, three = written.replace("\\", "").replace("-", "/").split("/")
    return int(one), int(two), int(three)


def _order(text: str) -> bool | None:
    """Whether the day comes first in `text`, by a date that can be read only one way."""
    for each in _ANY_SLASH.finditer(text):
        one, two = int(each["one"]), int(each["two"])
        if one > _MONTHS >= two > 0 or two > _MONTHS >= one > 0:
            return one > _MONTHS
    return None


def _likelier(context: Context, found: Found, american: date, british: date) -> bool:
    """Whether the day comes first: the tense tells past days from those to come, and what is news
    is near."""
    anchor = context.anchor
    if anchor is None:
        return False
    if (american > anchor) != (british > anchor):
        return (american > anchor) == (context.tense(found) is not Tense.FUTURE)
    near_american, near_british = abs(american - anchor).days, abs(british - anchor).days
    return near_british <= _NEWS < near_american or near_british < near_american <= _NEWS


def _iso_date(context: Context, found: Found) -> Value | None:
    written = context.caught(found, "isodate").upper()
    if period(written[:10]) is None:
        return None
    return Value(Kind.TIME if "T" in written else Kind.DATE, written[:16])


RULES: Patterns = (
    ("ISODATE", _iso_date),
    ("SLASHDATE", _slash_date),
    ("[edge:early|late|mid|earlier|later|circa -? in?] [fiscal:fiscal year?] YEAR", _year),
    ("the fiscal:year YEAR", _year),
    ("the? edge:beginning|start|end|middle of the fiscal:year YEAR", _year),
    ("[edge:about|around] YEAR and beyond", _year),
    ("[the? edge:beginning|start|end|middle|close of] [fiscal:fiscal] YEAR", _year),
)
