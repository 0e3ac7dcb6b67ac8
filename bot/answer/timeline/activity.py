"""How many articles of a topic appeared when: the quiet background of its picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from bot.answer.event import Activity
from bot.search.arrays import Ints
from bot.text.dates import Granularity

MAX_WEEKS = 80
"""A longer span is counted by months, and one of more than MAX_MONTHS months by years."""

MAX_MONTHS = 120


def activity(published: Ints) -> tuple[tuple[Activity, ...], Granularity]:
    """Articles by week, month or year of publication (ordinals), the empty ones between too."""
    if not len(published):
        return (), Granularity.WEEK
    days = [date.fromordinal(day) for day in published.tolist()]
    unit = _unit(min(days), max(days))
    counts = Counter(_begin(day, unit) for day in days)
    each = _units(min(counts), max(counts), unit)
    return tuple(Activity(day, counts[day]) for day in each), unit


def _unit(first: date, last: date) -> Granularity:
    if (last - first).days < 7 * MAX_WEEKS:
        return Granularity.WEEK
    months = (last.year - first.year) * 12 + last.month - first.month
    return Granularity.MONTH if months < MAX_MONTHS else Granularity.YEAR


def _begin(day: date, unit: Granularity) -> date:
    match unit:
        case Granularity.WEEK:
            return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))
        case Granularity.MONTH:
            return day.replace(day=1)
        case _:
            return day.replace(month=1, day=1)


def _units(first: date, last: date, unit: Granularity) -> Iterator[date]:
    day = first
    while day < last:
        yield day
        match unit:
            case Granularity.WEEK:
                day += timedelta(days=7)
            case Granularity.MONTH:
                day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
            case _:
                day = day.replace(year=day.year + 1)
    yield last
