"""python -m bench.speed.child ACTION …: one measurement in this process, told as a line of JSON."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.speed import queries
from bench.speed.corpus import Stage
from bench.speed.engines import OURS, make
from bench.speed.engines.base import TOP
from bench.speed.exact import Reference
from bench.speed.lag import idle, lag_ms
from bench.speed.process import peak_mb, size_mb

DELETED_EVERY = 100

Figures = dict[str, Any]


def build(name: str, stage: str, folder: str, what: str) -> Figures:
    """CPU and wall seconds of reading the lines and saving the index; all threads count."""
    engine, lines = make(name), Stage(Path(stage))
    Path(folder).mkdir(parents=True)
    began_cpu, began = time.process_time(), time.perf_counter()
    if what == "texts":
        engine.build_texts(lines.texts(), Path(folder))
    else:
        engine.build_terms(lines.terms(), Path(folder))
    return {
        "cpu_s": time.process_time() - began_cpu,
        "wall_s": time.perf_counter() - began,
        "rss_mb": peak_mb(),
        "disk_mb": size_mb(Path(folder)),
    }


def change(name: str, stage: str, folder: str) -> Figures:
    """Add 1 % and delete 1 % in `folder`, each until a search shows it."""
    lines = Stage(Path(stage))
    size, more = len(lines.starts()) - 1, lines.more()
    engine = make(name)
    engine.open(Path(folder))
    gone = {n: line for n, line in enumerate(lines.terms()) if not n % DELETED_EVERY}
    began = time.perf_counter()
    engine.add(more, size)
    added = engine.search(more[-1].split(), TOP).ids
    middle = time.perf_counter()
    engine.delete(list(gone), list(gone.values()))
    left = engine.search(gone[0].split(), TOP).ids
    return {
        "add1_s": middle - began,
        "delete1_s": time.perf_counter() - middle,
        "add1_seen": any(number >= size for number in added),
        "delete1_seen": not gone.keys() & set(left),
    }


def threads(name: str, stage: str, folder: str) -> Figures:
    engine = make(name)
    engine.open(Path(folder))
    return {"two_threads": queries.two_threads(engine, Stage(Path(stage)).queries())}


def lag(name: str, stage: str, folder: str, aside: str) -> Figures:
    """Of a loop beside an engine that serves: idle; while the same is built in another process; and
    while what is saved is opened anew in a thread, asked once and put in the other's place."""
    query = Stage(Path(stage)).queries()[0]
    serving = [make(name)]
    serving[0].open(Path(folder))
    serving[0].search(query, TOP)

    async def building() -> None:
        command = ("-m", "bench.speed.child", "build", name, stage, aside, "terms")
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, stdout=asyncio.subprocess.DEVNULL
        )
        if await process.wait():
            raise RuntimeError(f"building {name} aside failed")

    async def swapping() -> None:
        fresh = make(name)
        await asyncio.to_thread(fresh.open, Path(folder))
        await asyncio.to_thread(fresh.search, query, TOP)
        serving[0] = fresh

    async def all_three() -> Figures:
        found: Figures = {}
        found["lag_idle_p99_ms"], _ = await lag_ms(idle)
        if name == OURS:
            found["lag_build_p99_ms"], found["lag_build_max_ms"] = await lag_ms(building)
        found["lag_swap_p99_ms"], found["lag_swap_max_ms"] = await lag_ms(swapping)
        return found

    return asyncio.run(all_three())


def ask(stage: str, *places: str) -> Figures:
    """Engines in turn, given as NAME=FOLDER, ours first: times, ratios, exactness."""
    lines = Stage(Path(stage))
    asked = lines.queries()
    folders = dict(place.split("=", 1) for place in places)
    engines = {name: make(name) for name in folders}
    gc.disable()  # opening what is pickled would go through the collector again and again
    for name, engine in engines.items():
        engine.open(Path(folders[name]))
    gc.enable()
    timed = queries.interleave(engines, asked)
    reference = Reference(lines, asked[: queries.CHECKED])
    exact = queries.exactness(reference, engines, asked, timed)
    found: Figures = {
        name: queries.figures(timed[name]) | {"exact": exact[name], "remark": engines[name].remark}
        for name in engines
    }
    first_name = next(iter(engines))
    others = [name for name in engines if name != first_name]
    return {
        "engines": found,
        "ratios": {name: queries.ratios(timed[first_name], timed[name]) for name in others},
    }


def product(stage: str, folder: str) -> Figures:
    from bench.speed.product import measure

    return measure(Stage(Path(stage)), Path(folder))


ACTIONS: dict[str, Callable[..., Figures]] = {
    "build": build,
    "change": change,
    "threads": threads,
    "lag": lag,
    "ask": ask,
    "product": product,
}


if __name__ == "__main__":
    print(json.dumps(ACTIONS[sys.argv[1]](*sys.argv[2:])), flush=True)
    sys.stdout.flush()
    os._exit(0)  # what a million objects take to be freed is no part of any figure
