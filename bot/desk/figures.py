"""What a desk takes: of the disk and of memory."""

from __future__ import annotations

import os
import resource
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.desk.corpus import FOLDER

LOG_PARTS = ("", "-wal", "-shm")
"""What the name of a file that belongs to the query log ends with."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All in bytes. `index` are the snapshots on disk, `memory` what of this process is in memory:
    mapped parts of the index are in it as far as they are loaded."""

    index: int
    log: int
    memory: int


def figures(data_dir: Path, log_path: Path) -> Figures:
    """Looks at every file of the index: for a thread. What cannot be looked at counts nothing."""
    log = sum(_size(log_path.with_name(log_path.name + part)) for part in LOG_PARTS)
    return Figures(_tree(data_dir / FOLDER), log, _memory())


def _tree(folder: Path) -> int:
    return sum(_size(Path(within) / name) for within, _, names in os.walk(folder) for name in names)


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size
    except OSError:
        return 0


def _memory() -> int:
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
        return pages * resource.getpagesize()
    except (OSError, ValueError, IndexError):  # not Linux: the most there ever was
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most if sys.platform == "darwin" else most * 1024
