"""200 questions at once while every article changes and is read again, over and over."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from pathlib import Path
from random import Random

from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bot.answer.answer import Question
from bot.desk import Desk
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog
from bot.search.update import Limits

AT_ONCE = 200
RELOADS = 12


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("mixed")
    for name, limits in (("bases", Limits()), ("deltas", Limits(merge_at_once=0))):
        place = folder / name
        place.mkdir()
        asyncio.run(mixed(tally, place, limits, RELOADS))
        tally.runs += 1
    return tally


async def mixed(
    tally: Tally, folder: Path, limits: Limits, reloads: int, at_once: int = AT_ONCE
) -> None:
    """All articles of state N carry the number N, so that two numbers in one answer are a mix."""
    gauges = GaugeFolder(60, groups=1)
    corpus, data = folder / "corpus", folder / "data"
    gauges.write(corpus, 0)
    questions = gauges.questions()
    states: dict[int, set[int]] = {}
    keys: list[str] = []

    async def ask(number: int) -> None:
        entry = await desk.ask(Question(questions[number % len(questions)], limit=9), TERMINAL)
        answer = entry.answer
        quotes = [Quoted.of(each) for each in (*answer.excerpts, *answer.near_misses)]
        told = f"snapshot {answer.snapshot}"
        tally.check(Held.SERVED, quotes, f"{told}: no quotes")
        holding = gauges.check(tally, quotes, reloads, told)
        states[answer.snapshot] = states.get(answer.snapshot, holding) & holding
        keys.append(entry.key)

    async def reload() -> None:
        for state in range(1, reloads + 1):
            await asyncio.to_thread(gauges.write, corpus, state)
            await desk.refresh()

    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log, limits=limits) as desk,
    ):
        reloading = asyncio.create_task(reload())
        while not reloading.done():
            await asyncio.gather(*(ask(number) for number in range(at_once)))
        await reloading
        lost = desk.status().log_lost
    for number, holding in states.items():
        tally.check(Held.ONE, len(holding) == 1, f"snapshot {number} is of states {holding}")
    with contextlib.closing(sqlite3.connect(data / "log.sqlite3")) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM answers")}
    for key in keys:
        tally.check(Held.LOGGED, key in kept, f"answer {key} has no row")
    tally.check(Held.LOGGED, not lost, f"{lost} answers lost")
    tally.most("snapshots that answered", len(states))
