"""A chosen sentence as an event: its days, whether it is planned or inferred, and its quote."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer.event import Event
from bot.answer.quotes import MAX_QUOTE_CHARS
from bot.articles.article import Document
from bot.text.dates import Granularity
from tests.answer.timeline.topics import (
    ANNOUNCED,
    HERRING,
    REPORTED,
    dates,
    inferred,
    quotes,
    told,
    undated,
)
from tests.corpora import document

CRANE = "crane of Norrhaven"


def only(topic: str, *documents: Document) -> Event:
    found = told(topic, *documents)
    (event,) = found.events
    return event


def highlighted(event: Event) -> str:
    return event.excerpt.quote[slice(*event.excerpt.highlight)]


def crane(text: str, day: str | None, path: str = "a.md") -> Document:
    return document(text, path=path, day=date.fromisoformat(day) if day else None)


def test_talks_announced_for_two_days_are_one_planned_event_of_both() -> None:
    event = only(HERRING, ANNOUNCED)
    assert (event.first, event.last) == (date(2018, 8, 22), date(2018, 8, 23))
    assert event.granularity is Granularity.DAY
    assert event.ranged
    assert event.planned
    assert highlighted(event) == "Aug. 22 and Aug. 23"
    assert event.excerpt.article == ANNOUNCED.article


def test_a_later_report_takes_the_place_of_the_announcement() -> None:
    event = only(HERRING, ANNOUNCED, REPORTED)
    assert (event.first, event.last) == (date(2018, 8, 22), date(2018, 8, 23))
    assert not event.planned
    assert event.excerpt.quote == REPORTED.text


@pytest.mark.parametrize(
    ("announced", "reported"),
    [
        ("on Aug. 22 and Aug. 23", "on Aug. 22"),
        ("on Aug. 22 and Aug. 23", "on Wednesday, Aug. 22"),
        ("on Aug. 22", "on Aug. 22 and Aug. 23"),
        ("from Aug. 22 to Aug. 24", "on Aug. 22 and Aug. 23"),
    ],
)
def test_a_report_of_other_days_of_the_same_event_is_a_report(
    announced: str, reported: str
) -> None:
    before = f"Norrhaven and Storvik will hold talks on herring quotas {announced} in Kalvo."
    after = f"Norrhaven and Storvik held talks on herring quotas {reported} in Kalvo."
    event = only(
        HERRING,
        crane(before, "2018-08-17", "a.md"),
        crane(after, "2018-08-27", "b.md"),
    )
    assert event.excerpt.quote == after
    assert not event.planned


def test_another_plan_is_no_report() -> None:
    again = crane(
        "Norrhaven and Storvik are due to hold their herring talks on Aug. 22 and Aug. 23.",
        "2018-08-20",
        "again.md",
    )
    assert only(HERRING, ANNOUNCED, again).planned


def test_on_its_own_day_the_clause_tells_a_plan_from_a_report() -> None:
    day = "2019-05-12"
    assert only(CRANE, crane("The crane of Norrhaven will be sold on 12 May 2019.", day)).planned
    assert not only(CRANE, crane("The crane of Norrhaven was sold on 12 May 2019.", day)).planned


def test_an_undated_article_gives_only_the_dates_that_its_text_fixes() -> None:
    found = told(
        CRANE,
        undated("The crane of Norrhaven fell into the harbour on Friday, a driver said.", path="f"),
        undated("The crane of Norrhaven was painted on 5 March 2019 by volunteers.", path="g"),
    )
    assert dates(found) == ["2019-03-05"]
    assert not found.events[0].inferred
    assert not found.events[0].planned


@pytest.mark.parametrize(
    ("text", "rests_on_it"),
    [
        ("The crane of Norrhaven fell on Friday and blocked the harbour entrance.", True),
        ("The crane of Norrhaven fell on May 10 and blocked the harbour entrance.", True),
        ("The crane of Norrhaven fell on 10 May 2019 and blocked the harbour entrance.", False),
    ],
)
def test_an_event_is_inferred_when_its_day_rests_on_an_inferred_date(
    text: str, rests_on_it: bool
) -> None:
    made = crane(text, "2019-05-12")
    event = only(CRANE, inferred(made))
    assert event.first == date(2019, 5, 10)
    assert event.inferred is rests_on_it
    assert not only(CRANE, made).inferred


@pytest.mark.parametrize(
    ("words", "first", "last", "granularity", "ranged"),
    [
        ("on May 7", "2019-05-07", "2019-05-07", Granularity.DAY, False),
        ("yesterday", "2019-05-11", "2019-05-11", Granularity.DAY, False),
        ("last week", "2019-04-29", "2019-05-05", Granularity.WEEK, False),
        ("in April", "2019-04-01", "2019-04-30", Granularity.MONTH, False),
        ("in the first quarter of 2019", "2019-01-01", "2019-03-31", Granularity.QUARTER, False),
        ("in 2017", "2017-01-01", "2017-12-31", Granularity.YEAR, False),
        ("from May 6 to May 8", "2019-05-06", "2019-05-08", Granularity.DAY, True),
        ("on May 6 and 7", "2019-05-06", "2019-05-07", Granularity.DAY, True),
        ("between March and April 2019", "2019-03-01", "2019-04-30", Granularity.MONTH, True),
    ],
)
def test_the_granularity_of_the_words_is_kept(
    words: str, first: str, last: str, granularity: Granularity, ranged: bool
) -> None:
    event = only(
        CRANE,
        crane(
            f"Divers repaired the old crane of Norrhaven {words}, the council said.", "2019-05-12"
        ),
    )
    assert (event.first.isoformat(), event.last.isoformat()) == (first, last)
    assert event.granularity is granularity
    assert event.ranged is ranged
    assert highlighted(event) in words


def test_the_quote_is_the_sentence_and_says_where_it_stands() -> None:
    made = document(
        "Gulls screamed over the harbour all morning.",
        "It rained. The crane of Norrhaven fell on 12 May 2019 into the mud. Nobody was hurt.",
        path="a.md",
        warnings=("Check the figures.",),
    )
    excerpt = only(CRANE, made).excerpt
    assert excerpt.quote == "The crane of Norrhaven fell on 12 May 2019 into the mud."
    assert made.slice(excerpt.span) == excerpt.quote
    assert excerpt.paragraph == 2
    assert excerpt.warnings == ("Check the figures.",)
    assert not excerpt.cut_before
    assert not excerpt.cut_after


@pytest.mark.parametrize("words_before", [0, 40, 90, 200])
def test_a_sentence_longer_than_a_quote_is_cut_around_its_date(words_before: int) -> None:
    text = (
        "The crane of Norrhaven "
        + "that nobody " * words_before
        + "loved fell on 12 May 2019 into the harbour "
        + "and sank slowly " * (200 - words_before)
        + "at last."
    )
    made = document(text)
    event = only(CRANE, made)
    excerpt = event.excerpt
    assert len(excerpt.quote) <= MAX_QUOTE_CHARS
    assert highlighted(event) == "12 May 2019"
    assert made.slice(excerpt.span) == excerpt.quote
    assert excerpt.cut_before is (excerpt.span.start > 0)
    assert excerpt.cut_after is (excerpt.span.end < len(text))
    assert excerpt.cut_before or excerpt.cut_after
    assert f" {excerpt.quote} " in f" {text} "
    assert excerpt.quote == excerpt.quote.strip()


def test_scores_are_shares_of_the_best() -> None:
    found = told(
        CRANE,
        crane("The crane of Norrhaven fell on May 10, a driver told the council.", "2019-05-12"),
        crane("Rust made the crane of Norrhaven fall on May 10.", "2019-05-20", "b.md"),
        crane("Divers raised the crane of Norrhaven on June 3.", "2019-06-04", "c.md"),
    )
    scores = [event.excerpt.score for event in found.events]
    assert scores[0] == 1.0 > scores[1] > 0.0
    assert len(quotes(found)) == 2
