"""The time scale: in proportion, with long silences cut out, and with ticks that fit."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.chart.scale import MIN_SEGMENT, Scale, scale, ticks

LEFT, RIGHT, ROOM = 60.0, 1540.0, 112.0
DAYS = st.dates().map(lambda day: day.toordinal())
SPANS = st.lists(st.tuples(DAYS, st.integers(1, 400)), min_size=1, max_size=40)


def of(*days: str) -> Scale:
    ordinals = [date.fromisoformat(day).toordinal() for day in days]
    return scale([(float(day), day + 1.0) for day in ordinals], LEFT, RIGHT)


def at(day: str) -> float:
    return float(date.fromisoformat(day).toordinal())


@given(SPANS)
def test_every_scale_lies_within_and_keeps_the_order(drawn: list[tuple[int, int]]) -> None:
    spans = [(float(first), float(first + days)) for first, days in drawn]
    made = scale(spans, LEFT, RIGHT)
    assert made.segments[0].left == pytest.approx(LEFT)
    assert made.segments[-1].right == pytest.approx(RIGHT)
    for part in made.segments:
        assert part.right - part.left >= min(MIN_SEGMENT, RIGHT - LEFT) - 1e-6
        found = ticks(part, ROOM)
        assert found
        assert all(part.left <= tick.x <= part.right for tick in found)
        assert all(after.x - before.x >= ROOM - 1e-6 for before, after in pairwise(found))
    for first, last in spans:
        [(left, right)] = made.shown(first, last)  # no event is cut
        assert LEFT <= left < right <= RIGHT
    starts = sorted(first for first, _ in spans)
    places = [made.x(first) for first in starts]
    assert places == sorted(places)


def test_days_are_in_proportion() -> None:
    made = of("2018-01-01", "2018-01-11", "2018-01-31")
    first, second, third = (made.x(at(f"2018-01-{day}")) for day in ("01", "11", "31"))
    assert third - second == pytest.approx(2 * (second - first))
    assert len(made.segments) == 1


def test_a_long_silence_is_cut_out() -> None:
    made = of("2018-03-01", "2018-08-20", "2019-02-01", "2023-05-02")
    before, after = made.segments
    assert before.last < at("2019-03-01")
    assert after.first > at("2023-04-01")
    assert made.shown(at("2020-01-01"), at("2021-01-01")) == []
    assert made.x(at("2020-01-01")) == before.right
    assert made.x(at("2022-12-01")) == after.left


def test_a_crowded_week_is_not_dwarfed_by_one_late_event() -> None:
    week = [f"2018-08-{day}" for day in range(20, 27)]
    made = of(*week, "2023-05-02")
    assert len(made.segments) == 2
    assert made.x(at(week[6])) - made.x(at(week[0])) > 300


@pytest.mark.parametrize(
    "days",
    [
        ("2018-03-01", "2023-05-02"),
        ("2018-03-01", "2018-03-20", "2018-05-02"),
        ("2018-01-01", "2018-03-01", "2018-05-01", "2018-12-01"),
    ],
)
def test_what_dwarfs_nothing_is_not_cut_out(days: tuple[str, ...]) -> None:
    assert len(of(*days).segments) == 1


def test_a_day_alone_has_room_for_its_neighbourhood() -> None:
    [part] = of("2018-08-22").segments
    assert part.last - part.first == 8
    assert [tick.name for tick in ticks(part, ROOM)][:3] == ["19 Aug", "20 Aug", "21 Aug"]


@pytest.mark.parametrize(
    ("days", "names", "years"),
    [
        (("2018-11-20", "2019-03-05"), ["Dec", "Jan", "Feb", "Mar"], ["2018", "2019", "", ""]),
        (("2018-08-20", "2018-10-05"), ["27 Aug", "3 Sep"], ["2018", ""]),
        (("2008-03-01", "2019-06-01"), ["2009", "2010"], ["", ""]),
        (("1900-03-01", "2019-06-01"), ["1910", "1920"], ["", ""]),
    ],
)
def test_ticks_name_days_months_or_years(
    days: tuple[str, str], names: list[str], years: list[str]
) -> None:
    [part] = of(*days).segments
    found = ticks(part, ROOM)
    wanted = list(zip(names, years, strict=True))
    told = [(tick.name, tick.year) for tick in found]
    start = told.index(wanted[0])
    assert told[start : start + len(wanted)] == wanted
    assert all(tick.marked for tick in found)


def test_a_short_segment_is_named_in_its_middle() -> None:
    first, _ = of("2018-08-20", "2018-08-22", "2023-05-02", "2023-09-30").segments
    [tick] = ticks(first, ROOM)
    assert (tick.name, tick.year, tick.marked) == ("Aug", "2018", False)


def test_the_edges_of_the_calendar() -> None:
    made = of("0001-01-01", "9999-12-31")
    [part] = made.segments
    assert [tick.name for tick in ticks(part, ROOM)][-1] == "9000"
    for day in ("0001-01-01", "9999-12-31"):
        [alone] = of(day).segments
        assert ticks(alone, ROOM)
