"""The bars behind the axis: how many articles of the topic appeared in each week, month or year."""

from __future__ import annotations

from bot.answer.chart.scale import Scale
from bot.answer.event import Activity, Timeline, unit_end
from bot.text.dates import Granularity

MIN_BARS = 4
"""Fewer in view do not tell anything."""


def bars(timeline: Timeline, across: Scale) -> list[tuple[float, float, float]]:
    """Left, right and height, the height as a share of the highest bar in or out of view; empty
    when there are fewer than MIN_BARS."""
    filled = [each for each in timeline.activity if each.articles > 0]
    most = max((each.articles for each in filled), default=1)
    found = [
        (left, right, each.articles / most)
        for each in filled
        for left, right in across.shown(*covered(each, timeline.activity_unit))
        if right > left
    ]
    return found if len(found) >= MIN_BARS else []


def covered(each: Activity, unit: Granularity) -> tuple[float, float]:
    """The days [first, last), as ordinals, that a bar stands on."""
    return float(each.day.toordinal()), unit_end(each.day, unit).toordinal() + 1.0


def key(timeline: Timeline) -> str:
    """What the bars mean, for a timeline that has some. Raises ValueError for a unit that no
    activity is counted by."""
    most = max(each.articles for each in timeline.activity)
    return f"Bars: articles per {_name(timeline.activity_unit)} (most: {most:,})"


def _name(unit: Granularity) -> str:
    match unit:
        case Granularity.WEEK | Granularity.MONTH | Granularity.YEAR:
            return unit.name.lower()
        case Granularity.DAY | Granularity.QUARTER:
            raise ValueError(f"articles are not counted by {unit.name.lower()}")
