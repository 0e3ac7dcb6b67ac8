"""What all buttons have in common: how they are found, who may press, where errors go."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.chat import ids
from bot.chat.admission import admit
from bot.chat.faults import report
from bot.log.entries import Logged

if TYPE_CHECKING:
    from bot.chat.client import Client


class Press(ui.DynamicItem[ui.Button[Any]], template=ids.NEVER):
    """Base of every button: counts the work, and sends every error where commands send theirs."""

    def __init__(self, item: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.key = match["key"]
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await admit(interaction)
            await self.press(interaction)
        except Exception as error:
            await report(interaction, error)

    @abstractmethod
    async def press(self, interaction: discord.Interaction[Client]) -> None:
        """What the button does; whatever it raises is told and logged by the caller."""


def asked_by(entry: Logged, interaction: discord.Interaction[Client]) -> bool:
    return entry.asker.user_id == interaction.user.id


def may_post(interaction: discord.Interaction[Client]) -> bool:
    allowed = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages
