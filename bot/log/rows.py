"""Logged values as rows of the tables, and back; pure, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from bot.answer.answer import Answer, Filters, Question
from bot.answer.event import Order, Timeline, Topic
from bot.log.entries import Asker, Ended, Logged, LoggedAnswer, LoggedTimeline
from bot.log.events import activity_from, events_from, granularity, timeline_statements
from bot.log.excerpts import excerpts_from, excerpts_statement
from bot.log.statements import (
    Rank,
    Row,
    Statement,
    day,
    insert,
    insert_once,
    iso,
    kept,
    select,
)

_ASKER = ("face", "user_id", "guild_id", "channel_id", "private")
_ANSWER = (
    *("key", "asked_at", *_ASKER, "question", "source", "since", "until", '"limit"'),
    *("snapshot", "answered", "confidence", "suggestion", "took_ms"),
)
_FAILURE = ("asked_at", *_ASKER, "question", "kind", "detail", "what", "reference")

_INSERT_ANSWER = insert_once("answers", _ANSWER, ("key",))
_INSERT_VOTE = insert(
    "votes",
    ("answer", "user_id", "helpful", "voted_at"),
    "ON CONFLICT (answer, user_id) DO UPDATE"
    " SET helpful = excluded.helpful, voted_at = excluded.voted_at",
)
_DELETE_VOTE = "DELETE FROM votes WHERE answer = ? AND user_id = ?"
_INSERT_FAILURE = insert("failures", _FAILURE)

SELECT_ANSWER = select("answers", _ANSWER, "WHERE key = ?")


class TimelineRows(NamedTuple):
    """What SELECT_TIMELINE, SELECT_EVENTS and SELECT_ACTIVITY give for one timeline."""

    timeline: Sequence[Any]
    events: Iterable[Sequence[Any]]
    activity: Iterable[Sequence[Any]]


def entry_statements(entry: Logged) -> tuple[Statement, ...]:
    """What keeps an answer or a timeline; run again, they change nothing."""
    if isinstance(entry, LoggedAnswer):
        answer = entry.answer
        question = answer.question
        row = _answer_row(entry, answer, question.text, question.filters, question.limit)
        excerpts = excerpts_statement(entry.key, answer.excerpts, answer.near_misses)
        return (Statement(Rank.ANSWER, _INSERT_ANSWER, (row,)), excerpts)
    timeline = entry.timeline
    topic = timeline.topic
    row = _answer_row(entry, timeline, topic.text, topic.filters, topic.events)
    quoted = [event.excerpt for event in timeline.events]
    return (
        Statement(Rank.ANSWER, _INSERT_ANSWER, (row,)),
        excerpts_statement(entry.key, quoted, timeline.near_misses),
        *timeline_statements(entry.key, timeline),
    )


def vote_statement(key: str, user_id: int, helpful: bool | None, at: float) -> Statement:
    if helpful is None:
        return Statement(Rank.VOTE, _DELETE_VOTE, ((key, user_id),))
    return Statement(Rank.VOTE, _INSERT_VOTE, ((key, user_id, int(helpful), at),))


def failure_statement(
    asker: Asker, question: str, kind: str, detail: str, ended: Ended, at: float
) -> Statement:
    row = (at, *_asker_values(asker), question, kind, detail, ended.what.value, ended.reference)
    return Statement(Rank.FAILURE, _INSERT_FAILURE, (kept(row),))


def entry_from(
    row: Sequence[Any], excerpts: Iterable[Sequence[Any]], rows: TimelineRows | None
) -> Logged:
    """Rebuild what was recorded from a row of SELECT_ANSWER, the rows of SELECT_EXCERPTS and, of a
    timeline, its own rows."""
    (key, asked_at, face, user_id, guild_id, channel_id, private) = row[:7]
    (text, source, since, until, limit) = row[7:12]
    (snapshot, answered, confidence, suggestion, took_ms) = row[12:]
    asker = Asker(face, user_id, guild_id, channel_id, bool(private))
    filters = Filters(source, day(since), day(until))
    given, near_misses = excerpts_from(excerpts)
    if rows is None:
        answer = Answer(
            question=Question(text, filters, limit),
            answered=bool(answered),
            confidence=confidence,
            excerpts=given,
            near_misses=near_misses,
            suggestion=suggestion,
            snapshot=snapshot,
            took_ms=took_ms,
        )
        return LoggedAnswer(key, asked_at, asker, answer)
    (order, articles, activity_unit) = rows.timeline
    timeline = Timeline(
        topic=Topic(text, filters, limit, Order(order)),
        answered=bool(answered),
        confidence=confidence,
        events=events_from(rows.events, given),
        near_misses=near_misses,
        articles=articles,
        activity=activity_from(rows.activity),
        activity_unit=granularity(activity_unit),
        suggestion=suggestion,
        snapshot=snapshot,
        took_ms=took_ms,
    )
    return LoggedTimeline(key, asked_at, asker, timeline)


def _answer_row(
    entry: Logged, given: Answer | Timeline, text: str, filters: Filters, limit: int
) -> Row:
    return kept(
        (
            *(entry.key, entry.asked_at, *_asker_values(entry.asker)),
            *(text, filters.source, iso(filters.since), iso(filters.until)),
            *(limit, given.snapshot, int(given.answered), given.confidence),
            *(given.suggestion, given.took_ms),
        )
    )


def _asker_values(asker: Asker) -> Row:
    return (asker.face, asker.user_id, asker.guild_id, asker.channel_id, int(asker.private))
