"""Calendar dates: days, months and years by number or name, with or without a year."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date

from bot.text.dates import numbers
from bot.text.dates.context import JOINTS, Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import NOTHING, Found, Patterns, Value, dated
from bot.text.dates.reading import Reading
from bot.text.dates.remembered import year_of
from bot.text.dates.timex import Granularity, Kind, Modifier
from bot.text.dates.values import day_value, month_after
from bot.text.dates.words import AFTER_A_DATE, MONTHS, STEPS, WEEKDAYS

_LONGEST_MONTH = 31  # days
_BEFORE_A_MONTH = frozenset(
    """in since by until till of from to last next this and through for during before after between
    on or early late mid - throughout ( begin starting beginning around each every is was , a
    the""".split()
)
_BEFORE_AN_NTH = frozenset("on until till by from to since before after between and".split())


def _month(context: Context, found: Found) -> int:
    return MONTHS[context.caught(found, "month").rstrip(" .")]


def named_date(context: Context, found: Found) -> Value | None:
    """The day of the month that was caught, in the year written or the likeliest."""
    month, number = _month(context, found), numbers.ordinal(context.caught(found, "daynum"))
    following = context.reading.lower(found.end)
    if following in ("%", "percent") or (following == "-" and _counts(context, found.end + 1)):
        return None
    mod = modifier(context, found)
    if written := context.caught(found, "year"):
        return dated(day_value(numbers.year(written), month, number), mod) or _no_day(
            context, found
        )
    if day_value(2000, month, number) is None:
        return _no_day(context, found)
    choices = _in_years(context.anchor, month, number)
    if weekday := context.caught(found, "weekday").rstrip(" ."):
        fitting = [day for day in choices if day.weekday() == WEEKDAYS[weekday]]
        if (
            context.reading.lower(found.start - 1) in JOINTS
            and context.near(found, choices) not in fitting
        ):
            return None  # "Wednesday and Thursday, Aug. 22 and 23"
        choices = fitting or choices
    if context.reading.lower(found.start - 1) in ("to", "through", "until", "-"):
        begun = None if context.moved(found) else context.joined_day(found)
        choices = [day for day in choices if begun is None or day > begun]
    day = context.near(found, choices)
    year = year_of(context, found, day) if day else None
    if day is None or year is None:
        return Value(Kind.DATE, f"XXXX-{month:02d}-{number:02d}", mod)
    return dated(day_value(year, month, number), mod, anchored=year == day.year)


def _no_day(context: Context, found: Found) -> Value | None:
    """Nothing for "April 31", but another reading of "of the 31, April 3 was first"."""
    follows = context.reading.lower(found.end)
    return None if follows[:1].isdigit() and found.end == found.parts["month"][1] else NOTHING


def _counts(context: Context, place: int) -> bool:
    """Whether a unit stands at `place`: "March 30-year bonds" names no day of March."""
    return context.reading.lower(place) in ("year", "month", "week", "day", "minute", "hour")


def _in_years(anchor: date | None, month: int, number: int) -> list[date]:
    """The day in the anchor's year and those around it; of a leap day also the next that exists."""
    if anchor is None:
        return []
    around = range(max(MINYEAR, anchor.year - 4), min(MAXYEAR, anchor.year + 4) + 1)
    days = [day_value(year, month, number) for year in around]
    return [date.fromisoformat(day) for day in days if day]


def _second_day(context: Context, found: Found) -> Value | None:
    """ "18" of "Oct. 17 and 18": a later day of the month named just before."""
    reading, first = context.reading, context.joined_day(found, _listed(context.reading, found))
    after = reading.lower(found.end)
    number = numbers.ordinal(context.caught(found, "daynum"))
    numbered = 0 < numbers.ordinal(reading.lower(found.start - 2)) <= _LONGEST_MONTH
    if first is None or not numbered or number <= first.day:
        return None
    if after[:1].isalpha() and after not in AFTER_A_DATE:
        return None
    year = numbers.year(context.caught(found, "year")) or first.year
    value = day_value(year, first.month, number)
    latest = context.latest
    return dated(value, anchored=bool("year" not in found.parts and latest and latest.anchored))


def _listed(reading: Reading, found: Found) -> bool:
    """Whether a list of days ends after this one: "11" of "May 10, 11 and 12"."""
    place, last = found.end, found.end + 2 * _LONGEST_MONTH  # no list goes on for longer
    while (
        place < last and reading.lower(place) == "," and numbers.ordinal(reading.lower(place + 1))
    ):
        place += 2
    place += reading.lower(place) == ","
    if reading.lower(place) not in ("and", "or", "&") or not numbers.ordinal(
        reading.lower(place + 1)
    ):
        return False
    after = reading.lower(place + 2)
    return not after[:1].isalpha() or after in AFTER_A_DATE


def _first_day(context: Context, found: Found) -> Value | None:
    """ "17" of "17 and 18 October 2018"; the rest is read next."""
    value = named_date(context, found)
    return value and value._replace(end=found.start + 1)


def _nth_day(context: Context, found: Found) -> Value | None:
    """ "on the 22nd": of the month named before, else by the anchor and the tense."""
    after, anchor = context.reading.lower(found.end), context.anchor
    number = numbers.ordinal(context.caught(found, "daynum"))
    if context.reading.lower(found.start - 1) not in _BEFORE_AN_NTH:
        return None
    if after[:1].isalpha() and after not in AFTER_A_DATE:
        return None
    if context.latest and context.latest.granularity <= Granularity.MONTH:
        first = context.latest.first
        value = day_value(first.year, first.month, number)
        return dated(value, anchored=context.latest.anchored)
    months = [month_after(anchor, step) for step in (-1, 0, 1)] if anchor else []
    days = [day_value(first.year, first.month, number) for first in months if first]
    day = context.near(found, [date.fromisoformat(day) for day in days if day])
    return dated(day.isoformat() if day else None, anchored=True)


def _month_of_year(context: Context, found: Found) -> Value | None:
    year = numbers.year(context.caught(found, "year"))
    return Value(Kind.DATE, f"{year:04d}-{_month(context, found):02d}", modifier(context, found))


def _month_alone(context: Context, found: Found) -> Value | None:
    reading, place = context.reading, found.parts["month"][0]
    word, before, after = reading.words[place], reading.lower(place - 1), reading.lower(found.end)
    short = len(word) < 5 and word.lower() not in ("may", "june", "july")
    if short and not context.caught(found, "month").endswith("."):
        return None
    named = word.lower() in ("may", "march", "april", "june", "august")
    if named and modifier(context, found) in (Modifier.NONE, Modifier.APPROX):
        capital = reading.words[found.end : found.end + 1]
        if word.lower() in ("may", "march") and before not in _BEFORE_A_MONTH:
            return None
        if before in ("the", "a") and after in ("of", "on", "to", "in"):
            return None
        if capital and capital[0][0].isupper() and before not in ("in", "last", "since", "of"):
            return None
    return _nearest_month(context, found, _month(context, found))


def _nearest_month(context: Context, found: Found, month: int) -> Value:
    mod, anchor = modifier(context, found), context.anchor
    if anchor is None:
        return Value(Kind.DATE, f"XXXX-{month:02d}", mod)
    if month == anchor.month:
        return Value(Kind.DATE, f"{anchor.year:04d}-{month:02d}", mod, anchored=True)
    around = range(max(MINYEAR, anchor.year - 1), min(MAXYEAR, anchor.year + 1) + 1)
    day = context.near(found, [date(year, month, 15) for year in around])
    return Value(Kind.DATE, f"{day:%Y-%m}" if day else "XXXX", mod, anchored=True)


def _month_by_step(context: Context, found: Found) -> Value | None:
    """ "last May", "next March", "this January", "May of last year"."""
    month, mod, anchor = _month(context, found), modifier(context, found), context.anchor
    step = STEPS[context.caught(found, "step")]
    if anchor is None:
        return Value(Kind.DATE, f"XXXX-{month:02d}", mod)
    year = anchor.year + step
    if "ofyear" not in found.parts:
        passed = month < anchor.month if step < 0 else month <= anchor.month
        year = anchor.year - (step < 0 and not passed) + (step > 0 and passed)
    if not MINYEAR <= year <= MAXYEAR:
        return None
    return Value(Kind.DATE, f"{year:04d}-{month:02d}", mod, anchored=True)


_EDGE = "edge:early|late|mid|around|about|circa"
RULES: Patterns = (
    (
        "[WEEKDAY ,? the?] [edge:around|about] MONTH the? DAYNUM [,? year:YEAR|QUOTEYEAR]",
        named_date,
    ),
    ("[WEEKDAY ,? the?] [edge:around|about] MONTH the? DAYNUM [,? of? YEAR]", named_date),
    ("[WEEKDAY ,?] the? DAYNUM of? MONTH [,? YEAR]", named_date),
    ("DAYNUM - MONTH - YEAR", named_date),
    (
        "DAYNUM [, DAYNUM] [, DAYNUM] [, DAYNUM] ,? -|and|&|to|through|or|/ DAYNUM of? MONTH"
        " [,? YEAR]",
        _first_day,
    ),
    ("DAYNUM [,? YEAR]", _second_day),
    ("the daynum:DAYORD", _nth_day),
    (f"[{_EDGE} -? in?] MONTH ,? of? YEAR", _month_of_year),
    ("[the? edge:beginning|start|end|middle|close of] MONTH ,? of? YEAR", _month_of_year),
    (f"[{_EDGE} -? in?] MONTH", _month_alone),
    ("[the? edge:beginning|start|end|middle|close of] MONTH", _month_alone),
    ("[edge:early|late|mid -?] STEP MONTH", _month_by_step),
    (f"[{_EDGE} -? in?] MONTH of? STEP ofyear:year", _month_by_step),
)
