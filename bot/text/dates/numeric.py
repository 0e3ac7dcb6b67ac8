"""Dates in digits alone: years, ISO 8601, month/day/year."""

from __future__ import annotations

import re

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Kind
from bot.text.dates.values import day_value, period

_EARLIEST, _LATEST = 1500, 2100  # a number beyond is no year, unless a word says so
_QUANTITIES = frozenset(
    """people men women troops dollars miles feet points shares employees jobs workers homes
    soldiers kilometers kilometres meters metres tons tonnes pounds euros votes students members
    cases copies units barrels acres hectares percent % degrees million billion trillion yen yuan
    deaths words pages times cars seats fans rooms troops francs marks""".split()
)
_MONEY = frozenset("$£€¥#")
_TIGHT = re.compile(r"[$£€#/.:@&=_]")


def _year(context: Context, found: Found) -> Value | None:
    reading = context.reading
    place = found.parts["year"][0]
    before, after = reading.lower(place - 1), reading.lower(found.end)
    year = numbers.year(context.caught(found, "year"))
    mod = modifier(context, found)
    if after in _QUANTITIES or before in _MONEY:
        return None
    if after == "-" and reading.lower(found.end + 1) in ("year", "mile", "foot", "page", "member"):
        return None
    worded = "edge" in found.parts or "fiscal" in found.parts
    if not worded and not _EARLIEST <= year <= _LATEST:
        return None
    if not worded and (year < 1800 or year > 2050) and before not in ("in", "since", "by", "of"):
        return None
    start, end = reading.spans[place]
    if _glued(reading.text, start, end):
        return None
    return Value(Kind.DATE, f"{year:04d}", mod)


def _glued(text: str, start: int, end: int) -> bool:
    """Whether a number is a piece of something longer: a price, an address, a part number."""
    before, after = text[max(0, start - 1) : start], text[end : end + 2]
    return bool(_TIGHT.match(before)) or bool(re.match(r"[/@&=_%]|[.:][0-9]", after))


def _slash_date(context: Context, found: Found) -> Value | None:
    """Month before day, as in American print, unless only the other order is a date."""
    one, two, written = (
        int(part) for part in context.caught(found, "slashdate").replace("\\", "").split("/")
    )
    year = numbers.year(f"{written:02d}")
    value = day_value(year, one, two) or day_value(year, two, one)
    return dated(value)


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
