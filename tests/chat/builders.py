"""Values for card tests: articles, excerpts and answers, plain or hostile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from discord import ui
from hypothesis import strategies as st

from bot.answer.answer import Answer, Excerpt, Filters, Question
from bot.answer.event import Event, Order, Timeline, Topic
from bot.articles.article import FIELDS, Article, Provenance, Span
from bot.chat.lines import units
from bot.chat.parts import TEXT_UNITS, Coverage
from bot.log.entries import Asker, LoggedAnswer, LoggedTimeline
from bot.text.dates import Granularity
from tests.timelines import timeline

MAX_CUSTOM_ID_CHARS = 100
KEY = "Abcdefgh_1234-xy"
COVERED = Coverage(24, ("Harbour Ledger", "Quay Post"), date(2018, 1, 3), date(2023, 11, 5))


def article(**changes: Any) -> Article:
    values: dict[str, Any] = {
        "id": "a1",
        "path": "harbour/cranes.md",
        "digest": "0" * 64,
        "title": "New cranes for the harbour",
        "source": "Harbour Ledger",
        "authors": ("Ida Blom",),
        "date": date(2018, 8, 17),
        "url": "https://ledger.example/cranes",
        "provenance": dict.fromkeys(FIELDS, Provenance.DECLARED),
        "warnings": (),
    }
    return Article(**(values | changes))


def excerpt(quote: str, lit: str | None = None, **changes: Any) -> Excerpt:
    """An excerpt whose highlight is the text `lit`, or all of the quote."""
    start = quote.index(lit) if lit is not None else 0
    end = start + len(lit) if lit is not None else len(quote)
    values: dict[str, Any] = {
        "article": article(),
        "paragraph": 3,
        "span": Span(100, 100 + len(quote)),
        "quote": quote,
        "highlight": Span(start, end),
        "score": 1.0,
    }
    return Excerpt(**(values | changes))


def entry(*excerpts: Excerpt, answered: bool = True, **changes: Any) -> LoggedAnswer:
    values: dict[str, Any] = {
        "question": Question("When do the cranes arrive?"),
        "answered": answered,
        "confidence": 0.9,
        "excerpts": excerpts if answered else (),
        "near_misses": () if answered else excerpts,
        "suggestion": None,
        "snapshot": 1,
        "took_ms": 1.5,
    }
    asker = Asker("discord", 42, 7, 8)
    return LoggedAnswer(KEY, 0.0, asker, Answer(**(values | changes)))


def timeline_entry(*events: Event, **changes: Any) -> LoggedTimeline:
    return LoggedTimeline(KEY, 0.0, Asker("discord", 42, 7, 8), timeline(events, **changes))


def walk(components: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every component of a payload, nested ones too."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))


def payload(view: ui.LayoutView) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], view.to_components())  # type: ignore[no-untyped-call]


def texts(view: ui.LayoutView) -> list[str]:
    return [c["content"] for c in walk(payload(view)) if c["type"] == 10]


def buttons(view: ui.LayoutView) -> list[dict[str, Any]]:
    return [c for c in walk(payload(view)) if c["type"] == 2]


def labels(view: ui.LayoutView) -> list[str]:
    return [c.get("label") or c["emoji"]["name"] for c in buttons(view)]


_SPICE = st.sampled_from(
    [
        *("**", "*", "||", "`", "```", "\n", "\n> ", "# ", "-# ", "1. ", " ", "\\", "¶", "[…]"),
        *("[a](https://x.example)", "@everyone", "<@1>", "<t:1:R>", "\u202e", "\u200b", "\ud83d"),
    ]
)
hostile_text = st.lists(st.one_of(_SPICE, st.text(max_size=30)), max_size=40).map("".join)
long_text = st.builds(lambda text, times: text * times, hostile_text, st.integers(1, 20))


@st.composite
def hostile_articles(draw: st.DrawFn) -> Article:
    return article(
        title=draw(st.none() | long_text),
        source=draw(st.none() | long_text),
        authors=tuple(draw(st.lists(long_text, max_size=4))),
        date=draw(st.none() | st.dates()),
        earliest=draw(st.none() | st.dates()),
        latest=draw(st.none() | st.dates()),
        url=draw(st.none() | long_text | long_text.map(lambda text: f"https://x.example/{text}")),
        provenance=dict.fromkeys(FIELDS, draw(st.sampled_from(Provenance))),
        warnings=tuple(draw(st.lists(long_text, max_size=4))),
    )


@st.composite
def hostile_excerpts(draw: st.DrawFn) -> Excerpt:
    quote = draw(long_text)
    ends = sorted(draw(st.tuples(*[st.integers(0, len(quote))] * 2)))
    return excerpt(
        quote,
        article=draw(hostile_articles()),
        highlight=Span(*ends),
        paragraph=draw(st.integers(1, 10**6)),
        also_in=tuple(draw(st.lists(st.just("x"), max_size=3))),
        warnings=tuple(draw(st.lists(long_text, max_size=4))),
        cut_before=draw(st.booleans()),
        cut_after=draw(st.booleans()),
    )


@st.composite
def hostile_entries(draw: st.DrawFn) -> LoggedAnswer:
    filters = Filters(draw(st.none() | long_text), draw(st.none() | st.dates()))
    return entry(
        *draw(st.lists(hostile_excerpts(), max_size=7)),
        answered=draw(st.booleans()),
        question=Question(draw(long_text), filters),
        suggestion=draw(st.none() | long_text),
    )


@st.composite
def hostile_events(draw: st.DrawFn) -> Event:
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    return Event(
        first,
        draw(st.sampled_from([first, last])),
        draw(st.sampled_from(Granularity)),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(hostile_excerpts()),
    )


@st.composite
def hostile_timelines(draw: st.DrawFn) -> LoggedTimeline:
    events = sorted(draw(st.lists(hostile_events(), max_size=12)), key=lambda event: event.first)
    filters = Filters(draw(st.none() | long_text), draw(st.none() | st.dates()))
    made = Timeline(
        topic=Topic(draw(long_text), filters, order=draw(st.sampled_from(Order))),
        answered=bool(events),
        confidence=0.5,
        events=tuple(events),
        near_misses=() if events else tuple(draw(st.lists(hostile_excerpts(), max_size=4))),
        articles=draw(st.integers(0, 10**6)),
        activity=(),
        activity_unit=Granularity.MONTH,
        suggestion=draw(st.none() | long_text),
        snapshot=1,
        took_ms=1.0,
    )
    return LoggedTimeline(KEY, 0.0, Asker("discord", 42, 7, 8), made)


hostile_coverage = st.builds(
    Coverage,
    st.integers(0, 10**6),
    st.lists(long_text, max_size=6).map(tuple),
    st.none() | st.dates(),
    st.none() | st.dates(),
)


def well_formed(view: ui.LayoutView) -> None:
    """Assert what Discord demands of any message in Components V2."""
    components = list(walk(payload(view)))
    contents = [c["content"] for c in components if c["type"] == 10]
    custom_ids = [c["custom_id"] for c in components if c["type"] == 2]
    assert sum(map(units, contents)) <= TEXT_UNITS
    assert all(contents)
    assert len(components) <= 40
    assert len(custom_ids) == len(set(custom_ids))
    assert all(len(custom_id) <= MAX_CUSTOM_ID_CHARS for custom_id in custom_ids)
    assert all(units(c.get("label") or "") <= 80 for c in components if c["type"] == 2)
    assert all(1 <= len(c["components"]) <= 5 for c in components if c["type"] == 1)
