"""The process that reads files which nobody vouches for: ``python -m bot.articles.sandbox.worker``.

On its standard input come frames in pairs: what to read and how, as JSON, and the file's bytes. For
each pair it answers, on its standard output, with a frame for each article and one that ends the
answer. It ends with its input.
"""

from __future__ import annotations

import fcntl
import gc
import json
import logging
import os
import select
import signal
import sys
from typing import Any

from bot.articles.readers.extracted import Found
from bot.articles.reject import RejectionError
from bot.articles.sandbox.limits import (
    GROWN_BYTES,
    MAX_CPU_SECONDS,
    allow_cpu,
    confine,
    held_bytes,
)
from bot.articles.sandbox.reading import read
from bot.articles.sandbox.wire import (
    HEAD,
    MAX_ANSWER_BYTES,
    MAX_FRAME_BYTES,
    dumped,
    framed,
    packed,
)

MAX_FILES = 200
"""A worker makes way for a new one after so many."""

IDLE_SECONDS = 60.0
"""A worker that nobody needs for so long ends, and its memory is free."""

LITTER_BYTES = 67_108_864
"""What it may hold more than before a file without looking for objects in circles."""

TOO_MUCH_TEXT = f"The file holds more than {MAX_ANSWER_BYTES / 1e6:g} MB of text."


def main() -> None:
    """Answer what comes on standard input until it closes. The first argument is how many bytes of
    memory may be taken."""
    memory = int(sys.argv[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.disable(logging.CRITICAL)
    answers = os.dup(1)
    os.dup2(2, 1)  # what a library prints is no part of an answer
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    confine(memory)
    start = held_bytes()

    for number in range(1, MAX_FILES + 1):
        if not select.select([0], [], [], IDLE_SECONDS)[0]:
            return
        asked, data = _frame(), _frame()
        if asked is None or data is None:
            return
        allow_cpu(MAX_CPU_SECONDS)
        _watch(True)
        end = _answer(json.loads(asked), data, answers)
        _watch(False)
        del data
        if held_bytes() - start > LITTER_BYTES:
            gc.collect()
        last = number == MAX_FILES or held_bytes() - start > GROWN_BYTES
        _write(answers, framed(dumped({**end, "last": last})))
        if last:
            return


def _answer(asked: Any, data: bytes, answers: int) -> dict[str, str]:
    """Send what is found; what is left to say is the end of the answer."""
    left = MAX_ANSWER_BYTES
    memory_sentence = str(asked["memory_sentence"])
    try:
        for found in read(str(asked["suffix"]), data, memory_sentence):
            frame = framed(dumped({"found": packed(found)}))
            if len(frame) > min(left, MAX_FRAME_BYTES):
                left_out = Found(found.member, found.digest, None, TOO_MUCH_TEXT)
                frame = framed(dumped({"found": packed(left_out)}))
            left -= len(frame)
            _write(answers, frame)
    except RejectionError as error:
        return {"error": str(error), "detail": error.detail}
    except MemoryError:
        return {"error": memory_sentence}
    return {}


def _watch(on: bool) -> None:
    """While it reads, let the end of its input, which is that of the bot, end this process."""
    flags = fcntl.fcntl(0, fcntl.F_GETFL)
    asynchronous = getattr(os, "O_ASYNC", 0)
    fcntl.fcntl(0, fcntl.F_SETFL, flags | asynchronous if on else flags & ~asynchronous)


def _frame() -> bytes | None:
    """None when nobody asks any more."""
    head = _read(HEAD.size)
    return _read(HEAD.unpack(head)[0]) if head else None


def _read(size: int) -> bytes | None:
    pieces = bytearray()
    while len(pieces) < size:
        piece = os.read(0, min(size - len(pieces), 1 << 20))
        if not piece:
            return None
        pieces += piece
    return bytes(pieces)


def _write(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


if __name__ == "__main__":
    main()
