"""What becomes of an error: a sentence for the person, a line for the operator, never both twice.

Slash commands, the message command and buttons all end here. What a person is told:

    CommandOnCooldown        who is too fast, the person or the server, and how many seconds to wait
    MissingPermissions       which permission it takes
    NoPrivateMessage         that it only works in a server
    any RefdeskError         its own sentence
    a command Discord has in another version     to try again in a minute
    a message that is gone   that it is gone
    the network while replying                   that the reply did not get through
    anything else            a reference number, which is also in both logs: the operator's with
                             the stack, the query log with the error's type

An interaction that has expired (10062) or that another process has answered (40060) cannot be
answered any more: it is logged and nothing else.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import aiohttp
import discord
from discord import app_commands

from bot.answer.wording import plural
from bot.chat.escape import escape
from bot.chat.limiter import PressesOnCooldown, ServerOnCooldown
from bot.chat.lines import listed
from bot.desk.given import reference_of
from bot.errors import RefdeskError
from bot.log.entries import Asker

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)

UNKNOWN_MESSAGE = 10008
UNKNOWN_INTERACTION = 10062
ALREADY_ACKNOWLEDGED = 40060

NOT_SENT = (discord.HTTPException, aiohttp.ClientError, OSError)  # what sending may raise

NOT_THROUGH = "My reply did not get through. Please try again."
MESSAGE_GONE = "That message is gone."
OUTDATED = "This command has just changed. Please try it again in a minute."


def sentence(error: Exception) -> str | None:
    """What the person is told, or None when the error is not one we expect."""
    match error:
        case app_commands.CommandOnCooldown():
            wait = plural(max(1, math.ceil(error.retry_after)), "second")
            return f"{_too_fast(error)} faster than I can follow. Next one in {wait}."
        case app_commands.MissingPermissions():
            names = [name.replace("guild", "server").title() for name in _words(error)]
            return f"This takes the permission {listed(names, len(names))}."
        case app_commands.NoPrivateMessage():
            return "This only works in a server."
        case app_commands.CommandSignatureMismatch() | app_commands.CommandNotFound():
            return OUTDATED
        case RefdeskError():
            return escape(str(error))
        case discord.NotFound(code=code) if code == UNKNOWN_MESSAGE:
            return MESSAGE_GONE
        case aiohttp.ClientError():
            return NOT_THROUGH
        case _:
            return None


async def report(interaction: discord.Interaction[Client], error: Exception) -> None:
    """Tell the person and the log; raises nothing that Discord or the network may cause."""
    if isinstance(error, app_commands.CommandInvokeError):
        error = error.original if isinstance(error.original, Exception) else error
    if too_late(error):
        log.warning("could not answer %s: %s", described(interaction), error)
        return
    said = sentence(error)
    if said is None:
        reference = reference_of(error)
        where = described(interaction)
        log.error("[%s] %s failed", reference, where, exc_info=error)
        asker = asker_of(interaction, private=True)
        await interaction.client.desk.failure(asker, f"[{reference}] {where}", error)
        said = (
            f"Something went wrong here, reference `{reference}`. Please try again; if it stays, "
            "give the reference to the people who run this bot."
        )
    elif isinstance(error, RefdeskError) and error.detail:
        log.warning("%s: %s (%s)", described(interaction), error, error.detail)
    elif isinstance(error, aiohttp.ClientError):
        log.warning("could not answer %s: %r", described(interaction), error)
    await tell(interaction, said)


def asker_of(interaction: discord.Interaction[Client], *, private: bool) -> Asker:
    return Asker(
        face="discord",
        user_id=interaction.user.id,
        guild_id=interaction.guild_id,
        channel_id=interaction.channel_id,
        private=private,
    )


def too_late(error: BaseException | None) -> bool:
    """Whether the interaction can no longer be answered, by us or by anyone."""
    codes = (UNKNOWN_INTERACTION, ALREADY_ACKNOWLEDGED)
    return isinstance(error, discord.HTTPException) and error.code in codes


class TooLateFilter(logging.Filter):
    """Takes the stack from what discord.py logs of suggestions that came too late: people type
    faster than suggestions arrive, so that is no fault."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and too_late(record.exc_info[1]):
            record.exc_info = None
        return True


async def tell(interaction: discord.Interaction[Client], said: str) -> None:
    """One sentence that only the person sees, whichever way of answering is still open."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(said, ephemeral=True)
        else:
            await interaction.response.send_message(said, ephemeral=True)
    except NOT_SENT as error:
        log.warning("could not tell %s: %s", described(interaction), error)


def described(interaction: discord.Interaction[Client]) -> str:
    """Which command or button, in which server, for the log; nothing that a person typed."""
    data: Mapping[str, Any] = cast(Mapping[str, Any], interaction.data or {})
    name = data.get("name") or data.get("custom_id") or interaction.type.name
    return f"{name!r} (interaction {interaction.id}, guild {interaction.guild_id})"


def _too_fast(error: app_commands.CommandOnCooldown) -> str:
    match error:
        case ServerOnCooldown():
            return "This server is asking"
        case PressesOnCooldown():
            return "You are pressing"
        case _:
            return "You are asking"


def _words(error: app_commands.MissingPermissions) -> list[str]:
    return [name.replace("_", " ") for name in error.missing_permissions]
