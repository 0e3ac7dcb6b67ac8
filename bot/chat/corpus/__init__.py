"""/corpus: what moderators do. Every command, suggestion and button is for them alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord
from discord.ext import commands

from bot.chat.corpus.checking import CheckButton, CheckCommands
from bot.chat.corpus.editing import EditButton, EditCommands, EditForm, UneditButton
from bot.chat.corpus.filling import FillButton, FillForm
from bot.chat.corpus.group import check_moderator, corpus
from bot.chat.corpus.listing import ListButton, ListCommands
from bot.chat.corpus.records import RecordCommands, UnansweredButton
from bot.chat.corpus.reloading import ReloadCommands
from bot.chat.corpus.removing import RemoveButton, RemoveCommands, UnremoveButton
from bot.chat.corpus.showing import ShowButton, ShowCommands
from bot.chat.corpus.status import StatusCommands
from bot.chat.corpus.upload_presses import UploadButton, UploadForm
from bot.chat.corpus.uploading import MAX_DOWNLOADS, AddCommands
from bot.chat.forms import Form, submitted
from bot.chat.press import Press

if TYPE_CHECKING:
    from bot.chat.client import Client

__all__ = ["CORPUS_BUTTONS", "CORPUS_FORMS", "CorpusCog"]

CORPUS_BUTTONS: tuple[type[Press], ...] = (
    UploadButton,
    EditButton,
    UneditButton,
    RemoveButton,
    UnremoveButton,
    ShowButton,
    ListButton,
    CheckButton,
    UnansweredButton,
    FillButton,
)
CORPUS_FORMS: tuple[Form, ...] = (UploadForm(), EditForm(), FillForm())


class CorpusCog(
    AddCommands,
    EditCommands,
    RemoveCommands,
    ListCommands,
    ShowCommands,
    CheckCommands,
    ReloadCommands,
    StatusCommands,
    RecordCommands,
    name="Corpus",
):
    corpus = corpus

    def __init__(self, client: Client) -> None:
        self.client = client
        self.uploading = asyncio.Semaphore(MAX_DOWNLOADS)

    async def cog_load(self) -> None:
        await self.client.desk.keeper.tidy()

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Client]) -> None:
        await submitted(interaction, CORPUS_FORMS)

    async def interaction_check(self, interaction: discord.Interaction[Client]) -> bool:  # type: ignore[override]
        check_moderator(interaction)
        return True
