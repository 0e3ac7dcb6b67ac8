"""What the desk has given lately, in memory and in the log; a broken log costs no reply."""

from __future__ import annotations

import logging
from collections import OrderedDict

from bot.errors import LogError, StaleError
from bot.log.entries import AnswerLog, Asker, Logged

REMEMBERED_ANSWERS = 1_000
"""Answers and timelines kept in memory, so that buttons work even while the log does not."""

_log = logging.getLogger(__name__)


class Given:
    """`lost` counts what was given but not logged since the start; `error` is the last reason, None
    while the log is well. `log` None means that nothing is logged, nor lost."""

    def __init__(self, log: AnswerLog | None) -> None:
        self.lost = 0
        self.error: str | None = None
        self._log = log
        self._recent: OrderedDict[str, Logged] = OrderedDict()

    async def keep(self, entry: Logged) -> None:
        """Remember it and commit its row; a broken log is counted, not raised."""
        self._remember(entry)
        if self._log is None:
            return
        try:
            await self._log.record(entry)
        except LogError as error:
            self.lost += 1
            self._failed(error)
        else:
            self.error = None

    async def recall(self, key: str) -> Logged:
        """From memory or the log. Raises StaleError, LogError."""
        if (entry := self._recent.get(key)) is not None:
            return entry
        found = await self._log.recall(key) if self._log else None
        if found is None:
            raise StaleError("This answer is no longer kept. Please ask again.")
        self._remember(found)
        return found

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Raises StaleError (unknown key), LogError."""
        await self.recall(key)
        if self._log is None:
            raise LogError("Votes are not kept here: there is no log.")
        await self._log.vote(key, user_id, helpful)

    async def failure(self, asker: Asker, question: str, error: BaseException) -> None:
        """Keep an unexpected error in the log; never raises for a broken log."""
        if self._log is None:
            return
        try:
            await self._log.failure(asker, question, type(error).__name__, repr(error))
        except LogError as broken:
            self._failed(broken)

    def _remember(self, entry: Logged) -> None:
        self._recent[entry.key] = entry
        self._recent.move_to_end(entry.key)
        while len(self._recent) > REMEMBERED_ANSWERS:
            self._recent.popitem(last=False)

    def _failed(self, error: LogError) -> None:
        if self.error is None:  # once a fault, not once an answer
            _log.error("query log: %s (%s)", error, error.detail)
        self.error = str(error)
