"""One run of the faults bench: the parts that were asked for, their reports, the figures."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from random import Random

from bench.faults import KILLS, PARTS
from bench.faults.tally import Held, Tally
from bench.tables import finish

SHARES = {"log-kills": 0.45, "reload-kills": 0.35, "upload-kills": 0.2}
"""Of the kills, by part."""

SEED = 5

Part = Callable[[Path, int, Random], Tally]


def run(only: Sequence[str] | None, kills: int | None, as_json: bool) -> bool:
    """Whether nothing was broken. `only` are names out of PARTS, None all; `kills` is how many
    processes are killed over all."""
    wanted = PARTS if only is None else tuple(part for part in PARTS if part in only)
    tallies = []
    for name in wanted:
        tally = _timed(name, KILLS if kills is None else kills)
        print("\n".join(tally.lines()), flush=True)
        tallies.append(tally)
    print()
    figures = _figures(tallies)
    for told, value in figures.items():
        print(f"{told}: {value:,.4g}" if isinstance(value, float) else f"{told}: {value:,}")
    finish({"parts": {tally.part: _json(tally) for tally in tallies}, **figures}, as_json)
    return not any(tally.broken for tally in tallies)


def _timed(name: str, kills: int) -> Tally:
    part: Part = import_module(f"bench.faults.{name.replace('-', '_')}").run
    print(f"… {name}", file=sys.stderr, flush=True)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-", dir=_place()) as folder:
        tally = part(Path(folder), round(kills * SHARES.get(name, 0)), Random(f"{SEED} {name}"))
    tally.took_s = time.monotonic() - began
    return tally


def _place() -> str | None:
    """FAULTS_DIR names a folder on the disk to be tried; else where temporary files go."""
    return os.environ.get("FAULTS_DIR") or None


def _figures(tallies: Sequence[Tally]) -> dict[str, float | int]:
    """The issue's bars first."""
    found: dict[str, float | int] = {
        "runs": sum(tally.runs for tally in tallies),
        "processes killed": sum(tally.kills for tally in tallies),
        "acked rows lost": sum(tally.violations(Held.ROW, Held.LOGGED) for tally in tallies),
        "quotes not in the corpus": sum(tally.violations(Held.QUOTE) for tally in tallies),
        "answers mixing snapshots": sum(tally.violations(Held.ONE) for tally in tallies),
        "violations of any kind": sum(tally.violations() for tally in tallies),
    }
    for tally in tallies:
        found |= {f"{tally.part}: {name}": value for name, value in tally.figures.items()}
    return found


def _json(tally: Tally) -> dict[str, object]:
    return {
        "runs": tally.runs,
        "kills": tally.kills,
        "took_s": tally.took_s,
        "checked": {str(held): count for held, count in tally.checked.items()},
        "violations": [f"{held}: {told}" for held, told in tally.broken],
        "figures": tally.figures,
        "left_out": tally.left_out,
    }
