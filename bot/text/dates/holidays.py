"""Holidays by name, on the day that they fall on."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, timedelta

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Kind
from bot.text.dates.words import STEPS

_FIXED = {
    "christmas": (12, 25),
    "christmas day": (12, 25),
    "christmas eve": (12, 24),
    "boxing day": (12, 26),
    "new year 's eve": (12, 31),
    "new year 's day": (1, 1),
    "halloween": (10, 31),
    "valentine 's day": (2, 14),
    "independence day": (7, 4),
    "veterans day": (11, 11),
    "fourth of july": (7, 4),
    "may day": (5, 1),
    "st . patrick 's day": (3, 17),
    "bastille day": (7, 14),
}
_FLOATING = {
    "thanksgiving": (11, 3, 4),
    "thanksgiving day": (11, 3, 4),
    "labor day": (9, 0, 1),
    "memorial day": (5, 0, -1),
    "martin luther king day": (1, 0, 3),
    "columbus day": (10, 0, 2),
    "presidents day": (2, 0, 3),
}
"""Month, weekday, and which of that weekday in the month; -1 is the last."""
_FROM_EASTER = {"good friday": -2, "easter": 0, "easter sunday": 0, "easter monday": 1}
_NO_DAY = frozenset(
    """tree trees card cards carol carols gift gifts present presents lights dinner party parade
    shopping pudding bonus bonuses egg eggs island song songs""".split()
)
"""Words that a holiday only describes."""


def easter(year: int) -> date:
    """Western Easter Sunday: the anonymous Gregorian computus (Meeus/Jones/Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, day = divmod(h + moon - 7 * m + 114, 31)
    return date(year, month, day + 1)


def day_of(name: str, year: int) -> date:
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _FROM_EASTER:
        return easter(year) + timedelta(days=_FROM_EASTER[name])
    month, weekday, nth = _FLOATING[name]
    first = date(year, month, 1)
    days = [first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * week) for week in range(5)]
    return [day for day in days if day.month == month][nth - 1 if nth > 0 else nth]


def _holiday(context: Context, found: Found) -> Value | None:
    if not context.reading.words[found.parts["holiday"][0]][0].isupper():
        return None
    if context.reading.lower(found.end) in _NO_DAY:
        return None
    name, mod = context.caught(found, "holiday").replace("’", "'"), modifier(context, found)
    if written := context.caught(found, "year"):
        year = numbers.year(written)
        return Value(Kind.DATE, day_of(name, year).isoformat(), mod) if year else None
    if context.anchor is None:
        return _without_year(name)
    year = context.anchor.year
    around = range(max(MINYEAR, year - 1), min(MAXYEAR, year + 1) + 1)
    choices = [day_of(name, each) for each in around]
    if step := STEPS.get(context.caught(found, "step"), 0):
        choices = [day for day in choices if (day > context.anchor) == (step > 0)]
    day = context.near(found, choices)
    return dated(day.isoformat() if day else None, mod, anchored=True)


def _without_year(name: str) -> Value | None:
    if name not in _FIXED:
        return None
    month, day = _FIXED[name]
    return Value(Kind.DATE, f"XXXX-{month:02d}-{day:02d}")


_NAMES = " | ".join(sorted((*_FIXED, *_FLOATING, *_FROM_EASTER), key=len, reverse=True))
RULES: Patterns = ((f"[step:last|this|next|past] holiday:( {_NAMES} ) [,? of? YEAR]", _holiday),)
