from __future__ import annotations

import pytest
from discord import app_commands
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.faults import sentence
from bot.chat.limiter import (
    LIGHT_PER_MINUTE,
    MAX_KEPT,
    WINDOW_S,
    Limiter,
    PressesOnCooldown,
    ServerOnCooldown,
    Window,
)

GUILD = 7


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


def test_a_server_has_a_limit_of_its_own() -> None:
    clock = Clock()
    limiter = Limiter(2, clock, guild_rate=3)
    for user in (1, 1, 2):
        limiter.take(user, GUILD)

    with pytest.raises(ServerOnCooldown) as refused:
        limiter.take(2, GUILD)
    assert sentence(refused.value) == (
        "This server is asking faster than I can follow. Next one in 60 seconds."
    )
    with pytest.raises(app_commands.CommandOnCooldown) as own:
        limiter.take(1, GUILD)
    assert sentence(own.value) == (
        "You are asking faster than I can follow. Next one in 60 seconds."
    )

    limiter.take(2, GUILD + 1)
    limiter.take(3)


def test_what_one_limit_refuses_does_not_count_for_the_other() -> None:
    clock = Clock()
    limiter = Limiter(1, clock, guild_rate=2)
    limiter.take(1, GUILD)
    for _ in range(5):
        assert not limiter.may_take(1, GUILD)
    limiter.take(2, GUILD)
    for _ in range(5):
        assert not limiter.may_take(3, GUILD)

    limiter.take(3, GUILD + 1)
    clock.now = WINDOW_S
    limiter.take(1, GUILD)


def test_presses_and_suggestions_have_a_larger_allowance_each() -> None:
    limiter = Limiter(1, Clock())
    limiter.take(1, GUILD)
    for _ in range(LIGHT_PER_MINUTE):
        limiter.press(1)
        limiter.suggest(1)

    with pytest.raises(PressesOnCooldown) as refused:
        limiter.press(1)
    assert sentence(refused.value) == (
        "You are pressing faster than I can follow. Next one in 60 seconds."
    )
    with pytest.raises(PressesOnCooldown):
        limiter.suggest(1)
    limiter.press(2)


def test_whoever_may_ask_often_may_press_as_often() -> None:
    limiter = Limiter(3 * LIGHT_PER_MINUTE, Clock())
    for _ in range(3 * LIGHT_PER_MINUTE):
        limiter.press(1)
        limiter.take(1)


def test_people_who_stopped_asking_are_forgotten() -> None:
    clock = Clock()
    window = Window(1, clock)
    for user in range(1_000):
        window.count(user)
    clock.now = WINDOW_S
    window.count(-1)

    assert len(window) == 1


def test_no_crowd_fills_the_memory() -> None:
    window = Window(1, Clock())
    for user in range(MAX_KEPT + 5):
        window.count(user)

    assert len(window) == MAX_KEPT
    assert window.wait(0) == 0
    assert window.wait(MAX_KEPT) > 0


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
