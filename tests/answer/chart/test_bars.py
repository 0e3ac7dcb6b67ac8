"""Bars stand on the days that they count, in every unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from bot.answer.chart.bars import bars, covered, key
from bot.answer.chart.scale import scale
from bot.answer.event import Activity
from bot.answer.timeline.activity import activity
from bot.text.dates import Granularity
from tests.timelines import event, timeline

DAY, WEEK, MONTH, QUARTER, YEAR = Granularity


@pytest.mark.parametrize(
    ("first", "unit", "days"),
    [
        ("2018-08-20", WEEK, 7),
        ("2018-08-01", MONTH, 31),
        ("2020-02-01", MONTH, 29),
        ("2019-01-01", YEAR, 365),
        ("2020-01-01", YEAR, 366),
        ("9999-12-01", MONTH, 31),
        ("9999-01-01", YEAR, 365),
    ],
)
def test_a_bar_covers_its_unit(first: str, unit: Granularity, days: int) -> None:
    begin, end = covered(Activity(date.fromisoformat(first), 1), unit)
    assert begin == date.fromisoformat(first).toordinal()
    assert end - begin == days


@pytest.mark.parametrize("unit", [WEEK, MONTH, YEAR])
def test_the_key_names_the_unit_and_the_most(unit: Granularity) -> None:
    counts = tuple(Activity(date(2000 + year, 1, 3), year) for year in range(5))
    told = replace(timeline(), activity=counts, activity_unit=unit)
    assert key(told) == f"Bars: articles per {unit.name.lower()} (most: 4)"


@pytest.mark.parametrize("unit", [DAY, QUARTER])
def test_a_unit_that_nothing_is_counted_by_has_no_key(unit: Granularity) -> None:
    told = replace(timeline(), activity=(Activity(date(2001, 1, 1), 1),), activity_unit=unit)
    with pytest.raises(ValueError, match="not counted by"):
        key(told)


def test_a_topic_of_many_years_has_bars_a_year_wide_side_by_side() -> None:
    published = [date(year, 5, 2).toordinal() for year in range(1990, 2020)]
    counts, unit = activity(np.array(published))
    assert unit is YEAR
    told = replace(timeline([event("1990-05-01", "A.")]), activity=counts, activity_unit=unit)
    across = scale([(float(published[0]), published[-1] + 400.0)], 0.0, 1000.0)
    found = bars(told, across)
    assert len(found) == 30
    for (_, right, _), (left, _, _) in pairwise(found):
        assert right == pytest.approx(left)
    assert {height for *_, height in found} == {1.0}


def test_few_bars_are_none() -> None:
    across = scale([(date(2018, 8, 20).toordinal(), date(2018, 10, 1).toordinal())], 0.0, 1000.0)
    weeks = tuple(Activity(date(2018, 8, 20 + 7 * week), 2 - week) for week in range(2))
    assert bars(replace(timeline(), activity=weeks), across) == []
    assert bars(replace(timeline(), activity=()), across) == []
