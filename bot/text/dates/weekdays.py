"""Weekdays and the days around the anchor: "Friday", "last Friday", "yesterday"."""

from __future__ import annotations

from datetime import date, timedelta

from bot.text.dates.context import Context
from bot.text.dates.edges import modifier
from bot.text.dates.grammar import Found, Patterns, Value, dated
from bot.text.dates.timex import Granularity, Kind, Modifier
from bot.text.dates.words import DAY_PARTS, DAYS_AWAY, STEPS, WEEKDAYS


def named_day(context: Context, found: Found) -> str | None:
    """The value of the weekday, or of "today" and its neighbours, that was caught."""
    if away := context.caught(found, "away"):
        day = days_after(context.anchor, DAYS_AWAY[away])
        unknown = {-1: "PAST_REF", 0: "PRESENT_REF", 1: "FUTURE_REF"}[DAYS_AWAY[away]]
        return day.isoformat() if day else unknown
    name = context.caught(found, "weekday").rstrip(" .")
    if not name:
        return None
    step = context.caught(found, "step")
    if _points_back(context, found):
        later = _counted(context, name, 1)
        return later.isoformat() if later else f"XXXX-WXX-{WEEKDAYS[name] + 1}"
    if step in ("following", "previous") and (counted := _counted(context, name, STEPS[step])):
        return counted.isoformat()
    day = context.weekday(found, WEEKDAYS[name], STEPS[step] if step else None)
    return day.isoformat() if day else f"XXXX-WXX-{WEEKDAYS[name] + 1}"


def _points_back(context: Context, found: Found) -> bool:
    """ "… would rise that Friday.", but not "he said that Friday was fine"."""
    ends = context.reading.lower(found.end)
    return (
        context.reading.lower(found.start - 1) == "that" and not ends[:1].isalnum() and ends != "'s"
    )


def _counted(context: Context, name: str, step: int) -> date | None:
    """ "The following Friday": after the day named last, if one was."""
    if context.latest is None or context.latest.granularity is not Granularity.DAY:
        return None
    away = (WEEKDAYS[name] - context.latest.first.weekday()) % 7
    return days_after(context.latest.first, (away or 7) if step > 0 else away - 7)


def days_after(anchor: date | None, days: int) -> date | None:
    try:
        return None if anchor is None else anchor + timedelta(days=days)
    except OverflowError:
        return None


def _day(context: Context, found: Found) -> Value | None:
    if _short(context, found):
        return None
    value = named_day(context, found)
    part = context.caught(found, "daypart") or context.caught(found, "dayparts")
    if value is None:
        return None
    anchored = context.anchor is not None
    if part and value[0] in "0123456789X":
        return Value(Kind.TIME, value + DAY_PARTS[part], modifier(context, found), anchored)
    return Value(Kind.DATE, value, modifier(context, found), anchored)


def _of_week(context: Context, found: Found) -> Value | None:
    """ "Tuesday of last week", "last week on Monday": that day of the ISO week."""
    name, step = context.caught(found, "weekday").rstrip(" ."), context.caught(found, "weekstep")
    counted = step in ("following", "previous", "preceding", "prior")
    latest = context.latest if counted else None
    base = latest.first if latest and latest.granularity <= Granularity.WEEK else context.anchor
    if base is None:
        return Value(Kind.DATE, f"XXXX-WXX-{WEEKDAYS[name] + 1}")
    day = days_after(base, 7 * STEPS[step] + WEEKDAYS[name] - base.weekday())
    value, part = day.isoformat() if day else None, context.caught(found, "daypart")
    anchored = latest.anchored if latest else True
    if value and part:
        return Value(Kind.TIME, value + DAY_PARTS[part], modifier(context, found), anchored)
    return dated(value, modifier(context, found), anchored)


def _short(context: Context, found: Found) -> bool:
    """ "Sat", "Sun" and the like without a dot are no weekdays on their own."""
    name = context.caught(found, "weekday")
    return bool(name) and not name.endswith((".", "day"))


def _tonight(context: Context, found: Found) -> Value | None:
    day = context.anchor
    value = f"{day.isoformat() if day else 'XXXX-XX-XX'}TNI"
    return Value(Kind.TIME, value, Modifier.NONE, day is not None)


def _part_by_step(context: Context, found: Found) -> Value | None:
    """ "this morning", "last night", "tomorrow night"."""
    step = DAYS_AWAY.get(context.caught(found, "step"), STEPS.get(context.caught(found, "step"), 0))
    day = days_after(context.anchor, step)
    value = (day.isoformat() if day else "XXXX-XX-XX") + DAY_PARTS[context.caught(found, "daypart")]
    return Value(Kind.TIME, value, modifier(context, found), day is not None)


def _every(context: Context, found: Found) -> Value | None:
    name = context.caught(found, "daysplural")[:-1] or context.caught(found, "weekday").rstrip(" .")
    return Value(Kind.SET, f"XXXX-WXX-{WEEKDAYS[name] + 1}")


_EDGE = "edge:early|late|earlier|later"
_WEEKSTEP = "weekstep:last|this|next|past|coming|previous|following|preceding|prior"
_STEP = "step:last|this|next|past|previous|coming|upcoming|following"
RULES: Patterns = (
    (f"[{_EDGE} on?] WEEKDAY [,? in? the? DAYPART]", _day),
    (f"[{_EDGE} on?] WEEKDAY DAYPART? ,? of? the? {_WEEKSTEP} week", _of_week),
    (f"[{_EDGE}] the? {_WEEKSTEP} week ,? on WEEKDAY DAYPART?", _of_week),
    (f"{_STEP} WEEKDAY DAYPART?", _day),
    ("this step:past|coming WEEKDAY DAYPART?", _day),
    (f"the {_STEP} WEEKDAY DAYPART?", _day),
    (f"[{_EDGE} -?] AWAY [,? in? the? DAYPART]", _day),
    ("[edge:early|late|mid -?] daypart:DAYPART AWAY", _day),
    ("DAYSPLURAL", _every),
    ("every|each WEEKDAY", _every),
    ("WEEKDAY dayparts:DAYPARTS", _every),
    (f"[{_EDGE}|mid -?] step:this|last|yesterday|tomorrow DAYPART", _part_by_step),
    ("[late|later -?] tonight", _tonight),
)
