"""The disk is full, fails, or may not be written: answers go on, the loss is counted, all is well
once there is room again.

A small file system in memory is filled up and emptied, and made read-only; failing system calls are
in `injecting`. What this machine does not permit is
left out, and told.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.injecting import inject_all, permitted
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import Question
from bot.articles.edits import Edit, keep_edit, read_edits
from bot.articles.keeping import add
from bot.desk import Desk
from bot.errors import RefdeskError
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

SIZE = "4m"
"""Of the small file system."""

BALLAST = "ballast"
ASKED = 10
ARTICLES = 20
WELL_S = 5.0
"""After room has come back, the log may take so long."""


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("disk")
    small = folder / "small"
    small.mkdir()
    with watched():
        for part in (_full, _read_only):
            if not _mounted(small):
                tally.left_out.append("a full and a read-only disk: mounting is not permitted here")
                break
            try:
                asyncio.run(part(tally, folder, small))
            finally:
                subprocess.run(["umount", "-l", small], check=False)
    if permitted():
        inject_all(tally, folder, chance)
    else:
        tally.left_out.append("failing system calls: strace is missing or not permitted here")
    return tally


async def _full(tally: Tally, folder: Path, small: Path) -> None:
    """Log, snapshots and articles each on the full disk in turn."""
    for what in ("log", "snapshot", "upload"):
        _empty(small)
        gauges = GaugeFolder(ARTICLES)
        corpus = small / "corpus" if what == "upload" else folder / f"corpus-{what}"
        data = folder / "data-upload" if what == "upload" else small / "data"
        gauges.write(corpus, 0)
        async with (
            QueryLog.open(data / "log.sqlite3") as log,
            Desk(corpus, data=data, log=log) as desk,
        ):
            keys = await _ask(tally, desk, gauges, 0, f"before {what}")
            with _filled(small):
                if what == "upload":
                    _uploads(tally, corpus)
                else:
                    gauges.write(corpus, 1)
                    await _refused(tally, desk, f"reload on a full disk ({what})")
                keys += await _ask(tally, desk, gauges, 0, f"full, {what}")
            if what == "upload":
                gauges.write(corpus, 1)
                add(corpus, "added.md", b"The ferry sails at nine.\n")
                keep_edit(corpus, "added.md", Edit(title="The ferry"))
                tally.check(Held.RECOVERED, "added.md" in read_edits(corpus), "correction kept")
            keys += await _well(tally, desk, gauges, what)
            await _counted(tally, desk, data, keys, what)
        tally.runs += 1


async def _read_only(tally: Tally, folder: Path, small: Path) -> None:
    """Read-only from the start, later writable."""
    gauges, corpus, data = GaugeFolder(ARTICLES), folder / "corpus-ro", small / "data"
    gauges.write(corpus, 0)
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log) as desk,
    ):
        keys = await _ask(tally, desk, gauges, 0, "before read-only")
    _remount(small, "ro")
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log, at_once=True) as desk,
    ):
        await _ask(tally, desk, gauges, 0, "read-only")
        gauges.write(corpus, 1)
        await desk.refresh()  # into a temporary folder
        await _ask(tally, desk, gauges, 1, "read-only")
        status = desk.status()
        tally.check(Held.LOGGED, status.log_lost == 2 * ASKED, f"{status.log_lost} lost")
        tally.check(Held.TOLD, status.log_error, "read-only: the status says nothing")
        _remount(small, "rw")
        keys += await _well(tally, desk, gauges, "read-only")
    with contextlib.closing(sqlite3.connect(data / "log.sqlite3")) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM answers")}
    for key in keys:
        tally.check(Held.ROW, key in kept, f"read-only: answer {key}")
    tally.runs += 1


async def _ask(tally: Tally, desk: Desk, gauges: GaugeFolder, upto: int, told: str) -> list[str]:
    """The keys of those that were logged."""
    keys = []
    for text in gauges.questions()[:ASKED]:
        lost = desk.status().log_lost
        entry = await desk.ask(Question(text, limit=9), TERMINAL)
        quotes = [Quoted.of(each) for each in entry.answer.excerpts]
        gauges.check(tally, quotes, upto, told)
        tally.check(Held.SERVED, quotes, f"{told}: no quotes")
        if desk.status().log_lost == lost:
            keys.append(entry.key)
    return keys


async def _refused(tally: Tally, desk: Desk, told: str) -> None:
    before = desk.snapshot.number
    try:
        await desk.refresh()
    except RefdeskError as error:
        tally.check(Held.TOLD, str(error), told)
        tally.check(Held.ONE, desk.snapshot.number == before, f"{told}: another snapshot serves")
    else:
        tally.check(Held.TOLD, False, f"{told}: nothing was said")


async def _well(
    tally: Tally, desk: Desk, gauges: GaugeFolder, what: str, upto: int = 1
) -> list[str]:
    """With room again: what has changed is read, rows are kept."""
    await desk.refresh()
    loop = asyncio.get_running_loop()
    end, keys = loop.time() + WELL_S, []
    while loop.time() < end:
        keys += await _ask(tally, desk, gauges, upto, f"after {what}")
        if desk.status().log_error is None:
            break
    error = desk.status().log_error
    tally.check(Held.RECOVERED, error is None, f"after {what}: {error}")
    return keys


async def _counted(tally: Tally, desk: Desk, data: Path, keys: list[str], what: str) -> None:
    """What is not counted as lost is there."""
    with contextlib.closing(sqlite3.connect(data / "log.sqlite3")) as connection:
        kept = {key for (key,) in connection.execute("SELECT key FROM answers")}
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    tally.check(Held.SOUND, sound, f"full, {what}: the log")
    for key in keys:
        tally.check(Held.ROW, key in kept, f"full, {what}: answer {key}")
    lost = desk.status().log_lost
    asked = desk.status().answers
    tally.check(Held.LOGGED, asked <= len(kept) + lost, f"full, {what}: {asked} answers")
    if what != "upload":
        tally.figure(f"answers counted as lost, {what} on a full disk", lost)


def _uploads(tally: Tally, corpus: Path) -> None:
    before = {path.name: path.read_bytes() for path in corpus.glob("*.md")}
    changes: dict[str, Callable[[], None]] = {
        "upload": lambda: add(corpus, "new.md", b"x" * 50_000),
        "replacing": lambda: add(corpus, "gauge-000.md", b"y" * 50_000, replace=True),
        "correction": lambda: keep_edit(corpus, "gauge-000.md", Edit(title="z" * 200)),
    }
    for told, change in changes.items():
        try:
            change()
        except RefdeskError as error:
            tally.check(Held.TOLD, str(error), told)
        else:
            tally.check(Held.TOLD, False, f"{told} on a full disk: nothing was said")
    after = {path.name: path.read_bytes() for path in corpus.glob("*.md")}
    tally.check(Held.SOUND, before == after, "a full disk left a file half written")
    tally.check(Held.SOUND, read_edits(corpus) == {}, "a full disk left half a correction")


@contextmanager
def _filled(place: Path) -> Iterator[None]:
    """A disk without a byte left."""
    path = place / BALLAST
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            with contextlib.suppress(OSError):
                while True:
                    file.write(b"\0" * size)
    try:
        yield
    finally:
        path.unlink()


def _empty(place: Path) -> None:
    for path in place.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _mounted(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(place)]
    return _works(command)


def _remount(place: Path, how: str) -> None:
    """Raises CalledProcessError."""
    subprocess.run(["mount", "-o", f"remount,{how},size={SIZE}", place], check=True)


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False
