"""How dates and their marks are worded, the same in every face, file and picture."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from bot.answer.event import Event
from bot.articles.dated import MONTHS, day
from bot.text.dates import Granularity

DAYS_A_YEAR = 365.2425
DAYS_A_MONTH = DAYS_A_YEAR / 12
_WEEK_DAYS = 7
_WHOLE_YEARS = 10  # from here on a tenth of a year does not matter
_DECADE_YEARS = 10


def when(event: Event) -> str:
    """The date of an event as people write it, in the units that its source names.

    ``22 Aug 2018``, ``22–23 Aug 2018``, ``30 Nov – 1 Dec 2018``, ``28 Dec 2018 – 3 Jan 2019``,
    ``week of 20 Aug 2018``, ``Aug 2018``, ``May – Jul 2018``, ``Q3 2018``, ``2018``,
    ``2015 – 2018``, ``2010s``. A season is worded by its months. A span that does not begin and end
    with its unit is worded by its days. Says neither planned nor inferred: see `marks`.
    """
    return span(event.first, event.last, event.granularity, ranged=event.ranged)


def span(first: date, last: date, granularity: Granularity, *, ranged: bool = False) -> str:
    """As `when`, for inclusive days."""
    whole_months = first.day == 1 and last.day == monthrange(last.year, last.month)[1]
    match granularity:
        case Granularity.WEEK if not ranged and (last - first).days == _WEEK_DAYS - 1:
            return f"week of {day(first)}"
        case Granularity.MONTH if whole_months:
            return _months(first, last)
        case Granularity.QUARTER if whole_months:
            return _quarters(first, last)
        case Granularity.YEAR if whole_months and (first.month, last.month) == (1, 12):
            return _years(first.year, last.year, ranged)
        case Granularity.YEAR if whole_months:
            return _months(first, last)
        case _:
            return _days(first, last)


def month(value: date) -> str:
    return f"{MONTHS[value.month - 1]} {value.year}"


def extent(events: Sequence[Event]) -> str:
    """From the first of the events, at least one, to the last, in the units that their sources
    name: ``17 Aug 2018 to 28 Sep 2023``, ``2001 to 2010``; one event alone as `when` words it."""
    begin = min(events, key=lambda event: (event.first, event.last))
    end = max(events, key=lambda event: event.last)
    if begin is end:
        return when(begin)
    first, last = _edge(begin, begin.first), _edge(end, end.last)
    return first if first == last else f"{first} to {last}"


def length(days: float) -> str:
    """A stretch of time in its largest fitting unit: ``9 days``, ``7 months``, ``4.7 years``."""
    units = (("year", DAYS_A_YEAR), ("month", DAYS_A_MONTH), ("week", _WEEK_DAYS), ("day", 1))
    name, size = next((unit for unit in units if days >= 2 * unit[1]), units[-1])
    count = days / size
    if name == "year" and count < _WHOLE_YEARS:
        return f"{count:.1f}".removesuffix(".0") + " years"
    return plural(round(count), name)


def plural(count: int, one: str) -> str:
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def marks(event: Event) -> tuple[str, ...]:
    """What must be said beside the date: ``planned``, ``date inferred``, both or nothing."""
    every = (("planned", event.planned), ("date inferred", event.inferred))
    return tuple(mark for mark, applies in every if applies)


def _edge(event: Event, end: date) -> str:
    """The date of an event if it is one unit, else `end`, its first or last day, in that unit."""
    words = when(event)
    if not event.ranged and event.granularity is not Granularity.WEEK and " – " not in words:
        return words
    match event.granularity:
        case Granularity.MONTH | Granularity.QUARTER:
            return month(end)
        case Granularity.YEAR:
            return str(end.year)
        case Granularity.DAY | Granularity.WEEK:
            return day(end)


def _days(first: date, last: date) -> str:
    if first == last:
        return day(first)
    if first.year != last.year:
        return f"{day(first)} – {day(last)}"
    if first.month != last.month:
        return f"{first.day} {MONTHS[first.month - 1]} – {day(last)}"
    return f"{first.day}–{day(last)}"


def _months(first: date, last: date) -> str:
    if first.year != last.year:
        return f"{month(first)} – {month(last)}"
    if first.month != last.month:
        return f"{MONTHS[first.month - 1]} – {month(last)}"
    return month(last)


def _quarters(first: date, last: date) -> str:
    if first.month % 3 != 1 or last.month % 3 != 0:
        return _months(first, last)
    begin, end = (f"Q{(value.month + 2) // 3}" for value in (first, last))
    if first.year != last.year:
        return f"{begin} {first.year} – {end} {last.year}"
    return f"{end} {last.year}" if begin == end else f"{begin} – {end} {last.year}"


def _years(first: int, last: int, ranged: bool) -> str:
    if first == last:
        return str(first)
    if not ranged and first % _DECADE_YEARS == 0 and last - first == _DECADE_YEARS - 1:
        return f"{first}s"
    return f"{first} – {last}"
