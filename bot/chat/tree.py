"""The command tree: what is checked before every command, and where every error goes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.admission import admit
from bot.chat.faults import NOT_SENT, described, report
from bot.errors import RefdeskError

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)


class Tree(app_commands.CommandTree["Client"]):
    async def interaction_check(self, interaction: discord.Interaction[Client], /) -> bool:
        """Refuse commands while closing, of strangers, and when there are too many. Of suggestions
        for an option there are none then."""
        try:
            await admit(interaction)
        except (RefdeskError, app_commands.CommandOnCooldown) as error:
            if interaction.type is discord.InteractionType.autocomplete:
                await _suggest_nothing(interaction)
            else:
                await report(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction, error)


async def _suggest_nothing(interaction: discord.Interaction[Client]) -> None:
    try:
        await interaction.response.autocomplete([])
    except NOT_SENT as error:
        log.debug("could not answer %s: %s", described(interaction), error)
