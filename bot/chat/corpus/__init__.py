"""/corpus: what moderators do. Every command, suggestion and button is for them alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.chat.corpus.group import check_moderator, corpus
from bot.chat.corpus.reloading import ReloadCommands

if TYPE_CHECKING:
    from bot.chat.client import Client

__all__ = ["CorpusCog"]


class CorpusCog(ReloadCommands, name="Corpus"):
    corpus = corpus

    def __init__(self, client: Client) -> None:
        self.client = client

    async def interaction_check(self, interaction: discord.Interaction[Client]) -> bool:  # type: ignore[override]
        check_moderator(interaction)
        return True
