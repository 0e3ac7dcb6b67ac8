"""Articles opened and turned by presses; each is found by its id alone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import discord

from bot.articles.article import Document
from bot.chat import ids
from bot.chat.article_cards import page_card, quote_card
from bot.chat.card_presses import NO_SUCH_QUOTE, CardPress
from bot.chat.ids import Opens
from bot.chat.look import E
from bot.chat.press import Press
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.errors import StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

GONE = "That article is no longer in the corpus."


def article_of(
    interaction: discord.Interaction[Client], article_id: str, *, private: bool
) -> Document:
    """The article as the people of the interaction may see it. Raises StaleError."""
    seen = interaction.client.desk.seen(hidden_from(interaction, private=private))
    document = seen.document(article_id)
    if document is None:
        raise StaleError(GONE)
    return document


class OpenPress(CardPress[E], template=ids.NEVER):
    """The article of a quote, at the page of the quote, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        index, opens = int(self.match["number"]), Opens(self.match["opens"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(self.recalled(interaction, private=True))
        excerpts = self.cards.offered(entry)
        if index >= len(excerpts):
            raise StaleError(NO_SUCH_QUOTE)
        excerpt = excerpts[index]
        document = article_of(interaction, excerpt.article.id, private=True)
        same = document.article.digest == excerpt.article.digest
        rows = self.cards.steps(entry, index)
        made = asyncio.to_thread(quote_card, document, excerpt.span if same else None, rows)
        card = await reply.wait(made)
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class ReadButton(Press, template=ids.READ):
    """Whoever opened a public card turns it in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        owner = int(self.match["owner"])
        mine = owner in (ids.ALONE, interaction.user.id)
        alone = owner == ids.ALONE or not mine
        reply = Reply(interaction, private=True)
        document = article_of(interaction, self.key, private=alone)
        changed = not document.article.digest.startswith(self.match["digest"])
        page = int(self.match["number"])
        kept_by = ids.ALONE if alone else owner
        made = asyncio.to_thread(page_card, document, page, owner=kept_by, changed=changed)
        card = await reply.wait(made)
        await (reply.edit(card) if mine else reply.send(card))


READING_BUTTONS: tuple[type[Press], ...] = (ReadButton,)
