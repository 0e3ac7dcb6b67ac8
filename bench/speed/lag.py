"""How late an event loop is: the time that a heartbeat would have to wait."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

import numpy as np

TICK_S = 0.005
IDLE_S = 2.0


async def lag_ms(work: Callable[[], Awaitable[object]]) -> tuple[float, float]:
    """Lateness, p99 and maximum in milliseconds, of a tick every TICK_S while `work` runs.

    Ticks keep to a schedule: those that fall into a blocked time count too, each with what it had
    to wait, so that one long block is not one late tick among many on time.
    """
    late: list[float] = []
    done = asyncio.Event()
    ticking = asyncio.create_task(_tick(late, done))
    await asyncio.sleep(0)
    try:
        await work()
    finally:
        done.set()
        await ticking
    return float(np.percentile(late, 99)) * 1000, max(late) * 1000


async def idle() -> None:
    await asyncio.sleep(IDLE_S)


async def _tick(late: list[float], done: asyncio.Event) -> None:
    began = time.perf_counter()
    due = 0
    while not done.is_set() or not due:
        await asyncio.sleep(max(0.0, began + (due + 1) * TICK_S - time.perf_counter()))
        now = time.perf_counter() - began
        while (due + 1) * TICK_S <= now:
            due += 1
            late.append(now - due * TICK_S)
