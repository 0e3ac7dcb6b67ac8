"""Which interactions are being handled, so that a shutdown can wait for them."""

from __future__ import annotations

import asyncio

from bot.errors import ClosingError

CLOSING = "Refdesk is restarting. Please ask again in a minute."


class Gate:
    def __init__(self) -> None:
        self._closed = False
        self._running: set[asyncio.Task[object]] = set()

    @property
    def closed(self) -> bool:
        return self._closed

    def admit(self) -> None:
        """Count the current task, until it ends, as work to wait for. Raises ClosingError."""
        if self._closed:
            raise ClosingError(CLOSING)
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
            task.add_done_callback(self._running.discard)

    async def drain(self, seconds: float) -> int:
        """Refuse new work, wait for what runs; return how many were still running at the end."""
        self._closed = True
        running = self._running - {asyncio.current_task()}
        if not running:
            return 0
        _, unfinished = await asyncio.wait(running, timeout=seconds)
        return len(unfinished)
