"""What is worked out of a snapshot is worked out once, and goes with it."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from bot.desk.once import once_a_snapshot
from bot.search.snapshot import Snapshot
from tests.corpora import snapshot_of

THREADS = 4


def test_threads_that_ask_at_once_wait_for_one_of_them() -> None:
    asked: list[Snapshot] = []
    barrier = Barrier(THREADS)

    @once_a_snapshot
    def number(snapshot: Snapshot, more: int) -> int:
        asked.append(snapshot)
        return snapshot.number + more

    def ask(snapshot: Snapshot) -> int:
        barrier.wait()
        return number(snapshot, 7)

    snapshot = snapshot_of(["The pier stays shut."])
    with ThreadPoolExecutor(THREADS) as threads:
        told = list(threads.map(ask, [snapshot] * THREADS))
    assert (told, asked) == ([snapshot.number + 7] * THREADS, [snapshot])
    other = snapshot_of(["The pier is open."])
    number(other, 7)
    assert asked == [snapshot, other]


def test_it_holds_no_snapshot() -> None:
    once = once_a_snapshot(lambda snapshot: snapshot.number)
    snapshot = snapshot_of(["The pier stays shut."])
    once(snapshot)
    gone = weakref.ref(snapshot)
    del snapshot
    gc.collect()
    assert gone() is None
