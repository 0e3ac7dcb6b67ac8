"""One topic, one snapshot, one timeline: the whole way from text to events or a refusal."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from itertools import islice

import numpy as np

from bot.answer.answer import Filters, Question
from bot.answer.event import MAX_EVENTS, MIN_EVENTS, Event, Timeline, Topic
from bot.answer.passages import retrieve
from bot.answer.question import understand
from bot.answer.refusal import confidence, signals
from bot.answer.respond import (
    LEAST_HOPE,
    NEAR_MISSES,
    allowed_articles,
    check_question,
    excerpts_of,
)
from bot.answer.sentences import rank_sentences
from bot.answer.spelling import suggestion
from bot.answer.timeline.activity import activity
from bot.answer.timeline.asked import bare
from bot.answer.timeline.candidates import text_of
from bot.answer.timeline.choice import Choice, Chooser, choose
from bot.answer.timeline.happening import to_event
from bot.answer.timeline.relevance import relevance, relevance_around, relevance_of_articles
from bot.answer.timeline.reports import Reports, find_reports
from bot.answer.timeline.slots import find_slots
from bot.answer.weights import Weights
from bot.errors import QuestionError
from bot.search.snapshot import UNDATED, Snapshot
from bot.text.tokens import Tokeniser

LEAST_ABOUT = 0.4
"""Some event's sentence, paragraph or title must hold this share of the topic, else nothing here is
about it; what stands elsewhere in its article counts IN_ARTICLE times."""

IN_ARTICLE = 0.75

EARLIEST, LATEST = date.min.toordinal(), date.max.toordinal()


def tell(snapshot: Snapshot, topic: Topic, weights: Weights) -> Timeline:
    """The events of a topic. Pure but for the clock; safe to call from several threads. Raises
    QuestionError."""
    began = time.perf_counter()
    check_topic(topic)
    tokeniser = Tokeniser()
    query = understand(bare(topic.text), snapshot, tokeniser)
    allowed = allowed_articles(snapshot, Filters(source=topic.filters.source))
    passages = retrieve(snapshot, query, weights.passage, allowed)
    ranked = rank_sentences(snapshot, passages, weights.sentence)
    known = bool(len(ranked.rows))
    sure = confidence(signals(snapshot, passages, ranked), weights.confidence) if known else 0.0
    reports = find_reports(snapshot, query, allowed)
    events = _events(snapshot, reports, topic) if sure >= weights.threshold else ()
    dated = reports.published[reports.published != UNDATED] if events else reports.published[:0]
    bars, unit = activity(dated)
    hint = None
    if sure >= LEAST_HOPE:
        hint = suggestion(topic.text, query.corrected, snapshot, tokeniser)
    misses = () if events else excerpts_of(snapshot, passages, ranked, NEAR_MISSES, tokeniser)
    return Timeline(
        topic=topic,
        answered=bool(events),
        confidence=sure,
        events=events,
        near_misses=misses,
        articles=len(reports.articles) if events else 0,
        activity=bars,
        activity_unit=unit,
        suggestion=hint,
        snapshot=snapshot.number,
        took_ms=(time.perf_counter() - began) * 1000.0,
    )


def compose(
    snapshot: Snapshot, text: str, *, first: date, last: date, days: int, sentences: int
) -> list[tuple[date, tuple[str, ...], float]]:
    """The `days` best single days from `first` to `last` with at most `sentences` sentences each,
    best day first, from the articles published in that time: a timeline as test collections judge
    it. Days and first sentences are chosen as for `tell`; refusals and the order aside."""
    query = understand(text, snapshot, Tokeniser())
    allowed = allowed_articles(snapshot, Filters(since=first, until=last))
    reports = find_reports(snapshot, query, allowed)
    slots = find_slots(snapshot, reports, first.toordinal(), last.toordinal())
    chooser = Chooser(snapshot, reports, slots)
    told = []
    for choice in choose(snapshot, slots, chooser, days, days_only=True):
        more = (other.sentence for other in chooser.sentences(choice.slot))
        others = (sentence for sentence in more if sentence != choice.sentence)
        each = (choice.sentence, *islice(others, sentences - 1))
        day = date.fromordinal(int(slots.first[choice.slot]))
        told.append((day, tuple(text_of(snapshot, sentence) for sentence in each), choice.weight))
    return told


def check_topic(topic: Topic) -> None:
    """Raises QuestionError, with what to do about it, for a topic that cannot be asked."""
    check_question(Question(topic.text, topic.filters))
    if not MIN_EVENTS <= topic.events <= MAX_EVENTS:
        raise QuestionError(f"Please ask for {MIN_EVENTS} to {MAX_EVENTS} events.")


def _events(snapshot: Snapshot, reports: Reports, topic: Topic) -> tuple[Event, ...]:
    since, until = topic.filters.since, topic.filters.until
    slots = find_slots(
        snapshot,
        reports,
        since.toordinal() if since else EARLIEST,
        until.toordinal() if until else LATEST,
    )
    chooser = Chooser(snapshot, reports, slots)
    chosen = choose(snapshot, slots, chooser, topic.events)
    if _about(snapshot, reports, chosen) < LEAST_ABOUT:
        return ()
    greatest = max((choice.weight for choice in chosen), default=1.0)
    events = (to_event(snapshot, slots, choice, greatest) for choice in chosen)
    return tuple(sorted(events, key=lambda event: (event.first, event.last, -event.excerpt.score)))


def _about(snapshot: Snapshot, reports: Reports, chosen: Sequence[Choice]) -> float:
    """The greatest share of the topic that an event has about it, 0 for no events."""
    if not chosen:
        return 0.0
    sentences = np.asarray([choice.sentence for choice in chosen])
    owners = np.asarray([choice.owner for choice in chosen])
    near = relevance(snapshot, reports, sentences)
    near = np.maximum(near, relevance_around(snapshot, reports, sentences, owners))
    whole = IN_ARTICLE * relevance_of_articles(snapshot, reports)[owners]
    return float(np.maximum(near, whole).max())
