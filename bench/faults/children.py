"""Processes that are started to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
POLL_S = 0.002
WAIT_S = 60.0


class Child:
    """``python -m bench.faults.child TASK …`` in a session of its own. What it says is kept in a
    file, so that nothing it said is lost with it and it never waits for a reader."""

    def __init__(
        self,
        folder: Path,
        task: str,
        *arguments: object,
        prefix: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """`prefix` is a command that runs the child; `folder` is for what it says."""
        self.began = time.monotonic()
        self._said = folder / f"said-{time.monotonic_ns()}"
        self._errors = self._said.with_suffix(".err")
        command = [*prefix, sys.executable, "-m", "bench.faults.child", task, *map(str, arguments)]
        with self._said.open("wb") as said, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=errors,
                start_new_session=True,
                env={**os.environ, "OPENBLAS_NUM_THREADS": "1", **(environment or {})},
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.kill()
        for path in (self._said, self._errors):
            path.unlink(missing_ok=True)

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    @property
    def errors(self) -> str:
        return self._errors.read_text("utf-8", "replace")

    def lines(self) -> list[str]:
        """The whole lines said so far."""
        return self._said.read_text("utf-8", "replace").split("\n")[:-1]

    def until(self, holds: Callable[[list[str]], bool], wait_s: float = WAIT_S) -> bool:
        """Wait for what is said; False when the child ends, or the time does, before that."""
        end = time.monotonic() + wait_s
        while time.monotonic() < end:
            ended = not self.alive
            if holds(self.lines()):
                return True
            if ended:
                return False
            time.sleep(POLL_S)
        return False

    def ended(self, wait_s: float = WAIT_S) -> int | None:
        """The exit code; None when it does not end in time."""
        try:
            return self.process.wait(wait_s)
        except subprocess.TimeoutExpired:
            return None

    def kill(self, *, whole: bool = True) -> None:
        """SIGKILL; with `whole`, to every process of its session too, as when a machine stops."""
        if self.alive:
            self.process.kill()
        if whole:
            for process in _session(self.process.pid):
                with suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
        self.process.wait()


def _session(leader: int) -> list[int]:
    """The processes of a session that we started."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            with suppress(OSError, IndexError, ValueError):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                if int(fields[3]) == leader:
                    found.append(int(entry.name))
    return found
