"""The whole way from a topic to a timeline or a refusal: options, order, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.answer import MAX_QUESTION_CHARS, Filters
from bot.answer.event import MAX_EVENTS, MIN_EVENTS, Order, Timeline, Topic
from bot.answer.timeline import compose, tell
from bot.answer.weights import shipped
from bot.articles.article import Corpus, Document
from bot.articles.library import scan
from bot.errors import QuestionError
from bot.search.generation import folder_of, open_generation, write_base
from bot.search.merging import Piece
from bot.search.postings import invert
from bot.search.snapshot import Snapshot
from bot.text.dates import Granularity
from tests.answer.timeline.test_choice import FLOODED, INSURED, MARKET
from tests.answer.timeline.topics import (
    ANNOUNCED,
    BRIDGE,
    CLOSED,
    EAGER,
    ELSEWHERE,
    HERRING,
    REPORTED,
    all_of_the_bridge,
    ask,
    bridge,
    dates,
    quotes,
    told,
    undated,
)
from tests.corpora import DATES, QUESTIONS, corpora, document, snapshot

REOPENS = document(
    "The herring market in Norrhaven will reopen on May 6 with forty new stalls, the city said.",
    path="reopens.md",
    source="Harbour Ledger",
    day=date(2019, 4, 20),
)
BURNED = undated("Fire gutted the old herring market in Norrhaven on 7 March 1994.", path="94.md")
DOCUMENTS = (*FLOODED, INSURED, REOPENS, BURNED)
ALL_DATES = ["1994-03-07", "2019-03-05", "2019-03-20", "2019-05-06"]

ARTICLE = """\
Herring market in Norrhaven to be rebuilt after the flood of Jan. 3, 2019
{byline}
{dateline}

FILE PHOTO: The herring market in Norrhaven is seen on Jan. 9, 2019. REUTERS/Jo Deem

Masons began to rebuild the herring market in Norrhaven on Jan. 21, 2019, the council said.

The herring market in Norrhaven, seen here on Jan. 10, 2019. Photo: Jo Deem/Quay Press

A version of this article about the herring market in Norrhaven appears in print on Jan. 25, 2019.

Copyright 2019 Quay Post. Herring market in Norrhaven, Jan. 26, 2019. All rights reserved.

Reporting by Ida Blom at the herring market in Norrhaven; Editing by Jo Deem, Jan. 27, 2019
"""


def timeless(timeline: Timeline) -> Timeline:
    return replace(timeline, took_ms=0.0)


def test_events_come_in_the_order_of_their_days() -> None:
    found = told(MARKET, *DOCUMENTS)
    assert found.answered
    assert dates(found) == ALL_DATES
    assert [event.planned for event in found.events] == [False, False, False, True]
    assert found.near_misses == ()
    assert found.suggestion is None
    assert found.articles == len(DOCUMENTS)
    assert sum(bar.articles for bar in found.activity) == found.articles - 1
    assert found.took_ms > 0


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        ("2019-03-05", None, ALL_DATES[1:]),
        ("2019-03-06", None, ALL_DATES[2:]),
        (None, "2019-03-05", ALL_DATES[:2]),
        (None, "2019-03-04", ALL_DATES[:1]),
        ("2019-03-20", "2019-03-20", ["2019-03-20"]),
        ("2019-03-06", "2019-03-19", []),
    ],
)
def test_since_and_until_bound_the_days_of_events(
    since: str | None, until: str | None, kept: list[str]
) -> None:
    found = told(MARKET, *DOCUMENTS, since=since, until=until)
    assert dates(found) == kept
    assert found.answered is bool(kept)
    assert bool(found.near_misses) is not bool(kept)


def test_an_event_may_be_told_by_an_article_from_after_the_last_day() -> None:
    found = told(MARKET, FLOODED[2], until="2019-03-05")
    assert quotes(found) == [FLOODED[2].text]


def test_a_source_limits_the_articles() -> None:
    found = told(MARKET, *DOCUMENTS, source=" quay POST ")
    assert {event.excerpt.article.source for event in found.events} == {"Quay Post"}
    assert dates(found) == ["2019-03-05", "2019-03-20"]
    assert found.articles == 2
    assert not told(MARKET, *DOCUMENTS, source="Nobody's").answered


def test_the_number_of_events_is_a_limit_and_the_best_stay() -> None:
    days = [
        undated(
            f"{who} {what} the herring market in Norrhaven on {n + 2} June 20{n:02}.",
            path=f"{n}.md",
        )
        for n, (who, what) in enumerate(
            zip(
                "Bakers Smiths Tailors Painters Masons Glaziers".split(),
                "visited praised measured decorated plastered inspected".split(),
                strict=True,
            )
        )
    ]
    every = told(MARKET, *FLOODED, *days, events=MAX_EVENTS)
    assert len(every.events) == 7
    few = told(MARKET, *FLOODED, *days, events=MIN_EVENTS)
    assert len(few.events) == MIN_EVENTS
    assert "2019-03-05" in dates(few)
    assert set(dates(few)) < set(dates(every))
    assert few.articles == every.articles


@pytest.mark.parametrize("events", [MIN_EVENTS - 1, MAX_EVENTS + 1, 0, -3])
def test_a_number_of_events_out_of_bounds_cannot_be_asked(events: int) -> None:
    with pytest.raises(QuestionError, match=f"{MIN_EVENTS} to {MAX_EVENTS}"):
        told(MARKET, *FLOODED, events=events)


@pytest.mark.parametrize("text", ["", "  x ", "x" * (MAX_QUESTION_CHARS + 1)])
def test_a_topic_too_short_or_too_long_cannot_be_asked(text: str) -> None:
    with pytest.raises(QuestionError):
        told(text, *FLOODED)


def test_a_first_day_after_the_last_cannot_be_asked() -> None:
    with pytest.raises(QuestionError, match="swap since and until"):
        told(MARKET, *FLOODED, since="2019-03-06", until="2019-03-05")


@pytest.mark.parametrize("order", Order)
def test_the_order_asked_for_changes_the_list_and_not_the_timeline(order: Order) -> None:
    found = told(MARKET, *DOCUMENTS, order=order)
    assert dates(found) == ALL_DATES
    listed = [event.first.isoformat() for event in found.listed]
    scores = [event.excerpt.score for event in found.listed]
    match order:
        case Order.OLDEST:
            assert listed == ALL_DATES
        case Order.NEWEST:
            assert listed == ALL_DATES[::-1]
        case Order.WEIGHT:
            assert listed[0] == "2019-03-05"
            assert scores == sorted(scores, reverse=True)


def test_a_topic_that_the_corpus_does_not_know_is_refused() -> None:
    found = told("zeppelins over Ulan Bator", *DOCUMENTS)
    assert not found.answered
    assert found.confidence < shipped().threshold
    assert (found.events, found.articles, found.activity) == ((), 0, ())


def test_a_topic_of_which_the_corpus_knows_a_word_is_refused_with_what_came_closest() -> None:
    found = told("zeppelin crash over Norrhaven in Mongolia", *DOCUMENTS)
    assert not found.answered
    assert found.events == ()
    assert found.near_misses
    assert all("Norrhaven" in miss.quote for miss in found.near_misses)


def test_a_topic_without_a_dated_sentence_is_refused_with_what_came_closest() -> None:
    found = told("the lighthouse of Kalvo", ANNOUNCED, ELSEWHERE)
    assert not found.answered
    assert found.events == ()
    assert [miss.quote for miss in found.near_misses] == [ELSEWHERE.text]


def test_a_misspelt_topic_is_told_with_a_suggestion() -> None:
    found = told("hering talks between Norhaven and Storvik", ANNOUNCED, REPORTED, ELSEWHERE)
    assert found.suggestion == HERRING
    assert dates(found) == ["2018-08-22/2018-08-23"]


def test_headers_bylines_captions_and_credits_are_no_events(tmp_path: Path) -> None:
    (tmp_path / "market.txt").write_text(
        ARTICLE.format(
            byline="By Ida Blom in Norrhaven | Updated Jan. 24, 2019",
            dateline="Published on Jan. 22, 2019",
        )
    )
    (tmp_path / "pasted.md").write_text(
        " date 2019-02-02 By Ida Blom in Norrhaven and Jo Deem in Kalvo\n\n"
        "Glaziers finished the roof of the herring market in Norrhaven on Friday, Feb. 1.\n"
    )
    built = Snapshot.build(scan(tmp_path))
    found = ask(built, "the herring market in Norrhaven")
    assert dates(found) == ["2019-01-21", "2019-02-01"]
    assert [event.excerpt.quote.split()[0] for event in found.events] == ["Masons", "Glaziers"]


def test_the_same_topic_is_told_the_same_way_every_time() -> None:
    for built, topic in ((bridge(), BRIDGE), (snapshot(*DOCUMENTS), MARKET)):
        one, other = (timeless(ask(built, topic)) for _ in range(2))
        assert one == other
        assert one.answered


@given(st.permutations(DOCUMENTS))
@settings(max_examples=20)
def test_the_order_of_the_files_changes_no_event(documents: list[Document]) -> None:
    def told_of(found: Timeline) -> list[tuple[str, str, bool]]:
        every = zip(dates(found), quotes(found), found.events, strict=True)
        return [(day, quote, event.planned) for day, quote, event in every]

    assert told_of(told(MARKET, *documents)) == told_of(told(MARKET, *DOCUMENTS))


def test_a_saved_and_loaded_snapshot_tells_the_same(tmp_path: Path) -> None:
    write_base(tmp_path, 1, [Piece(bridge().base.segment)], invert)
    loaded = open_generation(folder_of(tmp_path, 1)).snapshot()
    assert timeless(ask(loaded, BRIDGE)) == timeless(ask(bridge(), BRIDGE))


TEXTS = st.sampled_from(["crane", "harbour crane", "economist talks", "Norrhaven strike"])
BOUNDS = st.sampled_from(
    [None] * 4 + [date(2017, 12, 31), date(2018, 1, 4), date(2018, 8, 22), date(2019, 5, 12)]
)


@st.composite
def topics(draw: st.DrawFn) -> Topic:
    filters = Filters(draw(st.sampled_from([None, None, "quay post"])), draw(BOUNDS), draw(BOUNDS))
    return Topic(draw(TEXTS | QUESTIONS), filters, draw(st.integers(MIN_EVENTS - 1, 12)))


@given(corpora(articles=8, dates=DATES), topics())
@settings(max_examples=120)
def test_what_holds_of_every_timeline(corpus: Corpus, topic: Topic) -> None:
    built = Snapshot.build(corpus)
    since, until = topic.filters.since, topic.filters.until
    try:
        found = tell(built, topic, EAGER)
    except QuestionError:
        assert topic.events < MIN_EVENTS or (since and until and since > until)
        return
    assert found.answered is bool(found.events)
    assert not (found.events and found.near_misses)
    assert len(found.events) <= topic.events
    assert 0.0 <= found.confidence <= 1.0
    keys = [(event.first, event.last) for event in found.events]
    assert keys == sorted(keys)
    for event in found.events:
        excerpt = event.excerpt
        doc = built.document(excerpt.article.id)
        assert doc
        assert doc.slice(excerpt.span) == excerpt.quote
        assert 0.0 <= excerpt.score <= 1.0
        assert event.first <= event.last
        assert not since or event.first >= since
        assert not until or event.first <= until
        assert not topic.filters.source or excerpt.article.source == "Quay Post"
    days = [event for event in found.events if event.granularity is Granularity.DAY]
    assert all(one.last < other.first for one, other in pairwise(days))


def test_test_collections_are_given_days_best_first_with_several_sentences() -> None:
    given_days = compose(
        bridge(),
        BRIDGE,
        first=date(2019, 5, 1),
        last=date(2019, 12, 31),
        days=2,
        sentences=2,
    )
    assert [day for day, _, _ in given_days] == [CLOSED, date(2019, 9, 2)]
    texts = [text for _, sentences, _ in given_days for text in sentences]
    assert 2 <= len(texts) <= 4
    every = "\n".join(document.text for document in bridge().corpus.documents)
    assert all(text in every for text in texts)


def test_a_large_topic_is_told_in_short_order() -> None:
    assert min(all_of_the_bridge().took_ms for _ in range(3)) < 500
