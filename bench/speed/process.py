"""Measuring in a process of its own, so that memory and CPU are one engine's alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
MB = 1_000_000


class ChildError(RuntimeError):
    """A measuring process failed; the text is the end of what it said."""


def child(action: str, *arguments: object) -> dict[str, Any]:
    """Run ``python -m bench.speed.child`` and return its last line. Raises ChildError."""
    return _told("bench.speed.child", action, *map(str, arguments))


def serving(action: str, *arguments: object) -> dict[str, Any]:
    """As `child`, of ``bench.speed.serving``."""
    return _told("bench.speed.serving", action, *map(str, arguments))


def first_line_s(command: list[str], environment: Mapping[str, str] | None = None) -> float:
    """Wall seconds from starting `command` to its first line on standard output.

    Raises ChildError when it ends without one.
    """
    began = time.perf_counter()
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
        _, told = process.communicate()
    if not line:
        raise ChildError(f"{' '.join(command)}: {told[-2000:]}")
    return took


def _told(module: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise ChildError(f"{' '.join(arguments)}: {done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.rstrip("\n").splitlines()[-1])
    return found


def peak_mb() -> float:
    """The most memory that this process has had resident."""
    return _status("VmHWM")


def resident_mb() -> float:
    return _status("VmRSS")


def size_mb(folder: Path) -> float:
    """Of all files below `folder`."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / MB


def _status(field: str) -> float:
    """From Linux's /proc. Elsewhere, the peak as getrusage tells it."""
    status = Path("/proc/self/status")
    if not status.exists():
        import resource

        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / MB
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return int(lines[field].split()[0]) * 1024 / MB
