"""Another program holds the query log locked: replies come in time, the loss is counted."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from random import Random

from bench.faults.children import Child
from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import Question
from bot.desk import Desk
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

RUNS = 3
HELD_S = 6.0
REPLY_S = 3.0
"""What Discord waits for a reply."""

AT_ONCE = 20
"""Questions asked side by side while the file is locked."""

RECOVERS_S = 5.0


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("locked")
    gauges = GaugeFolder(8)
    gauges.write(folder / "corpus", 0)
    for number in range(RUNS):
        with watched() as warned:
            asyncio.run(_locked(tally, folder, gauges, f"run {number}"))
        tally.check(Held.TOLD, any("in use" in each for each in warned), f"run {number}: {warned}")
        tally.runs += 1
    return tally


async def _locked(tally: Tally, folder: Path, gauges: GaugeFolder, told: str) -> None:
    data, questions = folder / "data", gauges.questions()
    path = data / "log.sqlite3"

    async def ask(text: str) -> None:
        began = time.monotonic()
        entry = await desk.ask(Question(text), TERMINAL)
        took = time.monotonic() - began
        tally.check(Held.IN_TIME, took < REPLY_S, f"{told}: {took:.2f} s")
        tally.most("slowest reply while locked, s", took)
        gauges.check(tally, map(Quoted.of, entry.answer.excerpts), 0, told)

    async with (
        QueryLog.open(path) as log,
        Desk(folder / "corpus", data=data, log=log) as desk,
    ):
        await ask(questions[0])
        with Child(folder, "locker", path, HELD_S) as child:
            await asyncio.to_thread(child.until, bool)
            end, asked = child.began + HELD_S, 0
            while time.monotonic() < end - REPLY_S:
                await ask(questions[asked % len(questions)])
                asked += 1
            await asyncio.gather(*(ask(questions[n % len(questions)]) for n in range(AT_ONCE)))
            status = desk.status()
            lost = tally.check(Held.LOGGED, status.log_lost, f"{told}: the loss is not counted")
            tally.check(Held.TOLD, not lost or status.log_error, f"{told}: the status says nothing")
            await asyncio.to_thread(child.ended)
        until = time.monotonic() + RECOVERS_S
        while time.monotonic() < until and desk.status().log_error is not None:
            await ask(questions[1])
        tally.check(Held.RECOVERED, desk.status().log_error is None, f"{told}: still unwell")
        kept = await desk.ask(Question(questions[2]), TERMINAL)
        tally.check(Held.ROW, await log.recall(kept.key), f"{told}: no row once it is well")
