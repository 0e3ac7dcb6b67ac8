from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.answer.event import Order, Timeline, Topic
from bot.articles.article import FIELDS, Provenance
from bot.console.events import show_timeline
from bot.console.screen import Screen
from bot.text.dates import Granularity
from tests.timelines import event, timeline

SALE = event(
    "2019-03-04",
    "The board sold\nthe quay on March 4 after a long debate.",
    highlight="March 4",
    title="Quay sold",
    score=1.0,
)
MEETING = event(
    "2019-04-22",
    "The two towns will meet on April 22 and 23.",
    last="2019-04-23",
    highlight="April 22 and 23",
    title="Towns to meet",
    published=date(2019, 3, 20),
    planned=True,
    inferred=True,
    also_in=("b1", "b2"),
    score=3.0,
)
REPAIRS = event(
    "2019-05-01",
    "Repairs took all of May 2019.",
    last="2019-05-31",
    highlight="May 2019",
    title="Repairs done",
    granularity=Granularity.MONTH,
    ranged=False,
    published=date(2019, 6, 2),
    score=2.0,
)
THREE = timeline([MEETING, REPAIRS, SALE], topic="the quay")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(
    told: Timeline, environ: Mapping[str, str] | None = None, width: int | None = None
) -> str:
    stream = io.StringIO() if environ is None else Terminal()
    show_timeline(Screen(stream, environ or {"TERM": "xterm-256color"}, width), told)
    return stream.getvalue()


def in_order(told: Timeline, order: Order) -> str:
    return shown(replace(told, topic=Topic("the quay", order=order)))


def test_without_a_terminal_dates_stand_beside_whole_quotes() -> None:
    assert shown(THREE).splitlines() == [
        "4 Mar 2019      The board sold the quay on March 4 after a long debate.",
        "                — Quay sold · Quay Post · 5 Mar 2019 · ¶ 1",
        "",
        "22–23 Apr 2019  The two towns will meet on April 22 and 23.",
        "planned         — Towns to meet · Quay Post · 20 Mar 2019 · ¶ 1 · also in 2 others",
        "date inferred",
        "",
        "May 2019        Repairs took all of May 2019.",
        "                — Repairs done · Quay Post · 2 Jun 2019 · ¶ 1",
        "",
        "3 events from 3 articles · 90% sure that the corpus tells of this",
    ]


def test_the_words_of_the_date_are_bold() -> None:
    text = shown(THREE, {"TERM": "xterm-256color"}, width=100)
    assert "sold the quay on \x1b[1mMarch 4\x1b[0m after a long debate." in text
    assert "\x1b[1;32m22–23 Apr 2019\x1b[0m" in text
    assert "\x1b[33mplanned\x1b[0m" in text


def test_a_quote_without_a_date_has_nothing_bold() -> None:
    dateless = event("2019-03-04", "The board sold the quay.")
    text = shown(timeline([dateless]), {"TERM": "xterm-256color"}, width=100)
    assert "The board sold the quay." in text
    assert "\x1b[1m" not in text


def test_a_wide_terminal_wraps_quotes_in_their_column() -> None:
    lines = shown(THREE, {"NO_COLOR": "1"}, width=60).splitlines()
    assert lines[0] == "4 Mar 2019      The board sold the quay on March 4 after a"
    assert lines[1] == "                long debate."
    assert max(map(len, lines)) <= 60


def test_a_narrow_terminal_has_the_dates_above_the_quotes() -> None:
    lines = shown(THREE, {"NO_COLOR": "1"}, width=36).splitlines()
    assert lines[:3] == [
        "4 Mar 2019",
        "  The board sold the quay on March 4",
        "  after a long debate.",
    ]
    assert "22–23 Apr 2019 · planned · date" in lines
    assert max(map(len, lines)) <= 36


def test_events_come_in_the_order_asked_for() -> None:
    def places(order: Order) -> list[int]:
        text = in_order(THREE, order)
        return [text.index(each.excerpt.article.title or "") for each in (SALE, MEETING, REPAIRS)]

    sale, meeting, repairs = places(Order.OLDEST)
    assert sale < meeting < repairs
    sale, meeting, repairs = places(Order.NEWEST)
    assert repairs < meeting < sale
    sale, meeting, repairs = places(Order.WEIGHT)
    assert meeting < repairs < sale


def test_addresses_and_warnings_stand_below_the_citation() -> None:
    excerpt = SALE.excerpt
    article = replace(
        excerpt.article, url="https://example.org/quay", warnings=("A sample.",), earliest=None
    )
    lines = shown(timeline([replace(SALE, excerpt=replace(excerpt, article=article))])).splitlines()
    assert lines[2:4] == ["              https://example.org/quay", "            ! A sample."]


def test_an_inferred_publication_date_is_worded_as_one() -> None:
    excerpt = SALE.excerpt
    article = replace(
        excerpt.article,
        date=None,
        earliest=date(2019, 3, 4),
        latest=date(2019, 3, 9),
        provenance={
            **dict.fromkeys(FIELDS, Provenance.DECLARED),
            "date": Provenance.INFERRED,
        },
    )
    text = shown(timeline([replace(SALE, excerpt=replace(excerpt, article=article))]))
    assert "— Quay sold · Quay Post · about Mar 2019, inferred · ¶ 1\n" in text


def test_a_refusal_offers_the_closest_passages_and_a_spelling() -> None:
    refusal = timeline(near_misses=(SALE.excerpt,), suggestion="the quays")
    text = shown(refusal)
    assert text.startswith(
        "No dated event in the articles is about this.\n\nThe closest passages:\n1. The board sold"
    )
    assert "Did you mean: the quays\n" in text
    assert text.endswith("10% sure that the corpus tells of this\n")
    assert "closest" not in shown(timeline())


HOSTILE = st.text(
    st.sampled_from("ab \n\x00\x07\x1b[]m;\x7f\x9b\x9d\u202e\u2066\u2028\ud800"), max_size=12
)


@given(HOSTILE, HOSTILE, st.booleans(), st.sampled_from([30, 100]))
def test_nothing_of_an_article_steers_the_terminal(
    title: str, quote: str, answered: bool, width: int
) -> None:
    hostile = event("2019-03-04", quote, highlight=quote[:3], title=title, source=quote)
    told = timeline([hostile]) if answered else timeline(near_misses=(hostile.excerpt,))
    text = shown(replace(told, suggestion=title or None), {"NO_COLOR": "1"}, width=width)
    assert not set(text) & set("\x00\x07\x1b\x7f\x9b\x9d\u202e\u2066\u2028\ud800\r")
