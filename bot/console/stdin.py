"""Lines of a stream of bytes, without ever blocking the event loop or the end of the process."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator, Iterator

MAX_LINE_BYTES = 16_384  # far beyond any question; the rest of a longer line is not kept
_CHUNK_BYTES = 65_536
_AHEAD = 64  # lines read before they are asked for


async def lines(descriptor: int) -> AsyncIterator[bytes]:
    """Each line without its end, cut after MAX_LINE_BYTES.

    Reads in a daemon thread, straight from the descriptor: a thread that waits for a terminal
    must not keep Ctrl-C from ending the process, and must hold no lock of `sys.stdin` meanwhile.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes | OSError | None] = asyncio.Queue(_AHEAD)

    def put(item: bytes | OSError | None) -> None:
        asyncio.run_coroutine_threadsafe(queue.put(item), loop).result()

    def read() -> None:
        try:
            for line in _lines(descriptor):
                put(line)
            put(None)
        except OSError as error:
            put(error)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    while (item := await queue.get()) is not None:
        if isinstance(item, OSError):
            raise item
        yield item


def _lines(descriptor: int) -> Iterator[bytes]:
    kept = bytearray()
    started = False
    while chunk := os.read(descriptor, _CHUNK_BYTES):
        *ended, open_end = chunk.split(b"\n")
        for piece in ended:
            kept += piece[: MAX_LINE_BYTES - len(kept)]
            yield bytes(kept.removesuffix(b"\r"))
            kept.clear()
        kept += open_end[: MAX_LINE_BYTES - len(kept)]
        started = bool(open_end) or (started and not ended)
    if started:
        yield bytes(kept.removesuffix(b"\r"))
