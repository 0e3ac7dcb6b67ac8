"""The picture of use, whatever was asked and whoever was quoted, and its words."""

from __future__ import annotations

import struct
from datetime import date, timedelta
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread

from bot.answer.chart import alt_usage, draw_usage
from bot.answer.chart.card import ACCENT
from bot.answer.chart.usage import (
    MAX_ALT_UNITS,
    MAX_BARS,
    NO_OUTLET,
    DayUse,
    SourceUse,
    Usage,
    in_bars,
)
from bot.answer.chart.usage_figure import MAX_STEPS, REFUSED, steps
from bot.answer.snippet import units

LAST = date(2026, 11, 25)


def usage(counts: list[tuple[int, int]], *sources: SourceUse) -> Usage:
    first = LAST - timedelta(days=len(counts) - 1)
    days = tuple(DayUse(first + timedelta(days=n), *count) for n, count in enumerate(counts))
    return Usage(days, sources)


def share(png: bytes, code: str) -> float:
    """Of the pixels, those of one colour."""
    pixels = (imread(BytesIO(png), format="png") * 255).round().astype(np.uint8)
    wanted = [int(code[place : place + 2], 16) for place in (1, 3, 5)]
    return float((pixels[:, :, :3] == wanted).all(axis=2).mean())


def test_the_bars_show_what_was_answered_and_refused() -> None:
    both = draw_usage(usage([(3, 1), (0, 0), (2, 2)]))
    answered = draw_usage(usage([(4, 0), (0, 0), (4, 0)]))
    assert struct.unpack(">I", both[16:20]) == (1600,)
    assert share(both, REFUSED) > share(answered, REFUSED) * 5
    assert share(answered, ACCENT) > share(both, ACCENT) > 0.005
    assert both == draw_usage(usage([(3, 1), (0, 0), (2, 2)]))


def test_outlets_make_the_picture_higher() -> None:
    bare = usage([(1, 0)])
    listed = usage([(1, 0)], SourceUse("Quay Post", 3), SourceUse(None, 1))
    heights = [struct.unpack(">I", draw_usage(each)[20:24])[0] for each in (bare, listed)]
    assert heights[1] - heights[0] > 100


@pytest.mark.parametrize(
    ("days", "unit", "bars"),
    [
        (1, "day", 1),
        (MAX_BARS, "day", MAX_BARS),
        (63, "week", 10),
        (434, "week", 63),
        (435, "month", 15),
    ],
)
def test_long_times_are_drawn_in_weeks_and_months(days: int, unit: str, bars: int) -> None:
    made = usage([(1, 2)] * days)
    name, found = in_bars(made)
    assert (name, len(found)) == (unit, bars)
    assert sum(bar.answered for bar in found) == days
    assert sum(bar.refused for bar in found) == 2 * days
    assert list(found) == sorted(found, key=lambda bar: bar.day)


@given(st.integers(0, 10**9))
def test_the_lines_are_few_and_reach_over_the_highest_bar(most: int) -> None:
    step, top = steps(most)
    assert most <= top < most + step or (most, top) == (0, step)
    assert 1 <= top // step <= MAX_STEPS
    assert str(step).rstrip("0") in ("1", "2", "5")


def test_the_words_say_what_the_picture_shows() -> None:
    made = usage([(3, 1), (0, 0)], SourceUse("Quay Post", 3), SourceUse(None, 1))
    assert alt_usage(made) == (
        "Questions a day, 24–25 Nov 2026: 4 asked, 1 refused (25 %). Most on 24 Nov 2026: 4."
        f" Most quoted: Quay Post, 3 times, {NO_OUTLET}, 1 time."
    )
    assert alt_usage(usage([(0, 0)])) == "Questions a day, 25 Nov 2026: nothing asked."


names = st.none() | st.text(max_size=300)


@given(
    st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7)), min_size=1, max_size=500),
    st.lists(st.builds(SourceUse, names, st.integers(1, 10**9)), max_size=8),
)
@settings(max_examples=4, deadline=None)
def test_whatever_was_asked_it_can_be_drawn_and_told(
    counts: list[tuple[int, int]], sources: list[SourceUse]
) -> None:
    made = usage(counts, *sources)
    assert draw_usage(made).startswith(b"\x89PNG")
    assert units(alt_usage(made)) <= MAX_ALT_UNITS
