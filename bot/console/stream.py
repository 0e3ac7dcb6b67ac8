"""JSON on standard output: one object for a command, or one for each line of standard input."""

from __future__ import annotations

import codecs
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from bot.console.output import writing
from bot.console.stdin import MAX_LINE_BYTES
from bot.errors import RefdeskError

Reply = Callable[[str], Awaitable[dict[str, Any]]]


async def reply_to_lines(lines: AsyncIterator[bytes], name: str, reply: Reply) -> None:
    """Print the reply to each line at once; a line without one gives ``{name, "error"}``.

    `name` is what a line holds: "question" or "topic". A byte order mark is no part of it.
    """
    first = True
    async for line in lines:
        emit(await _line_reply(line.removeprefix(b"\xef\xbb\xbf" * first), name, reply))
        first = False


async def _line_reply(line: bytes, name: str, reply: Reply) -> dict[str, Any]:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        text = decoder.decode(line, final=len(line) < MAX_LINE_BYTES).strip()
    except UnicodeDecodeError:
        return {name: line.decode("utf-8", "replace"), "error": "The line is not UTF-8."}
    try:
        return await reply(text)
    except RefdeskError as error:
        return {name: text, "error": str(error)}


def emit(value: dict[str, Any]) -> None:
    """ASCII alone, so that nothing in an article can reach a terminal as a control sequence.

    Raises OutputError."""
    with writing():
        print(json.dumps(value), flush=True)
