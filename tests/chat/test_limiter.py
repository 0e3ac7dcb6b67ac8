from __future__ import annotations

import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.limiter import PRUNE_ABOVE_PEOPLE, WINDOW_S, Limiter


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_window_slides() -> None:
    clock = Clock()
    limiter = Limiter(2, clock)
    limiter.take(1)
    clock.now = 20.0
    limiter.take(1)
    clock.now = 50.0

    with pytest.raises(app_commands.CommandOnCooldown) as refused:
        limiter.take(1)

    assert refused.value.retry_after == pytest.approx(10.0)
    limiter.take(2)
    clock.now = 60.0
    limiter.take(1)


def test_people_who_stopped_asking_are_forgotten() -> None:
    clock = Clock()
    limiter = Limiter(1, clock)
    for user in range(PRUNE_ABOVE_PEOPLE + 1):
        limiter.take(user)
    clock.now = WINDOW_S
    limiter.take(-1)

    assert len(limiter._asked) == 1


@given(st.integers(1, 5), st.lists(st.integers(0, 90), max_size=40))
def test_no_window_ever_holds_more_than_the_rate(rate: int, steps: list[int]) -> None:
    clock = Clock()
    limiter = Limiter(rate, clock)
    taken: list[float] = []
    waits: list[float] = []
    for step in steps:
        clock.now += step
        try:
            limiter.take(1)
        except app_commands.CommandOnCooldown as refused:
            waits.append(refused.retry_after)
        else:
            taken.append(clock.now)

    assert all(0 < wait <= WINDOW_S for wait in waits)
    for start in taken:
        assert sum(start <= time < start + WINDOW_S for time in taken) <= rate
