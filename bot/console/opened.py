"""The desk as a command opens it: over one folder, with what people should know said first."""

from __future__ import annotations

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

from bot.answer.wording import plural
from bot.console.options import unknown_source
from bot.console.progress import progress_bar
from bot.desk import Desk
from bot.log.sqlite import QueryLog

logger = logging.getLogger(__name__)


@asynccontextmanager
async def opened(folder: Path, log_path: Path, source: str | None) -> AsyncIterator[Desk]:
    """Notes a `source` that no article names, and how many files were left out.

    Raises CorpusError.
    """
    async with QueryLog.open(log_path) as log, AsyncExitStack() as stack:
        with progress_bar(sys.stderr) as tell:
            desk = await stack.enter_async_context(
                Desk(folder, data=log_path.parent, log=log, progress=tell)
            )
        if missing := unknown_source(source, desk.sources()):
            logger.warning(missing)
        if rejected := len(desk.corpus.rejected):
            left_out = plural(rejected, "file")
            logger.warning("left out of the corpus: %s; `corpus check` says why", left_out)
        yield desk
