"""Records: what the desk tells of its log, and how it forgets people."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import BinaryIO, TypeVar

from bot.answer.chart.usage import Usage
from bot.articles.members import NOTHING_HIDDEN, Hidden
from bot.desk.given import Given
from bot.desk.pictures import Pictures
from bot.errors import LogError, StaleError
from bot.log import people
from bot.log.entries import AnswerLog, LoggedAnswer
from bot.log.mine import export_mine
from bot.log.people import Forgotten, Person
from bot.log.reports.export import Kind, Scope, export
from bot.log.reports.stats import Stats, moment_of, stats
from bot.log.reports.unanswered import Unanswered, unanswered
from bot.log.sqlite import QueryLog

NO_LOG = "There is no query log here, so nothing is kept."
NOT_KEPT = "That question is no longer kept."

T = TypeVar("T")


class Records:
    """Every method raises LogError, of which NO_LOG is the sentence where answers are not logged to
    a file. Reports are read in a thread, beside the one who writes."""

    def __init__(self, log: AnswerLog | None, given: Given, pictures: Pictures) -> None:
        self._log = log
        self._given = given
        self._pictures = pictures

    async def person(self, user_id: int) -> Person:
        """What is stored about one person."""
        return await self._read(people.person, user_id)

    async def mine(self, user_id: int, hidden: Hidden, target: BinaryIO) -> int:
        """Write all that is stored about one person as JSON Lines, and tell how many; what was
        quoted from the collections `hidden` is left out."""
        return await self._read(export_mine, user_id, hidden, target)

    async def forget(self, user_id: int) -> Forgotten:
        """Make a person's rows anonymous, for good: in memory, of what is under way, in the log."""
        self._given.forget(user_id)
        try:
            return await people.anonymise(self._file, user_id)
        finally:
            self._given.forget(user_id)

    async def question(self, key: str, guild_id: int) -> str:
        """What was asked or told of under a key, in that server. Raises StaleError too."""
        entry = await self._given.recall(key)
        if entry.asker.guild_id != guild_id:
            raise StaleError(NOT_KEPT)
        if isinstance(entry, LoggedAnswer):
            return entry.answer.question.text
        return entry.timeline.topic.text

    async def unanswered(self, guild_id: int | None, days: int, limit: int) -> Unanswered:
        """What was refused in the last `days` days, today in UTC included."""
        return await self._read(unanswered, guild_id, first_moment(days), limit)

    async def stats(
        self, guild_id: int | None, days: int, hidden: Hidden = NOTHING_HIDDEN
    ) -> Stats:
        """Of the last `days` days, today in UTC included."""
        return await self._read(stats, guild_id, days, datetime.now(UTC).date(), hidden)

    async def export(self, scope: Scope, kind: Kind, target: BinaryIO) -> int:
        """Write the log out, and tell how many rows."""
        return await self._read(export, scope, kind, target)

    async def picture(self, usage: Usage) -> bytes | None:
        """Use as a PNG image, drawn in a worker process; None when nothing was asked. Raises
        PictureError."""
        return await self._pictures.picture(usage)

    @property
    def _file(self) -> QueryLog:
        if not isinstance(self._log, QueryLog):
            raise LogError(NO_LOG)
        return self._log

    async def _read(self, report: Callable[..., T], *given: object) -> T:
        return await asyncio.to_thread(partial(report, self._file.path, *given))


def first_moment(days: int) -> float:
    """Unix seconds of the beginning of the last `days` days, today in UTC included."""
    return moment_of(datetime.now(UTC).date() - timedelta(days=days - 1))
