"""Reading files that nobody vouches for, in a process that cannot take the bot down with it."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from types import TracebackType

from bot.articles.readers.extracted import Found
from bot.articles.readers.kinds import kind_of, suffix_of, too_large, unsupported_sentence
from bot.articles.reject import RejectionError
from bot.articles.sandbox.process import Worker

MAX_MEMORY_BYTES = 1_073_741_824
"""Of address space for reading one file, above what the worker has when it starts."""

GAVE_UP = "The reader gave up on this file."
NO_PROCESS = "Cannot be read: no process to read it could be started."
NOTHING = "There is nothing to read in this file."

_WORKER = (sys.executable, "-P", "-B", "-m", "bot.articles.sandbox.worker")


class Sandbox:
    """Reads one file at a time in a worker process, which starts with the first file, serves many,
    and is replaced when it has grown, has died, or has not read a file in time. It ends when nobody
    needs it for a while; the next file starts another.

    Cheap to create, and may be used again after it was closed. Threads may share one; processes may
    not.
    """

    def __init__(
        self,
        *,
        memory: int = MAX_MEMORY_BYTES,
        seconds: float | None = None,
        command: Sequence[str] = _WORKER,
    ) -> None:
        """`memory` in bytes; `seconds` for a file, in place of those of its kind; `command` starts
        a worker, given `memory` as its last argument."""
        self._memory, self._seconds = memory, seconds
        self._command = (*command, str(memory))
        self._worker: Worker | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """When this returns, no worker is left."""
        with self._lock:
            self._stop()

    def read(self, path: str, data: bytes) -> tuple[Found, ...]:
        """Every article in the bytes of the file at `path`, which is not opened; members of an
        archive that are left out come with a reason.

        Waits as long as the kind of file may take. Raises RejectionError when the file is bad as a
        whole: not supported, too large, damaged, too slow, or too much for the memory.
        """
        kind = kind_of(path)
        if kind is None:
            raise RejectionError(unsupported_sentence())
        if reason := too_large(path, len(data)):
            raise RejectionError(reason)
        if not data:
            raise RejectionError("The file is empty.")
        seconds = self._seconds or kind.max_seconds
        with self._lock:
            until = time.monotonic() + seconds
            try:
                found = self._ask(suffix_of(path), data, until)
            except RejectionError:
                raise
            except TimeoutError:
                self._stop()
                raise RejectionError(f"Takes longer than {seconds:g} s to read.") from None
            except (EOFError, ValueError, OSError) as error:
                detail = f"{error!r}; the worker ended with {self._stop()}"
                raise RejectionError(GAVE_UP, detail=detail) from error
            except BaseException:
                self._stop()  # in the middle of an answer
                raise
        if not found:
            raise RejectionError(NOTHING)
        return found

    def _ask(self, suffix: str, data: bytes, until: float) -> tuple[Found, ...]:
        before, worker = self._worker, self._running()
        try:
            return worker.ask(suffix, data, self._too_much, until)
        except EOFError:
            if worker is not before or not worker.left():
                raise
        return self._running().ask(suffix, data, self._too_much, until)  # it had left just then

    @property
    def _too_much(self) -> str:
        return f"Takes more than {self._memory / 2**30:g} GB of memory to read."

    def _running(self) -> Worker:
        if self._worker is None or not self._worker.usable:
            self._stop()
            try:
                self._worker = Worker(self._command)
            except OSError as error:
                raise RejectionError(NO_PROCESS, detail=repr(error)) from error
        return self._worker

    def _stop(self) -> int | None:
        worker, self._worker = self._worker, None
        return worker.stop() if worker else None
