"""A topic and what the desk gives for it: dated events, each in the words of its source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from bot.answer.answer import Excerpt, Filters, article_to_json
from bot.text.dates import Granularity

MIN_EVENTS = 3
MAX_EVENTS = 40
DEFAULT_EVENTS = 10


class Order(StrEnum):
    """How faces list the events; a Timeline itself is always in date order."""

    OLDEST = "oldest"
    NEWEST = "newest"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a timeline is asked for. `since` and `until` of the filters bound the days on which
    events begin, not the articles' dates; `events` is the greatest number of events, MIN_EVENTS to
    MAX_EVENTS."""

    text: str
    filters: Filters = field(default_factory=Filters)
    events: int = DEFAULT_EVENTS
    order: Order = Order.OLDEST


@dataclass(frozen=True, slots=True)
class Event:
    """`first` and `last` are the days the event covers, inclusive: equal for a single day, the
    whole unit for a week, month, quarter or year, the whole span for a range (`ranged`).

    `planned` means that the source reports it as still to come, and no later article of the corpus
    reports that it happened. `inferred` means that the date rests on a publication date that was
    inferred. `excerpt.highlight` is the span of the date within the quote, empty where the quote
    names none and the date is that of its article.
    """

    first: date
    last: date
    granularity: Granularity
    ranged: bool
    planned: bool
    inferred: bool
    excerpt: Excerpt

    @property
    def end(self) -> date | None:
        """The last day where `first` and the granularity do not tell it: of ranges, and of spans
        that are no whole unit (a weekend, a decade)."""
        return None if self.last == unit_end(self.first, self.granularity) else self.last


def unit_end(first: date, granularity: Granularity) -> date:
    """The last day of the unit that begins on `first`."""
    match granularity:
        case Granularity.DAY:
            return first
        case Granularity.WEEK:
            return first + timedelta(days=min(6, date.max.toordinal() - first.toordinal()))
    months = {Granularity.MONTH: 1, Granularity.QUARTER: 3, Granularity.YEAR: 12}[granularity]
    years, month = divmod(first.month - 1 + months, 12)
    if first.year + years > date.max.year:
        return date.max
    return date(first.year + years, month + 1, 1) + timedelta(days=first.day - 2)


@dataclass(frozen=True, slots=True)
class Activity:
    """How many articles of the topic were published in the week, month or year from `day` on."""

    day: date
    articles: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """`events` in date order when `answered`; otherwise empty, and `near_misses` holds what came
    closest. `activity` covers every week (or month or year, as `activity_unit` says) from the first
    to the last article of the topic, those without articles too. `confidence`, `suggestion`,
    `snapshot` and `took_ms` are as in an Answer.
    """

    topic: Topic
    answered: bool
    confidence: float
    events: tuple[Event, ...]
    near_misses: tuple[Excerpt, ...]
    articles: int
    activity: tuple[Activity, ...]
    activity_unit: Granularity
    suggestion: str | None
    snapshot: int
    took_ms: float

    @property
    def listed(self) -> tuple[Event, ...]:
        """The events in the order asked for; by weight means best first."""
        match self.topic.order:
            case Order.OLDEST:
                return self.events
            case Order.NEWEST:
                return self.events[::-1]
            case Order.WEIGHT:
                return tuple(sorted(self.events, key=lambda event: -event.excerpt.score))


def timeline_to_json(timeline: Timeline) -> dict[str, Any]:
    """The stable shape that the terminal prints."""
    return {
        "topic": timeline.topic.text,
        "answered": timeline.answered,
        "events": [event_to_json(event) for event in timeline.events],
        "took_ms": round(timeline.took_ms, 3),
    }


def event_to_json(event: Event) -> dict[str, Any]:
    """One of a timeline's events; `end` is null where date and granularity say it all."""
    excerpt = event.excerpt
    return {
        "date": event.first.isoformat(),
        "end": event.end.isoformat() if event.end else None,
        "granularity": event.granularity.name.lower(),
        "planned": event.planned,
        "inferred": event.inferred,
        "quote": excerpt.quote,
        "span": list(excerpt.span),
        "paragraph": excerpt.paragraph,
        "article": article_to_json(excerpt.article),
        "also_in": list(excerpt.also_in),
        "score": round(excerpt.score, 4),
    }
