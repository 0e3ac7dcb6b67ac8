"""Logged answers and timelines for the tests: one by number, or any at all."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from bot.answer.answer import Answer, Excerpt, Filters, Question
from bot.answer.event import MAX_EVENTS, MIN_EVENTS, Activity, Event, Order, Timeline, Topic
from bot.articles.article import FIELDS, Article, Provenance, Span
from bot.log.entries import Asker, Logged, LoggedAnswer, LoggedTimeline
from bot.text.dates import Granularity

ASKER = Asker("discord", user_id=7, guild_id=8, channel_id=9, private=True)


def entry(number: int) -> LoggedAnswer:
    """An answer with two excerpts and a near miss, different for each number."""
    return LoggedAnswer(
        key=f"{number:016d}",
        asked_at=1_700_000_000.25 + number,
        asker=ASKER,
        answer=Answer(
            question=Question(f"What does river gauge {number} say?", Filters("The Ferry Post")),
            answered=True,
            confidence=0.75,
            excerpts=(excerpt(number, 1), excerpt(number, 2)),
            near_misses=(excerpt(number, 5),),
            suggestion=None,
            snapshot=3,
            took_ms=1.5,
        ),
    )


def excerpt(number: int, paragraph: int) -> Excerpt:
    article = Article(
        id=f"a{number}",
        path=f"river/{number}.md",
        digest="0f" * 32,
        title=f"Gauge {number} “rises”",
        source="The Ferry Post",
        authors=("Ada Quill", "Bo Reed"),
        date=date(2021, 3, 4),
        url=None,
        provenance=dict.fromkeys(FIELDS, Provenance.DECLARED),
        warnings=("Sample.",),
    )
    quote = f"The gauge stood at {number} centimetres."
    return Excerpt(
        article, paragraph, Span(10, 10 + len(quote)), quote, Span(0, 9), 2.5, ("b1",), ("Old.",)
    )


def timeline_entry(number: int) -> LoggedTimeline:
    """A timeline of two events with a near miss, different for each number."""
    week = (date(2021, 3, 1), date(2021, 3, 7))
    return LoggedTimeline(
        key=f"t{number:015d}",
        asked_at=1_700_000_000.25 + number,
        asker=ASKER,
        timeline=Timeline(
            topic=Topic(f"river gauge {number}", Filters("The Ferry Post"), 5, Order.NEWEST),
            answered=True,
            confidence=0.75,
            events=(
                Event(*week, Granularity.WEEK, False, True, False, excerpt(number, 1)),
                Event(*week, Granularity.DAY, True, False, True, excerpt(number, 2)),
            ),
            near_misses=(excerpt(number, 5),),
            articles=7,
            activity=(Activity(date(2021, 3, 1), 4), Activity(date(2021, 3, 8), 3)),
            activity_unit=Granularity.WEEK,
            suggestion=None,
            snapshot=3,
            took_ms=1.5,
        ),
    )


def any_entry(number: int) -> Logged:
    """Answers and timelines by turns."""
    return timeline_entry(number) if number % 2 else entry(number)


texts = st.text(max_size=30)
days = st.none() | st.dates()
ids = st.none() | st.integers(0, 2**63 - 1)
counts = st.integers(0, 2**40)
numbers = st.floats(allow_nan=False)
spans = st.builds(Span, counts, counts)
articles = st.builds(
    Article,
    id=texts,
    path=texts,
    digest=texts,
    title=st.none() | texts,
    source=st.none() | texts,
    authors=st.lists(texts, max_size=3).map(tuple),
    date=days,
    url=st.none() | texts,
    provenance=st.fixed_dictionaries({name: st.sampled_from(Provenance) for name in FIELDS}),
    warnings=st.lists(texts, max_size=2).map(tuple),
    earliest=days,
    latest=days,
)
excerpts = st.builds(
    Excerpt,
    article=articles,
    paragraph=counts,
    span=spans,
    quote=texts,
    highlight=spans,
    score=numbers,
    also_in=st.lists(texts, max_size=3).map(tuple),
    warnings=st.lists(texts, max_size=2).map(tuple),
    cut_before=st.booleans(),
    cut_after=st.booleans(),
)
filters = st.builds(Filters, st.none() | texts, days, days)
units = st.sampled_from(Granularity)
keys = st.text("abcdefXYZ-_019", min_size=16, max_size=16)
askers = st.builds(Asker, texts, ids, ids, ids, st.booleans())
answers = st.builds(
    LoggedAnswer,
    key=keys,
    asked_at=numbers,
    asker=askers,
    answer=st.builds(
        Answer,
        question=st.builds(Question, texts, filters, st.integers(1, 30)),
        answered=st.booleans(),
        confidence=numbers,
        excerpts=st.lists(excerpts, max_size=3).map(tuple),
        near_misses=st.lists(excerpts, max_size=3).map(tuple),
        suggestion=st.none() | texts,
        snapshot=counts,
        took_ms=numbers,
    ),
)
events = st.builds(
    Event,
    first=st.dates(),
    last=st.dates(),
    granularity=units,
    ranged=st.booleans(),
    planned=st.booleans(),
    inferred=st.booleans(),
    excerpt=excerpts,
)
timelines = st.builds(
    LoggedTimeline,
    key=keys,
    asked_at=numbers,
    asker=askers,
    timeline=st.builds(
        Timeline,
        topic=st.builds(
            Topic, texts, filters, st.integers(MIN_EVENTS, MAX_EVENTS), st.sampled_from(Order)
        ),
        answered=st.booleans(),
        confidence=numbers,
        events=st.lists(events, max_size=3).map(tuple),
        near_misses=st.lists(excerpts, max_size=3).map(tuple),
        articles=counts,
        activity=st.lists(st.builds(Activity, st.dates(), counts), max_size=4).map(tuple),
        activity_unit=units,
        suggestion=st.none() | texts,
        snapshot=counts,
        took_ms=numbers,
    ),
)
entries = answers | timelines
