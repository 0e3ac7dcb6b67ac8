"""The latest entries of a query log, read without ever changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite

from bot.log.entries import Asker
from bot.log.faults import log_error
from bot.log.file import BUSY_TIMEOUT_MS

_RECENT = """
SELECT {kind}, asked_at, face, user_id, guild_id, channel_id, private, question,
       key, answered, confidence, took_ms,
       (SELECT count(*) FROM excerpts WHERE answer = key AND NOT near_miss) AS excerpts,
       (SELECT count(*) FROM votes WHERE answer = key AND helpful) AS helpful,
       (SELECT count(*) FROM votes WHERE answer = key AND NOT helpful) AS unhelpful,
       NULL AS failure
FROM answers
UNION ALL
SELECT 'failure', asked_at, face, user_id, guild_id, channel_id, private, question,
       NULL, 0, NULL, NULL, 0, 0, 0,
       {what} || kind || CASE detail WHEN '' THEN '' ELSE ': ' || detail END || {reference}
FROM failures
ORDER BY asked_at DESC
LIMIT ?
"""
_KIND = "CASE WHEN key IN (SELECT answer FROM timelines) THEN 'timeline' ELSE 'answer' END"
_KIND_BEFORE_TIMELINES = "'answer'"
_WHAT = "CASE what WHEN 'timeline' THEN 'timeline, ' ELSE '' END"
_REFERENCE = "coalesce(' [' || reference || ']', '')"
_NOTHING = "''"
_HAS_REFERENCES = "SELECT 1 FROM pragma_table_info('failures') WHERE name = 'reference'"
_HAS_TIMELINES = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'timelines'"


class Kind(StrEnum):
    ANSWER = "answer"
    TIMELINE = "timeline"
    FAILURE = "failure"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the log. Of a timeline, `question` is the topic and `excerpts` counts the
    events. `failure` is the error that ended it, with its reference, and with no answer then:
    `key`, `confidence` and `took_ms` are None. `asked_at` is Unix seconds; votes are counts of
    people.
    """

    kind: Kind
    asked_at: float
    asker: Asker
    question: str
    key: str | None
    answered: bool
    confidence: float | None
    took_ms: float | None
    excerpts: int
    helpful: int
    unhelpful: int
    failure: str | None


async def recent(path: Path, limit: int) -> tuple[Asked, ...]:
    """The `limit` latest questions, latest first; none if there is no log yet. Raises LogError."""
    try:
        address = _read_only(path)
        if address is None:
            return ()
        async with aiosqlite.connect(address, uri=True) as connection:
            await connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            rows = await connection.execute_fetchall(await _recent_sql(connection), (limit,))
    except (sqlite3.Error, OSError) as error:
        raise log_error(error) from error
    return tuple(_asked(row) for row in rows)


async def _recent_sql(connection: aiosqlite.Connection) -> str:
    """A log that only an older version has written to has no timelines yet, or no references, and
    reading it must not change it."""
    timelines = await connection.execute_fetchall(_HAS_TIMELINES)
    references = await connection.execute_fetchall(_HAS_REFERENCES)
    return _RECENT.format(
        kind=_KIND if timelines else _KIND_BEFORE_TIMELINES,
        what=_WHAT if references else _NOTHING,
        reference=_REFERENCE if references else _NOTHING,
    )


def _asked(row: Sequence[Any]) -> Asked:
    (kind, asked_at, face, user_id, guild_id, channel_id, private) = row[:7]
    (question, key, answered, *rest) = row[7:]
    asker = Asker(face, user_id, guild_id, channel_id, bool(private))
    return Asked(Kind(kind), asked_at, asker, question, key, bool(answered), *rest)


def _read_only(path: Path) -> str | None:
    return f"file:{quote(str(path.absolute()))}?mode=ro" if path.exists() else None
