"""The parts of a run: each measures every engine in processes of their own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.speed.corpus import QUERIES_FILE, Stage
from bench.speed.engines import MAPPED, OURS, make
from bench.speed.process import ChildError, child, first_line_s, serving

REPEATS = 3
"""Times that opening and answering are measured; the best counts."""

LONG_S = 5.0
"""What takes longer is measured once."""


@dataclass(frozen=True, slots=True)
class Run:
    """`engines` are names, ours first; `figures` is filled by the parts, engine by engine."""

    stage: Stage
    work: Path
    engines: tuple[str, ...]
    figures: dict[str, dict[str, Any]]
    ratios: dict[str, dict[str, Any]]

    def index(self, name: str) -> Path:
        return self.work / f"index-{name}"


def progress(text: str) -> None:
    print(f"speed: {text}", file=sys.stderr, flush=True)


def index(run: Run) -> None:
    """Index the same terms with every engine: what all other parts but `build` open."""

    def measure(name: str) -> dict[str, Any]:
        built = child("build", name, run.stage.folder, run.index(name), "terms")
        return {"disk_mb": built["disk_mb"], "index_terms_s": built["wall_s"]}

    _each(run, "index terms", measure)


def build(run: Run) -> None:
    def measure(name: str) -> dict[str, Any]:
        folder = run.work / f"texts-{name}"
        built = child("build", name, run.stage.folder, folder, "texts")
        shutil.rmtree(folder)
        return {
            "build_cpu_s": built["cpu_s"],
            "build_wall_s": built["wall_s"],
            "rss_mb": built["rss_mb"],
        }

    _each(run, "build from text", measure)


def queries(run: Run) -> None:
    progress("ask all in turn")
    places = [f"{name}={run.index(name)}" for name in run.engines if run.index(name).exists()]
    found = child("ask", run.stage.folder, *places)
    for name, figures in found["engines"].items():
        run.figures[name].update(figures)
    progress(f"  {found}")
    for name, ratios in found["ratios"].items():
        run.ratios.setdefault(name, {}).update(ratios)


def memory(run: Run) -> None:
    asked = run.stage.folder / QUERIES_FILE

    def measure(name: str) -> dict[str, Any]:
        found = serving("serve", name, run.index(name), asked)
        if name == "bm25s":
            mapped = serving("serve", MAPPED, run.index(name), asked)
            found["resident_mapped_mb"] = mapped["resident_mb"]
        return found

    _each(run, "memory of serving", measure)


def opening(run: Run) -> None:
    def measure(name: str) -> dict[str, Any]:
        query = run.stage.queries()[0]
        command = [sys.executable, "-m", "bench.speed.serving", "first", name]
        command += [str(run.index(name)), *query]
        serving("open", name, run.index(name))  # reads the files into the file cache
        return {
            "open_ms": 1000
            * _best(lambda: serving("open", name, run.index(name))["open_ms"] / 1000),
            "first_answer_s": _best(lambda: first_line_s(command)),
        }

    _each(run, "open, first answer", measure)


def add(run: Run) -> None:
    def measure(name: str) -> dict[str, Any]:
        if not make(name).changes:
            opened = serving("open", name, run.index(name))["open_ms"] / 1000
            whole = run.figures[name]["index_terms_s"] + opened
            return {"add1_s": whole, "delete1_s": whole, "rebuilds": True}
        copy = run.work / f"changed-{name}"
        shutil.copytree(run.index(name), copy)
        changed = child("change", name, run.stage.folder, copy)
        shutil.rmtree(copy)
        return changed | {"rebuilds": False}

    _each(run, "add and delete 1 %", measure)


def threads(run: Run) -> None:
    _each(
        run,
        "two threads",
        lambda name: child("threads", name, run.stage.folder, run.index(name)),
    )


def lag(run: Run) -> None:
    def measure(name: str) -> dict[str, Any]:
        aside = run.work / f"aside-{name}"
        found = child("lag", name, run.stage.folder, run.index(name), aside)
        shutil.rmtree(aside, ignore_errors=True)
        return found

    _each(run, "lag of the loop", measure)


MEASURES: dict[str, Callable[[Run], None]] = {
    "queries": queries,
    "build": build,
    "memory": memory,
    "open": opening,
    "add": add,
    "threads": threads,
    "lag": lag,
}


def _each(run: Run, title: str, measure: Callable[[str], dict[str, Any]]) -> None:
    """A peer that fails is told and goes without these figures; ours must not."""
    for name in run.engines:
        if "failed" in run.figures[name]:
            continue
        progress(f"{title}: {name}")
        try:
            found = measure(name)
            run.figures[name].update(found)
            progress(f"  {found}")
        except ChildError as error:
            if name == OURS:
                raise
            progress(str(error))
            run.figures[name]["failed"] = title


def _best(measure: Callable[[], float]) -> float:
    """The least of REPEATS, in seconds."""
    took = measure()
    for _ in range(REPEATS - 1):
        if took > LONG_S:
            break
        took = min(took, measure())
    return took
