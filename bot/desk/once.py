"""What is worked out of a snapshot once, and kept for as long as the snapshot is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from bot.search.snapshot import Snapshot

P = ParamSpec("P")
T = TypeVar("T")


def once_a_snapshot(
    work: Callable[Concatenate[Snapshot, P], T],
) -> Callable[Concatenate[Snapshot, P], T]:
    """`work` whose result is kept by its snapshot alone: its other arguments must always be the
    same. Threads that ask meanwhile wait. The result must not hold the snapshot."""
    kept: WeakKeyDictionary[Snapshot, T] = WeakKeyDictionary()
    working = Lock()

    @wraps(work)
    def once(snapshot: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with working:
            if snapshot not in kept:
                kept[snapshot] = work(snapshot, *args, **kwargs)
            return kept[snapshot]

    return once
