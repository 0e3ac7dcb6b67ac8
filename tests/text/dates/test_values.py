"""Values read back into days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import Granularity, period
from bot.text.dates.holidays import easter
from bot.text.dates.values import month_after, shifted

CASES = [
    ("2018-08-22", "2018-08-22", "2018-08-22", Granularity.DAY),
    ("2018-08-22TMO", "2018-08-22", "2018-08-22", Granularity.DAY),
    ("2018-08-22T09:30", "2018-08-22", "2018-08-22", Granularity.DAY),
    ("2018-W01", "2018-01-01", "2018-01-07", Granularity.WEEK),
    ("2020-W53-WE", "2021-01-02", "2021-01-03", Granularity.WEEK),
    ("2020-02", "2020-02-01", "2020-02-29", Granularity.MONTH),
    ("2018-Q3", "2018-07-01", "2018-09-30", Granularity.QUARTER),
    ("2018-SU", "2018-06-01", "2018-08-31", Granularity.QUARTER),
    ("2018-WI", "2018-12-01", "2019-02-28", Granularity.QUARTER),
    ("2018-H2", "2018-07-01", "2018-12-31", Granularity.YEAR),
    ("2018", "2018-01-01", "2018-12-31", Granularity.YEAR),
    ("201", "2010-01-01", "2019-12-31", Granularity.YEAR),
    ("20", "2000-01-01", "2099-12-31", Granularity.YEAR),
    ("00", "0001-01-01", "0099-12-31", Granularity.YEAR),
]


@pytest.mark.parametrize(("value", "first", "last", "granularity"), CASES)
def test_period(value: str, first: str, last: str, granularity: Granularity) -> None:
    assert period(value) == (date.fromisoformat(first), date.fromisoformat(last), granularity)


@pytest.mark.parametrize(
    "value",
    [
        "XXXX-08-22",
        "XXXX-WXX-5",
        "P3D",
        "PXM",
        "PAST_REF",
        "",
        "2018-13",
        "2018-02-30",
        "2018-W54",
        "0000",
        "9999-WI",
        "2018-Q5",
        "٢٠١٨",
    ],
)
def test_values_that_fix_no_days(value: str) -> None:
    assert period(value) is None


@given(st.dates(), st.integers(-500, 500), st.sampled_from(["D", "W", "M", "Q", "Y", "DE", "CE"]))
def test_a_shifted_day_has_a_period(day: date, count: int, unit: str) -> None:
    value = shifted(day, count, unit)
    days = period(value) if value else None
    if days:
        assert days[0] <= days[1]
    if count == 0 and days:
        assert days[0] <= day <= days[1]


def test_beyond_the_calendar() -> None:
    assert shifted(date.max, 1, "D") is None
    assert shifted(date.min, -1, "M") is None
    assert month_after(date.max, 1) is None


def test_easter_on_the_days_it_fell_on() -> None:
    assert [easter(year) for year in (1961, 2000, 2008, 2011, 2038)] == [
        date(1961, 4, 2),
        date(2000, 4, 23),
        date(2008, 3, 23),
        date(2011, 4, 24),
        date(2038, 4, 25),
    ]
