"""Quarters and halves of years, and what earnings reports compare them with.

"The quarter", "the latest period" and "a year ago" rest on the quarter that the text is about: the
last one that it named, comparisons aside.
"""

from __future__ import annotations

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Kind, Tense
from bot.text.dates.values import shifted
from bot.text.dates.words import STEPS


def year_before(context: Context) -> str | None:
    """The quarter that the text is about, a year earlier; None if there is none."""
    value = context.quarter
    return f"{int(value[:4]) - 1:04d}{value[4:]}" if value and value[:4] > "0001" else None


def _year(context: Context, found: Found) -> int | None:
    if written := context.caught(found, "year"):
        return numbers.year(written)
    if context.anchor is None:
        return None
    return context.anchor.year + STEPS.get(context.caught(found, "yearstep"), 0)


def _quarter(context: Context, found: Found) -> Value | None:
    short = context.caught(found, "short")
    number = int(short[1]) if short else numbers.ordinal(context.caught(found, "quarterth"))
    year, written, step = _year(context, found), "year" in found.parts, "yearstep" in found.parts
    if year is None:
        return Value(Kind.DATE, f"XXXX-Q{number}", modifier(context, found))
    if context.anchor and not written and not step:
        ahead = number - (context.anchor.month + 2) // 3
        year -= ahead > 0 and ahead > {Tense.PAST: 0, Tense.UNKNOWN: 1}.get(context.tense(found), 3)
    value = f"{year:04d}-Q{number}"
    if STEPS.get(context.caught(found, "yearstep"), 0) >= 0:
        context.quarter = value
    return Value(Kind.DATE, value, modifier(context, found), not written)


def _half(context: Context, found: Found) -> Value | None:
    number, year = numbers.ordinal(context.caught(found, "half")), _year(context, found)
    if year is None:
        return Value(Kind.DATE, f"XXXX-H{number}")
    return Value(Kind.DATE, f"{year:04d}-H{number}", anchored="year" not in found.parts)


def _this_quarter(context: Context, found: Found) -> Value | None:
    """The quarter that the text is about, else the last that had ended on the anchor, which is
    also the latest that "the latest" can mean."""
    ended = shifted(context.anchor, -1, "Q") if context.anchor else None
    value = context.quarter or ended
    if value and ended and "latest" in found.parts:
        value = min(value, ended)
    if value is None:
        return Value(Kind.DATE, "XXXX-QX")
    return Value(Kind.DATE, value, anchored=context.anchor is not None)


def _quarter_of_year(context: Context, found: Found) -> Value | None:
    """ "the 2018 period": the same quarter of that year."""
    year = numbers.year(context.caught(found, "year"))
    quarter = context.quarter[4:] if context.quarter else ""
    return Value(Kind.DATE, f"{year:04d}{quarter}")


def _compared(context: Context, found: Found) -> Value | None:
    """ "the year-ago quarter", "the same period last year"."""
    anchor = context.anchor
    if "quarterth" in found.parts and anchor:
        number = numbers.ordinal(context.caught(found, "quarterth"))
        return Value(Kind.DATE, f"{anchor.year - 1:04d}-Q{number}", anchored=True)
    if value := year_before(context):
        return Value(Kind.DATE, value, anchored=anchor is not None)
    if anchor is None:
        return Value(Kind.DATE, "PAST_REF")
    quarterly = context.caught(found, "what") == "quarter"
    value = shifted(anchor, -5, "Q") if quarterly else shifted(anchor, -1, "Y")
    return dated(value, anchored=True)


_EDGE = "[edge:early|late|mid -? in?]"
_NTH = "QUARTERTH -? quarter"
_WHOSE = "the|its|their|our"
_SHORT = "short:q1|q2|q3|q4"
RULES: Patterns = (
    (f"{_SHORT} [of? fiscal? YEAR]", _quarter),
    (f"YEAR {_SHORT}", _quarter),
    ("[fiscal|calendar -?] QUARTERTH - quarter", _quarter),
    (f"{_EDGE} [{_WHOSE}] [fiscal|calendar -?] QUARTERTH quarter", _quarter),
    (f"[{_WHOSE}] fiscal - QUARTERTH quarter", _quarter),
    (f"[{_WHOSE}] [fiscal year?] YEAR 's? [fiscal -?] {_NTH}", _quarter),
    (f"[{_WHOSE}] [fiscal -?] {_NTH} of the? [fiscal year?] YEAR", _quarter),
    (f"[the] [fiscal -?] {_NTH} [of] yearstep:STEP fiscal? year", _quarter),
    (f"yearstep:STEP year 's fiscal? {_NTH}", _quarter),
    ("the? half:first|second half of the? [fiscal year?] YEAR", _half),
    ("the? half:first|second half of yearstep:STEP fiscal? year", _half),
    ("the [first|second half of] YEAR quarter|period", _quarter_of_year),
    ("the latest:latest|recent quarter|period", _this_quarter),
    ("the most recent quarter|period", _this_quarter),
    ("the quarter", _this_quarter),
    (f"the? year - ago|earlier [{_NTH} | what:quarter|period]", _compared),
    ("the? year - ago|earlier QUARTERTH quarter", _compared),
    ("the? what:quarter|period a year ago|earlier", _compared),
    (
        "the same|corresponding|comparable|like|equivalent what:quarter|period"
        " [of|in|a] [last year | year ago|earlier]",
        _compared,
    ),
    ("last year 's what:quarter|period", _compared),
)
