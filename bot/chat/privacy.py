"""/privacy: what is stored about me, export mine, delete mine."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

import discord
from discord import app_commands
from discord.ext import commands

from bot.chat import ids
from bot.chat.files import attachment
from bot.chat.ids import PrivacyDoes
from bot.chat.press import Press
from bot.chat.privacy_cards import confirm_card, deleted_card, privacy_card
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.given import nameless

if TYPE_CHECKING:
    from bot.chat.client import Client

FILE_NAME = "refdesk-about-me.jsonl"
TOO_LARGE = (
    "What is stored about you is too large for Discord. Please ask the people who run this bot."
)


class PrivacyCog(commands.Cog, name="Privacy"):
    def __init__(self, client: Client) -> None:
        self.client = client

    @app_commands.command(description="What is stored about you; export it, delete it")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    async def privacy(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=True)
        person = await reply.wait(self.client.desk.records.person(interaction.user.id))
        await reply.send(privacy_card(person, self.client.settings.retention_days))


class PrivacyButton(Press, template=ids.PRIVACY):
    """Whoever presses it, it is about them."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply, client = Reply(interaction, private=True), interaction.client
        records, user_id = client.desk.records, interaction.user.id
        match PrivacyDoes(self.key):
            case PrivacyDoes.EXPORT:
                client.limiter.take(user_id, interaction.guild_id)
                await _export(interaction, reply)
            case PrivacyDoes.DELETE:
                await reply.edit(confirm_card(await reply.wait(records.person(user_id))))
            case PrivacyDoes.BACK:
                person = await reply.wait(records.person(user_id))
                await reply.edit(privacy_card(person, client.settings.retention_days))
            case PrivacyDoes.SURE:
                done = await reply.wait(records.forget(user_id))
                forget(client, user_id)
                await reply.edit(deleted_card(done))


PRIVACY_BUTTONS: tuple[type[Press], ...] = (PrivacyButton,)


def forget(client: Client, user_id: int) -> None:
    """Take a person out of what the client remembers of presses and of messages."""
    client.votes.forget(user_id)
    for shown in client.timelines.all():
        if shown.look is not None and shown.look.entry.asker.user_id == user_id:
            entry = shown.look.entry
            shown.look = replace(shown.look, entry=replace(entry, asker=nameless(entry.asker)))


async def _export(interaction: discord.Interaction[Client], reply: Reply) -> None:
    hidden = hidden_from(interaction, private=True)

    async def write(target: BinaryIO) -> None:
        await reply.wait(interaction.client.desk.records.mine(interaction.user.id, hidden, target))

    async with attachment(FILE_NAME, write, TOO_LARGE) as file:
        await reply.send_file(file)
