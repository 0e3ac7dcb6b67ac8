"""Units counted from the anchor or from a day named before: "last week", "ten days ago"."""

from __future__ import annotations

from datetime import date

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.quarters import year_before
from bot.text.dates.timex import Granularity, Kind, Modifier, Tense
from bot.text.dates.values import shifted, week_value
from bot.text.dates.words import PLURALS, STEPS, UNITS

_REFERENCES = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}
_BACK = frozenset(("ago", "earlier"))
_THROUGHOUT = frozenset("over in within during for throughout".split())
_FINE = {"TS", "TM", "TH"}


_FITS = {"D": Granularity.DAY, "W": Granularity.WEEK, "M": Granularity.MONTH}
"""The coarsest date that can say which day, week or month "the same" or "the following" is."""

_WEEK_HALF = 2  # Wednesday: from here on a weekend that is no past one is the next to come


def unit_of(text: str) -> str:
    return UNITS[PLURALS.get(text, text)]


def _step(context: Context, found: Found) -> Value | None:
    """ "last week", "this year", "the following month"."""
    word, unit = context.caught(found, "step"), unit_of(context.caught(found, "span"))
    step, base, anchored = STEPS[word], context.anchor, context.anchor is not None
    if "the" in found.parts and word in ("last", "next", "past"):
        if word == "past" or context.reading.lower(found.start - 1) in _THROUGHOUT:
            return Value(Kind.DURATION, f"P1{unit}")
        if unit == "D" and context.latest:
            base, anchored = context.latest.first, context.latest.anchored
    if word in ("following", "previous", "preceding", "prior") and context.latest:
        if context.latest.granularity > _FITS.get(unit, Granularity.YEAR):
            return Value(Kind.DATE, _REFERENCES[step])
        base, anchored = context.latest.first, context.latest.anchored
    value = shifted(base, step, unit) if base else _REFERENCES[step]
    return dated(value, modifier(context, found), anchored)


def _same(context: Context, found: Found) -> Value | None:
    """ "that day", "the same month": of the day named last."""
    unit = unit_of(context.caught(found, "span"))
    latest = context.latest if context.tense(found) is Tense.FUTURE else context.told
    if latest is None or latest.granularity > _FITS.get(unit, Granularity.YEAR):
        return Value(Kind.DATE, "PAST_REF")
    return dated(shifted(latest.first, 0, unit), anchored=latest.anchored)


def _ago(context: Context, found: Found) -> Value | None:
    back = context.caught(found, "direction") in _BACK
    unit = unit_of(context.caught(found, "anyunit"))
    vague = "PAST_REF" if back else "FUTURE_REF"
    amount = numbers.count(context.caught(found, "count")) if "count" in found.parts else 1
    anchor = context.anchor
    approx = Modifier.APPROX if "approx" in found.parts else Modifier.NONE
    if "vague" in found.parts or amount is None or anchor is None or unit in _FINE:
        return Value(Kind.DATE, vague, approx)
    if unit == "Y" and amount == 1 and not opens_sentence(context, found):
        compared = year_before(context)
        if compared:
            return Value(Kind.DATE, compared, approx, anchored=True)
    steps = round(amount) * (-1 if back else 1)
    value = shifted(anchor, steps, unit)
    return dated(value, approx, anchored=True)


def _vague_away(context: Context, found: Found) -> Value | None:
    """ "years ago", "hours later"."""
    back = context.caught(found, "direction") in _BACK
    return Value(Kind.DATE, "PAST_REF" if back else "FUTURE_REF")


def opens_sentence(context: Context, found: Found) -> bool:
    return context.reading.words[found.start][0].isupper()


def _later(context: Context, found: Found) -> Value | None:
    """ "two days later", "a week earlier": counted from the day named last."""
    unit = unit_of(context.caught(found, "anyunit"))
    amount = numbers.count(context.caught(found, "count")) if "count" in found.parts else 1
    back = context.caught(found, "direction") in _BACK
    if "vague" in found.parts or amount is None or unit in _FINE:
        return Value(Kind.DATE, "PAST_REF" if back else "FUTURE_REF")
    if unit == "Y" and back:
        return _ago(context, found)
    fits = _FITS.get(unit, Granularity.MONTH)
    if context.latest is None or context.latest.granularity > fits:
        return Value(Kind.DATE, "PAST_REF" if back else "FUTURE_REF")
    value = shifted(context.latest.first, round(amount) * (-1 if back else 1), unit)
    return dated(value, anchored=context.latest.anchored)


def _weekend(context: Context, found: Found) -> Value | None:
    anchor = context.anchor
    word = context.caught(found, "step")
    if anchor is None:
        return Value(Kind.DATE, "XXXX-WXX-WE", modifier(context, found))
    step = STEPS.get(word, 0)
    if word in ("", "this", "past", "last") and anchor.weekday() < 5:
        tense = context.tense(found) if word in ("", "this") else Tense.PAST
        near = word == "this" and anchor.weekday() >= _WEEK_HALF and tense is not Tense.PAST
        step = 0 if near or tense is Tense.FUTURE else -1
    day = shifted(anchor, 7 * step, "D")
    value = day and f"{week_value(date.fromisoformat(day))}-WE"
    return dated(value, modifier(context, found), anchored=True)


def _this_unit(context: Context, found: Found) -> Value | None:
    """ "the week", "the year": the anchor's own; before "ended" a length."""
    unit = unit_of(context.caught(found, "span"))
    if context.reading.lower(found.start - 1) == "of" and "edge" not in found.parts:
        return None  # "any day of the week"
    if context.reading.lower(found.end) in ("ended", "ending", "before", "after", "in", "of"):
        return Value(Kind.DURATION, f"P1{unit}") if unit == "Y" else None
    if context.anchor is None:
        return Value(Kind.DATE, "PRESENT_REF", modifier(context, found))
    value = shifted(context.anchor, 0, unit)
    return dated(value, modifier(context, found), anchored=True)


def _in_future(context: Context, found: Found) -> Value | None:
    """ "in five years" of something to come."""
    amount, unit = numbers.count(context.caught(found, "count")), context.caught(found, "units")
    if context.anchor is None or amount is None or unit_of(unit) in _FINE:
        return None
    if context.reading.lower(found.start - 1) != "in":
        return None
    if "time" not in found.parts and context.tense(found) is not Tense.FUTURE:
        return None
    value = shifted(context.anchor, round(amount), unit_of(unit))
    return dated(value, anchored=True)


_EDGE = "edge:early|late|earlier|later|mid"
_AMOUNT = (
    "[approx:about|around|nearly|almost|some|roughly|approximately|just|only|over"
    " | more|less|fewer than | at least]"
    " ( COUNT | a couple of? | a|an? vague:VAGUE | a|an|one )"
)
RULES: Patterns = (
    (f"[{_EDGE} -? in?] [the:the] STEP fiscal|calendar|school|academic|business? SPAN", _step),
    ("[the? edge:beginning|start|end|middle|close of] STEP SPAN", _step),
    ("the? same SPAN", _same),
    ("that span:day|week|month|year", _same),
    (f"{_AMOUNT} ANYUNIT direction:ago", _ago),
    (f"{_AMOUNT} ANYUNIT from now", _ago),
    ("vague:UNITS direction:ago|later|earlier", _vague_away),
    (f"{_AMOUNT} ANYUNIT direction:later|earlier", _later),
    (f"[{_EDGE} -?] [the? STEP] weekend", _weekend),
    ("the weekend", _weekend),
    ("COUNT UNITS", _in_future),
    ("COUNT UNITS '? time:time", _in_future),
    ("the fiscal|full|calendar? span:week|month|year|decade|century", _this_unit),
    (
        "[the] edge:beginning|start|end|middle|close of the span:week|month|year|decade|century",
        _this_unit,
    ),
    ("edge:earlier|later|late|early in the span:week|month|year|decade|century", _this_unit),
    ("span:week|month|year|decade|century 's edge:end", _this_unit),
    ("span:month|year -? edge:end", _this_unit),
)
