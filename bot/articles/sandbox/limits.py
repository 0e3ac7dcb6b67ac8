"""What a worker may use, which it takes from itself before it sees a file."""

from __future__ import annotations

import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

MAX_OPEN_FILES = 32
"""The libraries and their tables are opened as they are needed, one after the other."""

MAX_CPU_SECONDS = 90
"""For one file; a backstop, for time is kept on the other side of the pipe."""

GROWN_BYTES = 268_435_456
"""A worker that holds so much more than at its start makes way for a new one."""

_FALLBACK_BYTES = 1_073_741_824  # for the interpreter, where the system does not tell
_REFUSED = (
    "socket.connect",
    "socket.bind",
    "socket.sendto",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.kill",
    "os.remove",
    "os.rename",
    "os.mkdir",
    "os.chmod",
)


def confine(memory: int) -> None:
    """Cap this process for good: `memory` bytes more than it has, few open files, no file written,
    no core left behind, first to go when the machine runs out of memory."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
    _cap(resource.RLIMIT_AS, (held_bytes() or _FALLBACK_BYTES) + memory)
    _cap(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    _cap(resource.RLIMIT_FSIZE, 0)
    _cap(resource.RLIMIT_CORE, 0)
    sys.addaudithook(_refuse)


def allow_cpu(seconds: int) -> None:
    """So much processor time from now on; beyond it the process is ended."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    soft = int(used.ru_utime + used.ru_stime) + 1 + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def held_bytes() -> int:
    """The address space of this process; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _cap(what: int, limit: int) -> None:
    hard = resource.getrlimit(what)[1]
    limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    with suppress(OSError, ValueError):  # where the system knows no such limit
        resource.setrlimit(what, (limit, limit))


def _refuse(event: str, _: tuple[object, ...]) -> None:
    """A reader has nothing to do with the network, other processes or other files. It stops Python
    code alone: a seat belt, not a wall."""
    if event in _REFUSED:
        raise PermissionError(f"{event} is not for a reader")
