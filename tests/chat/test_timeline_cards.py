from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer.answer import Filters
from bot.answer.event import Event, Order, Topic
from bot.articles.article import Span
from bot.chat import ids
from bot.chat.ids import Place
from bot.chat.lines import units
from bot.chat.parts import TEXT_UNITS, Coverage
from bot.chat.timeline_cards import EVENTS_PER_PAGE, article_card, offered, pages, timeline_card
from bot.desk import Context
from bot.log.entries import LoggedTimeline
from bot.text.dates import Granularity
from tests.contract.markdown import kinds, plain, render
from tests.timelines import event

from .builders import (
    COVERED,
    article,
    buttons,
    excerpt,
    hostile_coverage,
    hostile_timelines,
    labels,
    long_text,
    payload,
    texts,
    timeline_entry,
    walk,
    well_formed,
)

CRANES = event(
    "2018-08-22",
    "The board meets the yard on Aug. 22 and Aug. 23, it said.",
    last="2018-08-23",
    highlight="Aug. 22 and Aug. 23",
    planned=True,
    ranged=True,
    also_in=("x", "y"),
)
FERRY = event("2019-06-20", "Crews ended their strike.")


def many(count: int) -> list[Event]:
    return [event(f"2018-08-{day:02}", f"Crane {day} arrived.") for day in range(1, count + 1)]


@given(
    hostile_timelines(), hostile_coverage, st.integers(-1, 5), st.sampled_from(Place), st.booleans()
)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_article_breaks_a_timeline(
    given_entry: LoggedTimeline, covered: Coverage, page: int, place: Place, pictured: bool
) -> None:
    by = given_entry.timeline.topic.text
    view = timeline_card(
        given_entry, covered, page=page, place=place, shared_by=by, pictured=pictured
    )

    well_formed(view)
    for line in "\n".join(texts(view)).split("\n"):
        assert line.startswith(("### ", "**", "> ", "-# ", "No dated event "))
    for text in texts(view):
        assert not {"mention", "url", "code", "spoiler", "timestamp"} & set(kinds(render(text)))


@given(hostile_timelines(), st.lists(long_text, min_size=1, max_size=3), st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_paragraph_breaks_an_article_card(
    given_entry: LoggedTimeline, paragraphs: list[str], data: st.DataObject
) -> None:
    shown = offered(given_entry.timeline)
    if not shown:
        return
    index = data.draw(st.integers(0, len(shown) - 1))
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    found = Context(article(), tuple(enumerate(paragraphs, 1)), at, excerpt(paragraphs[at]).span)

    well_formed(article_card(given_entry, index, found))


def test_a_timeline_reads_as_a_person_would_write_it() -> None:
    view = timeline_card(timeline_entry(CRANES, FERRY, articles=41), COVERED)

    assert texts(view) == [
        "### harbour cranes\n-# 2 events, 22 Aug 2018 to 20 Jun 2019, from 41 articles",
        "**22–23 Aug 2018** · planned\n"
        "> The board meets the yard on **Aug. 22 and Aug. 23**, it said.\n"
        "-# News of 2018-08-22 · Quay Post · 23 Aug 2018 · ¶ 1 · also in 2 others",
        "**20 Jun 2019**\n"
        "> Crews ended their strike.\n"
        "-# News of 2019-06-20 · Quay Post · 21 Jun 2019 · ¶ 1",
    ]
    assert labels(view) == [
        *("Context", "Show article", "👍", "👎"),
        *("Markdown", "CSV", "iCalendar"),
    ]


@pytest.mark.parametrize(
    ("events", "articles", "line"),
    [
        ([FERRY], 1, "1 event, 20 Jun 2019, from 1 article"),
        ([CRANES], 2, "1 event, 22–23 Aug 2018, from 2 articles"),
        (
            [
                replace(
                    FERRY,
                    first=date(2018, 1, 1),
                    last=date(2018, 12, 31),
                    granularity=Granularity.YEAR,
                ),
                FERRY,
            ],
            1_234,
            "2 events, 2018 to 20 Jun 2019, from 1,234 articles",
        ),
        (
            [CRANES, FERRY],
            2,
            "2 events, 22 Aug 2018 to 20 Jun 2019, from 2 articles",
        ),
        (
            [
                replace(
                    CRANES,
                    first=date(2018, 5, 1),
                    last=date(2018, 7, 31),
                    granularity=Granularity.MONTH,
                ),
                replace(
                    CRANES,
                    first=date(2019, 1, 1),
                    last=date(2021, 12, 31),
                    granularity=Granularity.YEAR,
                ),
            ],
            2,
            "2 events, May 2018 to 2021, from 2 articles",
        ),
    ],
)
def test_the_extent_is_true_and_in_words(events: list[Event], articles: int, line: str) -> None:
    view = timeline_card(timeline_entry(*events, articles=articles), COVERED)

    assert texts(view)[0].split("\n")[1] == f"-# {line}"


def test_a_long_range_ends_the_extent_though_it_began_early() -> None:
    long = replace(FERRY, first=date(2019, 1, 1), last=date(2019, 12, 24), ranged=True)
    view = timeline_card(timeline_entry(long, FERRY), COVERED)

    assert "2 events, 1 Jan – 24 Dec 2019," in texts(view)[0]
    early = timeline_entry(CRANES, long, FERRY)
    assert "3 events, 22 Aug 2018 to 24 Dec 2019," in texts(timeline_card(early, COVERED))[0]


def test_a_date_begins_with_a_capital() -> None:
    week = replace(
        FERRY, first=date(2018, 8, 20), last=date(2018, 8, 26), granularity=Granularity.WEEK
    )
    entry = timeline_entry(week, FERRY)

    assert texts(timeline_card(entry, COVERED))[1].startswith("**Week of 20 Aug 2018**\n")
    assert labels(article_card(entry, 0, "gone"))[:2] == ["Week of 20 Aug 2018", "20 Jun 2019"]
    assert "2 events, 20 Aug 2018 to 20 Jun 2019" in texts(timeline_card(entry, COVERED))[0]


def test_marks_are_words_beside_the_date() -> None:
    view = timeline_card(timeline_entry(replace(CRANES, inferred=True)), COVERED)

    assert texts(view)[1].startswith("**22–23 Aug 2018** · planned · date inferred\n")


@pytest.mark.parametrize(
    ("order", "said", "first"),
    [
        (Order.OLDEST, "from 2 articles", "22–23 Aug 2018"),
        (Order.NEWEST, "from 2 articles, newest first", "20 Jun 2019"),
        (Order.WEIGHT, "from 2 articles, most important first", "20 Jun 2019"),
    ],
)
def test_the_order_is_followed_and_said(order: Order, said: str, first: str) -> None:
    heavy = replace(FERRY, excerpt=replace(FERRY.excerpt, score=9.0))
    given_entry = timeline_entry(CRANES, heavy)
    topic = Topic("harbour cranes", order=order)
    view = timeline_card(
        replace(given_entry, timeline=replace(given_entry.timeline, topic=topic)), COVERED
    )

    assert texts(view)[0].endswith(said)
    assert texts(view)[1].startswith(f"**{first}**")
    found = Context(article(), ((1, heavy.excerpt.quote),), 0, heavy.excerpt.span)
    around = article_card(
        replace(given_entry, timeline=replace(given_entry.timeline, topic=topic)), 0, found
    )
    assert texts(around)[0].startswith(f"**{first}**")


def test_five_events_a_page() -> None:
    twelve = timeline_entry(*many(12))

    assert pages(twelve.timeline) == 3
    view = timeline_card(twelve, COVERED, page=2)
    assert [text.split("\n")[0] for text in texts(view)[1:]] == [
        "**11 Aug 2018**",
        "**12 Aug 2018**",
    ]
    assert labels(view)[-3:] == ["◀", "3/3", "▶"]
    assert [button.get("disabled", False) for button in buttons(view)[-3:]] == [False, True, True]
    assert texts(view)[0].split("\n")[1].startswith("-# 12 events, 1 Aug 2018 to 12 Aug 2018")


def test_the_picture_stands_under_the_heading_with_its_description() -> None:
    view = timeline_card(timeline_entry(CRANES, FERRY), COVERED, pictured=True)

    card = payload(view)[0]["components"]
    assert [part["type"] for part in card[:3]] == [10, 12, 10]
    (item,) = card[1]["items"]
    assert item["media"]["url"] == "attachment://timeline.png"
    assert 0 < len(item.get("description", "")) <= 1_024


def test_without_a_picture_there_is_no_gallery() -> None:
    view = timeline_card(timeline_entry(CRANES), COVERED)

    assert not [part for part in walk(payload(view)) if part["type"] == 12]


def test_a_refusal_helps() -> None:
    refused = timeline_entry(
        topic="harbour crames",
        near_misses=(excerpt("The port ordered cranes."), excerpt("b"), excerpt("c")),
        suggestion="harbour cranes",
    )
    view = timeline_card(refused, COVERED)

    head, *near, end = texts(view)
    assert head == (
        "### harbour crames\n"
        "No dated event in the articles is about this.\n"
        "-# The closest passages, which may be about something else:"
    )
    assert near[0].startswith("> The port ordered cranes.\n-# [New cranes")
    assert len(near) == 2
    assert end.startswith("-# The desk holds 24 articles from 3 Jan 2018 to 5 Nov 2023:")
    suggested = "Try instead: harbour cranes"
    assert labels(view) == [suggested, "Context", "Show article", "👍", "👎"]


def test_a_refusal_with_nothing_near_and_under_limits() -> None:
    filters = Filters("Quay Post", date(2018, 8, 1))
    refused = timeline_entry()
    narrowed = replace(refused.timeline, topic=Topic("cranes", filters))
    view = timeline_card(replace(refused, timeline=narrowed), COVERED)

    assert "No dated event from Quay Post, since 1 Aug 2018 is about this." in texts(view)[0]
    assert labels(view) == ["👍", "👎"]


def test_limits_are_said_above_the_events() -> None:
    given_entry = timeline_entry(CRANES)
    filters = Filters(None, date(2018, 8, 1), date(2018, 12, 31))
    narrowed = replace(given_entry.timeline, topic=Topic("cranes", filters))
    view = timeline_card(replace(given_entry, timeline=narrowed), COVERED)

    assert texts(view)[0].endswith("\n-# Only since 1 Aug 2018, until 31 Dec 2018")


def test_five_long_quotes_share_the_room_and_keep_their_dates_in_sight() -> None:
    long = "Before it all began there were many words about nothing. " * 40
    text = f"{long}It opened on 22 August 2018. {long}"
    events = [event(f"2018-08-2{n}", text, highlight="22 August 2018") for n in range(5)]

    view = timeline_card(timeline_entry(*events), COVERED)

    assert sum(map(units, texts(view))) <= TEXT_UNITS
    for shown in texts(view)[1:]:
        assert "**22 August 2018**" in shown
        assert shown.count("[…]") == 2
        assert units(shown) > 500


def test_sources_that_leave_no_room_shrink_before_the_quote_does() -> None:
    swollen = article(
        title="*" * 300,
        source="_" * 300,
        url="https://x.example/" + "a" * 480,
        warnings=("[" * 200, "]" * 200),
    )
    text = "The first crane was raised over the quay in the night. " * 4
    events = [
        event(f"2018-08-1{n}", text, highlight="in the night", article=swollen) for n in range(5)
    ]

    view = timeline_card(timeline_entry(*events, topic="?" * 300), COVERED)

    well_formed(view)
    for shown in texts(view)[1:]:
        assert "**in the night**" in plain_of(shown)


def plain_of(source: str) -> str:
    """The quote line of a block, as it stands."""
    return next(line for line in source.split("\n") if line.startswith("> "))


def test_article_shows_the_paragraphs_below_the_date() -> None:
    quote = CRANES.excerpt.quote
    found = Context(
        article(),
        ((1, "Before."), (2, f"They agree. {quote}"), (3, "After.")),
        1,
        Span(12, 12 + len(quote)),
    )

    view = article_card(timeline_entry(CRANES), 0, found)

    head, before, own, after = texts(view)
    assert head.startswith("**22–23 Aug 2018** · planned\n-# News of")
    assert "¶ 1–3" in head
    assert (before, after) == ("> Before.", "> After.")
    assert own == "> They agree. **The board meets the yard on Aug. 22 and Aug. 23, it said.**"


def test_context_has_a_button_for_each_event_of_the_page() -> None:
    seven = timeline_entry(*many(7))

    days = [f"{day} Aug 2018" for day in range(1, 8)]
    assert labels(article_card(seven, 1, "gone")) == [*days[:5], "Show article"]
    assert labels(article_card(seven, 6, "gone")) == [*days[5:], "Show article"]
    off = [button.get("disabled", False) for button in buttons(article_card(seven, 6, "gone"))]
    assert off == [False, True, False]
    near = timeline_entry(near_misses=(excerpt("a"), excerpt("b")))
    assert labels(article_card(near, 0, "gone")) == ["Quote 1", "Quote 2", "Show article"]


def test_the_heading_of_a_hostile_topic_is_shown_as_typed() -> None:
    view = timeline_card(timeline_entry(CRANES, topic="# **@everyone** <@1> ||x||"), COVERED)

    first = texts(view)[0].split("\n")[0]
    assert plain(render(first)) == "# **@everyone** <@1> ||x||"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place.REPLY, []),
        (Place.POSTED, []),
        (Place.COPY, []),
        (Place.PRIVATE, [("Share", False)]),
        (Place.SHARED, [("Shared", True)]),
    ],
)
def test_only_a_private_timeline_can_be_shared(
    place: Place, expected: list[tuple[str, bool]]
) -> None:
    view = timeline_card(timeline_entry(CRANES), COVERED, place=place, shared_by="al")

    found = [
        (button["label"], button.get("disabled", False))
        for button in buttons(view)
        if button["custom_id"].startswith("rd:shareevents:")
    ]
    assert found == expected
    assert ("-# Shared by al" in texts(view)[-1]) == (place is Place.POSTED)


def test_every_button_matches_the_template_it_is_handled_by() -> None:
    templates = [
        *(ids.PAGE, ids.CONTEXT, ids.VOTE, ids.SHARE, ids.AGAIN, ids.TIMELINE, ids.EVENTS),
        *(ids.ARTICLE, ids.SHARE_EVENTS, ids.EVENTS_AGAIN, ids.EXPORT, ids.OPEN_EVENT),
    ]
    seven = timeline_entry(*many(7))
    refused = timeline_entry(near_misses=(excerpt("a"), excerpt("b")), suggestion="What else?")
    views: list[Any] = [
        *(timeline_card(one, COVERED, place=place) for one in (seven, refused) for place in Place),
        article_card(seven, 0, "gone"),
        article_card(refused, 0, "gone"),
    ]

    for view in views:
        for button in buttons(view):
            if not button["custom_id"].startswith("rd:at:"):
                handled = [t for t in templates if re.fullmatch(t, button["custom_id"])]
                assert len(handled) == 1, button
    assert len(many(7)) > EVENTS_PER_PAGE
