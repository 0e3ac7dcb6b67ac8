"""A room whose desk keeps its log in a file, as reports and deletions need it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import discord
import pytest

from bot.log.sqlite import QueryLog

from .conftest import Room


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


@pytest.fixture
async def log(path: Path) -> AsyncIterator[QueryLog]:
    async with QueryLog.open(path) as log:
        yield log


@pytest.fixture
def mod(room: Room) -> Any:
    """A member who manages the server."""
    role = room.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return room.guild.add_member(room.env.create_user("warden"), roles=[role])


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def parts(message: Any) -> Iterator[dict[str, Any]]:
    """Every component of a message, with the buttons that stand beside texts."""
    waiting = list(message.components)
    while waiting:
        part = waiting.pop(0)
        yield part
        beside = [part["accessory"]] if "accessory" in part else []
        waiting = [*part.get("components", ()), *beside, *waiting]


def presses(message: Any, start: str) -> list[str]:
    """The ids of the enabled buttons whose ids start so, in order."""
    return [
        str(part["custom_id"])
        for part in parts(message)
        if part["type"] == 2 and part["custom_id"].startswith(start) and not part.get("disabled")
    ]


async def file_of(message: Any) -> tuple[str, bytes]:
    """The name and the bytes of the one file of a message."""
    [attachment] = message.attachments
    return attachment.filename, await attachment.read()
