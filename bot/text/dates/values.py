"""TIMEX3 values: written from days and read back into days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from bot.text.dates.timex import Granularity

_SEASON_STARTS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"""(?P<year>[0-9]{4})
        (?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})(?:T[A-Z0-9:]+)?)?
         | -W(?P<week>[0-9]{2})(?P<weekend>-WE)?
         | -Q(?P<quarter>[1-4]) | -H(?P<half>[12]) | -(?P<season>SP|SU|FA|WI))?
      | (?P<decade>[0-9]{3}) | (?P<century>[0-9]{2})""",
    re.VERBOSE,
)
Span = tuple[date, date, Granularity]


def period(value: str) -> Span | None:
    """First day, last day and granularity of a DATE or TIME value; None for any value that fixes
    no days: durations, sets, values with X, PAST_REF and the like.

    A winter begins in December of its year; a half year counts as a year.
    """
    found = _VALUE.fullmatch(value)
    if found is None:
        return None
    try:
        return _days(
            {
                name: int(text) if text.isdigit() else text
                for name, text in found.groupdict().items()
                if text
            }
        )
    except (ValueError, OverflowError):
        return None


def _days(part: dict[str, int | str]) -> Span:
    if "year" not in part:
        years = 10 if "decade" in part else 100
        begin = int(part.get("decade", part.get("century", 0))) * years
        return date(max(begin, MINYEAR), 1, 1), date(begin + years - 1, 12, 31), Granularity.YEAR
    year = int(part["year"])
    if "day" in part:
        day = date(year, int(part["month"]), int(part["day"]))
        return day, day, Granularity.DAY
    if "month" in part:
        return _months(year, int(part["month"]), 1, Granularity.MONTH)
    if "week" in part:
        monday = date.fromisocalendar(year, int(part["week"]), 1)
        first = monday + timedelta(days=5 if "weekend" in part else 0)
        return first, monday + timedelta(days=6), Granularity.WEEK
    if "quarter" in part:
        return _months(year, 3 * int(part["quarter"]) - 2, 3, Granularity.QUARTER)
    if "half" in part:
        return _months(year, 6 * int(part["half"]) - 5, 6, Granularity.YEAR)
    if "season" in part:
        return _months(year, _SEASON_STARTS[str(part["season"])], 3, Granularity.QUARTER)
    return date(year, 1, 1), date(year, 12, 31), Granularity.YEAR


def _months(year: int, month: int, count: int, granularity: Granularity) -> Span:
    last_year, last = divmod(year * 12 + month - 1 + count - 1, 12)
    end = date(last_year, last + 1, monthrange(last_year, last + 1)[1])
    return date(year, month, 1), end, granularity


def day_value(year: int, month: int, day: int) -> str | None:
    """None when the calendar has no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def week_value(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def shifted(day: date, count: int, unit: str) -> str | None:
    """The value `count` units after `day` (before it, if negative), as fine as the unit.

    `unit` is one of the letters D, W, M, Q, Y, DE, CE; None beyond the years 1-9999.
    """
    if unit in ("D", "W"):
        try:
            there = day + timedelta(days=count * (7 if unit == "W" else 1))
        except OverflowError:
            return None
        return there.isoformat() if unit == "D" else week_value(there)
    months = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + count * months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    if unit == "M":
        return f"{year:04d}-{month + 1:02d}"
    if unit == "Q":
        return f"{year:04d}-Q{month // 3 + 1}"
    digits = {"Y": 4, "DE": 3, "CE": 2}[unit]
    return f"{year:04d}"[:digits]


def month_after(day: date, count: int) -> date | None:
    """The first day of the month `count` months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, 1) if MINYEAR <= year <= MAXYEAR else None
