"""Times of day: "9 a.m. Friday", "noon", "14:30 GMT"."""

from __future__ import annotations

from bot.text.dates.context import Context
from bot.text.dates.explicit import named_date
from bot.text.dates.grammar import Found, Patterns, Value
from bot.text.dates.timex import Granularity, Kind, Modifier
from bot.text.dates.weekdays import named_day


def _time(context: Context, found: Found) -> Value | None:
    clock = _clock(context, found)
    if clock is None:
        return None
    if "month" in found.parts:
        named = named_date(context, found)
        return named and named._replace(kind=Kind.TIME, value=f"{named.value}T{clock}")
    if ("weekday" in found.parts or "away" in found.parts) and (day := named_day(context, found)):
        if day.endswith("REF"):
            day = "XXXX-XX-XX"
        return Value(Kind.TIME, f"{day}T{clock}", Modifier.NONE, context.anchor is not None)
    if (latest := context.latest) and latest.granularity is Granularity.DAY:
        return Value(Kind.TIME, f"{latest.first}T{clock}", anchored=latest.anchored)
    if context.anchor is None:
        return Value(Kind.TIME, f"XXXX-XX-XXT{clock}")
    return Value(Kind.TIME, f"{context.anchor.isoformat()}T{clock}", Modifier.NONE, anchored=True)


def _clock(context: Context, found: Found) -> str | None:
    named = context.caught(found, "named")
    if named:
        return "12:00" if named == "noon" else "24:00"
    half = context.caught(found, "halfday").replace(".", "").replace(" ", "")
    written = context.caught(found, "written")
    if joined := context.caught(found, "clockword"):
        written, half = joined[:-2], joined[-2:]
    if hours := context.caught(found, "hhmm"):
        written = f"{hours[:2]}:{hours[2:]}"
    hour, _, minute = written.replace(".", ":").partition(":")
    number = int(hour)
    if number > 24 or (minute and int(minute) > 59):
        return None
    if half:
        if not 1 <= number <= 12:
            return None
        number = number % 12 + (12 if half == "pm" else 0)
    return f"{number:02d}:{minute or '00'}"


_HALFDAY = "halfday:am|pm|a.m.|p.m.|a.m|p.m"
_ZONE = (
    "[gmt|utc|est|edt|et|cst|cdt|ct|mst|mdt|mt|pst|pdt|pt|bst|cet|cest|eastern|central|pacific"
    " | local time | eastern|central|pacific|mountain|standard|daylight time]"
)
_AT = f"( written:HOURNUM|CLOCK {_HALFDAY} | CLOCKWORD | named:noon|midnight )"
RULES: Patterns = (
    (f"{_AT} {_ZONE} ,? on? [WEEKDAY ,?] MONTH DAYNUM [,? YEAR]", _time),
    (f"{_AT} {_ZONE} ,? on? WEEKDAY", _time),
    (f"{_AT} {_ZONE} ,? AWAY", _time),
    (f"WEEKDAY ,? at? {_AT} {_ZONE}", _time),
    (f"AWAY ,? at? {_AT} {_ZONE}", _time),
    (f"{_AT} {_ZONE}", _time),
    ("written:CLOCK gmt|utc|est|edt|bst|hours", _time),
    ("written:CLOCK local time", _time),
    ("HHMM gmt|utc|hours", _time),
    ("HHMM gmt|utc ,? on? WEEKDAY", _time),
    ("written:CLOCK gmt|utc ,? on? WEEKDAY", _time),
)
