"""Old rows go, in small pieces, and no clock that has run away deletes anything."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from bot.errors import LogError
from bot.log import retention
from bot.log.retention import DOUBTED_S, LOOK_EVERY_S, START_AFTER_S, Clocks, Retention, retaining
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, DAY, NOON, asked
from tests.log.values import ASKER, timeline_entry

KEPT_DAYS = 30


@dataclass
class Time:
    """`wall` may jump; both go on together."""

    wall: float = NOON
    steady: float = 1_000.0

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds

    @property
    def clocks(self) -> Clocks:
        return Clocks(lambda: self.wall, lambda: self.steady)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
async def log(path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[QueryLog]:
    monkeypatch.setattr(retention, "PAUSE_S", 0.0)
    async with QueryLog.open(path) as log:
        yield log


def count(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


async def ask_daily(log: QueryLog, days: int) -> None:
    """One answer a day, the latest at noon, each with a vote."""
    for number in range(days):
        await log.record(asked(number, at=NOON - number * DAY))
        await log.vote(asked(number).key, ANN, True)


async def test_what_is_older_goes_with_all_that_belongs_to_it(log: QueryLog, path: Path) -> None:
    await ask_daily(log, 40)
    old = replace(timeline_entry(99), asked_at=NOON - 50 * DAY)
    await log.record(old)
    await log.failure(ASKER, "lately", "KeyError", "")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE failures SET asked_at = ?", (NOON - 31 * DAY,))

    assert await Retention(log, KEPT_DAYS, Time().clocks).look() == 11

    tables = ("answers", "votes", "excerpts", "timelines", "events", "activity", "failures")
    assert [count(path, table) for table in tables] == [31, 31, 62, 0, 0, 0, 0]
    assert await log.recall(asked(30).key) is not None
    assert await log.recall(asked(31).key) is None


async def test_deleted_words_are_in_no_file(log: QueryLog, path: Path) -> None:
    await log.record(asked(1, "Where does the kingfisher nest?", at=NOON - 40 * DAY))
    await log.record(asked(2))
    await Retention(log, KEPT_DAYS, Time().clocks).look()
    data = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert b"kingfisher" not in data
    assert b"How high" in data


async def test_many_rows_go_in_small_transactions(
    log: QueryLog, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH_ROWS", 4)
    for number in range(30):
        await log.record(asked(number, at=NOON - 40 * DAY))
    await log.record(asked(99))
    left: list[int] = []
    execute = retention._execute

    async def counted(*given: object) -> int:
        done = await execute(*given)  # type: ignore[arg-type]
        left.append(count(path, "answers"))
        return done

    monkeypatch.setattr(retention, "_execute", counted)
    await Retention(log, KEPT_DAYS, Time().clocks).look()
    assert all(before - after <= 4 for before, after in pairwise(left))
    assert left[-1] == 1


async def test_a_clock_that_jumps_while_the_bot_runs_deletes_nothing(
    log: QueryLog, path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await ask_daily(log, 10)
    time = Time()
    keeper = Retention(log, KEPT_DAYS, time.clocks)
    assert await keeper.look() == 0
    time.pass_(DAY)
    time.wall += 3_000 * DAY
    with caplog.at_level(logging.WARNING):
        assert await keeper.look() == 0
    assert "jumped by +72000.0 hours" in caplog.text
    time.wall -= 3_000 * DAY
    time.pass_(DOUBTED_S)
    assert await keeper.look() == 0
    assert keeper.doubt
    assert count(path, "answers") == 10


async def test_a_clock_that_is_wrong_at_the_start_deletes_nothing_though_rows_agree(
    log: QueryLog, path: Path
) -> None:
    """Rows written by the wrong clock are no witness, nor is a restart."""
    await ask_daily(log, 10)
    assert await Retention(log, KEPT_DAYS, Time().clocks).look() == 0
    time = Time(wall=NOON + 3_000 * DAY)
    await log.record(asked(50, at=time.wall))
    for _ in range(3):
        restarted = Retention(log, KEPT_DAYS, time.clocks)
        assert await restarted.look() == 0
        assert "3000 days past" in restarted.doubt
        time.pass_(60.0)
    assert count(path, "answers") == 11


async def test_a_bot_that_stood_still_deletes_once_its_clock_has_kept_pace(
    log: QueryLog, path: Path
) -> None:
    await ask_daily(log, 10)
    time = Time(wall=NOON + 25 * DAY)
    keeper = Retention(log, KEPT_DAYS, time.clocks)
    assert await keeper.look() == 0
    assert keeper.doubt
    time.pass_(DOUBTED_S)
    assert await keeper.look() == 5
    assert not keeper.doubt
    assert await Retention(log, KEPT_DAYS, time.clocks).look() == 0
    assert count(path, "answers") == 5


async def test_an_empty_log_is_no_reason_for_doubt(log: QueryLog) -> None:
    keeper = Retention(log, KEPT_DAYS, Time().clocks)
    assert await keeper.look() == 0
    assert not keeper.doubt


async def test_looks_follow_each_other_a_day_apart_and_sooner_when_in_doubt(
    log: QueryLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    time = Time()
    keeper = Retention(log, KEPT_DAYS, time.clocks)
    slept: list[float] = []

    class EnoughError(Exception):
        """Ends the loop."""

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.pass_(seconds)
        if len(slept) == 2:
            time.wall += 90 * DAY
        if len(slept) == 4:
            raise EnoughError

    with pytest.raises(EnoughError):
        await keeper.keep_looking(sleep)
    assert slept == [START_AFTER_S, LOOK_EVERY_S, DOUBTED_S, LOOK_EVERY_S]


async def test_a_log_that_fails_is_looked_at_again(
    log: QueryLog, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks = 0
    enough = asyncio.Event()

    async def look(_: Retention) -> int:
        nonlocal looks
        looks += 1
        if looks == 2:
            enough.set()
        raise LogError("The query log is damaged.", detail="SQLITE_CORRUPT")

    monkeypatch.setattr(Retention, "look", look)
    for name in ("START_AFTER_S", "LOOK_EVERY_S"):
        monkeypatch.setattr(retention, name, 0.0)
    async with asyncio.timeout(3), retaining(log, KEPT_DAYS):
        await enough.wait()
    assert "SQLITE_CORRUPT" in caplog.text


async def test_without_the_setting_nothing_runs(log: QueryLog) -> None:
    before = asyncio.all_tasks()
    async with retaining(log, None):
        assert asyncio.all_tasks() == before
