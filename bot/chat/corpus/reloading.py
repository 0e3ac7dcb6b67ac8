"""/corpus reload and /corpus status."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import discord

from bot.chat.cards import text_card
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.faults import described
from bot.chat.progress import ProgressMessage
from bot.chat.replies import Reply
from bot.chat.reports import reload_failed, reload_report, status_report
from bot.errors import BusyError, ClosingError, RefdeskError

if TYPE_CHECKING:
    from bot.chat.client import Client

UNEXPECTED = "Something went wrong here."

log = logging.getLogger(__name__)


class ReloadCommands(CorpusCommands):
    @corpus.command(description="Read the articles again and tell what changed")
    async def reload(self, interaction: discord.Interaction[Client]) -> None:
        desk, reply = self.client.desk, Reply(interaction, private=True)
        await reply.defer()
        message = ProgressMessage(reply, described(interaction))
        try:
            report = await message.during(desk.reload(message.tell))
        except RefdeskError as error:
            if isinstance(error, BusyError | ClosingError) and not message.begun:
                raise
            log.warning("reload failed: %s (%s)", error, error.detail)
            await message.end(text_card(reload_failed(str(error), desk.status())))
        except Exception:
            if message.begun:  # or it would tell for ever how far the reload is
                await message.end(text_card(reload_failed(UNEXPECTED, desk.status())))
            raise
        else:
            await message.end(text_card(reload_report(report)))

    @corpus.command(description="What the desk holds and how it is doing")
    async def status(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=True)
        health = self.client.health()
        await reply.send(text_card(status_report(self.client.desk.status(), health)))
