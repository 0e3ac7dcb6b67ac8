"""The query log over SQLite: one task owns the file and commits what has gathered meanwhile."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite

from bot.errors import LogError
from bot.log.entries import A_QUESTION, Asker, Ended, Logged
from bot.log.faults import blames_the_row, log_error
from bot.log.file import LogFile, is_damaged
from bot.log.recall import recalled
from bot.log.rows import entry_statements, failure_statement, vote_statement
from bot.log.statements import Statement

MAX_WAITING = 10_000  # entries not yet committed; beyond it the disk has stopped answering
MAX_BATCH = 1_000  # entries in one transaction
MAX_WAIT_S = 2.5  # for one entry, so that a reply to Discord stays within its three seconds
USE_WAIT_S = 30.0  # for work on many rows, for which a person may be kept waiting
CLOSE_WAIT_S = 10.0  # for everything still waiting when the log is closed

T = TypeVar("T")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Write:
    statements: tuple[Statement, ...]
    done: asyncio.Future[None]


@dataclass(frozen=True, slots=True)
class _Read:
    query: Callable[[aiosqlite.Connection], Awaitable[Any]]
    done: asyncio.Future[Any]


class QueryLog:
    """An AnswerLog in one SQLite file. Use ``async with QueryLog.open(path) as log``.

    Opening never fails: a log that cannot be used raises LogError from its methods until the cause
    has gone, then works again by itself. A damaged file is renamed and a new one begun. `error` is
    why the log is unwell, None while it is well; `commits` counts the transactions so far.

    Cancelling `record`, `vote` or `failure` does not take the entry back, and recording an answer
    once more under its key changes nothing.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.error: LogError | None = None
        self.commits = 0
        self._file = LogFile(path)
        self._waiting: asyncio.Queue[_Write | _Read | None] = asyncio.Queue()
        self._closing = False

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[QueryLog]:
        log = cls(path)
        await log._look()
        keeper = asyncio.create_task(log._keep(), name="query log")
        try:
            yield log
        finally:
            await log._close(keeper)

    async def record(self, entry: Logged) -> None:
        try:
            statements = entry_statements(entry)
        except (LookupError, TypeError, ValueError, AttributeError) as error:
            raise log_error(error) from error
        await self._write(*statements)

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Raises LogError also for an answer that is not in the log."""
        await self._write(vote_statement(key, user_id, helpful, time.time()))

    async def failure(
        self, asker: Asker, question: str, kind: str, detail: str, ended: Ended = A_QUESTION
    ) -> None:
        await self._write(failure_statement(asker, question, kind, detail, ended, time.time()))

    async def recall(self, key: str) -> Logged | None:
        return await self.use(lambda connection: recalled(connection, key), MAX_WAIT_S)

    async def use(
        self,
        work: Callable[[aiosqlite.Connection], Awaitable[T]],
        wait_s: float = USE_WAIT_S,
    ) -> T:
        """Do `work` on the one connection that writes, in autocommit mode, after every entry that
        waits already. It may run twice, the second time on a new file. Raises LogError, after
        `wait_s` seconds too, although the work then goes on."""
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        return await self._finished(_Read(work, done), done, wait_s)

    async def _write(self, *statements: Statement) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._finished(_Write(statements, done), done, MAX_WAIT_S)

    async def _finished(self, job: _Write | _Read, done: asyncio.Future[T], wait_s: float) -> T:
        if self._closing:
            raise LogError("The query log is closed.")
        if self._waiting.qsize() >= MAX_WAITING:
            raise LogError("The query log does not keep up.", detail=f"{MAX_WAITING} entries wait")
        self._waiting.put_nowait(job)
        try:
            async with asyncio.timeout(wait_s):
                return await done
        except TimeoutError as error:
            detail = f"no answer within {wait_s} s"
            raise LogError("The query log does not answer.", detail=detail) from error

    async def _keep(self) -> None:
        while jobs := await self._gathered():
            writes = [job for job in jobs if isinstance(job, _Write)]
            if writes:
                await self._commit(writes)
            for job in jobs:
                if isinstance(job, _Read):
                    await self._fetch(job)

    async def _gathered(self) -> list[_Write | _Read]:
        """Everything that waits, at least one; empty once the log closes."""
        jobs: list[_Write | _Read] = []
        job = await self._waiting.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == MAX_BATCH or self._waiting.empty():
                return jobs
            job = self._waiting.get_nowait()
        if jobs:
            self._waiting.put_nowait(None)
        return jobs

    async def _commit(self, writes: Sequence[_Write]) -> None:
        """Commit together; entries that spoil the transaction are found by halving it."""
        try:
            await self._soundly(lambda: self._file.write(_merged(writes)))
        except Exception as error:
            if len(writes) > 1 and blames_the_row(error):
                half = len(writes) // 2
                await self._commit(writes[:half])
                await self._commit(writes[half:])
                return
            for write in writes:
                _fail(write.done, error)
        else:
            self.commits += 1
            for write in writes:
                if not write.done.done():
                    write.done.set_result(None)

    async def _fetch(self, read: _Read) -> None:
        async def query() -> object:
            return await read.query(await self._file.connection())

        try:
            found = await self._soundly(query)
        except Exception as error:
            _fail(read.done, error)
        else:
            if not read.done.done():
                read.done.set_result(found)

    async def _look(self) -> None:
        """Open the file early, so that `error` is known from the start."""
        try:
            await self._soundly(self._file.connection)
        except Exception as error:
            self._unwell(log_error(error))

    async def _soundly(self, operation: Callable[[], Awaitable[T]]) -> T:
        """Run it, once more on a new file if this one is damaged, and remember how the log is."""
        try:
            try:
                result = await operation()
            except sqlite3.DatabaseError as error:
                if not is_damaged(error):
                    raise
                if aside := await self._file.set_aside():
                    logger.error("the query log is damaged (%s): kept as %s", error, aside)
                result = await operation()
        except Exception as error:
            if not blames_the_row(error):
                await self._file.close()
                self._unwell(log_error(error))
            raise
        if self.error is not None:
            logger.warning("the query log works again")
            self.error = None
        return result

    def _unwell(self, error: LogError) -> None:
        if self.error is None or str(self.error) != str(error):
            logger.warning("%s Answers go on without it (%s).", error, error.detail)
        self.error = error

    async def _close(self, keeper: asyncio.Task[None]) -> None:
        self._closing = True
        self._waiting.put_nowait(None)
        try:
            await asyncio.wait([keeper], timeout=CLOSE_WAIT_S)
            if not keeper.done():
                logger.error("the query log closes with entries that could not be written")
                keeper.cancel()
            closing = asyncio.create_task(self._file.close())
            if not (await asyncio.wait([closing], timeout=CLOSE_WAIT_S))[0]:
                logger.error("the query log did not close in time")
        finally:
            keeper.cancel()
            self._file.abandon()


def _merged(writes: Sequence[_Write]) -> Iterator[Statement]:
    """The statements of all, in an order that suits foreign keys, rows of one SQL together."""
    statements = sorted(
        (statement for write in writes for statement in write.statements),
        key=lambda statement: statement.rank,
    )
    for (rank, sql), same in groupby(statements, key=lambda statement: statement[:2]):
        yield Statement(rank, sql, tuple(row for statement in same for row in statement.rows))


def _fail(done: asyncio.Future[Any], error: Exception) -> None:
    if not done.done():
        failure = log_error(error)
        failure.__cause__ = error if failure is not error else None
        done.set_exception(failure)
