"""Engines asked in turn, query by query, in one process; and one engine asked by two threads."""

from __future__ import annotations

import gc
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bench.speed.engines.base import TOP, Engine, Hits
from bench.speed.exact import Reference, is_exact

ROUNDS = 5
WARM_UP = 3
BUDGET_S = 30.0
"""Seconds that one engine may take for all its rounds; a slow one is asked fewer queries."""

FEWEST = 5
CHECKED = 1000
"""Queries whose answers are compared with the exhaustive ones."""

SHARES = (50, 90, 99)
THREADS = 2
THREADED_S = 2.0

Floats = npt.NDArray[np.float64]
Query = Sequence[str]


@dataclass(frozen=True, slots=True)
class Timed:
    """Best of ROUNDS for the first queries, in microseconds of its thread's CPU and of the wall."""

    cpu_us: Floats
    wall_us: Floats
    hits: list[Hits]


def interleave(
    engines: Mapping[str, Engine], queries: Sequence[Query], budget_s: float = BUDGET_S
) -> dict[str, Timed]:
    """Ask every engine each query in turn. Slow ones get only the first queries, but all rounds."""
    asked = {name: _affordable(engine, queries, budget_s) for name, engine in engines.items()}
    cpu = {name: np.full(count, np.inf) for name, count in asked.items()}
    wall = {name: np.full(count, np.inf) for name, count in asked.items()}
    hits: dict[str, list[Hits]] = {name: [] for name in engines}
    gc.collect()
    gc.freeze()  # an engine of many small objects would make the others' garbage dear
    for turn in range(ROUNDS):
        for number, query in enumerate(queries):
            for name, engine in engines.items():
                if number >= asked[name]:
                    continue
                began_cpu, began = time.thread_time_ns(), time.perf_counter_ns()
                found = engine.search(query, TOP)
                took, took_cpu = time.perf_counter_ns() - began, time.thread_time_ns() - began_cpu
                wall[name][number] = min(wall[name][number], took / 1000)
                cpu[name][number] = min(cpu[name][number], took_cpu / 1000)
                if not turn:
                    hits[name].append(found)
    gc.unfreeze()
    return {name: Timed(cpu[name], wall[name], hits[name]) for name in engines}


def figures(timed: Timed) -> dict[str, object]:
    found: dict[str, object] = {"queries": len(timed.cpu_us)}
    for share in SHARES:
        found[f"p{share}_us"] = float(np.percentile(timed.cpu_us, share))
        found[f"wall_p{share}_us"] = float(np.percentile(timed.wall_us, share))
    return found


def ratios(ours: Timed, peer: Timed) -> dict[str, object]:
    """Ours divided by the peer's, over the queries that both were asked."""
    count = min(len(ours.cpu_us), len(peer.cpu_us))
    found: dict[str, object] = {"queries": count}
    for share in SHARES:
        for kind in ("cpu_us", "wall_us"):
            one = np.percentile(getattr(ours, kind)[:count], share)
            other = np.percentile(getattr(peer, kind)[:count], share)
            found[f"{'' if kind == 'cpu_us' else 'wall_'}p{share}"] = float(one / other)
    return found


def exactness(
    reference: Reference,
    engines: Mapping[str, Engine],
    queries: Sequence[Query],
    timed: Mapping[str, Timed],
) -> dict[str, float]:
    """For each engine the share of its first CHECKED queries with exactly the right top TOP."""
    right = dict.fromkeys(engines, 0)
    for number, query in enumerate(queries[:CHECKED]):
        scores = reference.scores(query)
        for name, engine in engines.items():
            if number < len(timed[name].hits):
                hits = timed[name].hits[number]
                right[name] += is_exact(hits, scores, TOP, engine.tolerance, engine.ordered)
    return {name: right[name] / min(CHECKED, len(timed[name].hits)) for name in engines}


def two_threads(engine: Engine, queries: Sequence[Query], seconds: float = THREADED_S) -> float:
    """Queries a second that THREADS threads get through, divided by what one does."""
    with ThreadPoolExecutor(THREADS) as pool:
        rates = []
        for threads in (1, THREADS):
            for future in [pool.submit(_rate, engine, queries, n, 0.1) for n in range(THREADS)]:
                future.result()  # what an engine keeps for each thread is made before
            running = [pool.submit(_rate, engine, queries, n, seconds) for n in range(threads)]
            rates.append(sum(future.result() for future in running))
    return rates[1] / rates[0]


def _affordable(engine: Engine, queries: Sequence[Query], budget_s: float) -> int:
    for query in queries[:WARM_UP]:
        engine.search(query, TOP)
    began = time.perf_counter()
    for query in queries[:WARM_UP]:
        engine.search(query, TOP)
    each = (time.perf_counter() - began) / min(WARM_UP, len(queries))
    return min(len(queries), max(FEWEST, int(budget_s / ROUNDS / each)))


def _rate(engine: Engine, queries: Sequence[Query], first: int, seconds: float) -> float:
    began = time.perf_counter()
    done = 0
    while (took := time.perf_counter() - began) < seconds:
        engine.search(queries[(first + done) % len(queries)], TOP)
        done += 1
    return done / took
