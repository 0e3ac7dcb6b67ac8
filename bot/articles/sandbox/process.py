"""A worker as its parent sees it: started, killed, and what it answers, looked over."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired
from typing import Any

import bot
from bot.articles.readers.extracted import Found
from bot.articles.reject import RejectionError
from bot.articles.sandbox.pipes import Pipes
from bot.articles.sandbox.wire import (
    MAX_ANSWER_BYTES,
    MAX_FRAME_BYTES,
    dumped,
    loaded,
    unpacked,
)

REASONS_BYTES = 10_000_000
"""What reasons may add to an answer that is full."""

MAX_FOUND = 20_000
"""Articles of one file: more than an honest worker finds."""

STOP_SECONDS = 5.0
"""Within which the system must have ended a killed process."""

MAX_LINE_CHARS = 300
"""Of the reason that it gives, and of what it adds for the operator."""

_KEPT = ("LD_LIBRARY_PATH",)


class Worker:
    """A process in a session of its own, deaf to the terminal, that knows nothing of the bot but
    where its modules are: no setting, no token, no folder."""

    def __init__(self, command: Sequence[str]) -> None:
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = Popen(
            command,
            stdin=PIPE,
            stdout=PIPE,
            stderr=DEVNULL,
            cwd="/",
            env={**kept, "PYTHONPATH": _module_path(), "OPENBLAS_NUM_THREADS": "1"},
            start_new_session=True,
        )
        self._pipes = Pipes(self._process)
        self.last = False

    @property
    def usable(self) -> bool:
        """Whether it takes another file."""
        return not self.last and self._process.poll() is None

    def ask(
        self, suffix: str, data: bytes, memory_sentence: str, until: float
    ) -> tuple[Found, ...]:
        """What it finds in a file. Raises RejectionError when it says so, TimeoutError when `until`
        has come, EOFError when it is gone, and ValueError when its answer is none; after one of
        these three it is in no state to be asked again."""
        self._pipes.send(dumped({"suffix": suffix, "memory_sentence": memory_sentence}), until)
        self._pipes.send(data, until)
        found = tuple(self._answers(until))
        if len({each.member for each in found}) < len(found):
            raise ValueError("two articles of one name")
        return found

    def _answers(self, until: float) -> Iterator[Found]:
        left = MAX_ANSWER_BYTES + REASONS_BYTES
        for _ in range(MAX_FOUND):
            frame = self._pipes.receive(min(left, MAX_FRAME_BYTES), until)
            left -= len(frame)
            answer = loaded(frame)
            if time.monotonic() > until:
                raise TimeoutError
            if not isinstance(answer, dict):
                raise ValueError("no answer")
            if "found" not in answer:
                self._end(answer)
                return
            yield unpacked(answer["found"])
        raise ValueError("too many articles")

    def _end(self, answer: dict[str, Any]) -> None:
        self.last = bool(answer.get("last"))
        error, detail = answer.get("error"), answer.get("detail", "")
        if error is not None:
            raise RejectionError(_line(error), detail=_line(detail))

    def left(self) -> bool:
        """Whether it ended in good order, as it does when nobody needs it for long. Waits for the
        end of one whose pipes are closed."""
        with suppress(TimeoutExpired):
            self._process.wait(STOP_SECONDS)
        return self._process.returncode == 0

    def stop(self) -> int | None:
        """End it with all that it may have started; what it ended with."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        with suppress(OSError):  # it has ended
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        with suppress(TimeoutExpired):  # it hangs in the system; nobody waits for that
            process.wait(STOP_SECONDS)
        return process.returncode


def _module_path() -> str:
    """Where this process finds its modules, wherever it was started."""
    root = str(Path(bot.__file__).resolve().parents[1])
    return os.pathsep.join(dict.fromkeys([root, *(path for path in sys.path if path)]))


def _line(value: object) -> str:
    """A sentence from a process that may send anything."""
    text = " ".join(str(value)[:MAX_LINE_CHARS].split())
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
