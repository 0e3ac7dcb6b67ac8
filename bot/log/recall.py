"""One entry read back from the query log."""

from __future__ import annotations

import aiosqlite

from bot.log.entries import Logged
from bot.log.events import SELECT_ACTIVITY, SELECT_EVENTS, SELECT_TIMELINE
from bot.log.excerpts import SELECT_EXCERPTS
from bot.log.rows import SELECT_ANSWER, TimelineRows, entry_from


async def recalled(connection: aiosqlite.Connection, key: str) -> Logged | None:
    """What was recorded under `key`, or None. Raises sqlite3.Error."""
    answers = list(await connection.execute_fetchall(SELECT_ANSWER, (key,)))
    if not answers:
        return None
    excerpts = await connection.execute_fetchall(SELECT_EXCERPTS, (key,))
    timelines = list(await connection.execute_fetchall(SELECT_TIMELINE, (key,)))
    if not timelines:
        return entry_from(answers[0], excerpts, None)
    events = await connection.execute_fetchall(SELECT_EVENTS, (key,))
    activity = await connection.execute_fetchall(SELECT_ACTIVITY, (key,))
    return entry_from(answers[0], excerpts, TimelineRows(timelines[0], events, activity))
