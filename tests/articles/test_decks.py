"""The sentence between a title and a date: the article's lead, or a deck."""

from __future__ import annotations

from datetime import date

import pytest

from tests.articles.reading import dropped, kept, pasted

TITLE = "Crane falls in Norrhaven"
LEAD = "The old crane fell into the harbour on Thursday night, the harbour office said."
BODY = "Nobody was hurt.\n\nThe mayor promised to look at it again next year."
DAY = date(2024, 1, 11)


@pytest.mark.parametrize(
    "below",
    [
        "Published: January 11, 2024",
        "January 11, 2024",
        "Updated 11 January 2024 09:30 GMT",
        "Share\n\nJanuary 11, 2024",
    ],
)
@pytest.mark.parametrize("lead", [LEAD, f"{LEAD} It was old. It had been shut for years."])
def test_a_sentence_right_above_a_date_alone_is_the_lead(lead: str, below: str) -> None:
    document = pasted(f"{TITLE}\n\n{lead}\n\n{below}\n\n{BODY}")
    assert kept(document) == [lead, *BODY.split("\n\n")]
    assert (document.article.title, document.article.date) == (TITLE, DAY)


def test_a_byline_may_stand_above_the_lead() -> None:
    document = pasted(f"{TITLE}\nBy Ida Blom\n{LEAD}\nPublished: January 11, 2024\n\n{BODY}")
    assert kept(document) == [LEAD, *BODY.split("\n\n")]
    assert (document.article.authors, document.article.date) == (("Ida Blom",), DAY)


@pytest.mark.parametrize(
    "below",
    [
        "By Ida Blom\n\nJanuary 11, 2024",
        "January 11, 2024\n\nBy Ida Blom",
        "Ida Blom in Norrhaven\n\nJanuary 11, 2024",
    ],
)
def test_a_sentence_above_a_byline_is_a_deck(below: str) -> None:
    document = pasted(f"{TITLE}\n\n{LEAD}\n\n{below}\n\n{BODY}")
    assert dropped(document)[LEAD] == "deck"
    assert kept(document) == BODY.split("\n\n")
    assert (document.article.authors, document.article.date) == (("Ida Blom",), DAY)


@pytest.mark.parametrize(
    "deck", ["It was old.", "Harbour office blames the wind and the old bolts"]
)
def test_a_short_sentence_or_a_line_without_a_stop_is_a_deck(deck: str) -> None:
    document = pasted(f"{TITLE}\n\n{deck}\n\nJanuary 11, 2024\n\n{BODY}")
    assert dropped(document)[deck] == "deck"
    assert document.article.date == DAY


@pytest.mark.parametrize(
    "below", ["Published: January 11, 2024", "By Ida Blom\n\nJanuary 11, 2024"]
)
def test_what_a_dateline_opens_is_never_a_deck(below: str) -> None:
    document = pasted(f"{TITLE}\n\nNORRHAVEN (Reuters) - {LEAD}\n\n{below}\n\n{BODY}")
    assert kept(document) == [LEAD, *BODY.split("\n\n")]
    assert (document.article.source, document.article.date) == ("Reuters", DAY)


def test_below_the_lead_nothing_is_taken_for_a_title() -> None:
    document = pasted(f"{TITLE}\n\n{LEAD}\n\nJanuary 11, 2024\n\nWhat happens next\n\n{BODY}")
    assert dropped(document)["What happens next"] == "heading"
    assert document.article.title == TITLE
