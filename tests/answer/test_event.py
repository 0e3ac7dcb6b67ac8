"""A timeline's lists and its JSON, which others read from now on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.answer.answer import article_to_json
from bot.answer.event import (
    DEFAULT_EVENTS,
    MAX_EVENTS,
    MIN_EVENTS,
    Event,
    Order,
    Timeline,
    Topic,
    event_to_json,
    timeline_to_json,
)
from bot.text.dates import Granularity
from tests.timelines import event, timeline

TALKS = event(
    "2018-08-22",
    "They will meet on Aug. 22 and Aug. 23.",
    last="2018-08-23",
    highlight="Aug. 22 and Aug. 23",
    planned=True,
    inferred=True,
    score=0.5,
    also_in=("abc", "def"),
)
FELL = event("2018-09-01", "The crane fell on Sept. 1.", highlight="Sept. 1", score=1.0)
RAISED = event("2018-09-03", "It was raised on Sept. 3.", score=0.25)


def listed(made: Timeline, order: Order) -> list[Event]:
    return list(replace(made, topic=replace(made.topic, order=order)).listed)


def test_a_topic_asks_for_ten_events_oldest_first_unless_told_otherwise() -> None:
    topic = Topic("cranes")
    assert (topic.events, topic.order) == (DEFAULT_EVENTS, Order.OLDEST)
    assert (MIN_EVENTS, DEFAULT_EVENTS, MAX_EVENTS) == (3, 10, 40)


def test_the_events_are_listed_in_the_order_asked_for() -> None:
    made = timeline([RAISED, TALKS, FELL])
    assert listed(made, Order.OLDEST) == [TALKS, FELL, RAISED]
    assert listed(made, Order.NEWEST) == [RAISED, FELL, TALKS]
    assert listed(made, Order.WEIGHT) == [FELL, TALKS, RAISED]


def test_events_of_one_weight_are_listed_oldest_first() -> None:
    made = timeline([event(f"2018-09-0{day}", "A crane fell.") for day in (3, 1, 2)])
    assert listed(made, Order.WEIGHT) == list(made.events)


def test_the_shape_of_a_timeline() -> None:
    made = timeline([TALKS, FELL], topic="crane talks", took_ms=12.34567)
    shape = timeline_to_json(made)
    assert list(shape) == ["topic", "answered", "events", "took_ms"]
    assert shape["topic"] == "crane talks"
    assert shape["answered"] is True
    assert shape["events"] == [event_to_json(TALKS), event_to_json(FELL)]
    assert shape["took_ms"] == 12.346
    assert json.loads(json.dumps(shape)) == shape


def test_the_shape_of_a_refusal() -> None:
    shape = timeline_to_json(timeline(topic="zeppelins"))
    assert (shape["topic"], shape["answered"], shape["events"]) == ("zeppelins", False, [])
    assert isinstance(shape["took_ms"], float)


def test_the_shape_of_an_event() -> None:
    shape = event_to_json(TALKS)
    expected: dict[str, Any] = {
        "date": "2018-08-22",
        "end": "2018-08-23",
        "granularity": "day",
        "planned": True,
        "inferred": True,
        "quote": "They will meet on Aug. 22 and Aug. 23.",
        "span": [0, 38],
        "paragraph": 1,
        "article": article_to_json(TALKS.excerpt.article),
        "also_in": ["abc", "def"],
        "score": 0.5,
    }
    assert shape == expected
    assert list(shape) == list(expected)
    assert list(shape["article"]) == [
        "id", "path", "title", "source", "authors", "date", "date_from", "url",
    ]  # fmt: skip
    assert json.loads(json.dumps(shape)) == shape


WHOLE = (
    ("2018-08-22", Granularity.DAY, "2018-08-22"),
    ("2018-08-20", Granularity.WEEK, "2018-08-26"),
    ("2018-02-01", Granularity.MONTH, "2018-02-28"),
    ("2020-02-01", Granularity.MONTH, "2020-02-29"),
    ("2018-12-01", Granularity.MONTH, "2018-12-31"),
    ("2018-07-01", Granularity.QUARTER, "2018-09-30"),
    ("2018-12-01", Granularity.QUARTER, "2019-02-28"),
    ("2018-01-01", Granularity.YEAR, "2018-12-31"),
    ("9999-01-01", Granularity.YEAR, "9999-12-31"),
    ("9999-12-01", Granularity.QUARTER, "9999-12-31"),
    ("9999-12-27", Granularity.WEEK, "9999-12-31"),
)


@pytest.mark.parametrize(("first", "unit", "last"), WHOLE)
def test_a_whole_unit_needs_no_end(first: str, unit: Granularity, last: str) -> None:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    made = replace(FELL, granularity=unit, first=begin, last=end)
    assert event_to_json(made)["end"] is None
    assert event_to_json(made)["granularity"] == unit.name.lower()


@pytest.mark.parametrize("unit", Granularity)
def test_a_range_and_a_part_of_a_unit_have_an_end(unit: Granularity) -> None:
    made = replace(FELL, granularity=unit, last=FELL.first + timedelta(days=1), ranged=True)
    assert event_to_json(made)["end"] == made.last.isoformat()
    weekend = replace(made, granularity=Granularity.WEEK, ranged=False)
    assert event_to_json(weekend)["end"] == made.last.isoformat()


def test_the_words_for_granularities() -> None:
    words = [event_to_json(replace(FELL, granularity=unit))["granularity"] for unit in Granularity]
    assert words == ["day", "week", "month", "quarter", "year"]


def test_scores_are_rounded() -> None:
    made = event("2018-09-01", "The crane fell.", score=1 / 3)
    assert event_to_json(made)["score"] == 0.3333
