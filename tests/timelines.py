"""Timelines to show, log and draw, built by hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.answer.answer import Excerpt
from bot.answer.event import Activity, Event, Timeline, Topic
from bot.articles.article import Span
from bot.text.dates import Granularity
from tests.corpora import document


def event(
    first: str, text: str, *, last: str | None = None, highlight: str = "", **fields: Any
) -> Event:
    """An event on `first` (ISO 8601) quoted as `text` from an article of its own; `highlight` is
    the part of the text that names the date. Fields of Event and of Excerpt may be given."""
    begin = date.fromisoformat(first)
    end = date.fromisoformat(last) if last else begin
    paper = document(
        text,
        path=fields.pop("path", f"{first}.md"),
        title=fields.pop("title", f"News of {first}"),
        source=fields.pop("source", "Quay Post"),
        day=fields.pop("published", begin + timedelta(days=1)),
    )
    at = text.find(highlight) if highlight else 0
    excerpt = Excerpt(
        article=fields.pop("article", paper.article),
        paragraph=1,
        span=Span(0, len(text)),
        quote=text,
        highlight=Span(at, at + len(highlight)),
        score=fields.pop("score", 1.0),
        also_in=fields.pop("also_in", ()),
    )
    made = Event(begin, end, Granularity.DAY, last is not None, False, False, excerpt)
    return replace(made, **fields)


def timeline(
    events: Iterable[Event] = (), *, topic: str = "harbour cranes", **fields: Any
) -> Timeline:
    """An answered timeline of these events, or a refusal when there are none."""
    kept = tuple(sorted(events, key=lambda each: each.first))
    days = [each.excerpt.article.date for each in kept if each.excerpt.article.date]
    made = Timeline(
        topic=Topic(topic),
        answered=bool(kept),
        confidence=0.9 if kept else 0.1,
        events=kept,
        near_misses=(),
        articles=len(kept),
        activity=_weeks(days),
        activity_unit=Granularity.WEEK,
        suggestion=None,
        snapshot=1,
        took_ms=5.0,
    )
    return replace(made, **fields)


def _weeks(days: list[date]) -> tuple[Activity, ...]:
    if not days:
        return ()
    mondays = [day - timedelta(days=day.weekday()) for day in days]
    weeks = (max(mondays) - min(mondays)).days // 7
    each = [min(mondays) + timedelta(weeks=number) for number in range(weeks + 1)]
    return tuple(Activity(monday, mondays.count(monday)) for monday in each)
