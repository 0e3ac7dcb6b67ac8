"""Snippets are the quote's own words, fit where they must, and show where they are cut."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.snippet import CUT, snippet, units
from bot.articles.article import Span
from bot.text.unseen import plain
from tests.timelines import event


def short(quote: str, limit: int, highlight: str = "") -> str:
    excerpt = event("2018-08-22", quote, highlight=highlight).excerpt
    return snippet(excerpt, lambda text: len(text) <= limit)


def test_a_quote_that_fits_stays_whole() -> None:
    assert short("The crane arrived.", 40) == "The crane arrived."


def test_a_long_quote_is_cut_after_a_word_that_matters() -> None:
    quote = "The first crane arrived at the quay, two months late."
    assert short(quote, 36) == "The first crane arrived at the quay…"
    assert short(quote, 34) == "The first crane arrived…"
    assert short(quote, 12) == "The first…"


def test_a_date_that_opens_the_quote_is_left_out() -> None:
    quote = "On Aug. 22, officials opened the bids."
    assert short(quote, 40, "Aug. 22") == "…officials opened the bids."
    assert short("Late on Monday, it came.", 40, "Monday") == "…it came."
    assert short("Monday was calm.", 40, "Monday") == "Monday was calm."


def test_a_late_date_brings_its_main_clause() -> None:
    quote = (
        "The port authority, which had postponed the vote twice after complaints from the old "
        "town, approved the contract on Sept. 4 by eleven votes to two."
    )
    assert (
        short(quote, 70, "Sept. 4") == "…approved the contract on Sept. 4 by eleven votes to two."
    )
    assert short(quote, 45, "Sept. 4") == "…approved the contract on Sept. 4 by eleven…"
    assert short(quote, 200, "Sept. 4") == quote
    assert short(quote, 25, "Sept. 4") == "The port authority…"


def test_what_follows_that_is_the_news() -> None:
    quote = "Officials of the harbour told reporters that the two sides would resume talks in May."
    assert short(quote, 50, "in May") == "…the two sides would resume talks in May."


def test_cuts_of_the_excerpt_itself_show() -> None:
    excerpt = replace(event("2018-08-22", "it came").excerpt, cut_before=True, cut_after=True)
    assert snippet(excerpt, lambda text: True) == "…it came…"


def test_one_word_too_long_is_cut_within() -> None:
    assert short("Donaudampfschiff", 8) == "Donauda…"
    assert short("Donau", 1) == CUT
    assert short("Donau", 0) == ""


@pytest.mark.parametrize(("text", "length"), [("", 0), ("é", 1), ("👧", 2), ("\ud800", 1)])
def test_units_are_those_of_utf_16(text: str, length: int) -> None:
    assert units(text) == length


def test_a_snippet_keeps_what_joins_letters() -> None:
    assert short("It said می\u200cشود on Monday.", 40) == "It said می\u200cشود on Monday."


@given(
    st.text(alphabet="abc ,;:–.…that who", max_size=120),
    st.integers(0, 120),
    st.integers(0, 20),
    st.integers(0, 60),
)
def test_a_snippet_is_a_part_of_the_quote_that_fits(
    quote: str, start: int, size: int, limit: int
) -> None:
    excerpt = replace(event("2018-08-22", quote).excerpt, highlight=Span(start, start + size))
    words = snippet(excerpt, lambda text: len(text) <= limit)
    assert len(words) <= limit
    assert words.strip(CUT) in plain(quote)
    if len(plain(quote)) <= limit and size == 0:
        assert words == plain(quote)
