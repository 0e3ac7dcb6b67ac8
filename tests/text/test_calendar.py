"""Dates as people write them; what can be read in two ways is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.calendar import leading_date, parse_bound, parse_date

DAY = date(2018, 8, 7)


@pytest.mark.parametrize(
    "text",
    [
        "2018-08-07",
        "2018/08/07",
        "2018.8.7",
        "2018-08-07T23:59:59Z",
        "2018-08-07T05:00:00.123+02:00",
        "2018-08-07 17:05",
        "Aug. 7, 2018",
        "Aug 7 2018",
        "AUGUST 7, 2018",
        "August 7th, 2018",
        "7 August 2018",
        "7th of August, 2018",
        "7-Aug-2018",
        "07 Aug. 2018",
        "Tuesday, August 7, 2018",
        "Tue 7 Aug 2018 10.30 BST",
        "Aug. 7, 2018 9:41 am ET",
        "Aug. 7, 2018 at 7:05 p.m. EDT",
        "August 7, 2018, 5:00 AM GMT+1",
        "August 7, 2018 / 2:11 AM",
        "7:05 AM EDT, Tue August 7, 2018",
        "7:30am, 7 Aug, 2018",
        "Aug 7, 2018 5 pm",
        " Aug\u00a07, 2018 ",
    ],
)
def test_one_day_is_read_however_it_is_written(text: str) -> None:
    assert parse_date(text) == DAY


def test_sept_and_may_are_months() -> None:
    assert parse_date("Sept. 3, 2021 4:07 pm ET") == date(2021, 9, 3)
    assert parse_date("May 5, 2020") == date(2020, 5, 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2018",
        "Aug 2018",
        "03/04/2019",
        "3-4-2019",
        "2018-02-30",
        "31 June 2019",
        "2018-08-07 and later",
        "on Aug. 7, 2018",
        "Augustus 7, 2018",
        "20180807",
        "7 8 2018",
        "Aug. 7, 18",
        "August 7, 20188",
        "ſept 5, 2018x",
        "Aprıl 5, 2018",
        "Aug. 7, 2018" + " " * 100 + "x",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    assert parse_date(text) is None


def test_figures_that_can_mean_only_one_day_are_read() -> None:
    assert parse_date("17/08/2018") == parse_date("08/17/2018") == date(2018, 8, 17)
    assert parse_date("09/14/2018 05:02 AM EDT") == date(2018, 9, 14)
    assert parse_date("03/03/2019") == date(2019, 3, 3)


def test_a_leading_date_ends_after_its_time() -> None:
    text = "2018-08-07 10:30 The talks go on."
    found = leading_date(text)
    assert found == (DAY, text.index(" The"))
    assert leading_date("see 2018-08-07", 4) == (DAY, 14)
    assert leading_date("The talks") is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2018", date(2018, 1, 1), date(2018, 12, 31)),
        (" 2016-02 ", date(2016, 2, 1), date(2016, 2, 29)),
        ("Feb 2018", date(2018, 2, 1), date(2018, 2, 28)),
        ("Sept., 2018", date(2018, 9, 1), date(2018, 9, 30)),
        ("2018 December", date(2018, 12, 1), date(2018, 12, 31)),
        ("08/2018", date(2018, 8, 1), date(2018, 8, 31)),
        ("7 August 2018", DAY, DAY),
    ],
)
def test_bounds_of_a_range(text: str, first: date, last: date) -> None:
    assert (parse_bound(text, end=False), parse_bound(text, end=True)) == (first, last)


@pytest.mark.parametrize(
    "text", ["", "soon", "2018-13", "13/2018", "0000", "18", "2018-", "03/04/2019", "Aprıl 2018"]
)
def test_a_bound_that_is_no_date_is_refused(text: str) -> None:
    assert parse_bound(text, end=False) is None


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@given(st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31)))
def test_every_day_reads_back(day: date) -> None:
    month = MONTHS[day.month - 1]
    year = f"{day.year:04}"
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{month}. {day.day}, {year}") == day
    assert parse_date(f"{day.day} {month} {year}, 9:05 p.m. ET") == day
    assert parse_bound(f"{year}-{day.month:02}", end=False) == day.replace(day=1)


@given(st.text(max_size=120))
def test_no_text_raises(text: str) -> None:
    parse_date(text)
    parse_bound(text, end=True)
