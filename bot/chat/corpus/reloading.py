"""/corpus reload: what has changed in the folder, taken over at once, and told."""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.chat.cards import text_card
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.kept import visible, visible_status
from bot.chat.faults import NOT_SENT, described
from bot.chat.progress import ProgressMessage
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.chat.reports import reload_failed, reload_report, reload_text
from bot.errors import BusyError, ClosingError, RefdeskError

if TYPE_CHECKING:
    from bot.chat.client import Client

UNEXPECTED = "Something went wrong here."
FILE_NAME = "reload.txt"
MAX_FILE_BYTES = 8_000_000
"""Of the lists; Discord takes 10 MB anywhere."""

log = logging.getLogger(__name__)


class ReloadCommands(CorpusCommands):
    @corpus.command(description="Read the articles again and tell what changed")
    async def reload(self, interaction: discord.Interaction[Client]) -> None:
        desk, reply = self.client.desk, Reply(interaction, private=True)
        await reply.defer()

        def failed(reason: str) -> ui.LayoutView:
            hidden = hidden_from(interaction, private=True)
            status = visible_status(desk.status(), hidden, desk.seen(hidden))
            return text_card(reload_failed(reason, status))

        message = ProgressMessage(reply, described(interaction))
        try:
            report = await message.during(desk.reload(message.tell))
        except RefdeskError as error:
            if isinstance(error, BusyError | ClosingError) and not message.begun:
                raise
            log.warning("reload failed: %s (%s)", error, error.detail)
            await message.end(failed(str(error)))
        except Exception:
            if message.begun:  # or it would tell for ever how far the reload is
                await message.end(failed(UNEXPECTED))
            raise
        else:
            hidden = hidden_from(interaction, private=True)  # as the rules are by now
            shown = visible(report, hidden, desk.seen(hidden))
            await message.end(text_card(reload_report(shown)))
            await _whole_lists(reply, reload_text(shown), described(interaction))


async def _whole_lists(reply: Reply, text: str | None, name: str) -> None:
    """Lists that the message cuts, as a file; one that cannot be sent costs nothing else."""
    if text is None:
        return
    try:
        whole = text.encode("utf-8", "replace")[:MAX_FILE_BYTES]
        await reply.send_file(discord.File(io.BytesIO(whole), FILE_NAME))
    except NOT_SENT as error:
        log.warning("could not send the whole lists of %s: %r", name, error)
