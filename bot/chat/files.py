"""A file made for one reply: on disk while it is written, small enough for Discord at its end."""

from __future__ import annotations

import asyncio
import gzip
import io
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import BinaryIO, cast

import discord

from bot.errors import QuestionError

MAX_FILE_BYTES = 10_000_000
"""Of an attachment: what Discord takes in a server without boosts is 10 MB."""


@asynccontextmanager
async def attachment(
    name: str, write: Callable[[BinaryIO], Awaitable[object]], too_large: str
) -> AsyncIterator[discord.File]:
    """The file that `write` wrote, as `name`, or as ``name.gz`` where only that is small enough.

    Raises QuestionError with the sentence `too_large` where neither is, and what `write` raises.
    """
    with tempfile.TemporaryFile() as plain, tempfile.TemporaryFile() as packed:
        await write(plain)
        fitting = await asyncio.to_thread(_fitting, plain, packed)
        if fitting is None:
            raise QuestionError(too_large)
        chosen, suffix = fitting
        chosen.seek(0)
        yield discord.File(cast(io.BufferedIOBase, chosen), f"{name}{suffix}")


def _fitting(plain: BinaryIO, packed: BinaryIO) -> tuple[BinaryIO, str] | None:
    if plain.tell() <= MAX_FILE_BYTES:
        return plain, ""
    plain.seek(0)
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as target:
        shutil.copyfileobj(plain, target)
    if packed.tell() <= MAX_FILE_BYTES:
        return packed, ".gz"
    return None
