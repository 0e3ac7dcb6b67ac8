"""What the children of the kill parts do; every line they say is one JSON value.

python -m bench.faults.child log FILE
python -m bench.faults.child desk CORPUS DATA STATE ARTICLES GROUPS PARAGRAPHS [deltas]
python -m bench.faults.child faulted CORPUS DATA STATE ARTICLES
python -m bench.faults.child locker FILE SECONDS
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from hashlib import blake2b
from pathlib import Path

ASKED_BEFORE = 3
"""Questions that a desk has answered before it reads changed files."""

FAULTED_QUESTIONS = 12


def say(**told: object) -> None:
    """By writev, which no fault is injected into, so that what is said is known to have been."""
    os.writev(1, [json.dumps(told).encode() + b"\n"])


def fingerprint(value: object) -> str:
    """Of anything whose repr tells it."""
    return blake2b(repr(value).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


async def log(path: Path) -> None:
    """Record real answers without end, eight at a time; tell each once it is acknowledged."""
    from dataclasses import replace

    from bench.faults.entries import entries
    from bot.log.sqlite import QueryLog

    made = entries()
    begin = time.time_ns()

    async def one(number: int) -> None:
        entry = replace(made[number % len(made)], key=f"{number:016x}", asked_at=float(number))
        await store.record(entry)
        say(key=entry.key, of=fingerprint(entry))
        if number % 5 == 0:
            await store.vote(entry.key, number % 7, number % 2 == 0)
            say(vote=entry.key, user=number % 7)

    async with QueryLog.open(path) as store:
        for number in range(begin, begin + 10**9, 8):
            await asyncio.gather(*(one(number + step) for step in range(8)))


async def desk(
    corpus: Path, data: Path, state: int, articles: int, groups: int, paragraphs: int, deltas: bool
) -> None:
    """Answer and reload without end; each answer is told with its quotes."""
    from bench.faults.gauges import GaugeFolder, Quoted
    from bot.answer.answer import Question
    from bot.desk import Desk
    from bot.log.entries import TERMINAL
    from bot.log.sqlite import QueryLog
    from bot.search.update import Limits

    folder = GaugeFolder(articles, groups, paragraphs)
    questions = folder.questions()
    limits = Limits(merge_at_once=0) if deltas else Limits()

    async def ask(number: int) -> None:
        question = Question(questions[number % len(questions)], limit=9)
        entry = await served.ask(question, TERMINAL)
        answer = entry.answer
        quotes = [Quoted.of(each) for each in (*answer.excerpts, *answer.near_misses)]
        say(key=entry.key, snapshot=answer.snapshot, quotes=quotes, lost=served.status().log_lost)

    async def change() -> None:
        for number in range(state + 1, state + 10_000):
            say(writing=number)
            await asyncio.to_thread(folder.write, corpus, number)
            say(reloading=number)
            report = await served.refresh()
            say(reloaded=number, snapshot=report.snapshot)

    async with (
        QueryLog.open(data / "log.sqlite3") as store,
        Desk(corpus, data=data, log=store, limits=limits, at_once=True) as served,
    ):
        for number in range(ASKED_BEFORE):
            await ask(number)
        changing = asyncio.create_task(change())
        number = ASKED_BEFORE
        while not changing.done():
            await ask(number)
            number += 1
        await changing


async def faulted(corpus: Path, data: Path, state: int, articles: int) -> None:
    """Ask, reload what has changed, ask: for a run with faults injected, which begin once this has
    told that it is ready, and is then allowed to go on. What fails is told."""
    from bench.faults.gauges import GaugeFolder, Quoted
    from bot.answer.answer import Question
    from bot.desk import Desk
    from bot.errors import RefdeskError
    from bot.log.entries import TERMINAL
    from bot.log.sqlite import QueryLog

    folder = GaugeFolder(articles)
    questions = folder.questions()

    async def ask(served: Desk, number: int) -> None:
        question = Question(questions[number % len(questions)], limit=9)
        lost = served.status().log_lost
        entry = await served.ask(question, TERMINAL)
        answer = entry.answer
        quotes = [Quoted.of(each) for each in (*answer.excerpts, *answer.near_misses)]
        kept = served.status().log_lost == lost
        say(key=entry.key if kept else None, snapshot=answer.snapshot, quotes=quotes)

    def wait_for(name: str) -> None:
        while not (corpus.parent / name).exists():
            time.sleep(0.005)

    say(ready=True)
    wait_for("go")
    async with (
        QueryLog.open(data / "log.sqlite3") as store,
        Desk(corpus, data=data, log=store) as served,
    ):
        for number in range(FAULTED_QUESTIONS):
            await ask(served, number)
        say(wants=state + 1)
        await asyncio.to_thread(wait_for, "written")
        try:
            report = await served.refresh()
            say(reloaded=state + 1, snapshot=report.snapshot)
        except RefdeskError as error:
            say(failed=str(error), detail=error.detail)
        for number in range(FAULTED_QUESTIONS):
            await ask(served, number)
        status = served.status()
        say(ended=True, lost=status.log_lost, log=status.log_error)


def locker(path: Path, seconds: float) -> None:
    """Hold a database locked, as another program might."""
    import sqlite3

    connection = sqlite3.connect(path, isolation_level=None, timeout=30)
    connection.execute("BEGIN EXCLUSIVE")
    say(locked=True)
    time.sleep(seconds)
    connection.execute("ROLLBACK")
    connection.close()


def upload(root: Path, edition: int) -> None:
    """Change files and corrections without end; each change is told before and after."""
    from bench.faults.upload_kills import CORRECTED, FILES, data_of, name, title_of
    from bot.articles import keeping
    from bot.articles.edits import Edit, keep_edit

    while True:
        for number in range(FILES):
            path, there = name(number), (root / name(number)).exists()
            does = ("replace", "remove", "undo")[(edition + number) % 3] if there else "add"
            told: dict[str, object] = {"path": path, "edition": edition, "does": does}
            if does == "undo":
                was = int((root / path).read_bytes().partition(b":")[0].rpartition(b" ")[2])
                say(**told | {"does": "remove", "done": False})
                gone = keeping.remove(root, path)
                say(**told | {"does": "remove", "done": True})
                told["edition"] = was
                say(**told, done=False)
                keeping.restore(root, gone.token)
            elif does == "remove":
                say(**told, done=False)
                keeping.remove(root, path)
            else:
                say(**told, done=False)
                keeping.add(root, path, data_of(number, edition), replace=there)
            say(**told, done=True)
        for number in range(CORRECTED):
            edit = Edit(title=title_of(number, edition))
            say(corrects=name(number), edition=edition, done=False)
            keep_edit(root, name(number), edit)
            say(corrects=name(number), edition=edition, done=True)
        edition += 1


def main(task: str, *given: str) -> None:
    match task:
        case "log":
            asyncio.run(log(Path(given[0])))
        case "desk":
            state, articles, groups, paragraphs = map(int, given[2:6])
            places, deltas = (Path(given[0]), Path(given[1])), "deltas" in given[6:]
            asyncio.run(desk(*places, state, articles, groups, paragraphs, deltas))
        case "faulted":
            asyncio.run(faulted(Path(given[0]), Path(given[1]), *map(int, given[2:4])))
        case "locker":
            locker(Path(given[0]), float(given[1]))
        case "upload":
            upload(Path(given[0]), int(given[1]))
        case "soak":
            from bench.faults.soak import soak

            for told in asyncio.run(soak(Path(given[0]), Path(given[1]), *map(int, given[2:4]))):
                say(**told)
        case _:
            raise SystemExit(f"{task}: not a task")


if __name__ == "__main__":
    main(*sys.argv[1:])
