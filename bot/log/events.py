"""What a timeline has beyond an answer, as rows of `timelines`, `events` and `activity`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from bot.answer.answer import Excerpt
from bot.answer.event import Activity, Event, Timeline
from bot.log.statements import Rank, Row, Statement, insert_once, select
from bot.text.dates import Granularity

_TIMELINE = ("answer", '"order"', "articles", "activity_unit")
_PLACE = ("answer", "position")
_EVENT = (*_PLACE, "first", "last", "granularity", "ranged", "planned", "inferred")
_ACTIVITY = (*_PLACE, "day", "articles")

_INSERT_TIMELINE = insert_once("timelines", _TIMELINE, ("answer",))
_INSERT_EVENT = insert_once("events", _EVENT, _PLACE)
_INSERT_ACTIVITY = insert_once("activity", _ACTIVITY, _PLACE)

_OF_ONE = "WHERE answer = ? ORDER BY position"
SELECT_TIMELINE = select("timelines", _TIMELINE[1:], "WHERE answer = ?")
SELECT_EVENTS = select("events", _EVENT[2:], _OF_ONE)
SELECT_ACTIVITY = select("activity", _ACTIVITY[2:], _OF_ONE)


def timeline_statements(key: str, timeline: Timeline) -> tuple[Statement, ...]:
    """Beside the statements for the row of `answers` and for the excerpts."""
    row = (key, timeline.topic.order.value, timeline.articles, unit(timeline.activity_unit))
    return (
        Statement(Rank.TIMELINE, _INSERT_TIMELINE, (row,)),
        Statement(
            Rank.EVENT,
            _INSERT_EVENT,
            tuple((key, at, *_event_values(event)) for at, event in enumerate(timeline.events)),
        ),
        Statement(
            Rank.ACTIVITY,
            _INSERT_ACTIVITY,
            tuple(
                (key, at, each.day.isoformat(), each.articles)
                for at, each in enumerate(timeline.activity)
            ),
        ),
    )


def events_from(rows: Iterable[Sequence[Any]], excerpts: Iterable[Excerpt]) -> tuple[Event, ...]:
    """The events of the rows of SELECT_EVENTS, each with the excerpt at its position."""
    return tuple(
        Event(
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            granularity=granularity(name),
            ranged=bool(ranged),
            planned=bool(planned),
            inferred=bool(inferred),
            excerpt=excerpt,
        )
        for (first, last, name, ranged, planned, inferred), excerpt in zip(
            rows, excerpts, strict=True
        )
    )


def activity_from(rows: Iterable[Sequence[Any]]) -> tuple[Activity, ...]:
    return tuple(Activity(date.fromisoformat(day), articles) for day, articles in rows)


def unit(granularity: Granularity) -> str:
    return granularity.name.lower()


def granularity(unit: str) -> Granularity:
    return Granularity[unit.upper()]


def _event_values(event: Event) -> Row:
    return (
        *(event.first.isoformat(), event.last.isoformat(), unit(event.granularity)),
        *(int(event.ranged), int(event.planned), int(event.inferred)),
    )
