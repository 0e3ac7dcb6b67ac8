"""Lengths of time and how often something recurs: "two years", "the past week", "every day"."""

from __future__ import annotations

from bot.text.dates import numbers
from bot.text.dates.context import Context
from bot.text.dates.grammar import Found, Patterns, Value
from bot.text.dates.relative import unit_of
from bot.text.dates.timex import Kind, Modifier
from bot.text.dates.words import DAY_PARTS, MONTHS

_ADVERBS = {
    "daily": "P1D",
    "nightly": "P1D",
    "weekly": "P1W",
    "monthly": "P1M",
    "quarterly": "P1Q",
    "yearly": "P1Y",
    "annually": "P1Y",
    "hourly": "PT1H",
}
_RATED = frozenset(
    "% percent million billion trillion times once twice dollars cents share shares each".split()
)
_TAKES_A_LENGTH = frozenset("for in within over after of follows following took takes take".split())
_YEARS = {"DE": 10, "CE": 100}


def length(amount: float | None, unit: str) -> str:
    """As TIMEX3 writes it; X for an amount that is not known, decades and centuries as years."""
    if amount is not None and unit in _YEARS:
        amount, unit = amount * _YEARS[unit], "Y"
    if amount is not None and unit == "Q":
        amount, unit = amount * 3, "M"
    written = "X" if amount is None else f"{amount:.15g}"
    return f"PT{written}{unit[1:]}" if unit[0] == "T" else f"P{written}{unit}"


_UNIT_PARTS = ("anyunit", "units", "unit")


def _length(context: Context, found: Found) -> Value | None:
    word = next(filter(None, (context.caught(found, part) for part in _UNIT_PARTS)))
    unit = unit_of(word)
    mod = Modifier.APPROX if "approx" in found.parts else Modifier.NONE
    reading = context.reading
    if reading.lower(found.start - 1) in ("$", "£", "€", "#"):
        return None
    if "vague" in found.parts:
        return Value(Kind.DURATION, length(None, unit), mod)
    written = context.caught(found, "count")
    if word == "quarter" or (word == "quarters" and reading.lower(found.start + 1) == "-"):
        return None
    if word == "second" and not written:
        return None
    amount = numbers.count(written) if written else 2 if "couple" in found.parts else 1
    if amount is None or _aged(context, found):
        return None
    return Value(Kind.DURATION, length(amount + (0.5 if "half" in found.parts else 0), unit), mod)


def _aged(context: Context, found: Found) -> bool:
    """ "a 61-year-old", "61 years of age"."""
    words = [context.reading.lower(found.end + ahead) for ahead in range(2)]
    return words[0] == "old" or words == ["-", "old"] or words == ["of", "age"]


def _one(context: Context, found: Found) -> Value | None:
    """ "a year": a rate after a number or a noun of money, else a length."""
    unit = unit_of(context.caught(found, "unit"))
    before = context.reading.lower(found.start - 1)
    if context.caught(found, "unit") in ("second", "quarter"):
        return None
    if before in _RATED or before.replace(",", "").replace(".", "").isdigit():
        return Value(Kind.SET, length(1, unit))
    return Value(Kind.DURATION, length(1, unit))


def _bare(context: Context, found: Found) -> Value | None:
    """Plural units without a number, where a length of time is meant: "for years"."""
    reading, unit = context.reading, unit_of(context.caught(found, "units"))
    if reading.lower(found.start - 1) not in _TAKES_A_LENGTH or unit == "TS":
        return None
    return Value(Kind.DURATION, length(None, unit))


def _some(context: Context, found: Found) -> Value | None:
    return Value(Kind.DURATION, length(None, unit_of(context.caught(found, "units"))))


def _part(context: Context, found: Found) -> Value | None:
    """ "half an hour", "a quarter-century"."""
    unit = unit_of(context.caught(found, "unit"))
    part = 0.5 if context.caught(found, "part") == "half" else 0.25
    if unit in ("TH", "Y"):
        finer, many = ("TM", 60) if unit == "TH" else ("M", 12)
        return Value(Kind.DURATION, length(part * many, finer))
    return Value(Kind.DURATION, length(part, unit))


def _unmeasured(context: Context, found: Found) -> Value | None:
    return Value(Kind.DURATION, "PXX")


def _every_month(context: Context, found: Found) -> Value | None:
    return Value(Kind.SET, f"XXXX-{MONTHS[context.caught(found, 'month').rstrip(' .')]:02d}")


def _every(context: Context, found: Found) -> Value | None:
    if part := context.caught(found, "daypart"):
        return Value(Kind.SET, f"XXXX-XX-XX{DAY_PARTS[part]}")
    amount = numbers.count(context.caught(found, "count")) if "count" in found.parts else 1
    return Value(Kind.SET, length(amount, unit_of(context.caught(found, "anyunit"))))


def _adverb(context: Context, found: Found) -> Value | None:
    return Value(Kind.SET, _ADVERBS[context.reading.lower(found.start)])


_APPROX = (
    "[approx:about|around|nearly|almost|some|roughly|approximately|just|barely|only"
    " | more|less|fewer|longer than | no more than | at least | up to | as many|long as]"
)
_STEP = "the? last|past|next|first|coming|previous|recent|final|following|preceding|latest|another"
_EXTRA = "full|straight|consecutive|more|additional|trading|working|business"
_HALF = "half:and a half"
RULES: Patterns = (
    (f"{_APPROX} COUNT {_EXTRA}? UNITS", _length),
    (f"{_APPROX} COUNT {_HALF} UNITS", _length),
    (f"{_APPROX} COUNT -? to|or|and -? upper:COUNT -? UNITS", _length),
    (f"{_APPROX} COUNT UNITS or so", _length),
    ("COUNT - upper:COUNT UNITS", _length),
    ("COUNT -? UNIT", _length),
    ("a COUNT -? UNIT period|span|stretch", _length),
    (f"{_APPROX} a|an count:MULTIPLE UNITS", _length),
    (f"{_APPROX} a|an? vague:VAGUE more? UNITS", _length),
    (f"{_APPROX} a couple:couple of? UNITS", _length),
    (f"{_STEP} COUNT {_EXTRA}? -? ANYUNIT [or so]", _length),
    (f"{_STEP} COUNT to|or upper:COUNT UNITS", _length),
    (f"{_STEP} a? vague:VAGUE|couple of? UNITS", _length),
    ("the|these|those COUNT UNITS", _length),
    ("a|an UNIT [or so]", _one),
    (f"{_APPROX} a|an UNIT", _length),
    (f"{_APPROX} part:half a|an UNIT", _part),
    ("part:half|quarter - UNIT", _part),
    ("a|an UNIT or two|more", _one),
    ("UNITS", _bare),
    ("the last|next|following|preceding UNITS", _some),
    ("a while", _unmeasured),
    ("some time", _unmeasured),
    ("every|each|per COUNT? ANYUNIT", _every),
    ("every|each DAYPART", _every),
    ("every|each MONTH", _every_month),
    ("daily|nightly|weekly|monthly|yearly|annually|hourly", _adverb),
)
