"""What moderators' buttons, options and log lines have in common."""

from __future__ import annotations

import asyncio
import logging
import re
from abc import abstractmethod
from typing import TYPE_CHECKING

import discord
from discord import app_commands

from bot.articles.article import Document
from bot.articles.dated import UNDATED, day
from bot.articles.members import Hidden, collection_of
from bot.chat import ids
from bot.chat.corpus.group import check_moderator, is_moderator
from bot.chat.lines import OUTLET_CHARS, label, shorten
from bot.chat.options import MAX_CHOICE_CHARS, MAX_CHOICES
from bot.chat.press import Press
from bot.chat.reach import hidden_from
from bot.desk.titles import find
from bot.errors import QuestionError, StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

GONE = "That article is no longer in the corpus."

_ID = re.compile("[0-9a-f]{12}")

log = logging.getLogger(__name__)


class ModeratorPress(Press, template=ids.NEVER):
    """A button that asks again whether the person may press it, and what they may see here."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        check_moderator(interaction)
        await self.act(interaction, hidden_from(interaction, private=True))

    @abstractmethod
    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        """What the button does, for a moderator who may not see `hidden`."""


def audit(interaction: discord.Interaction[Client], did: str, path: str) -> None:
    """One line for the operator: who has changed what, and from where."""
    where = f"user {interaction.user.id}, guild {interaction.guild_id}"
    log.info("corpus: %s %r (%s)", did, path, where)


async def suggest_articles(
    interaction: discord.Interaction[Client], current: str
) -> list[app_commands.Choice[str]]:
    """Articles by title that the moderator may see; nothing to anybody else."""
    if not is_moderator(interaction):
        return []
    seen = interaction.client.desk.seen(hidden_from(interaction, private=True))
    choices = []
    for match in await asyncio.to_thread(find, seen, current, MAX_CHOICES):
        when = day(match.date) if match.date else UNDATED
        source = f" · {shorten(match.source, OUTLET_CHARS)}" if match.source else ""
        rest = f"{source} · {when}"
        name = label(match.title, MAX_CHOICE_CHARS - len(rest)) + rest
        choices.append(app_commands.Choice(name=label(name, 100), value=match.article_id))
    return choices


async def suggest_collections(
    interaction: discord.Interaction[Client], current: str
) -> list[app_commands.Choice[str]]:
    if not is_moderator(interaction):
        return []
    hidden = hidden_from(interaction, private=True)
    names = await interaction.client.desk.keeper.collections(hidden)
    typed = current.strip().casefold()
    found = [name for name in names if typed in name.casefold() and len(name) <= MAX_CHOICE_CHARS]
    return [app_commands.Choice(name=name, value=name) for name in found[:MAX_CHOICES]]


async def chosen(
    interaction: discord.Interaction[Client], article: str, hidden: Hidden
) -> Document:
    """The article that an option means: by its id, as suggestions have it, or by what was typed if
    just one title fits. Raises QuestionError."""
    seen = interaction.client.desk.seen(hidden)
    if _ID.fullmatch(article.strip()):
        return by_id(interaction.client, article.strip(), hidden)
    found = await asyncio.to_thread(find, seen, article, MAX_CHOICES)
    typed = article.strip().casefold()
    exact = [each for each in found if each.title.casefold() == typed]
    if len(exact or found) != 1:
        none = "No article has" if not found else "More than one article has"
        raise QuestionError(
            f"{none} “{shorten(article, 60)}” in its title. Please choose from the suggestions."
        )
    return by_id(interaction.client, (exact or found)[0].article_id, hidden)


def by_id(client: Client, article_id: str, hidden: Hidden) -> Document:
    """Raises StaleError when the article is gone, or may not be seen."""
    document = client.desk.seen(hidden).document(article_id)
    if document is None or collection_of(document.article.path) in hidden:
        raise StaleError(GONE)
    return document
