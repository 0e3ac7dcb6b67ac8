"""The command tree: what is checked before every command, and where every error goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.chat.faults import report
from bot.errors import ClosingError

if TYPE_CHECKING:
    from bot.chat.client import Client


class Tree(app_commands.CommandTree["Client"]):
    async def interaction_check(self, interaction: discord.Interaction[Client], /) -> bool:
        """Refuse commands while closing. Suggestions for an option just stay away then."""
        try:
            self.client.gate.admit()
        except ClosingError as error:
            if interaction.type is not discord.InteractionType.autocomplete:
                await report(interaction, error)
            return False
        return True

    async def on_error(
        self, interaction: discord.Interaction[Client], error: app_commands.AppCommandError, /
    ) -> None:
        await report(interaction, error)
