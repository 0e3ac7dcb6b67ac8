"""kill -9 while a desk answers, reads changed files, writes a snapshot, merges."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from bench.faults.children import Child
from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bot.search.store import PART

START_S = 2.0
"""From the start of a process to its first answer."""

RELOAD_S = 2.5
"""A reload is taken to last this long when a moment within one is chosen."""

WRITE_S = 0.06
"""After a folder of a snapshot has appeared, the child is killed within this time."""

ARTICLES, GROUPS = 40, 5


def run(folder: Path, kills: int, chance: Random) -> Tally:
    """Halves: every change becomes a new base; or a delta, merged now and then."""
    tally = Tally("reload-kills")
    starts: list[float] = []
    for deltas in (False, True):
        place = folder / ("deltas" if deltas else "bases")
        place.mkdir()
        half = kills // 2 if deltas else kills - kills // 2
        _kill(tally, place, half, deltas, chance, starts)
    if starts:
        tally.figure("start to first answer, p50 s", float(np.percentile(starts, 50)))
        tally.figure("start to first answer, max s", max(starts))
    return tally


def _kill(
    tally: Tally, place: Path, kills: int, deltas: bool, chance: Random, starts: list[float]
) -> None:
    corpus, data = place / "corpus", place / "data"
    data.mkdir()
    gauges = GaugeFolder(ARTICLES, GROUPS)
    gauges.write(corpus, 0)
    state, acked, served, writing = 0, dict[str, list[Quoted]](), 0, 0
    arguments = (corpus, data, *_settings(gauges), *(["deltas"] if deltas else []))
    for number in range(kills + 1):
        told = f"{place.name}, kill {number}"
        with Child(place, "desk", *arguments[:2], state, *arguments[2:]) as child:
            began = child.until(bool)
            took = time.monotonic() - child.began
            if not tally.check(Held.SERVED, began, f"{told}: {child.errors[-500:]}"):
                return
            if number:  # the first start builds
                starts.append(took)
                tally.check(Held.IN_TIME, took <= START_S, f"{told}: {took:.2f} s to the start")
            if number == kills:
                break
            _wait(child, data, chance)
            child.kill(whole=chance.random() < 0.5)
            writing += any((data / "snapshots").glob(f"*/*[0-9]{PART}"))
            said = [json.loads(line) for line in child.lines()]
            errors = child.errors
        tally.runs += 1
        tally.kills += 1
        state = max([state, *(each["writing"] for each in said if "writing" in each)])
        gauges.write(corpus, state)
        served = _check(tally, gauges, said, state, served, told)
        acked |= {each["key"]: each["quotes"] for each in said if "key" in each}
        tally.check(Held.SERVED, "Traceback" not in errors, f"{told}: {errors[-500:]}")
        _rows(tally, data, acked, told)
    name = f"{place.name}: kills that left a snapshot half written"
    tally.figure(name, writing)


def _settings(gauges: GaugeFolder) -> tuple[int, int, int]:
    return gauges.articles, gauges.groups, gauges.paragraphs


def _wait(child: Child, data: Path, chance: Random) -> None:
    """Until any moment of a reload, or one at which a snapshot is being written."""
    if chance.random() < 0.5:
        child.until(lambda lines: False, chance.random() * RELOAD_S)
        return
    snapshots = data / "snapshots"
    child.until(lambda lines: any(snapshots.glob(f"*/*[0-9]{PART}")), RELOAD_S * 2)
    time.sleep(chance.random() * WRITE_S)


def _check(
    tally: Tally,
    gauges: GaugeFolder,
    said: list[dict[str, Any]],
    state: int,
    served: int,
    told: str,
) -> int:
    """Every answer of one process, and that no snapshot that was served comes back; the number of
    the latest that was."""
    states: dict[int, set[int]] = {}
    for each in said:
        if "key" not in each:
            continue
        number = each["snapshot"]
        tally.check(Held.ONE, number >= served, f"{told}: snapshot {number} after {served}")
        served = number
        holding = gauges.check(tally, map(Quoted._make, each["quotes"]), state, told)
        if holding:
            states[number] = states.get(number, holding) & holding
            tally.check(Held.ONE, states[number], f"{told}: snapshot {number} is a mix")
        tally.check(Held.LOGGED, not each["lost"], f"{told}: an answer was not logged")
    return served


def _rows(tally: Tally, data: Path, acked: dict[str, list[Quoted]], told: str) -> None:
    with contextlib.closing(sqlite3.connect(data / "log.sqlite3")) as connection:
        sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        tally.check(Held.SOUND, sound, f"{told}: the log")
        found: dict[str, list[str]] = {
            key: [] for (key,) in connection.execute("SELECT key FROM answers")
        }
        rows = "SELECT answer, quote FROM excerpts ORDER BY near_miss, position"
        for key, quote in connection.execute(rows):
            found[key].append(quote)
    for key, quotes in acked.items():
        same = key in found and found[key] == [quote for *_, quote in quotes]
        tally.check(Held.ROW, same, f"{told}: answer {key}")
