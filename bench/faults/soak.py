"""A week of use in one process: memory, threads and files open afterwards beside those after the
first thousand questions.

A mixture goes through the desk as both faces send it: questions and timelines, of which cards are
built, cards are recalled and turned, paragraphs around quotes shown, votes, questions that are
refused, suggestions, the status; and the folder changes and is read again all the while. Discord
itself is not simulated: what the client remembers of messages and presses is bounded by constants.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import json
import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random
from threading import Barrier

from bench.faults.children import Child
from bench.faults.gauges import GaugeFolder
from bench.faults.tally import Held, Tally
from bot.answer.answer import Question
from bot.answer.event import Topic
from bot.chat.cards import answer_card, context_card, offered
from bot.chat.health import Health
from bot.chat.parts import coverage
from bot.chat.reports import status_report
from bot.chat.timeline_cards import timeline_card
from bot.desk import Desk
from bot.errors import RefdeskError
from bot.log.entries import Asker
from bot.log.sqlite import QueryLog
from bot.search.update import Limits

QUESTIONS, RELOADS = 50_000, 200
FIRST = 1_000
AT_ONCE = 8
THREADS = 6
BAR = 1.05
ARTICLES, GROUPS = 80, 8
WAIT_S = 3_600.0
KB = 1024


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("soak")
    with Child(folder, "soak", folder / "corpus", folder / "data", QUESTIONS, RELOADS) as child:
        code = child.ended(WAIT_S)
        tally.check(Held.SERVED, code == 0, f"exit code {code}: {child.errors[-800:]}")
        judge(tally, [json.loads(line) for line in child.lines()])
    return tally


def judge(tally: Tally, told: Sequence[dict[str, float]], bar: float = BAR) -> None:
    """What a soaking process has told: after FIRST questions, now and then, and at last."""
    if len(told) < 2:
        tally.check(Held.STEADY, False, "nothing was measured")
        return
    first, last = told[0], told[-1]
    tally.runs = int(last["questions"])
    tally.figure("questions", last["questions"])
    tally.figure("reloads", last["reloads"])
    tally.figure(
        "handles at the end / after the first thousand", last["handles"] / first["handles"]
    )
    for name in ("resident", "anonymous"):
        tally.figure(f"{name} memory after the first thousand, MB", first[name] / KB)
        tally.figure(f"{name} memory at the end, MB", last[name] / KB)
    course = ", ".join(f"{each['resident'] / KB:.1f}" for each in told)
    grown = last["resident"] / first["resident"]
    tally.figure("resident memory at the end x after the first thousand", grown)
    tally.check(Held.STEADY, grown <= bar, f"memory {grown:.3f} times: {course} MB")
    later = last["anonymous"] / told[len(told) // 2]["anonymous"]
    tally.figure("anonymous memory at the end x half way", later)
    tally.check(Held.STEADY, later <= bar, f"memory that is no file's {later:.3f} times half way")
    for name in ("handles", "threads", "children"):
        same = last[name] <= first[name]
        tally.check(Held.STEADY, same, f"{name}: {first[name]:.0f}, then {last[name]:.0f}")
    tally.check(Held.LOGGED, not last["lost"], f"{last['lost']:.0f} answers were not logged")


async def _all_threads() -> None:
    """Start every thread that asyncio may start as it goes: it starts one only when all are busy,
    so that how many there are tells how busy they once were."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
    together = Barrier(THREADS)
    await asyncio.gather(*(asyncio.to_thread(together.wait) for _ in range(THREADS)))


async def soak(
    corpus: Path, data: Path, questions: int, reloads: int, first: int = FIRST
) -> list[dict[str, float]]:
    """Measurements: the first after `first` questions, the last at the end."""
    gauges, chance = GaugeFolder(ARTICLES, GROUPS), Random(1)
    gauges.write(corpus, 0)
    told: list[dict[str, float]] = []
    asked, reloaded = 0, 0
    await _all_threads()
    limits = Limits(merge_at_once=0)
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log, limits=limits) as desk,
    ):
        await desk.refresh()  # starts the thread that waits for builds
        texts = gauges.questions()
        while asked < questions:
            await asyncio.gather(
                *(_use(desk, chance, texts, asked + number) for number in range(AT_ONCE))
            )
            asked += AT_ONCE
            if asked * reloads // questions > reloaded:
                reloaded += 1
                await asyncio.to_thread(gauges.write, corpus, reloaded)
                await asyncio.gather(
                    desk.refresh(), *(_use(desk, chance, texts, n) for n in range(AT_ONCE))
                )
                asked += AT_ONCE
            due = first if not told else told[-1]["questions"] + questions / 10
            if asked >= min(due, questions):
                await _quiet(desk)
                told.append(_measured(asked, reloaded, desk.status().log_lost))
    return told


async def _use(desk: Desk, chance: Random, texts: list[str], number: int) -> None:
    asker = Asker("discord", number % 500, 7, 8, number % 3 == 0)
    covered = coverage(desk.sources())
    text = f"{chance.choice(texts)} {number}"
    if number % 10 == 0:
        told = await desk.timeline(Topic(text), asker)
        timeline_card(told, covered).to_components()  # type: ignore[no-untyped-call]
        return
    entry = await desk.ask(Question(text, limit=9), asker)
    answer_card(entry, covered).to_components()  # type: ignore[no-untyped-call]
    if number % 7 == 0:
        back = await desk.recall(entry.key)
        with suppress(RefdeskError):
            context = desk.context(offered(back.answer)[0])
            context_card(back, 0, context).to_components()  # type: ignore[no-untyped-call]
        await desk.vote(entry.key, number % 500, number % 2 == 0)
    if number % 50 == 0:
        with suppress(RefdeskError):
            await desk.ask(Question("?"), asker)
        with suppress(RefdeskError):
            await desk.recall("A" * 16)
        status_report(desk.status(), Health(True, False, 0.1))


async def _quiet(desk: Desk) -> None:
    """Merging that goes on behind the answers has its own process and files."""
    while desk.status().reloading or desk._live._behind:  # noqa: ASYNC110
        await asyncio.sleep(0.02)


def _measured(questions: int, reloads: int, lost: int) -> dict[str, float]:
    """Resident memory and, of it, what is no file's, both in kB. Not the proportional share: that
    of the libraries grows whenever another program ends that uses them too."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    rollup = Path("/proc/self/smaps_rollup").read_text().splitlines()
    fields = {line.split(":")[0]: line.split()[1] for line in rollup[1:]}
    tasks = Path(f"/proc/self/task/{os.getpid()}/children")
    return {
        "questions": float(questions),
        "reloads": float(reloads),
        "resident": float(fields["Rss"]),
        "anonymous": float(fields["Anonymous"]),
        "handles": float(sum(1 for _ in Path("/proc/self/fd").iterdir())),
        "threads": float(threading.active_count()),
        "children": float(len(tasks.read_text().split()) if tasks.exists() else 0),
        "maps": float(len(Path("/proc/self/maps").read_text().splitlines())),
        "lost": float(lost),
    }
