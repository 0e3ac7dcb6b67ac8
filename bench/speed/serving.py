"""python -m bench.speed.serving ACTION …: how an engine starts and serves, and nothing beside it.

Only what the engine needs is imported, so that time and memory of the process are its own.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.speed.engines import make
from bench.speed.engines.base import TOP
from bench.speed.process import resident_mb

SERVED_S = 30.0
"""Seconds after which an engine that is still serving its queries is stopped."""

Figures = dict[str, object]


def opening(name: str, folder: str) -> Figures:
    """Milliseconds of opening, with the libraries imported and the files read before."""
    engine = make(name)
    began = time.perf_counter()
    engine.open(Path(folder))
    return {"open_ms": (time.perf_counter() - began) * 1000}


def first(name: str, folder: str, *query: str) -> Figures:
    engine = make(name)
    engine.open(Path(folder))
    return {"ids": engine.search(query, TOP).ids}


def serve(name: str, folder: str, queries: str) -> Figures:
    """Resident memory once all queries are served, or those that SERVED_S is enough for."""
    engine = make(name)
    engine.open(Path(folder))
    began = time.perf_counter()
    served = 0
    for query in json.loads(Path(queries).read_bytes()):
        if time.perf_counter() - began > SERVED_S:
            break
        engine.search(query, TOP)
        served += 1
    return {"resident_mb": resident_mb(), "served": served}


ACTIONS: dict[str, Callable[..., Figures]] = {"open": opening, "first": first, "serve": serve}


if __name__ == "__main__":
    print(json.dumps(ACTIONS[sys.argv[1]](*sys.argv[2:])), flush=True)
    os._exit(0)  # what a million objects take to be freed is no part of any figure
