"""What the desk has given lately, in memory and in the log; a broken log costs no reply."""

from __future__ import annotations

import logging
import secrets
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from bot.errors import LogError, StaleError
from bot.log.entries import AnswerLog, Asker, Ended, Logged, What

REMEMBERED_ANSWERS = 1_000
"""Answers and timelines kept in memory, so that buttons work even while the log does not."""

REFERENCE_BYTES = 3

FORGOTTEN = "Your data was just deleted, so this mark was not kept."

_REFERENCE, _KEPT = "_refdesk_reference", "_refdesk_kept"  # attributes of an error

_log = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Asking:
    """What is under way for somebody, who may be forgotten meanwhile: take `asker` at its end."""

    asker: Asker
    forgotten: bool = False


def reference_of(error: BaseException) -> str:
    """Six hexadecimal digits by which people, the operator's log and the query log name one error;
    the same whenever the same error is asked about."""
    known = getattr(error, _REFERENCE, None)
    if known is None:
        known = secrets.token_hex(REFERENCE_BYTES)
        setattr(error, _REFERENCE, known)
    return str(known)


def nameless(asker: Asker) -> Asker:
    """As the log keeps whoever had their data deleted: the server stays, person and channel go."""
    return replace(asker, user_id=None, channel_id=None)


class Given:
    """`lost` counts what was given but not logged since the start; `error` is the last reason, None
    while the log is well. `log` None means that nothing is logged, nor lost."""

    def __init__(self, log: AnswerLog | None) -> None:
        self.lost = 0
        self.error: str | None = None
        self._log = log
        self._recent: OrderedDict[str, Logged] = OrderedDict()
        self._asking: set[Asking] = set()

    @contextmanager
    def asking(self, asker: Asker) -> Iterator[Asking]:
        """Around all that is done for somebody until it is kept."""
        asking = Asking(asker)
        self._asking.add(asking)
        try:
            yield asking
        finally:
            self._asking.discard(asking)

    def forget(self, user_id: int) -> None:
        """Take a person out of what is remembered and of what is under way; not out of the log. To
        be called before the log forgets, for what is still to be kept, and after, for what has been
        read from it meanwhile."""
        for asking in self._asking:
            if asking.asker.user_id == user_id:
                asking.asker, asking.forgotten = nameless(asking.asker), True
        for key, entry in self._recent.items():
            if entry.asker.user_id == user_id:
                self._recent[key] = replace(entry, asker=nameless(entry.asker))

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
        """Raises StaleError (unknown key, or forgotten meanwhile), LogError."""
        with self.asking(Asker("discord", user_id)) as asking:
            await self.recall(key)
            if asking.forgotten:
                raise StaleError(FORGOTTEN)
        if self._log is None:
            raise LogError("Votes are not kept here: there is no log.")
        await self._log.vote(key, user_id, helpful)

    async def failure(
        self, asker: Asker, question: str, error: BaseException, what: What = What.QUESTION
    ) -> None:
        """Keep an unexpected error in the log, once, whoever else tells of it on its way; never
        raises for a broken log."""
        if self._log is None or getattr(error, _KEPT, False):
            return
        setattr(error, _KEPT, True)
        ended = Ended(what, reference_of(error))
        try:
            await self._log.failure(asker, question, type(error).__name__, repr(error), ended)
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
