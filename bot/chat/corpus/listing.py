"""/corpus list: the articles of the corpus, page by page, all or those that a filter leaves."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands, ui

from bot.answer.wording import plural
from bot.articles.members import TOP, Hidden, collection_of
from bot.chat.corpus import ids
from bot.chat.corpus.fields import path_line, summary
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.ids import MAX_FILTER_UNITS
from bot.chat.corpus.moderating import ModeratorPress, suggest_collections
from bot.chat.corpus.uploading import MAX_COLLECTION_CHARS
from bot.chat.escape import escape
from bot.chat.lines import shorten, units
from bot.chat.parts import card, pager
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk.catalogue import Entry, filtered
from bot.errors import QuestionError, StaleError
from bot.search.snapshot import Snapshot
from bot.text.unseen import plain

if TYPE_CHECKING:
    from bot.chat.client import Client

ENTRIES_PER_PAGE = 8
NO_COLLECTION = "There is no such collection among the articles."


class ListCommands(CorpusCommands):
    @corpus.command(description="The articles, page by page", name="list")
    @app_commands.describe(
        wanted="Words that title, source, path or date hold, or else the text",
        collection="Only the articles of this folder",
    )
    @app_commands.rename(wanted="filter")
    @app_commands.autocomplete(collection=suggest_collections)
    async def listing(
        self,
        interaction: discord.Interaction[Client],
        wanted: app_commands.Range[str, 1, MAX_FILTER_UNITS] | None = None,
        collection: app_commands.Range[str, 1, MAX_COLLECTION_CHARS] | None = None,
    ) -> None:
        words = plain(wanted or "")
        if units(words) > MAX_FILTER_UNITS:
            raise QuestionError("That filter is too long. Fewer words find more.")
        hidden = hidden_from(interaction, private=True)
        reply = Reply(interaction, private=True)
        name = collection.strip() if collection is not None else None
        await reply.send(await reply.wait(_page(self.client, hidden, name, words, 0)))


class ListButton(ModeratorPress, template=ids.LIST):
    """Everything that the list shows is in the id, so that it works after a restart."""

    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        reply, client = Reply(interaction, private=True), interaction.client
        page, words = int(self.match["number"]), plain(self.match["filter"])
        work = _again(client, hidden, self.key, words, page)
        await reply.edit(await reply.wait(work))


async def _again(client: Client, hidden: Hidden, key: str, words: str, page: int) -> ui.LayoutView:
    if key == ids.ANY:
        return await _page(client, hidden, None, words, page)
    seen = client.desk.seen(hidden)
    folders = await asyncio.to_thread(_collections, seen)
    name = next((each for each in folders if ids.collection_key(each) == key), None)
    if name is None:
        raise StaleError(NO_COLLECTION)
    return await _page(client, hidden, name, words, page)


async def _page(
    client: Client, hidden: Hidden, collection: str | None, words: str, page: int
) -> ui.LayoutView:
    """Raises QuestionError for a collection without an article."""
    seen = client.desk.seen(hidden)
    if collection is not None and collection not in await asyncio.to_thread(_collections, seen):
        raise QuestionError(NO_COLLECTION)
    found = await asyncio.to_thread(filtered, seen, words, collection)
    return list_card(seen, found, collection, words, page)


def _collections(seen: Snapshot) -> frozenset[str]:
    """Those that hold an article, TOP among them where a file is in no folder."""
    return frozenset(collection_of(path) for _, path in seen.documents.paths())


def list_card(
    seen: Snapshot, found: tuple[Entry, ...], collection: str | None, words: str, page: int
) -> ui.LayoutView:
    """`page` counts from 0 and is clamped to what there is."""
    count = max(1, -(-len(found) // ENTRIES_PER_PAGE))
    page = min(max(page, 0), count - 1)
    shown = found[page * ENTRIES_PER_PAGE : (page + 1) * ENTRIES_PER_PAGE]
    body: list[ui.Item[Any]] = [ui.TextDisplay(_head(len(found), collection, words))]
    if shown:
        body.append(ui.TextDisplay("\n".join(entry_lines(seen, each) for each in shown)))
    if count > 1:
        key = ids.collection_key(collection)
        back = ids.listing(key, max(page - 1, 0), words, forward=False)
        onward = ids.listing(key, min(page + 1, count - 1), words, forward=True)
        body.append(pager("list", back, onward, page, count))
    return card(body, answered=bool(found))


def entry_lines(seen: Snapshot, entry: Entry) -> str:
    """An article as two lines: what it is, and where."""
    return f"{summary(seen.documents[entry.number].article)}\n{path_line(entry.path)}"


def _head(count: int, collection: str | None, words: str) -> str:
    where = ""
    if collection == TOP:
        where = " in no folder"
    elif collection is not None:
        where = f" in {escape(shorten(collection, MAX_COLLECTION_CHARS)).strip()}"
    with_words = f" with “{escape(words)}”" if words else ""
    return f"### {plural(count, 'article') if count else 'No article'}{where}{with_words}"
