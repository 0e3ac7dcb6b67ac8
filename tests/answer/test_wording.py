"""Dates in words, for every unit, range and edge of the calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.event import Event
from bot.answer.wording import extent, length, marks, plural, span, when
from bot.articles.dated import day
from bot.text.dates import Granularity
from tests.timelines import event

DAY, WEEK, MONTH, QUARTER, YEAR = Granularity


@pytest.mark.parametrize(
    ("first", "last", "unit", "ranged", "words"),
    [
        ("2018-08-22", "2018-08-22", DAY, False, "22 Aug 2018"),
        ("2018-08-22", "2018-08-23", DAY, True, "22–23 Aug 2018"),
        ("2018-11-30", "2018-12-01", DAY, True, "30 Nov – 1 Dec 2018"),
        ("2018-12-28", "2019-01-03", DAY, True, "28 Dec 2018 – 3 Jan 2019"),
        ("2018-08-01", "2018-08-31", DAY, True, "1–31 Aug 2018"),
        ("2018-08-20", "2018-08-26", WEEK, False, "week of 20 Aug 2018"),
        ("2018-08-25", "2018-08-26", WEEK, False, "25–26 Aug 2018"),
        ("2018-08-20", "2018-09-02", WEEK, True, "20 Aug – 2 Sep 2018"),
        ("2018-08-20", "2018-08-26", WEEK, True, "20–26 Aug 2018"),
        ("2018-08-01", "2018-08-31", MONTH, False, "Aug 2018"),
        ("2020-02-01", "2020-02-29", MONTH, False, "Feb 2020"),
        ("2018-05-01", "2018-07-31", MONTH, True, "May – Jul 2018"),
        ("2018-12-01", "2019-02-28", MONTH, True, "Dec 2018 – Feb 2019"),
        ("2018-07-01", "2018-07-10", MONTH, False, "1–10 Jul 2018"),
        ("2018-07-01", "2018-09-30", QUARTER, False, "Q3 2018"),
        ("2018-01-01", "2018-06-30", QUARTER, True, "Q1 – Q2 2018"),
        ("2018-10-01", "2019-03-31", QUARTER, True, "Q4 2018 – Q1 2019"),
        ("2018-06-01", "2018-08-31", QUARTER, False, "Jun – Aug 2018"),
        ("2018-12-01", "2019-02-28", QUARTER, False, "Dec 2018 – Feb 2019"),
        ("2018-06-21", "2018-09-22", QUARTER, False, "21 Jun – 22 Sep 2018"),
        ("2018-01-01", "2018-12-31", YEAR, False, "2018"),
        ("2015-01-01", "2018-12-31", YEAR, True, "2015 – 2018"),
        ("2010-01-01", "2019-12-31", YEAR, False, "2010s"),
        ("2010-01-01", "2019-12-31", YEAR, True, "2010 – 2019"),
        ("2001-01-01", "2100-12-31", YEAR, False, "2001 – 2100"),
        ("2018-04-01", "2019-03-31", YEAR, False, "Apr 2018 – Mar 2019"),
        ("2018-04-06", "2019-04-05", YEAR, False, "6 Apr 2018 – 5 Apr 2019"),
        ("0079-10-24", "0079-10-24", DAY, False, "24 Oct 79"),
        ("0001-01-01", "9999-12-31", YEAR, True, "1 – 9999"),
    ],
)
def test_dates_in_words(first: str, last: str, unit: Granularity, ranged: bool, words: str) -> None:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    assert span(begin, end, unit, ranged=ranged) == words
    told = event("2018-08-22", "It came.")
    assert when(replace(told, first=begin, last=end, granularity=unit, ranged=ranged)) == words


@given(st.dates(), st.dates(), st.sampled_from(Granularity), st.booleans())
def test_every_span_names_its_years(
    one: date, other: date, unit: Granularity, ranged: bool
) -> None:
    first, last = sorted((one, other))
    words = span(first, last, unit, ranged=ranged)
    assert str(first.year) in words or f"{day(first).removesuffix(str(first.year))}" in f"{words} "
    assert str(last.year) in words or words.endswith("0s")


def test_marks() -> None:
    told = event("2018-08-22", "It came.")
    assert marks(told) == ()
    assert marks(replace(told, planned=True)) == ("planned",)
    assert marks(replace(told, planned=True, inferred=True)) == ("planned", "date inferred")


def told(first: str, last: str, unit: Granularity = DAY, *, ranged: bool = False) -> Event:
    one = event(first, "It came.", last=last)
    return replace(one, granularity=unit, ranged=ranged)


YEARS = [told(f"{year}-01-01", f"{year}-12-31", YEAR) for year in (2001, 2005, 2010)]
CRANE = told("2018-08-17", "2018-08-17")


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([CRANE], "17 Aug 2018"),
        ([CRANE, CRANE], "17 Aug 2018"),
        ([CRANE, told("2023-09-28", "2023-09-28")], "17 Aug 2018 to 28 Sep 2023"),
        (YEARS, "2001 to 2010"),
        (YEARS[::-1], "2001 to 2010"),
        (YEARS[:1], "2001"),
        ([CRANE, told("2020-01-01", "2029-12-31", YEAR)], "17 Aug 2018 to 2020s"),
        ([CRANE, told("2020-01-01", "2022-12-31", YEAR, ranged=True)], "17 Aug 2018 to 2022"),
        ([CRANE, told("2020-06-01", "2020-08-31", QUARTER)], "17 Aug 2018 to Aug 2020"),
        ([told("2017-07-01", "2017-09-30", QUARTER), CRANE], "Q3 2017 to 17 Aug 2018"),
        ([told("2018-04-01", "2019-03-31", YEAR), YEARS[0]], "2001 to 2019"),
        ([told("2018-08-20", "2018-08-26", WEEK), CRANE], "17 Aug 2018 to 26 Aug 2018"),
        ([told("2018-05-01", "2018-07-31", MONTH, ranged=True), CRANE], "May 2018 to 17 Aug 2018"),
        ([told("2018-01-01", "2018-12-31", YEAR), CRANE], "2018"),
        ([told("2018-08-01", "2018-08-31", DAY, ranged=True), CRANE], "1–31 Aug 2018"),
    ],
)
def test_the_extent_of_events_names_no_day_that_no_source_names(
    events: list[Event], words: str
) -> None:
    assert extent(events) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (9, "9 days"),
        (14, "2 weeks"),
        (75, "2 months"),
        (700, "23 months"),
        (731, "2 years"),
        (1716, "4.7 years"),
        (3_652, "10 years"),
        (3_652_000, "9,999 years"),
    ],
)
def test_lengths_of_time(days: int, words: str) -> None:
    assert length(days) == words


def test_plurals() -> None:
    assert [plural(count, "event") for count in (0, 1, 1200)] == [
        *("0 events", "1 event", "1,200 events")
    ]
