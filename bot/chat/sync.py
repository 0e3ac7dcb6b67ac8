"""Telling Discord about the commands, only when they have changed.

What was sent last, and where to, is kept in a small file. Commands live in one place only: in the
development server if one is set, else everywhere; moving from one to the other removes them from
the place they were in, so that nobody sees a command twice.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import discord
from discord import app_commands

from bot.chat.faults import NOT_SENT

log = logging.getLogger(__name__)

STATE_FILE = "commands.json"


@dataclass(frozen=True, slots=True)
class Synced:
    """`guild` None means that the commands are global."""

    application: int | None
    guild: int | None
    digest: str


async def sync_commands(
    tree: app_commands.CommandTree[Any], data_dir: Path, dev_guild: int | None
) -> bool:
    """Send the commands if they differ from what was sent last; return whether they were sent.

    When Discord refuses, the commands it has stay as they are, the reason is logged, and the next
    start tries again.
    """
    if dev_guild is not None:
        tree.copy_global_to(guild=discord.Object(dev_guild))
        tree.clear_commands(guild=None)
    path = data_dir / STATE_FILE
    last = await asyncio.to_thread(_read, path)
    now = Synced(tree.client.application_id, dev_guild, _digest(tree, dev_guild))
    if now == last:
        return False
    try:
        await _clear_elsewhere(tree, last, now)
        await tree.sync(guild=_place(dev_guild))
    except (*NOT_SENT, app_commands.AppCommandError) as error:
        log.error("Discord did not take the commands, trying again at the next start: %s", error)
        return False
    await asyncio.to_thread(_write, path, now)
    log.info("commands sent to %s", "every server" if dev_guild is None else f"server {dev_guild}")
    return True


def _place(guild: int | None) -> discord.Object | None:
    return None if guild is None else discord.Object(guild)


def _digest(tree: app_commands.CommandTree[Any], guild: int | None) -> str:
    commands = [command.to_dict(tree) for command in tree.get_commands(guild=_place(guild))]
    commands.sort(key=lambda command: (command["type"], command["name"]))
    return hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()


async def _clear_elsewhere(
    tree: app_commands.CommandTree[Any], last: Synced | None, now: Synced
) -> None:
    """Remove the commands from where they were before, if that is not where they go now."""
    if now.guild is not None and (last is None or last.guild is None):
        await tree.sync(guild=None)
    elif last is not None and last.guild is not None and last.guild != now.guild:
        try:
            await tree.sync(guild=discord.Object(last.guild))
        except discord.Forbidden:
            log.warning("commands of server %s could not be removed: no access", last.guild)


def _read(path: Path) -> Synced | None:
    try:
        return Synced(**json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        log.warning("%s is not readable, sending the commands again: %s", path.name, error)
        return None


def _write(path: Path, synced: Synced) -> None:
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(json.dumps(asdict(synced)), "utf-8")
        partial.replace(path)
    except OSError as error:
        log.warning("%s cannot be written, the next start sends the commands: %s", path, error)
