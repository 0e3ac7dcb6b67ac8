"""A process of its own for faults that would take the test process along."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path

from bot.errors import LogError
from bot.log.sqlite import QueryLog
from tests.log.values import entry

ROOM_BYTES = 300_000


async def record(path: Path) -> None:
    """Record without end, ten at a time, and print each key once it is acknowledged."""

    async def one(number: int) -> None:
        await log.record(entry(number))
        print(f"{number:016d}", flush=True)

    async with QueryLog.open(path) as log:
        for number in range(0, 1_000_000, 10):
            await asyncio.gather(*(one(number + step) for step in range(10)))


async def fill(path: Path) -> None:
    """Record until files may not grow, lift the limit, and tell how it went."""
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM_BYTES, hard))
    kept, error = 0, ""
    async with QueryLog.open(path) as log:
        while not error:
            try:
                await log.record(entry(kept))
                kept += 1
            except LogError as caught:
                error = str(caught)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        await log.record(entry(kept))
        found = [await log.recall(entry(number).key) for number in range(kept + 1)]
    lost = sum(answer is None for answer in found[:kept])
    print(json.dumps({"kept": kept, "error": error, "lost": lost, "recovered": bool(found[kept])}))


if __name__ == "__main__":
    asyncio.run({"record": record, "fill": fill}[sys.argv[1]](Path(sys.argv[2])))
