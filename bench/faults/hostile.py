"""Files made to do harm, each by the whole way from a folder to a Document, with time and memory.

Every file is read in a process of its own, so that one that hangs or dies is seen to.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.faults.tally import Held, Tally
from bot.articles.sandbox import MAX_MEMORY_BYTES
from tests.articles.hostile import HOSTILE, Hostile
from tests.articles.hostile.looking import VAGUE, clear
from tests.articles.hostile.texts import in_paragraphs, runs

MAX_SECONDS = 10.0
"""From the look at the folder to the last Document or reason."""

MAX_MB = MAX_MEMORY_BYTES / 1e6 + 100
"""Of the worker, and of the process that asks it, each with what its interpreter has."""

HANG_SECONDS = 90.0
"""After which a process is not waited for."""

LARGE_BYTES = 4_900_000
"""Of the plain texts that are of one thing only: close to as large as they may be."""

LONG_BYTES = 1_900_000
"""Of those whose every paragraph is quoted."""

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one file; `ended` is how its process did, 0 when well, None when it hung."""

    name: str
    seconds: float = 0.0
    peak_mb: float = 0.0
    outcome: str = ""
    reasons: Sequence[str] = field(default=())
    ended: int | None = 0

    @property
    def line(self) -> str:
        end = "hung" if self.ended is None else self.outcome or f"ended with {self.ended}"
        return f"{self.name:56} {self.seconds:6.2f} s {self.peak_mb:6.0f} MB  {end}"


def everything() -> tuple[Hostile, ...]:
    """All that is known to do harm."""
    return (*HOSTILE, *runs(LARGE_BYTES), *in_paragraphs(LONG_BYTES))


def look(folder: Path, hostile: Hostile) -> Seen:
    """Read one, in a folder that is not there yet."""
    root = folder / "corpus"
    root.mkdir(parents=True)
    hostile.put(root)
    command = [sys.executable, "-m", "bench.faults.hostile_child", str(root)]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, timeout=HANG_SECONDS, check=False
        )
        said = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        return Seen(hostile.name, HANG_SECONDS, ended=None)
    except ValueError:
        return Seen(hostile.name, outcome=f"{done.stderr[-200:]!r}", ended=done.returncode or 1)
    articles = f"{said['articles']} articles; " if said["articles"] else ""
    return Seen(
        hostile.name,
        said["seconds"],
        max(said["worker_mb"], said["reader_mb"]),
        articles + (said["told"][0] if said["told"] else said["first"]),
        said["told"],
    )


def watched(kinds: Sequence[Hostile]) -> Iterator[Seen]:
    for hostile in kinds:
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            yield look(Path(folder), hostile)


def hostile() -> tuple[int, int, int, int, list[str]]:
    """Kinds, crashes, those over MAX_SECONDS, those over MAX_MB, and a line for each, which is
    printed as it comes."""
    kinds = crashes = slow = large = 0
    lines = []
    for seen in watched(everything()):
        kinds += 1
        crashes += seen.ended not in (0, None)
        slow += seen.ended is None or seen.seconds > MAX_SECONDS
        large += seen.peak_mb > MAX_MB
        lines.append(seen.line)
        print(seen.line, flush=True)
    return kinds, crashes, slow, large, lines


def run(folder: Path, kills: int, chance: Random) -> Tally:
    """Nothing is killed, and nothing left to chance."""
    tally = Tally("hostile")
    for seen in watched(everything()):
        tally.runs += 1
        tally.check(Held.SERVED, seen.ended in (0, None), f"{seen.name}: {seen.outcome}")
        in_time = seen.ended is not None and seen.seconds <= MAX_SECONDS
        tally.check(Held.IN_TIME, in_time, f"{seen.name}: {seen.seconds:.1f} s")
        tally.check(Held.ORDERLY, seen.peak_mb <= MAX_MB, f"{seen.name}: {seen.peak_mb:.0f} MB")
        for reason in seen.reasons:
            tally.check(Held.TOLD, clear(reason), f"{seen.name}: {reason}")
        vague = any(word in reason for reason in seen.reasons for word in VAGUE)
        tally.figure("vague reasons", tally.figures.get("vague reasons", 0) + vague)
        tally.most("slowest, s", seen.seconds)
        tally.most("most memory, MB", seen.peak_mb)
    tally.figure("kinds of hostile files", tally.runs)
    return tally


if __name__ == "__main__":
    found = hostile()
    print(f"{found[0]} kinds, {found[1]} crashes, {found[2]} over 10 s, {found[3]} over the memory")
