"""“Add an article” beside what was left unanswered: a form that takes the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import discord
from discord import ui

from bot.articles.members import Hidden
from bot.chat import ids
from bot.chat.corpus.group import check_moderator
from bot.chat.corpus.moderating import ModeratorPress
from bot.chat.corpus.uploading import MAX_COLLECTION_CHARS, AddCommands
from bot.chat.forms import Form
from bot.chat.lines import label
from bot.errors import QuestionError

if TYPE_CHECKING:
    from bot.chat.client import Client

TITLE = "Add an article"
FILES = "files"
COLLECTION = "collection"
MAX_FILES = 5
HINT_UNITS = 100  # Discord's limits
NO_FILE = "There was no file to add."


class FillButton(ModeratorPress, template=ids.FILL):
    """Opens the form, which has to be the first that Discord hears of the press."""

    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        records = interaction.client.desk.records
        question = await records.question(self.key, interaction.guild_id or 0)
        await interaction.response.send_modal(fill_form(self.key, question))


class FillForm(Form):
    """Shows how the files would be read, as /corpus add does."""

    template = ids.FILL_FORM

    async def submit(
        self,
        interaction: discord.Interaction[Client],
        match: re.Match[str],
        values: Mapping[str, str],
    ) -> None:
        check_moderator(interaction)
        files = _files(interaction)
        if not files:
            raise QuestionError(NO_FILE)
        cog = interaction.client.get_cog("Corpus")
        assert isinstance(cog, AddCommands)
        await cog.offer(interaction, files, values.get(COLLECTION) or None)


def fill_form(key: str, question: str) -> ui.Modal:
    """Takes files and the folder they go to; the question stands above, as plain text."""
    modal = ui.Modal(title=TITLE, timeout=None, custom_id=ids.fill_form(key))
    taking: ui.FileUpload[ui.Modal] = ui.FileUpload(
        custom_id=FILES, min_values=1, max_values=MAX_FILES
    )
    modal.add_item(
        ui.Label(
            text="Files that answer the question",
            description=label(question, HINT_UNITS),
            component=taking,
        )
    )
    folder: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=COLLECTION, max_length=MAX_COLLECTION_CHARS, required=False
    )
    modal.add_item(
        ui.Label(
            text="Folder",
            description="Which may be new; none: the top of the corpus",
            component=folder,
        )
    )
    modal.stop()
    return modal


def _files(interaction: discord.Interaction[Client]) -> list[discord.Attachment]:
    """The form is found by its id alone, so that discord.py has not read it."""
    data = cast(Mapping[str, Any], interaction.data or {})
    found = data.get("resolved", {}).get("attachments", {})
    return [
        discord.Attachment(data=each, state=interaction._state)
        for each in list(found.values())[:MAX_FILES]
    ]
