"""Building aside: a process that brings the generations in step with the articles.

Only its progress and a short report come back through a pipe; the snapshot itself is on disk and is
mapped. So neither the loop nor its interpreter lock waits for a corpus, however large it is.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from bot.desk.processes import start
from bot.errors import ClosingError, CorpusError, RefdeskError
from bot.search.update import Order, Progress, Tell, Update, update

NICENESS = 10
"""Of building: a tenth of the share of a processor that an answer has, where both want it."""


class Builder:
    """Runs one update at a time, each in a process that ends with it. The process starts others to
    read files; they end with it, and it with the bot."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="build")
        self._job: _Job | None = None

    async def run(self, order: Order, tell: Tell) -> Update:
        """`tell` is called on the loop. Raises CorpusError, SnapshotError and ClosingError."""
        loop = asyncio.get_running_loop()

        def pass_on(progress: Progress) -> None:
            loop.call_soon_threadsafe(tell, progress)

        job = self._job = _Job()
        try:
            return await loop.run_in_executor(self._thread, job.run, order, pass_on)
        finally:
            job.stop()  # where nobody waits for it any more

    def stop(self) -> None:
        """End the update that is running, if one is; nothing of it stays."""
        if self._job is not None:
            self._job.stop()

    async def close(self) -> None:
        """When this returns, no process of an update is left."""
        self.stop()
        await asyncio.to_thread(self._thread.shutdown)


class _Job:
    """One update and its process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: SpawnProcess | None = None
        self._stopped = False

    def stop(self) -> None:
        with self._lock:
            self._stopped = True
            if self._process is not None:
                _kill(self._process)

    def run(self, order: Order, tell: Callable[[Progress], None]) -> Update:
        """In a thread that may wait; `tell` is called in it. Raises as Builder.run does."""
        _give_way()
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_work, args=(theirs, order), name="build")
        with self._lock:
            if self._stopped:
                raise ClosingError("Reading the articles was stopped.")
            start(process)
            self._process = process
        theirs.close()
        try:
            while isinstance(told := ours.recv(), Progress):
                tell(told)
        except (EOFError, OSError) as error:
            if self._stopped:
                raise ClosingError("Reading the articles was stopped.") from error
            raise CorpusError(
                "The reload ended unexpectedly; the old corpus still serves.",
                detail="the building process has died",
            ) from error
        finally:
            ours.close()
            with self._lock:
                self._process = None
            _kill(process)
            process.join()
            process.close()
        if isinstance(told, BaseException):
            raise told
        found: Update = told
        return found


def _give_way() -> None:
    """Answers come before building: this thread, and on Linux what it starts, is less urgent. The
    process is so from its first instant, when it does most of what others have to wait for."""
    if sys.platform == "linux":  # elsewhere it would be the whole bot
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


def _kill(process: SpawnProcess) -> None:
    """With the readers that it has started, which are of its group."""
    if process.pid is not None:
        with suppress(OSError):  # it has ended, or has yet to make its group
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _work(pipe: Connection, order: Order) -> None:
    """Answer with what was done, or with the error. What was rejected comes back in the report, so
    that this process has no log of its own."""
    os.setpgrp()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    told: Update | BaseException
    try:
        told = update(order, pipe.send)
    except RefdeskError as error:
        told = error
    except Exception as error:
        told = CorpusError("The articles could not be indexed.", detail=repr(error))
    with suppress(OSError):  # the bot is gone, so that nobody wants to know
        pipe.send(told)
