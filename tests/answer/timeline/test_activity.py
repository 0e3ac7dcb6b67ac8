"""Articles by week, month or year, those without articles too."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.event import Activity
from bot.answer.timeline.activity import activity
from bot.text.dates import Granularity

STEPS = {Granularity.WEEK: (7, 7), Granularity.MONTH: (28, 31), Granularity.YEAR: (365, 366)}


def of(*days: str) -> tuple[list[tuple[str, int]], Granularity]:
    bars, unit = activity(np.asarray([date.fromisoformat(day).toordinal() for day in days]))
    return [(bar.day.isoformat(), bar.articles) for bar in bars], unit


def test_nothing_dated_gives_nothing() -> None:
    assert activity(np.zeros(0, np.int64)) == ((), Granularity.WEEK)


def test_one_article_is_one_week_from_its_monday() -> None:
    assert of("2019-05-12") == ([("2019-05-06", 1)], Granularity.WEEK)


def test_weeks_without_articles_are_counted_too() -> None:
    bars, unit = of("2019-05-22", "2019-05-06", "2019-05-12")
    assert bars == [("2019-05-06", 2), ("2019-05-13", 0), ("2019-05-20", 1)]
    assert unit is Granularity.WEEK


def test_a_few_years_are_counted_by_months() -> None:
    bars, unit = of("2018-11-30", "2021-01-31", "2018-11-01")
    assert unit is Granularity.MONTH
    assert (bars[0], bars[1], bars[-1]) == (("2018-11-01", 2), ("2018-12-01", 0), ("2021-01-01", 1))
    assert len(bars) == 27


def test_decades_are_counted_by_years() -> None:
    bars, unit = of("1994-06-01", "2019-05-12")
    assert unit is Granularity.YEAR
    assert (bars[0], bars[1], bars[-1]) == (("1994-01-01", 1), ("1995-01-01", 0), ("2019-01-01", 1))
    assert len(bars) == 26


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_the_calendar(day: date) -> None:
    bars, _ = activity(np.asarray([day.toordinal()]))
    assert [bar.articles for bar in bars] == [1]
    assert bars[0].day <= day


@given(
    st.lists(st.dates(), min_size=1, max_size=12)
    | st.lists(st.dates(date(2017, 1, 1), date(2019, 12, 31)), min_size=1, max_size=12)
)
def test_every_article_is_counted_once_and_no_unit_is_left_out(days: list[date]) -> None:
    bars, unit = activity(np.asarray([day.toordinal() for day in days]))
    assert sum(bar.articles for bar in bars) == len(days)
    least, most = STEPS[unit]
    steps = [(later.day - bar.day).days for bar, later in pairwise(bars)]
    assert all(least <= step <= most for step in steps)
    assert bars[0].day <= min(days)
    assert bars[-1].day <= max(days)
    assert bars[0].articles
    assert bars[-1].articles
    assert all(isinstance(bar, Activity) for bar in bars)
