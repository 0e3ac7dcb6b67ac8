"""/corpus add: files in, a preview of how each would be read, and what is then done with them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.articles.members import TOP, Hidden
from bot.articles.names import place_for, safe_collection
from bot.articles.readers.kinds import suffix_of, too_large
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.moderating import suggest_collections
from bot.chat.corpus.upload_cards import upload_card
from bot.chat.faults import NOT_SENT
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.pending import Item, Upload
from bot.errors import CorpusError, RefdeskError

if TYPE_CHECKING:
    from bot.chat.client import Client

DOWNLOAD_SECONDS = 60.0
"""For one attachment."""

MAX_DOWNLOADS = 2
"""Commands that fetch attachments at a time; others wait."""

MAX_COLLECTION_CHARS = 60
MAX_UPLOAD_BYTES = 30_000_000
"""Of all files of one command: they are held in memory until they are kept."""

TOO_MUCH = (
    f"These files have more than {MAX_UPLOAD_BYTES // 1_000_000} MB together. Add fewer at "
    "once, or put them into the folder of articles itself."
)
TWICE = "Two files of this name were added at once."
RULES_CHANGED = "Who may see what has just been changed. Please add the files again."
NOT_FETCHED = "Discord did not hand over the file. Please add it again."

log = logging.getLogger(__name__)


class AddCommands(CorpusCommands):
    uploading: asyncio.Semaphore  # MAX_DOWNLOADS

    @corpus.command(description="Add articles: see how files are read before they are kept")
    @app_commands.describe(
        file="A file with an article, or an archive of articles",
        file2="Another one",
        file3="Another one",
        file4="Another one",
        file5="Another one",
        collection="The folder to keep them in, which may be new; none: the top of the corpus",
    )
    @app_commands.autocomplete(collection=suggest_collections)
    async def add(
        self,
        interaction: discord.Interaction[Client],
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
        collection: app_commands.Range[str, 1, MAX_COLLECTION_CHARS] | None = None,
    ) -> None:
        files = [each for each in (file, file2, file3, file4, file5) if each is not None]
        await self.offer(interaction, files, collection)

    async def offer(
        self,
        interaction: discord.Interaction[Client],
        files: list[discord.Attachment],
        collection: str | None,
    ) -> None:
        """Show how files would be read in a collection, to be kept or dropped. Raises CorpusError
        for a collection they cannot go to, and for too much at once."""
        hidden = hidden_from(interaction, private=True)
        folder = _open_to(collection or TOP, hidden)
        reply = Reply(interaction, private=True)
        if sum(each.size for each in files) > MAX_UPLOAD_BYTES:
            raise CorpusError(TOO_MUCH)
        items = await reply.wait(self._items(files, folder, hidden))
        if hidden_from(interaction, private=True) != hidden:  # previews may name what is hidden now
            raise CorpusError(RULES_CHANGED)
        upload = Upload(interaction.user.id, interaction.guild_id or 0, folder, items)
        self.client.desk.keeper.pending.hold(upload)
        await reply.send(upload_card(upload, 0))

    async def _items(
        self, files: list[discord.Attachment], folder: str, hidden: Hidden
    ) -> list[Item]:
        async with self.uploading:
            items: list[Item] = []
            for each in files:
                item = await self._item(each, folder, hidden)
                if item.path and item.path in {other.path for other in items}:
                    item = Item(item.name, "", b"", reason=TWICE)
                items.append(item)
            return items

    async def _item(self, file: discord.Attachment, folder: str, hidden: Hidden) -> Item:
        """Never raises on account of the file: one that is no good must not cost the others."""
        keeper, name = self.client.desk.keeper, _name_of(file)
        try:
            path = place_for(name, folder)
            data = await _fetched(file)
            previews = await keeper.preview(name, data, folder, hidden=hidden)
            taken = await keeper.taken(path)
        except RefdeskError as error:
            log.warning("corpus: upload %r: %s (%s)", name, error, error.detail)
            return Item(name, "", b"", reason=str(error))
        item = Item(name, path, data, previews, taken=taken)
        if not item.fit:
            item.data = b""
        return item


def _open_to(collection: str, hidden: Hidden) -> str:
    """Raises CorpusError for a collection that is no folder or may not be seen."""
    folder = safe_collection(collection)
    if folder in hidden:
        raise CorpusError("You cannot add to that collection from here.")
    return folder


def _name_of(file: discord.Attachment) -> str:
    """As the person's file is called: Discord keeps letters beyond ASCII in the title alone."""
    suffix = suffix_of(file.filename)
    return f"{file.title.removesuffix(suffix)}{suffix}" if file.title else file.filename


async def _fetched(file: discord.Attachment) -> bytes:
    """The attachment's bytes, never more than are read of a file. Raises CorpusError."""
    if reason := too_large(file.filename, file.size):
        raise CorpusError(reason)
    try:
        async with asyncio.timeout(DOWNLOAD_SECONDS):
            data = await file.read()
    except (*NOT_SENT, TimeoutError) as error:
        raise CorpusError(NOT_FETCHED, detail=repr(error)) from error
    if reason := too_large(file.filename, len(data)):
        raise CorpusError(reason)
    return data
