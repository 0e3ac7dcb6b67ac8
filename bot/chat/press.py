"""What all buttons have in common: how they are found, who may press, where errors go."""

from __future__ import annotations

import re
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

import discord
from discord import ui

from bot.chat import ids
from bot.chat.faults import NOT_SENT, report, tell
from bot.chat.ids import Place
from bot.chat.replies import Reply
from bot.log.entries import Logged, LoggedAnswer, LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

OTHERS = "Only the person who asked can share this."
ALREADY_SHARED = "This is already in the channel."
MAY_NOT_POST = "You cannot post in this channel, so this stays private."
NOTHING_TO_ASK = "There is no other question to suggest any more."
NO_SUCH_QUOTE = "That quote is not part of this any more."

E = TypeVar("E", LoggedAnswer, LoggedTimeline)


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
            interaction.client.gate.admit()
            await self.press(interaction)
        except Exception as error:
            await report(interaction, error)

    @abstractmethod
    async def press(self, interaction: discord.Interaction[Client]) -> None:
        """What the button does; whatever it raises is told and logged by the caller."""


class SharePress(Press, Generic[E], template=ids.NEVER):
    """Posts a private card to the channel: by the asker, once, if they may post there."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=False)
        client, page = interaction.client, int(self.match["number"])
        entry = await reply.wait(self.recall(client))
        if not asked_by(entry, interaction):
            await tell(interaction, OTHERS)
        elif not may_post(interaction):
            await tell(interaction, MAY_NOT_POST)
        elif not client.shares.claim(self.key):
            await tell(interaction, ALREADY_SHARED)
        else:
            await self._share(interaction, reply, entry, page)

    async def _share(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: E, page: int
    ) -> None:
        try:
            await self.change(interaction, reply, entry, page, Place.SHARED)
            await self.post(interaction, reply, entry, page)
        except NOT_SENT:
            interaction.client.shares.release(self.key)
            if interaction.response.is_done():
                await self.change(interaction, reply, entry, page, Place.PRIVATE)
            raise

    @abstractmethod
    async def recall(self, client: Client) -> E:
        """What the card shows. Raises StaleError, LogError."""

    @abstractmethod
    async def change(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: E,
        page: int,
        place: Place,
    ) -> None:
        """Let the pressed card stand at `place`."""

    @abstractmethod
    async def post(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: E, page: int
    ) -> None:
        """Send the card to the channel, with the name of the presser."""


def asked_by(entry: Logged, interaction: discord.Interaction[Client]) -> bool:
    return entry.asker.user_id == interaction.user.id


def may_post(interaction: discord.Interaction[Client]) -> bool:
    allowed = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages
