"""Talking with a process that may have stopped listening, or have never stopped talking."""

from __future__ import annotations

import os
import select
import time
from subprocess import Popen

from bot.articles.sandbox.wire import HEAD

PIECE_BYTES = 1 << 20


class Pipes:
    """The two ends of a worker's pipes. Nothing here waits beyond `until`, of time.monotonic().

    All raise TimeoutError when it has come, and EOFError when the worker is gone.
    """

    def __init__(self, process: Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._to, self._from = process.stdin.fileno(), process.stdout.fileno()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)
        self._held = bytearray()

    def send(self, payload: bytes, until: float) -> None:
        """One frame."""
        for piece in (HEAD.pack(len(payload)), payload):
            left = memoryview(piece)
            while left:
                _wait(self._to, select.POLLOUT, until)
                try:
                    left = left[os.write(self._to, left[:PIECE_BYTES]) :]
                except BlockingIOError:
                    continue
                except BrokenPipeError as error:
                    raise EOFError from error

    def receive(self, limit: int, until: float) -> bytes:
        """One frame of at most `limit` bytes. Raises ValueError when it is longer."""
        (size,) = HEAD.unpack(self._take(HEAD.size, until))
        if size > limit:
            raise ValueError(f"a frame of {size:,} bytes")
        return self._take(size, until)

    def _take(self, size: int, until: float) -> bytes:
        while len(self._held) < size:
            _wait(self._from, select.POLLIN, until)
            try:
                piece = os.read(self._from, PIECE_BYTES)
            except BlockingIOError:
                continue
            if not piece:
                raise EOFError
            self._held += piece
        taken = bytes(self._held[:size])
        del self._held[:size]
        return taken


def _wait(handle: int, event: int, until: float) -> None:
    left = until - time.monotonic()
    poll = select.poll()
    poll.register(handle, event)
    if left <= 0 or not poll.poll(left * 1000):
        raise TimeoutError
