"""Latency figures: over the latest answers only, and nothing before the first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.desk.status import REMEMBERED_TIMES, LatencyWindow

TIMES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


def window(times: list[float]) -> LatencyWindow:
    found = LatencyWindow()
    for time in times:
        found.add(time)
    return found


def test_there_is_no_figure_before_the_first_answer() -> None:
    assert LatencyWindow().quantile(0.5) is None


@given(TIMES, st.floats(0, 1))
def test_a_quantile_is_a_time_that_the_share_did_not_exceed(times: list[float], q: float) -> None:
    found = window(times).quantile(q)
    assert found in times
    assert sum(time <= found for time in times) >= q * len(times)


@given(TIMES, st.floats(0, 1), st.floats(0, 1))
def test_quantiles_grow_with_the_share(times: list[float], one: float, other: float) -> None:
    least, most = (window(times).quantile(q) for q in sorted((one, other)))
    assert least is not None
    assert most is not None
    assert least <= most


def test_only_the_latest_times_count() -> None:
    found = window([9_999.0, *[1.0] * REMEMBERED_TIMES])
    assert found.quantile(1.0) == 1.0
