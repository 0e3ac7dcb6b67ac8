"""The tables of a run, and in plain words where a peer beats us."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bench.speed.engines import OURS
from bench.tables import show

Figures = Mapping[str, Any]

TABLES = {
    "Queries: CPU of the thread, microseconds, best of several rounds": {
        "p50": "p50_us",
        "p90": "p90_us",
        "p99": "p99_us",
        "wall p50": "wall_p50_us",
        "wall p99": "wall_p99_us",
        "queries": "queries",
        "exact top 10": "exact",
    },
    "Building from text with stemming, and what is saved": {
        "CPU s": "build_cpu_s",
        "wall s": "build_wall_s",
        "peak MB": "rss_mb",
        "disk MB": "disk_mb",
    },
    "Starting and serving": {
        "open ms": "open_ms",
        "first answer s": "first_answer_s",
        "resident MB": "resident_mb",
        "… mapped": "resident_mapped_mb",
        "served": "served",
    },
    "Adding and deleting 1 % until a search shows it; whole: everything is built anew": {
        "add s": "add1_s",
        "delete s": "delete1_s",
        "whole": "rebuilds",
    },
    "Two threads, and lateness of an event loop in ms (p99) while a new index is opened": {
        "x one thread": "two_threads",
        "idle": "lag_idle_p99_ms",
        "built aside": "lag_build_p99_ms",
        "swapped": "lag_swap_p99_ms",
        "at most": "lag_swap_max_ms",
    },
}

LESS_IS_BETTER = (
    "build_cpu_s build_wall_s rss_mb disk_mb open_ms first_answer_s resident_mb "
    "add1_s delete1_s lag_swap_p99_ms"
).split()
MORE_IS_BETTER = "exact two_threads".split()


def tables(engines: Mapping[str, Figures]) -> None:
    for title, columns in TABLES.items():
        keys = {
            head: key
            for head, key in columns.items()
            if any(key in figures for figures in engines.values())
        }
        if keys:
            rows = [
                [name, *[_cell(figures.get(key)) for key in keys.values()]]
                for name, figures in engines.items()
            ]
            show(title, ("engine", *keys), rows)
    for name, figures in engines.items():
        if "remark" in figures:
            print(f"  {name}: {figures['remark']}")
        if "failed" in figures:
            print(f"  {name} failed at: {figures['failed']}")
    print()


def ratio_table(ratios: Mapping[str, Figures]) -> None:
    """Below 1 we are faster; over the queries that both were asked."""
    keys = ("p50", "p90", "p99", "wall_p50", "wall_p99", "queries")
    rows = [[name, *[_cell(found[key]) for key in keys]] for name, found in ratios.items()]
    if rows:
        show(
            f"{OURS} / peer over the same queries; below 1 {OURS} is faster", ("peer", *keys), rows
        )


def beaten(engines: Mapping[str, Figures], ratios: Mapping[str, Figures]) -> dict[str, list[str]]:
    """For each peer the names of the figures in which it is better than ours."""
    ours = engines[OURS]
    found: dict[str, list[str]] = {}
    for name, theirs in engines.items():
        if name == OURS:
            continue
        where = [key for key in ("p50", "p90", "p99") if ratios.get(name, {}).get(key, 0) > 1]
        both = ours.keys() & theirs.keys()
        where += [key for key in LESS_IS_BETTER if key in both and theirs[key] < ours[key]]
        where += [key for key in MORE_IS_BETTER if key in both and theirs[key] > ours[key]]
        found[name] = where
    return found


def verdict(engines: Mapping[str, Figures], ratios: Mapping[str, Figures]) -> None:
    for name, where in beaten(engines, ratios).items():
        told = [f"{key} ({_told(key, name, engines, ratios)})" for key in where]
        print(f"  {name} beats {OURS} in: {', '.join(told) or 'nothing that was measured'}")
    print()


def _told(
    key: str, name: str, engines: Mapping[str, Figures], ratios: Mapping[str, Figures]
) -> str:
    if key in ("p50", "p90", "p99"):
        return f"{OURS} takes {_cell(ratios[name][key])} x as long"
    return f"{_cell(engines[name][key])} against {_cell(engines[OURS][key])}"


def _cell(value: Any) -> str:
    """Three figures that count are enough of a measured value."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
