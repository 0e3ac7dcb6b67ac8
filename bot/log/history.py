"""The latest entries of a query log, read without ever changing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiosqlite

from bot.log.entries import Asker
from bot.log.faults import log_error
from bot.log.file import BUSY_TIMEOUT_MS

_RECENT = """
SELECT asked_at, face, user_id, guild_id, channel_id, private, question,
       key, answered, confidence, took_ms,
       (SELECT count(*) FROM excerpts WHERE answer = key AND NOT near_miss) AS excerpts,
       (SELECT count(*) FROM votes WHERE answer = key AND helpful) AS helpful,
       (SELECT count(*) FROM votes WHERE answer = key AND NOT helpful) AS unhelpful,
       NULL AS failure
FROM answers
UNION ALL
SELECT asked_at, face, user_id, guild_id, channel_id, private, question,
       NULL, 0, NULL, NULL, 0, 0, 0, kind || CASE detail WHEN '' THEN '' ELSE ': ' || detail END
FROM failures
ORDER BY asked_at DESC
LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the log. `failure` is the error that ended it, with no answer then: `key`,
    `confidence` and `took_ms` are None. `asked_at` is Unix seconds; votes are counts of people.
    """

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
            rows = await connection.execute_fetchall(_RECENT, (limit,))
    except (sqlite3.Error, OSError) as error:
        raise log_error(error) from error
    return tuple(Asked(row[0], _asker(row), row[6], row[7], bool(row[8]), *row[9:]) for row in rows)


def _read_only(path: Path) -> str | None:
    return f"file:{quote(str(path.absolute()))}?mode=ro" if path.exists() else None


def _asker(row: Sequence[Any]) -> Asker:
    _, face, user_id, guild_id, channel_id, private = row[:6]
    return Asker(face, user_id, guild_id, channel_id, bool(private))
