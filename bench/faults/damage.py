"""Files of DATA_DIR truncated, zeroed, filled with noise, flipped: noticed, set aside, and answers
go on, with no quote that is not in its file.

Damage of a snapshot that leaves its files' times and inodes alone, as a failing disk's does, is
told at the opening by nothing: ``array, unseen`` writes the fingerprints anew to do as much. It is
found by `verify`, which runs behind the first answers of a bot; how long that leaves is measured.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import Excerpt, Question
from bot.desk import Desk
from bot.errors import LogError, RefdeskError, StaleError
from bot.log.entries import TERMINAL, LoggedAnswer
from bot.log.sqlite import QueryLog
from bot.search.store import CHECKED
from bot.search.update import Limits

VARIANTS = 100
"""Of each kind of file."""

LIMITS = Limits(merge_at_once=0)
LOGGED = 60
ASKED = 4
BEHIND_S = 20.0
"""What a desk does behind its first answers is waited for so long."""


@dataclass(frozen=True, slots=True)
class Home:
    """A folder of articles with the data of a desk that was killed, and what its log holds."""

    corpus: Path
    data: Path
    gauges: GaugeFolder
    state: int
    logged: dict[str, list[Quoted]]


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("damage")
    home = asyncio.run(_made(folder))
    for kind, find in KINDS.items():
        for number in range(VARIANTS):
            data = folder / "spoilt"
            shutil.rmtree(data, ignore_errors=True)
            shutil.copytree(home.data, data)
            path = chance.choice(sorted(find(data)))
            whole = path.read_bytes()
            how, spoilt = _spoilt(whole, chance)
            if kind == "array, unseen" and len(spoilt) != len(whole):
                how, spoilt = "bits flipped", _flipped(whole, chance, 8)
            path.write_bytes(spoilt)
            if kind == "array, unseen":
                _unseen(path.parent)
            told = f"{kind} {number}: {path.name} {how}"
            asyncio.run(_look(tally, home, data, kind, spoilt != whole, told))
            tally.runs += 1
    return tally


KINDS: dict[str, Callable[[Path], Iterator[Path]]] = {
    "database": lambda data: data.glob("log.sqlite3"),
    "journal": lambda data: data.glob("log.sqlite3-wal"),
    "manifest": lambda data: data.glob("snapshots/*/*[0-9]/manifest.json"),
    "fingerprints": lambda data: data.glob("snapshots/*/*[0-9]/checked.json"),
    "scan": lambda data: data.glob("snapshots/*/scan-*.json"),
    "array": lambda data: data.glob("snapshots/*/*[0-9]/*.npy"),
    "array, unseen": lambda data: data.glob("snapshots/*/*[0-9]/*.npy"),
}


async def _made(folder: Path) -> Home:
    """A base and a delta, and a log whose latest rows are in its journal alone."""
    corpus, data, copied = folder / "corpus", folder / "data", folder / "copied"
    gauges = GaugeFolder(10, groups=5)
    gauges.write(corpus, 0)
    logged: dict[str, list[Quoted]] = {}
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log, limits=LIMITS) as desk,
    ):
        gauges.write(corpus, 1)
        await desk.reload()
        questions = gauges.questions()
        for number in range(LOGGED):
            question = Question(questions[number % len(questions)], limit=9)
            entry = await desk.ask(question, TERMINAL)
            logged[entry.key] = [Quoted.of(each) for each in _excerpts(entry)]
            if number == LOGGED // 2:
                _checkpoint(data / "log.sqlite3")
        shutil.copytree(data, copied)
    return Home(corpus, copied, gauges, 1, logged)


def _checkpoint(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


async def _look(tally: Tally, home: Home, data: Path, kind: str, altered: bool, told: str) -> None:
    with watched() as warned:
        try:
            await _use(tally, home, data, kind, told)
        except RefdeskError as error:
            tally.check(Held.SERVED, False, f"{told}: {error} ({error.detail})")
        except Exception as error:
            tally.check(Held.SERVED, False, f"{told}: {error!r}")
    if altered and kind in ("manifest", "array", "array, unseen"):
        tally.check(Held.NOTICED, warned, f"{told}: nothing was said")
        tally.check(Held.TOLD, _aside(data), f"{told}: nothing was set aside")


async def _use(tally: Tally, home: Home, data: Path, kind: str, told: str) -> None:
    unseen = kind == "array, unseen"
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(home.corpus, data=data, log=log, limits=LIMITS, at_once=unseen) as desk,
    ):
        if unseen:
            await _wait(tally, desk)
        questions = home.gauges.questions()
        for text in questions[:ASKED]:
            entry = await desk.ask(Question(text, limit=9), TERMINAL)
            quotes = [Quoted.of(each) for each in _excerpts(entry)]
            tally.check(Held.SERVED, quotes, f"{told}: no quotes for {text!r}")
            home.gauges.check(tally, quotes, home.state, told)
        status = desk.status()
        tally.check(Held.LOGGED, not status.log_lost, f"{told}: {status.log_error}")
        if kind in ("database", "journal"):
            await _recall(tally, home, desk, told)


async def _recall(tally: Tally, home: Home, desk: Desk, told: str) -> None:
    """What is left of the log, as buttons of older answers find it."""
    gone = 0
    for key, quotes in home.logged.items():
        try:
            entry = await desk.recall(key)
        except (StaleError, LogError):
            gone += 1
            continue
        found = [Quoted.of(each) for each in _excerpts(entry)]
        tally.check(Held.QUOTE, found == quotes, f"{told}: {key} is recalled altered")
    tally.most("answers of a damaged log that are gone, at most", gone)


async def _wait(tally: Tally, desk: Desk) -> None:
    """Until what is done behind the first answers is done; how long `verify` took to notice."""
    began, before = time.monotonic(), desk.snapshot.number
    behind = desk._live._behind
    while behind and time.monotonic() - began < BEHIND_S:
        await asyncio.sleep(0.005)
        if desk.snapshot.number != before:
            took = time.monotonic() - began
            tally.most("damage unseen at the opening serves for at most, s", took)
            before = desk.snapshot.number


def _aside(data: Path) -> list[Path]:
    return list(data.glob("snapshots/*/*.damaged"))


def _excerpts(entry: LoggedAnswer) -> Sequence[Excerpt]:
    return (*entry.answer.excerpts, *entry.answer.near_misses)


def _unseen(folder: Path) -> None:
    """Make the fingerprints those of the files as they are."""
    path = folder / CHECKED
    found = {}
    for name in json.loads(path.read_bytes()):
        info = (folder / name).stat()
        found[name] = [info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns]
    path.write_bytes(json.dumps(found).encode())


def _spoilt(whole: bytes, chance: Random) -> tuple[str, bytes]:
    """One way of spoiling a file, by name, and what it leaves."""
    size = len(whole)
    at, length = chance.randrange(max(1, size)), chance.choice((1, 16, 512, 4096))
    match chance.randrange(8):
        case 0:
            return "emptied", b""
        case 1:
            return f"cut at {at}", whole[:at]
        case 2:
            return "zeroed", bytes(size)
        case 3:
            return f"zeroed at {at}", whole[:at] + bytes(min(length, size - at)) + whole[
                at + length :
            ]
        case 4:
            noise = chance.randbytes(min(length, size - at))
            return f"noise at {at}", whole[:at] + noise + whole[at + length :]
        case 5:
            return "longer", whole + os.urandom(64)
        case 6:
            return "a bit flipped", _flipped(whole, chance, 1)
        case _:
            return "bits flipped", _flipped(whole, chance, 16)


def _flipped(whole: bytes, chance: Random, bits: int) -> bytes:
    spoilt = bytearray(whole)
    for _ in range(bits):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)
