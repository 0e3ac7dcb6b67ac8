"""Feeds polled politely while a desk is open; their entries become files of the corpus folder.

What a feed sends is parsed in a sandbox, never here. The folder's watcher sees the files.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from bot.articles.readers.extracted import Found
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from bot.desk.feed_fetching import TIMEOUT_SECONDS, Fetched, Fetcher, FetchError, public
from bot.desk.feed_files import COLLECTION, host_folder, keep_entries
from bot.desk.feed_state import NAME, FeedState, FeedStates
from bot.errors import RefdeskError

DAY_SECONDS = 86_400.0
"""At most between two looks at a feed, whatever it asks for and however often it failed."""

JITTER = 0.1
"""Share by which a wait is longer or shorter, so that feeds are not asked all at once."""

FIRST_SECONDS = 5.0
"""Within which feeds are first asked after the start, those that are due."""

FORGET_FAILURES = 5
"""In a row, after which a feed that had moved is asked at its old address again."""

_READ_AS = "feed.rss"

_log = logging.getLogger(__name__)


class FeedPoller:
    """Open with ``async with``. Looks at each feed every `every_s` seconds or so, less often while
    it fails or asks for it; `data` is where the state is kept.

    What fails is logged, once for each reason, and tried again; nothing is raised.
    """

    def __init__(
        self,
        addresses: Sequence[str],
        *,
        folder: Path,
        data: Path,
        every_s: float,
        first_s: float = FIRST_SECONDS,
        timeout_s: float = TIMEOUT_SECONDS,
    ) -> None:
        self._addresses, self._folder = tuple(dict.fromkeys(addresses)), folder
        self._every_s, self._first_s = every_s, first_s
        self._states = FeedStates(data / NAME, folder)
        self._fetcher = Fetcher(timeout_s=timeout_s)
        self._sandbox = Sandbox()
        self._tasks: list[asyncio.Task[None]] = []
        self._writing = asyncio.Lock()
        self._failed: dict[str, str] = {}

    async def __aenter__(self) -> Self:
        if self._addresses:
            await self._fetcher.__aenter__()
            states = await asyncio.to_thread(self._states.load, self._addresses)
            self._tasks = [
                asyncio.create_task(self._tend(address, state), name="feed")
                for address, state in states.items()
            ]
        return self

    async def __aexit__(self, *exc: object) -> None:
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
            await self._fetcher.__aexit__(None, None, None)
            await asyncio.to_thread(self._sandbox.close)

    async def _tend(self, address: str, state: FeedState) -> None:
        """Waits are measured by a clock that does not jump; only their ends are kept as times."""
        if state.gone:
            self._say_gone(address)
            return
        wait = min(max(0.0, state.due - time.time()), DAY_SECONDS)
        await asyncio.sleep(max(wait, random.uniform(0, self._first_s)))
        while True:
            wait = await self._look(address, state)
            state.due = time.time() + wait
            async with self._writing:
                await asyncio.to_thread(self._states.save)
            if state.gone:
                self._say_gone(address)
                return
            await asyncio.sleep(wait)

    async def _look(self, address: str, state: FeedState) -> float:
        """One look; the seconds until the next."""
        try:
            await self._poll(address, state)
        except FetchError as error:
            state.gone = error.gone
            return self._later(address, state, str(error), error.retry_after)
        except RefdeskError as error:
            detail = f" ({error.detail})" if error.detail else ""
            return self._later(address, state, f"{error}{detail}")
        except Exception as error:  # one odd feed must not end the others
            return self._later(address, state, f"unexpected: {error!r}")
        if self._failed.pop(address, None):
            _log.info("feed %s: is well again", public(address))
        state.failures = 0
        return min(_about(self._every_s), DAY_SECONDS)

    async def _poll(self, address: str, state: FeedState) -> None:
        """Raises FetchError, RejectionError, CorpusError."""
        asked = state.address or address
        home = self._folder / COLLECTION / host_folder(address)
        if not await asyncio.to_thread(home.is_dir):  # never written to, or taken away as a whole
            state.etag, state.modified, state.kept = "", "", ()
        found = await self._fetcher.fetch(asked, state.etag, state.modified)
        if found.data is not None:
            entries = await self._read(found.data)
            async with self._writing:
                written, state.kept = await asyncio.to_thread(
                    keep_entries, self._folder, address, entries, frozenset(state.kept)
                )
            _log.info(
                "feed %s: %d entries, %d new or changed", public(asked), len(entries), written
            )
            state.etag, state.modified = found.etag, found.modified
        self._move(address, state, found)

    async def _read(self, data: bytes) -> tuple[Found, ...]:
        """In a thread that waits for the sandbox. Raises RejectionError for what is no feed."""
        if not data.strip():
            raise RejectionError("The feed is empty.")
        return await asyncio.to_thread(self._sandbox.read, _READ_AS, data)

    def _move(self, address: str, state: FeedState, found: Fetched) -> None:
        """Only after all went well: what has moved to somewhere else is asked at its old place."""
        if found.moved and found.moved != state.address:
            _log.warning(
                "feed %s: has moved for good to %s; please change FEEDS",
                public(address),
                public(found.moved),
            )
            state.address = found.moved

    def _later(
        self, address: str, state: FeedState, reason: str, retry_after: float = 0.0
    ) -> float:
        """Log a failure unless the last was the same; the seconds until the feed is tried again."""
        asked = state.address or address
        state.failures += 1
        if self._failed.get(address) != reason and not state.gone:
            _log.warning("feed %s: %s; trying again later", public(asked), reason)
        self._failed[address] = reason
        if state.failures >= FORGET_FAILURES:
            state.address = ""
        doubled = self._every_s * 2.0 ** min(state.failures, 30)
        return min(max(_about(doubled), retry_after), DAY_SECONDS)

    def _say_gone(self, address: str) -> None:
        _log.warning(
            "feed %s: is gone for good (HTTP 410); please take it out of FEEDS", public(address)
        )


def _about(seconds: float) -> float:
    return seconds * random.uniform(1 - JITTER, 1 + JITTER)
