"""What was asked is deleted after a time: at the start and once a day, a little at a time.

**A clock that runs away.** The age of a row is a matter of the wall clock, and a wrong one would
delete everything at once. So it is believed only with a witness:

* While the bot runs, the wall clock must have gone as far as the monotonic one since the last look,
  within MAX_DRIFT_S.
* At the start, it must be at most MAX_SILENCE_S past the moment when it was last believed, which
  the table `retention` keeps; in a log that has none yet, past the newest row.

A clock without a witness deletes nothing and the operator reads why. It is believed DOUBTED_S later
if by then it has kept pace with the monotonic clock. So a jump costs half a day, in which the clock
can be set right; so does a bot that did not run for longer than MAX_SILENCE_S. Rows dated in the
future stay until they are old enough by the right clock.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import aiosqlite

from bot.errors import LogError
from bot.log.file import transaction
from bot.log.people import clear_journal
from bot.log.sqlite import QueryLog

DAY_S = 86_400.0
START_AFTER_S = 10.0  # so that the bot is up first
LOOK_EVERY_S = DAY_S
DOUBTED_S = DAY_S / 2  # until the next look where the clock was not believed
BATCH_ROWS = 100  # answers or failures in one transaction; an answer has some 20 rows in all
PAUSE_S = 0.05  # between two, for the answers that wait
MAX_DRIFT_S = 3_600.0
MAX_SILENCE_S = 7 * DAY_S

_EXPIRED = tuple(
    f"DELETE FROM {table} WHERE rowid IN (SELECT rowid FROM {table} WHERE asked_at < ? LIMIT ?)"
    for table in ("answers", "failures")  # the rest goes with its answer
)
_WITNESS = """
SELECT coalesce(
    (SELECT checked_at FROM retention),
    (SELECT max(at) FROM (
        SELECT max(asked_at) AS at FROM answers WHERE asked_at <= :now
        UNION ALL SELECT max(asked_at) FROM failures WHERE asked_at <= :now)),
    :now)
"""
_BELIEVED = """
INSERT INTO retention VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET checked_at = excluded.checked_at
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both in seconds; the wall clock since 1970, UTC."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic


class Retention:
    """Deletes what is older than `days`. Use ``async with retaining(log, days)``."""

    def __init__(self, log: QueryLog, days: int, clocks: Clocks | None = None) -> None:
        self._log = log
        self._days = days
        self._clocks = clocks or Clocks()
        self._looked: tuple[float, float] | None = None
        self.doubt = ""
        """Why the clock was not believed at the last look; empty when it was."""

    async def look(self) -> int:
        """Delete what has expired, if the clock is believed; how many questions and failures that
        was. Raises LogError; what has been deleted by then stays deleted."""
        now = self._clocks.wall()
        self.doubt = await self._doubt(now)
        self._looked = (now, self._clocks.steady())
        if self.doubt:
            logger.warning("nothing old was deleted from the query log: %s", self.doubt)
            return 0
        await self._log.use(lambda connection: _execute(connection, _BELIEVED, (now,)))
        before = now - self._days * DAY_S
        deleted = sum([await self._purge(sql, before) for sql in _EXPIRED])
        if deleted:
            await clear_journal(self._log)
            logger.info("deleted from the query log, after %d days: %d rows", self._days, deleted)
        return deleted

    async def keep_looking(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """At once and once a day, for ever; a log that cannot be used is tried again."""
        await sleep(START_AFTER_S)
        while True:
            try:
                await self.look()
            except LogError as error:
                logger.warning("old rows could not be deleted: %s (%s)", error, error.detail)
            await sleep(DOUBTED_S if self.doubt else LOOK_EVERY_S)

    async def _doubt(self, now: float) -> str:
        """Why the clock is not believed; empty when it is."""
        if self._looked is not None:
            wall, steady = self._looked
            drift = (now - wall) - (self._clocks.steady() - steady)
            if abs(drift) > MAX_DRIFT_S:
                return f"the clock has jumped by {drift / 3_600:+.1f} hours"
            return ""
        rows = await self._log.use(lambda connection: _rows(connection, _WITNESS, {"now": now}))
        silence = now - rows[0][0]
        if silence > MAX_SILENCE_S:
            return f"the clock is {silence / DAY_S:.0f} days past what it was last known to be"
        return ""

    async def _purge(self, sql: str, before: float) -> int:
        deleted = 0
        while count := await self._log.use(
            lambda connection: _execute(connection, sql, (before, BATCH_ROWS))
        ):
            deleted += count
            await asyncio.sleep(PAUSE_S)
        return deleted


@asynccontextmanager
async def retaining(log: QueryLog, days: int | None) -> AsyncIterator[None]:
    """Delete what is older than `days` behind whatever is done within; None deletes nothing."""
    if days is None:
        yield
        return
    task = asyncio.create_task(Retention(log, days).keep_looking(), name="retention")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _execute(connection: aiosqlite.Connection, sql: str, given: tuple[float, ...]) -> int:
    async with transaction(connection):
        return (await connection.execute(sql, given)).rowcount


async def _rows(
    connection: aiosqlite.Connection, sql: str, given: dict[str, float]
) -> list[tuple[float]]:
    return [tuple(row) for row in await connection.execute_fetchall(sql, given)]
