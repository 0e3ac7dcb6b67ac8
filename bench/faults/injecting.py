"""System calls that fail, made so by strace: a few, or all from a moment on, chosen at random."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
import subprocess
import time
from pathlib import Path
from random import Random
from typing import Any

from bench.faults.children import Child
from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally

ARTICLES = 20
ATTACH_S = 5.0
INJECTIONS = (
    *("write:error=EIO", "write:error=ENOSPC", "pwrite64:error=EIO", "pwrite64:error=ENOSPC"),
    *("fsync,fdatasync:error=EIO", "rename,renameat,renameat2:error=EIO"),
    *("rename,renameat,renameat2:error=ENOSPC", "ftruncate,fallocate:error=ENOSPC"),
    *("openat:error=EMFILE", "openat:error=EIO", "mmap:error=ENOMEM", "flock:error=EIO"),
)
FAULTS_EACH = 3
"""Runs with each of INJECTIONS."""

LATEST_CALL = {"write": 60, "pwrite64": 60, "openat": 200, "mmap": 120}
"""A fault begins at a call of its kind up to this one, 20 where nothing is said; half of the faults
stop after a few calls."""


def permitted() -> bool:
    """Whether this machine has strace and lets one process trace another."""
    if shutil.which("strace") is None:
        return False
    command = ["strace", "-f", "-o", "/dev/null", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def inject_all(tally: Tally, folder: Path, chance: Random) -> None:
    """In children, from before they open anything of ours; what they left is looked at, and opened
    by another without faults."""
    gauges, state, place = GaugeFolder(ARTICLES), 0, folder / "traced"
    data = place / "data"
    for number, injected in enumerate(INJECTIONS * FAULTS_EACH):
        calls = injected.partition(":")[0]
        begin = chance.randint(1, LATEST_CALL.get(calls, 20))
        lasts = chance.random() < 0.5
        when = f"{begin}+" if lasts else f"{begin}..{begin + chance.randint(0, 5)}"
        told = f"{injected}:when={when}"
        if number % 6 == 0:
            shutil.rmtree(data, ignore_errors=True)
        data.mkdir(parents=True, exist_ok=True)
        gauges.write(place / "corpus", state)
        said, errors = _run_child(tally, folder, gauges, state, told)
        done = any("ended" in each for each in said)
        name = "processes with faults injected that answered to the end"
        tally.figure(name, tally.figures.get(name, 0) + done)
        if calls != "write":  # by which errors are told
            known = [line for line in errors if line.startswith(("bot.", "MemoryError"))]
            tally.check(Held.TOLD, done or known, f"{told}: {errors[-4:]}")
        state += 1
        _judge(tally, gauges, data, said, state, told)
        said, errors = _run_child(tally, folder, gauges, state, "")
        done = any("ended" in each for each in said)
        tally.check(Held.RECOVERED, done, f"after {told}: {errors[-4:]}")
        state += 1
        _judge(tally, gauges, data, said, state, f"after {told}")
        tally.runs += 1


def _run_child(
    tally: Tally, folder: Path, gauges: GaugeFolder, state: int, injected: str
) -> tuple[list[dict[str, Any]], list[str]]:
    """What it said, and what it wrote as errors. Files are changed by us, with no fault."""
    place = folder / "traced"
    corpus, go, written = place / "corpus", place / "go", place / "written"
    for path in (go, written):
        path.unlink(missing_ok=True)
    with Child(folder, "faulted", corpus, place / "data", state, ARTICLES) as child:
        tracer = None
        child.until(bool)
        if injected:
            tracer = _attached(child.process.pid, injected)
        go.touch()
        child.until(lambda lines: any("wants" in line for line in lines))
        gauges.write(corpus, state + 1)
        written.touch()
        ended = child.ended()
        tally.check(Held.IN_TIME, ended is not None, f"{injected}: hangs")
        child.kill()
        if tracer is not None:
            tracer.kill()
            tracer.wait()
        return [json.loads(line) for line in child.lines()], child.errors.splitlines()


def _attached(process: int, injected: str) -> subprocess.Popen[bytes]:
    """A tracer that holds the process, and all that it starts, already."""
    traced = ("-e", f"trace={injected.partition(':')[0]}", "-e", f"inject={injected}")
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", "-o", "/dev/null", "-p", str(process), *traced],
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + ATTACH_S
    while time.monotonic() < end and not _is_traced(process):
        time.sleep(0.005)
    return tracer


def _is_traced(process: int) -> bool:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return any(line.startswith("TracerPid:") and line.split()[1] != "0" for line in lines)


def _judge(
    tally: Tally,
    gauges: GaugeFolder,
    data: Path,
    said: list[dict[str, object]],
    state: int,
    told: str,
) -> None:
    kept: dict[str, bool] = {}
    if (data / "log.sqlite3").exists():
        with contextlib.closing(sqlite3.connect(data / "log.sqlite3")) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            tally.check(Held.SOUND, sound, f"{told}: the log")
            if connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'answers'").fetchall():
                kept = {key: True for (key,) in connection.execute("SELECT key FROM answers")}
    for each in said:
        if "quotes" in each:
            gauges.check(tally, map(Quoted._make, each["quotes"]), state, told)  # type: ignore[call-overload]
            if each["key"] is not None:
                tally.check(Held.ROW, each["key"] in kept, f"{told}: answer {each['key']}")
