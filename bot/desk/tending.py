"""What a desk does by itself while it is open for long: it watches its folder, and asks feeds."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.desk.desk import Desk
from bot.desk.watching import Watcher
from bot.settings import Settings

MINUTE_SECONDS = 60.0


@asynccontextmanager
async def tending(desk: Desk, settings: Settings) -> AsyncIterator[None]:
    """Within the desk's own context. Raises nothing of its own."""
    async with AsyncExitStack() as stack:
        scan_s = settings.scan_minutes * MINUTE_SECONDS
        await stack.enter_async_context(Watcher(desk, scan_s=scan_s))
        if settings.feeds:
            from bot.desk.feeds import FeedPoller  # loads aiohttp

            poller = FeedPoller(
                settings.feeds,
                folder=desk.folder,
                data=settings.data_dir,
                every_s=settings.feed_minutes * MINUTE_SECONDS,
            )
            await stack.enter_async_context(poller)
        yield
