"""What is stored about one person: counted, written out, or made anonymous.

**What `anonymise` does.** A question loses the person and the channel, and its time is rounded down
to the hour, so that nobody can match it with a message by the second; server, words, filters and
what was answered stay, for the counts by day and hour and for what the articles lack. Where the
person's own id stands in the words (``<@123>``), it is struck out. A vote gets a random negative
number in place of the person, a new one for each, so that counts stay and nobody can tell which
votes were one person's. Failures are treated as questions are. Buttons go on working, but nobody is
the one who asked any more.

**What is left of the id.** Deleted bytes are overwritten with zeros (``PRAGMA secure_delete``, set
for the connection that writes), and the journal, which holds the rows as they were, is written back
and cut to nothing by `clear_journal`. Copies that others made stay as they were: backups of the
folder, logs set aside as damaged, what the file system keeps of blocks it has freed.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from dataclasses import dataclass, replace
from pathlib import Path

import aiosqlite

from bot.log.file import transaction
from bot.log.reading import opened
from bot.log.sqlite import QueryLog

HOUR_S = 3_600
TRIES = 5
TRY_EVERY_S = 0.5
LONG_ID = 10**14
"""Ids of Discord are greater; a smaller number in a text is hardly one."""

_COUNTS = """
SELECT count(*) - count(timelines.answer) AS questions, count(timelines.answer) AS timelines
FROM answers LEFT JOIN timelines ON timelines.answer = answers.key
WHERE user_id = :person
"""
_SPAN = """
SELECT min(at) AS first, max(at) AS last FROM (
    SELECT min(asked_at) AS at FROM answers WHERE user_id = :person
    UNION ALL SELECT max(asked_at) FROM answers WHERE user_id = :person
    UNION ALL SELECT min(voted_at) FROM votes WHERE user_id = :person
    UNION ALL SELECT max(voted_at) FROM votes WHERE user_id = :person
    UNION ALL SELECT min(asked_at) FROM failures WHERE user_id = :person
    UNION ALL SELECT max(asked_at) FROM failures WHERE user_id = :person
)
"""
_GUILDS = """
SELECT guild_id FROM answers WHERE user_id = :person AND guild_id IS NOT NULL
UNION SELECT guild_id FROM failures WHERE user_id = :person AND guild_id IS NOT NULL
ORDER BY 1
"""
_VOTES = "SELECT count(*) FROM votes WHERE user_id = :person"
_FAILURES = "SELECT count(*) FROM failures WHERE user_id = :person"

_HOUR = f"CAST({{0}} / {HOUR_S} AS INTEGER) * {HOUR_S}.0"
_STRUCK = "replace({0}, :shown, '…')"
_ANSWERS_NAMELESS = f"""
UPDATE answers SET user_id = NULL, channel_id = NULL, asked_at = {_HOUR.format("asked_at")},
    question = {_STRUCK.format("question")}, suggestion = {_STRUCK.format("suggestion")}
WHERE user_id = :person
"""
_FAILURES_NAMELESS = f"""
UPDATE failures SET user_id = NULL, channel_id = NULL, asked_at = {_HOUR.format("asked_at")},
    question = {_STRUCK.format("question")}, detail = {_STRUCK.format("detail")}
WHERE user_id = :person
"""
_VOTES_NAMELESS = f"""
UPDATE votes SET user_id = -1 - (random() & 0x3FFFFFFFFFFFFFFF),
    voted_at = {_HOUR.format("voted_at")}
WHERE user_id = :person
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Person:
    """Counts of a person's rows; `first` and `last` are Unix seconds of the earliest and the latest
    of them, None where there is none. `guilds` are the ids of the servers they asked in, ascending;
    what was asked in direct messages belongs to none."""

    questions: int = 0
    timelines: int = 0
    votes: int = 0
    failures: int = 0
    first: float | None = None
    last: float | None = None
    guilds: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        return self.questions + self.timelines + self.votes + self.failures


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many rows lost their person; `asked` counts questions and timelines. `cleared` tells
    whether the journal, too, is free of them by now."""

    asked: int
    votes: int
    failures: int
    cleared: bool = True


def person(path: Path, user_id: int) -> Person:
    """What the log at `path` stores about one person; all zero where there is no log. Reads the
    file, so call it in a thread. Raises LogError."""
    with opened(path) as connection:
        return Person() if connection is None else _counted(connection, user_id)


async def anonymise(log: QueryLog, user_id: int) -> Forgotten:
    """Take a person out of all rows, in one transaction. Raises LogError; nothing has changed
    then, unless it was only slow."""

    shown = str(user_id) if user_id >= LONG_ID else f"<@{user_id}>"

    async def work(connection: aiosqlite.Connection) -> Forgotten:
        async with transaction(connection):
            asked, votes, failures = [
                (await connection.execute(sql, {"person": user_id, "shown": shown})).rowcount
                for sql in (_ANSWERS_NAMELESS, _VOTES_NAMELESS, _FAILURES_NAMELESS)
            ]
        return Forgotten(asked, votes, failures, cleared=False)

    done = await log.use(work)
    if not (cleared := await clear_journal(log)):
        logger.warning("the journal of the query log is in use; it is cleared when the bot ends")
    return replace(done, cleared=cleared)


async def clear_journal(log: QueryLog) -> bool:
    """Write the journal back into the file and cut it to nothing, so that no deleted row is left in
    it. False where somebody has been reading it all along. Raises LogError."""

    async def work(connection: aiosqlite.Connection) -> bool:
        rows = await connection.execute_fetchall("PRAGMA wal_checkpoint(TRUNCATE)")
        return not next(iter(rows))[0]

    for attempt in range(TRIES):
        if attempt:
            await asyncio.sleep(TRY_EVERY_S)
        if await log.use(work):
            return True
    return False


def _counted(connection: sqlite3.Connection, user_id: int) -> Person:
    given = {"person": user_id}
    asked = connection.execute(_COUNTS, given).fetchone()
    span = connection.execute(_SPAN, given).fetchone()
    return Person(
        questions=asked["questions"],
        timelines=asked["timelines"],
        votes=connection.execute(_VOTES, given).fetchone()[0],
        failures=connection.execute(_FAILURES, given).fetchone()[0],
        first=span["first"],
        last=span["last"],
        guilds=tuple(row[0] for row in connection.execute(_GUILDS, given)),
    )
