"""Building a snapshot from a folder, here or in a process of its own."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

from bot.articles.library import scan
from bot.errors import CorpusError
from bot.search.snapshot import Snapshot


def build(folder: Path, number: int) -> Snapshot:
    """Scan and index. Raises CorpusError when there is no article to answer from."""
    corpus = scan(folder)
    if not any(document.paragraphs for document in corpus.documents):
        raise CorpusError(
            f"The corpus holds no readable article ({len(corpus.rejected)} files rejected).",
            detail=str(folder),
        )
    return Snapshot.build(corpus, number)


async def build_aside(folder: Path, number: int) -> Snapshot:
    """`build` in a process of its own, so that neither the loop nor its interpreter lock waits."""
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_leave_logging)
    try:
        return await loop.run_in_executor(pool, build, folder, number)
    except BrokenProcessPool as error:
        raise CorpusError(
            "The reload ended unexpectedly; the old corpus still serves.", detail=repr(error)
        ) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _leave_logging() -> None:
    """The worker has no log of its own; what it rejected comes back in the corpus."""
    logging.getLogger("bot").setLevel(logging.CRITICAL)
