"""Starting a process of our own: deaf to Ctrl-C from its first instant."""

from __future__ import annotations

import signal
from multiprocessing.context import SpawnProcess

_MASKS = hasattr(signal, "pthread_sigmask")  # not on Windows


def start(process: SpawnProcess) -> None:
    """A signal mask is inherited, a handler is not: the terminal's Ctrl-C is for the bot alone."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if _MASKS else None
    try:
        process.start()
    finally:
        if before is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
