"""The clock jumps, forwards and backwards: files are read, rows kept, limits and retention hold.

`time.time` and `time.time_ns` of this process jump; files get the times that a system with such a
clock would give them. Clocks of other processes and of the file system do not.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from random import Random

from discord import app_commands

from bench.faults.entries import entries
from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import Question
from bot.articles import keeping
from bot.chat.health import beats
from bot.chat.limiter import Limiter
from bot.desk import Desk
from bot.errors import StaleError
from bot.log.entries import TERMINAL
from bot.log.history import recent
from bot.log.retention import Clocks, Retention
from bot.log.sqlite import QueryLog
from bot.search.update import Order, update

MINUTE, DAY, YEAR = 60.0, 86_400.0, 365 * 86_400.0
JUMPS = (MINUTE, -MINUTE, DAY, -DAY, YEAR, -YEAR, 30 * YEAR, -30 * YEAR, 3_600.0, 0.0)
"""Seconds that the clock is wrong by, one after the other."""

RETENTION_DAYS = 30


class Clock:
    def __init__(self) -> None:
        self.wrong_s = 0.0
        self._time, self._time_ns = time.time, time.time_ns

    def time(self) -> float:
        return self._time() + self.wrong_s

    def time_ns(self) -> int:
        return self._time_ns() + round(self.wrong_s * 1e9)


@contextmanager
def jumping() -> Iterator[Clock]:
    """The clock of this process as it is told."""
    clock = Clock()
    before = time.time, time.time_ns
    time.time, time.time_ns = clock.time, clock.time_ns
    try:
        yield clock
    finally:
        time.time, time.time_ns = before


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("clock")
    with jumping() as clock, watched():
        asyncio.run(_desk(tally, folder / "desk", clock))
        _files(tally, folder / "files", clock)
        asyncio.run(_retention(tally, folder / "log.sqlite3", clock))
        _limits(tally, clock)
        _undo(tally, folder / "undo", clock)
    return tally


async def _desk(tally: Tally, folder: Path, clock: Clock) -> None:
    gauges, corpus, data = GaugeFolder(8), folder / "corpus", folder / "data"
    gauges.write(corpus, 0)
    keys = []
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log) as desk,
    ):
        for state, jump in enumerate(JUMPS, 1):
            clock.wrong_s = jump
            _write(gauges, corpus, state, clock)
            await desk.refresh()
            entry = await desk.ask(Question(gauges.questions()[0], limit=9), TERMINAL)
            told = f"clock wrong by {jump:+.0f} s"
            quotes = map(Quoted.of, entry.answer.excerpts)
            states = gauges.check(tally, quotes, state, told)
            tally.check(Held.SERVED, states == {state}, f"{told}: answered from {states}")
            await desk.vote(entry.key, 5, True)
            keys.append(entry.key)
            tally.check(Held.ROW, await log.recall(entry.key), f"{told}: no row")
            tally.check(Held.LOGGED, not desk.status().log_lost, told)
            (data / "healthy").touch()
            os.utime(data / "healthy", (clock.time(), clock.time()))
            tally.check(Held.ORDERLY, beats(data), f"{told}: the health check fails")
            tally.runs += 1
        clock.wrong_s = 0.0
        kept = [asked.key for asked in await recent(data / "log.sqlite3", 100)]
        tally.check(
            Held.ROW, sorted(keys) == sorted(key for key in kept if key), "the list of rows"
        )
        tally.check(Held.ORDERLY, len(set(keys)) == len(keys), "keys repeat")


def _files(tally: Tally, folder: Path, clock: Clock) -> None:
    """Reading by stamps alone, in this process, so that its clock counts."""
    gauges, corpus = GaugeFolder(6), folder / "corpus"
    gauges.write(corpus, 0)
    order = Order(corpus, folder / "snapshots", readers=0)
    update(order)
    for state, jump in enumerate(JUMPS, 1):
        clock.wrong_s = jump
        _write(gauges, corpus, state, clock)
        done = update(order)
        told = f"clock wrong by {jump:+.0f} s: {len(done.changed)} files seen"
        tally.check(Held.SERVED, len(done.changed) == gauges.articles, told)
        again = update(order)
        tally.check(Held.ORDERLY, not again.changed, f"{told}, then {len(again.changed)}")
        tally.runs += 1
    clock.wrong_s = 0.0


async def _retention(tally: Tally, path: Path, clock: Clock) -> None:
    """A clock that runs away deletes nothing; the right one deletes what is old."""
    clock.wrong_s = 0.0
    now = time.time()
    old, young = entries()[0], entries()[1]
    async with QueryLog.open(path) as log:
        retention = Retention(log, RETENTION_DAYS, Clocks(lambda: time.time(), time.monotonic))
        await log.record(replace(young, key="young" + "0" * 11, asked_at=now))
        await retention.look()
        for jump in JUMPS:
            clock.wrong_s = jump
            await retention.look()
            kept = await log.recall("young" + "0" * 11)
            tally.check(Held.ROW, kept, f"retention with a clock wrong by {jump:+.0f} s")
            clock.wrong_s = 0.0
            await Retention(log, RETENTION_DAYS).look()
        await log.record(replace(old, key="old" + "0" * 13, asked_at=now - 40 * DAY))
        fresh = Retention(log, RETENTION_DAYS)
        await fresh.look()
        gone = await log.recall("old" + "0" * 13) is None
        tally.check(Held.ORDERLY, gone, "retention deletes nothing by the right clock")
    tally.runs += 1


def _limits(tally: Tally, clock: Clock) -> None:
    for jump in JUMPS:
        clock.wrong_s = 0.0
        limiter = Limiter(2)
        limiter.take(1)
        limiter.take(1)
        clock.wrong_s = jump
        try:
            limiter.take(1)
        except app_commands.CommandOnCooldown as error:
            tally.check(Held.ORDERLY, 0 < error.retry_after <= MINUTE, f"{error.retry_after} s")
        else:
            tally.check(Held.ORDERLY, False, f"a third question with a clock wrong by {jump:+.0f}")
    clock.wrong_s = 0.0
    tally.runs += 1


def _undo(tally: Tally, folder: Path, clock: Clock) -> None:
    """What was removed can be brought back within the window, whatever the clock did by minutes or
    backwards. After a jump past the window it is gone: it has to survive a restart, so that no
    other clock can tell its age."""
    folder.mkdir()
    for jump in JUMPS:
        clock.wrong_s = 0.0
        keeping.add(folder, "gauge.md", b"The gauge stood at nine.\n", replace=True)
        gone = keeping.remove(folder, "gauge.md")
        clock.wrong_s = jump
        keeping.tidy(folder)
        with suppress(StaleError):
            keeping.restore(folder, gone.token)
        back = (folder / "gauge.md").exists()
        told = f"removed, then the clock went by {jump:+.0f} s"
        tally.check(Held.ORDERLY, back or jump > keeping.UNDO_SECONDS, f"{told}: not restored")
        tally.runs += 1
    clock.wrong_s = 0.0


def _write(gauges: GaugeFolder, corpus: Path, state: int, clock: Clock) -> None:
    gauges.write(corpus, state)
    for path in corpus.iterdir():
        os.utime(path, (clock.time(), clock.time()))
