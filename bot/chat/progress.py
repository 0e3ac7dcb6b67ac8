"""One private message that tells how far a reload is, and in the end its outcome."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import TypeVar

from discord import ui

from bot.chat.cards import text_card
from bot.chat.faults import NOT_SENT
from bot.chat.replies import Reply, Sent
from bot.chat.reports import reload_progress
from bot.search.update import Progress

SHOW_AFTER_S = 2.0
"""Seconds that a reload may take without a word of how far it is."""

EDIT_EVERY_S = 2.0
"""Seconds at least between two changes of the message."""

UNSENT = (*NOT_SENT, RuntimeError)
"""What a message may fail with. aiohttp says RuntimeError once the client has closed."""

T = TypeVar("T")

log = logging.getLogger(__name__)


class ProgressMessage:
    """A message that fails breaks nothing: how far the reload is is then told no more, and its
    outcome in a new message, if that is possible. `name` is for the log.
    """

    def __init__(self, reply: Reply, name: str) -> None:
        self._reply = reply
        self._name = name
        self._sent: Sent | None = None
        self._latest: Progress | None = None
        self._shown: Progress | None = None
        self._failed = False

    @property
    def begun(self) -> bool:
        """Whether the person was told how far the reload is, or should have been."""
        return self._shown is not None

    def tell(self, progress: Progress) -> None:
        """Any thread may call it; the message follows in its own time."""
        self._latest = progress

    async def during(self, work: Awaitable[T]) -> T:
        """The result of `work`, or its error; the message shows meanwhile what is told."""
        task = asyncio.ensure_future(work)
        pause_s = SHOW_AFTER_S
        try:
            while not (await asyncio.wait({task}, timeout=pause_s))[0]:
                await self._show()
                pause_s = EDIT_EVERY_S
            return await task
        finally:
            task.cancel()

    async def end(self, view: ui.LayoutView) -> None:
        """The message becomes `view`. Only where nothing was shown before does this raise what
        Reply.send raises."""
        if not self.begun:
            await self._reply.send(view)
            return
        if self._sent is not None:
            try:
                await self._sent.edit(view)
                return
            except UNSENT as error:
                self._fail(error)
        try:
            await self._reply.send(view)
        except UNSENT as error:
            log.warning("could not tell the outcome of %s: %r", self._name, error)

    async def _show(self) -> None:
        latest = self._latest
        if latest is None or latest == self._shown or self._failed:
            return
        self._shown = latest
        view = text_card(reload_progress(latest))
        try:
            if self._sent is None:
                self._sent = await self._reply.send(view)
            else:
                await self._sent.edit(view)
        except UNSENT as error:
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        if not self._failed:
            log.warning("could not tell how far %s is: %r", self._name, error)
        self._failed = True
