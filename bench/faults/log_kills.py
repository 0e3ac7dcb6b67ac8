"""kill -9 while the query log is written: what was acknowledged is there, whole, afterwards."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import sqlite3
from pathlib import Path
from random import Random

from bench.faults.child import fingerprint
from bench.faults.children import Child
from bench.faults.tally import Held, Tally
from bot.log.sqlite import QueryLog

MOST_S = 0.6
"""After its first acknowledged row, a child is killed within this time."""

AT_ONCE_SHARE = 0.15
"""Of the kills, those within EARLY_S of the start: while tables are made, or before."""

EARLY_S = 1.0
FRESH_EVERY = 8
"""Kills after which a new log is begun."""

RECALLED = 40
"""Acknowledged rows of a run that are read back whole; of all others the key is looked for."""


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("log-kills")
    data = folder / "log"
    acked: dict[str, str] = {}
    votes: set[tuple[str, int]] = set()
    for number in range(kills):
        if number % FRESH_EVERY == 0:
            shutil.rmtree(data, ignore_errors=True)
            data.mkdir()
            acked.clear()
            votes.clear()
        path = data / "log.sqlite3"
        with Child(folder, "log", path) as child:
            if chance.random() < AT_ONCE_SHARE:
                child.until(lambda lines: False, chance.random() * EARLY_S)
            elif child.until(bool):
                child.until(lambda lines: False, chance.random() * MOST_S)
            child.kill()
            said = [json.loads(line) for line in child.lines()]
        new = {told["key"]: told["of"] for told in said if "key" in told}
        acked |= new
        votes |= {(told["vote"], told["user"]) for told in said if "vote" in told}
        tally.runs += 1
        tally.kills += 1
        _check(tally, path, acked, votes, f"kill {number}")
        asyncio.run(_recall(tally, path, new, f"kill {number}"))
        tally.figure("acknowledged rows", tally.figures.get("acknowledged rows", 0) + len(new))
    return tally


def _check(
    tally: Tally, path: Path, acked: dict[str, str], votes: set[tuple[str, int]], told: str
) -> None:
    if not path.exists():
        tally.check(Held.ROW, not acked, f"{told}: the file is gone")
        return
    with contextlib.closing(sqlite3.connect(path)) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        loose = connection.execute("PRAGMA foreign_key_check").fetchall()
        tally.check(Held.SOUND, sound and not loose, f"{told}: {path.name}")
        if not acked:
            return
        keys = {key for (key,) in connection.execute("SELECT key FROM answers")}
        marks = set(connection.execute("SELECT answer, user_id FROM votes"))
    for key in acked:
        tally.check(Held.ROW, key in keys, f"{told}: answer {key}")
    for vote in votes:
        tally.check(Held.ROW, vote in marks, f"{told}: vote {vote}")


async def _recall(tally: Tally, path: Path, acked: dict[str, str], told: str) -> None:
    """The latest of the run, whole, through the product's own reopening."""
    async with QueryLog.open(path) as log:
        for key, known in list(acked.items())[-RECALLED:]:
            found = await log.recall(key)
            tally.check(Held.ROW, fingerprint(found) == known, f"{told}: answer {key} differs")
        tally.check(Held.RECOVERED, log.error is None, f"{told}: {log.error}")
    tally.check(Held.SOUND, not list(path.parent.glob("*.damaged-*")), f"{told}: set aside")
