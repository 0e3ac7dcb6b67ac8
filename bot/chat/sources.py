"""/sources: what the corpus holds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.chat import ids
from bot.chat.press import Press
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.chat.source_cards import sources_card
from bot.desk.holdings import holdings

if TYPE_CHECKING:
    from bot.chat.client import Client


class SourcesCog(commands.Cog, name="Sources"):
    def __init__(self, client: Client) -> None:
        self.client = client

    @app_commands.command(description="The outlets and dates of the articles, and what came last")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(private="Show it to you alone, as is done unless you say False")
    async def sources(self, interaction: discord.Interaction[Client], private: bool = True) -> None:
        reply = Reply(interaction, private=private)
        owner = ids.ALONE if private else interaction.user.id
        await reply.send(await reply.wait(_card(interaction, 0, owner)))


class SourcesButton(Press, template=ids.SOURCES):
    """Whoever asked turns a public card in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        owner, page = int(self.match["owner"]), int(self.match["number"])
        mine = owner in (ids.ALONE, interaction.user.id)
        reply = Reply(interaction, private=True)
        card = await reply.wait(_card(interaction, page, owner if mine else ids.ALONE))
        await (reply.edit(card) if mine else reply.send(card))


SOURCES_BUTTONS: tuple[type[Press], ...] = (SourcesButton,)


async def _card(interaction: discord.Interaction[Client], page: int, owner: int) -> ui.LayoutView:
    desk = interaction.client.desk
    seen = desk.seen(hidden_from(interaction, private=owner == ids.ALONE))
    held = await asyncio.to_thread(holdings, seen, desk.folder)
    return sources_card(held, page, owner=owner)
