"""A process of its own for faults that would take the test process along."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import sys
from dataclasses import replace
from pathlib import Path

import aiosqlite

from bot.errors import LogError
from bot.log.schema import migrate, shipped
from bot.log.sqlite import QueryLog
from tests.log.values import any_entry, entry

ROOM_BYTES = 500_000


async def record(path: Path) -> None:
    """Record without end, ten at a time, and print each number once it is acknowledged."""

    async def one(number: int) -> None:
        await log.record(any_entry(number))
        print(number, flush=True)

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


async def migrate_in_part(path: Path, statements: int) -> None:
    """Be killed within the second migration, after so many of its statements."""

    def kill() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    first, second, *_ = shipped()
    sql = "".join(list(second.statements())[:statements]) + "SELECT kill_this_process();\n"
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await connection.execute("PRAGMA journal_mode = WAL")
        await connection.create_function("kill_this_process", 0, kill)
        await migrate(connection, (first, replace(second, sql=sql)))


async def main(task: str, path: str, *numbers: str) -> None:
    match task:
        case "record":
            await record(Path(path))
        case "fill":
            await fill(Path(path))
        case "migrate":
            await migrate_in_part(Path(path), *map(int, numbers))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
