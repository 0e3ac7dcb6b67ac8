"""/article: read an article of the corpus, found by its title, page by page."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.chat import ids
from bot.chat.article_cards import MAX_OFFERED, choice_card, named, page_card
from bot.chat.lines import shorten
from bot.chat.options import MAX_CHOICE_CHARS, MAX_CHOICES
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.desk import titles
from bot.desk.titles import Match
from bot.errors import QuestionError
from bot.search.snapshot import Snapshot
from bot.text.unseen import plain

if TYPE_CHECKING:
    from bot.chat.client import Client

MAX_TYPED_CHARS = 100
SAID_CHARS = 60

_ID = re.compile("[0-9a-f]{12}")


class ArticleCog(commands.Cog, name="Article"):
    def __init__(self, client: Client) -> None:
        self.client = client

    @app_commands.command(description="Read an article page by page, word for word")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(
        title="Words of its title; choose among what is suggested",
        private="Show it to you alone, as is done unless you say False",
    )
    async def article(
        self,
        interaction: discord.Interaction[Client],
        title: app_commands.Range[str, 1, MAX_TYPED_CHARS],
        private: bool = True,
    ) -> None:
        reply = Reply(interaction, private=private)
        seen = self.client.desk.seen(hidden_from(interaction, private=private))
        owner = ids.ALONE if private else interaction.user.id
        await reply.send(await reply.wait(asyncio.to_thread(_opened, seen, title, owner)))

    @article.autocomplete("title")
    async def suggest_title(
        self, interaction: discord.Interaction[Client], current: str
    ) -> list[app_commands.Choice[str]]:
        private = getattr(interaction.namespace, "private", True)
        seen = self.client.desk.seen(hidden_from(interaction, private=private is not False))
        found = await asyncio.to_thread(titles.find, seen, current, MAX_CHOICES)
        return [
            app_commands.Choice(name=named(match, MAX_CHOICE_CHARS), value=match.article_id)
            for match in found
        ]


def _opened(seen: Snapshot, title: str, owner: int) -> ui.LayoutView:
    """The first page of the article with this id or title, or a choice among several. Raises
    QuestionError."""
    document = seen.document(title) if _ID.fullmatch(title) else None
    if document is None:
        found = _found(seen, title)
        documents = [there for each in found if (there := seen.document(each.article_id))]
        if len(documents) > 1:
            return choice_card(found, [each.article.digest for each in documents], owner)
        document = documents[0]
    return page_card(document, 0, owner=owner)


def _found(seen: Snapshot, title: str) -> list[Match]:
    """The only article with this very title, or all that come close; at least one. Raises
    QuestionError."""
    found = titles.find(seen, title, MAX_OFFERED)
    wanted = plain(title).casefold()
    named_so = [each for each in found if each.title.casefold() == wanted]
    if len(named_so) == 1:
        return named_so
    if not found:
        said = shorten(title, SAID_CHARS)
        raise QuestionError(f"No article here has a title like “{said}”. /sources lists what is.")
    return found
