"""The recorder stands between SimCord and the bot, and sees what each of them sends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui

from tests.contract.recorder import Recorder
from tests.contract.recorder import recorder as recorder

QUIET = discord.AllowedMentions.none()


class Card(ui.LayoutView):
    def __init__(self, *texts: str) -> None:
        super().__init__(timeout=None)
        self.add_item(ui.Container(*(ui.TextDisplay(text) for text in texts)))


class Bot(discord.Client):
    def __init__(self, card: Card, mentions: discord.AllowedMentions) -> None:
        super().__init__(intents=discord.Intents.none(), allowed_mentions=mentions)
        self.tree = app_commands.CommandTree(self)
        command = app_commands.Command[Any, ..., None](
            name="card", description="Show a card", callback=self.show
        )
        self.tree.add_command(command)
        self.card = card

    async def show(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message(view=self.card)
        await interaction.followup.send(view=Card("and more"), ephemeral=True)
        await interaction.edit_original_response(view=Card("changed"))

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def run(card: Card, mentions: discord.AllowedMentions = QUIET) -> None:
    async with simcord.run(Bot(card, mentions)) as env:
        guild = env.create_guild()
        channel = guild.create_text_channel("general")
        person = guild.add_member(env.create_user("ana"))
        await person.slash(channel, "card")


@pytest.fixture
async def forgiven(recorder: Recorder) -> AsyncIterator[Recorder]:
    """For a test that sends what Discord would refuse."""
    yield recorder
    recorder.problems.clear()


async def test_sync_callback_follow_up_and_edit_are_recorded(recorder: Recorder) -> None:
    await run(Card("### one", "two"))
    assert [(request.method, request.path.split("/")[1]) for request in recorder.requests] == [
        ("GET", "oauth2"),
        ("PUT", "applications"),
        ("POST", "interactions"),
        ("POST", "webhooks"),
        ("PATCH", "webhooks"),
    ]
    (callback,) = recorder.bodies("POST", "/interactions/*/callback")
    assert [part["content"] for part in callback["data"]["components"][0]["components"]] == [
        "### one",
        "two",
    ]
    assert recorder.problems == []


async def test_a_live_mention_in_a_card_is_a_problem(forgiven: Recorder) -> None:
    await run(Card("hello <@1>"))
    (problem,) = forgiven.problems
    assert "/callback: a live mention in the text: hello <@1>" in problem


async def test_a_message_that_could_ping_is_a_problem(forgiven: Recorder) -> None:
    await run(Card("hello"), discord.AllowedMentions.all())
    assert [problem.split(": ")[1] for problem in forgiven.problems] == [
        "allowed_mentions does not rule out every mention"
    ] * 3
