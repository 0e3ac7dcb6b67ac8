"""Seasons, decades and centuries."""

from __future__ import annotations

from datetime import date

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Kind, Tense
from bot.text.dates.values import period
from bot.text.dates.words import DECADES, SEASONS, STEPS

_WHOSE = frozenset("his her their my your our its".split())
_WEATHER = frozenset("high highs low lows temperature temperatures degrees heat".split())


def _season(context: Context, found: Found) -> Value | None:
    if _names_something(context, found):
        return None
    season = SEASONS[context.caught(found, "season")]
    mod = modifier(context, found)
    if written := context.caught(found, "year"):
        return Value(Kind.DATE, f"{numbers.year(written):04d}-{season}", mod)
    anchor = context.anchor
    if anchor is None:
        return Value(Kind.DATE, f"XXXX-{season}", mod)
    if "yearstep" in found.parts:
        year = anchor.year + STEPS[context.caught(found, "yearstep")]
        return Value(Kind.DATE, f"{year:04d}-{season}", mod, anchored=True)
    value = _nearest(context, found, anchor, season)
    return dated(value, mod, anchored=True)


def _names_something(context: Context, found: Found) -> bool:
    """ "the Summer Games", "Spring Street"."""
    words, place = context.reading.words, found.parts["season"][0]
    capitals = "".join(word[0] for word in words[place : place + 2])
    return len(capitals) > 1 and capitals.isupper()


def _nearest(context: Context, found: Found, anchor: date, season: str) -> str | None:
    """The season of that name that has passed, is to come, lasts, or is likeliest."""
    written = (f"{anchor.year + step:04d}-{season}" for step in (-2, -1, 0, 1))
    choices = {days: value for value in written if (days := period(value))}
    step = STEPS.get(context.caught(found, "step"), 0)
    if step < 0:
        return next((value for days, value in reversed(choices.items()) if days[1] < anchor), None)
    if step > 0:
        return next((value for days, value in choices.items() if days[0] > anchor), None)
    middles = {days[0] + (days[1] - days[0]) / 2: value for days, value in choices.items()}
    lasting = [value for days, value in choices.items() if days[0] <= anchor <= days[1]]
    day = context.near(found, list(middles))
    return lasting[0] if lasting else middles[day] if day else None


def _bare_season(context: Context, found: Found) -> Value | None:
    """ "by autumn" of some event; "in winter" at large is none."""
    if context.reading.lower(found.start - 1) not in ("in", "by", "until", "till", "since"):
        return None
    return None if context.tense(found) is Tense.UNKNOWN else _season(context, found)


def _decade(context: Context, found: Found) -> Value | None:
    mod = modifier(context, found)
    if written := context.caught(found, "decadenum"):
        return Value(Kind.DATE, written[:3], mod)
    if word := context.caught(found, "decadeword"):
        return Value(Kind.DATE, f"19{DECADES[word]}", mod)
    if _counts_otherwise(context, found):
        return None
    short = context.caught(found, "shortdecade") or context.caught(found, "quotedecade")
    digit = short.lstrip("'’‘")[:1]
    return Value(Kind.DATE, f"{'20' if digit == '1' else '19'}{digit}", mod)


def _counts_otherwise(context: Context, found: Found) -> bool:
    """Whether "the 80s" are degrees ("highs in the 80s") or an age ("in her mid-80s")."""
    before = [context.reading.lower(found.start - back) for back in range(1, 6)]
    return before[0] in _WHOSE or any(word in _WEATHER for word in before)


def _century(context: Context, found: Found) -> Value | None:
    number = numbers.ordinal(context.caught(found, "number"))
    return Value(Kind.DATE, f"{number - 1:02d}", modifier(context, found)) if number else None


_EDGE = "edge:early|late|mid"
RULES: Patterns = (
    (f"[{_EDGE} -?] SEASON of? YEAR", _season),
    (f"[the] [{_EDGE} -?] SEASON of YEAR", _season),
    (f"the? step:last|this|next|past|coming {_EDGE}? SEASON", _season),
    ("SEASON of? yearstep:STEP year", _season),
    ("the [edge:early|late|mid -?] SEASON", _season),
    ("SEASON", _bare_season),
    (f"the? [{_EDGE} -?] DECADENUM", _decade),
    (f"the [{_EDGE} -?] ( SHORTDECADE | DECADEWORD )", _decade),
    (f"the? [{_EDGE} -?] QUOTEDECADE", _decade),
    (f"{_EDGE} -? SHORTDECADE", _decade),
    (f"the? [{_EDGE} -?] number:NTH|ORDINALWORD -? century", _century),
)
