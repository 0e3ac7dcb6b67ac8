"""How much longer an answer takes while the corpus is read again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from bench.faults.tally import Held, Tally
from bench.speed.made import paragraphs
from bench.speed.product import questions_of, write_articles
from bot.answer.answer import Question
from bot.desk import Desk
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

PARAGRAPHS = 20_000
CHANGED_SHARE = 0.01
"""Of the files, with every reload."""

ROUNDS = 7
WARM_UP = 100
IDLE_QUESTIONS = 400
"""Asked one after the other before each reload."""

BAR = 1.5


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("reload-latency")
    texts = list(paragraphs(PARAGRAPHS))
    corpus = folder / "corpus"
    corpus.mkdir()
    write_articles(corpus, texts)
    asyncio.run(_measure(tally, folder, questions_of(texts), chance))
    return tally


async def _measure(tally: Tally, folder: Path, questions: list[str], chance: Random) -> None:
    corpus, data = folder / "corpus", folder / "data"
    asked = _endless(questions)
    idle, busy, ratios = [], [], []
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log) as desk,
    ):
        await _times(desk, asked, lambda count: count < WARM_UP)
        for _ in range(ROUNDS):
            before = await _times(desk, asked, lambda count: count < IDLE_QUESTIONS)
            await asyncio.to_thread(_change, corpus, chance)
            reloading = asyncio.create_task(desk.refresh())
            during = await _times(desk, asked, partial(_running, reloading))
            report = await reloading
            tally.check(Held.SERVED, report.changed, "nothing was seen to have changed")
            ratios.append(float(np.percentile(during, 99) / np.percentile(before, 99)))
            idle += before
            busy += during
            tally.runs += 1
    ratio = float(np.median(ratios))
    tally.figure("idle p50 ms", float(np.percentile(idle, 50)) * 1000)
    tally.figure("idle p99 ms", float(np.percentile(idle, 99)) * 1000)
    tally.figure("during reloads p50 ms", float(np.percentile(busy, 50)) * 1000)
    tally.figure("during reloads p99 ms", float(np.percentile(busy, 99)) * 1000)
    tally.figure("questions during reloads", len(busy))
    tally.figure("p99 during reloads x idle p99, median of rounds", ratio)
    tally.check(Held.IN_TIME, ratio <= BAR, f"{ratio:.2f} times the idle p99, not {BAR}")


async def _times(desk: Desk, asked: Iterator[str], more: Callable[[int], bool]) -> list[float]:
    """Wall seconds of questions asked one after the other, while there are to be `more`."""
    times: list[float] = []
    while more(len(times)) or not times:
        began = time.perf_counter()
        await desk.ask(Question(next(asked)), TERMINAL)
        times.append(time.perf_counter() - began)
    return times


def _running(task: asyncio.Task[object], count: int) -> bool:
    return not task.done()


def _endless(questions: list[str]) -> Iterator[str]:
    while True:
        yield from questions


def _change(corpus: Path, chance: Random) -> None:
    files = sorted(corpus.iterdir())
    for path in chance.sample(files, max(1, round(len(files) * CHANGED_SHARE))):
        head, *texts = path.read_text("utf-8").split("\n\n")
        turned = [" ".join(reversed(text.split())) for text in texts]
        path.write_text("\n\n".join([head, *turned]) + "\n", encoding="utf-8")
