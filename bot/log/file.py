"""The SQLite file of the query log: opened, kept sound, set aside when damaged."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

import aiosqlite

from bot.log.schema import check, damaged, migrate
from bot.log.statements import Statement

BUSY_TIMEOUT_MS = 1000  # how long SQLite waits for another process that holds the file

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_COMPANIONS = ("", "-wal", "-shm")

logger = logging.getLogger(__name__)


@asynccontextmanager
async def transaction(connection: aiosqlite.Connection) -> AsyncIterator[None]:
    """All that is done within, or none of it; it is committed when this ends."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute("ROLLBACK")
        raise


def is_damaged(error: BaseException) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _DAMAGED


class LogFile:
    """One connection to the file at `path`, opened when first needed and whenever it was lost.

    Belongs to one task. Methods raise sqlite3.Error, OSError and what `migrate` raises.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: aiosqlite.Connection | None = None
        self._identity: tuple[int, int] | None = None

    async def connection(self) -> aiosqlite.Connection:
        """The open connection; a new one if the file was removed or replaced under the old one."""
        if self._connection is not None:
            if await asyncio.to_thread(_identity, self.path) == self._identity:
                return self._connection
            logger.warning("the query log %s was removed or replaced; opening it anew", self.path)
            await self.close()
        await asyncio.to_thread(self.path.parent.mkdir, parents=True, exist_ok=True)
        self._identity = await asyncio.to_thread(_identity, self.path)
        self._connection = await aiosqlite.connect(self.path, isolation_level=None)
        try:
            await self._connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            await self._connection.execute("PRAGMA journal_mode = WAL")
            await self._connection.execute("PRAGMA synchronous = FULL")
            await self._connection.execute("PRAGMA foreign_keys = ON")
            await self._connection.execute("PRAGMA secure_delete = ON")
            await self._brought_up(self._connection)
            self._identity = await asyncio.to_thread(_identity, self.path)
        except BaseException:
            await self.close()
            raise
        return self._connection

    async def _brought_up(self, connection: aiosqlite.Connection) -> None:
        try:
            await migrate(connection)
        except UnicodeDecodeError as error:  # of what SQLite says about a name that was altered
            raise damaged(repr(error)) from error
        await check(connection)

    async def write(self, statements: Iterable[Statement]) -> None:
        """Run all in one transaction, or none of them."""
        connection = await self.connection()
        async with transaction(connection):
            for statement in statements:
                await connection.executemany(statement.sql, statement.rows)

    async def close(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        try:
            await connection.close()
        except sqlite3.Error as error:
            logger.warning("the query log %s did not close cleanly: %s", self.path, error)

    def abandon(self) -> None:
        """Let the connection's thread close it as soon as it can, without waiting."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.stop()

    async def set_aside(self) -> Path | None:
        """Rename the file and its journals so that a new log can begin; gives the new name.

        A damaged log keeps its journals under the matching names, so that SQLite's own tools can
        still recover rows from it. None when another process has put a new file there already.
        """
        await self.close()
        if await asyncio.to_thread(_identity, self.path) != self._identity:
            return None
        return await asyncio.to_thread(_set_aside, self.path)


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells one file from another that took its name."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def _set_aside(path: Path) -> Path:
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
    aside, count = path.with_name(f"{path.name}.damaged-{stamp}"), 1
    while aside.exists():
        count += 1
        aside = path.with_name(f"{path.name}.damaged-{stamp}-{count}")
    for companion in _COMPANIONS:
        source = Path(f"{path}{companion}")
        if source.exists():
            source.replace(f"{aside}{companion}")
    return aside
