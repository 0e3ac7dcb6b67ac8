"""What the buttons on answers and on timelines have in common, whichever kind the card is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

import discord

from bot.chat import ids
from bot.chat.faults import NOT_SENT, asker_of, tell
from bot.chat.ids import Opens, Place
from bot.chat.look import Cards, E, Look
from bot.chat.press import Press, asked_by, may_post
from bot.chat.replies import Reply, first_place
from bot.errors import QuestionError, StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

OTHERS = "Only the person who asked can share this."
ALREADY_SHARED = "This is already in the channel."
MAY_NOT_POST = "You cannot post in this channel, so this stays private."
NOTHING_TO_ASK = "There is no other question to suggest any more."
NO_SUCH_QUOTE = "That quote is not part of this any more."


class CardPress(Press, Generic[E], template=ids.NEVER):
    cards: Cards[E]


class PagePress(CardPress[E], template=ids.NEVER):
    """The asker turns a public card in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place, page = Place(self.match["place"]), int(self.match["number"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(self.cards.recall(interaction.client, self.key))
        if place.public and not asked_by(entry, interaction):
            await self.cards.send(interaction, reply, Look(entry, page, Place.COPY))
        else:
            look = Look(entry, page, place, interaction.user.display_name)
            await self.cards.change(interaction, reply, look)
            await self.cards.complete(interaction, reply, entry)


class AroundPress(CardPress[E], template=ids.NEVER):
    """The paragraphs around a quote, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        index, opens = int(self.match["number"]), Opens(self.match["opens"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(self.cards.recall(interaction.client, self.key))
        excerpts = self.cards.offered(entry)
        if index >= len(excerpts):
            raise StaleError(NO_SUCH_QUOTE)
        try:
            card = self.cards.around(entry, index, interaction.client.desk.context(excerpts[index]))
        except StaleError as error:
            card = self.cards.around(entry, index, str(error))
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class SharePress(CardPress[E], template=ids.NEVER):
    """Posts a private card to the channel: by the asker, once, if they may post there."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=False)
        client, page = interaction.client, int(self.match["number"])
        entry = await reply.wait(self.cards.recall(client, self.key))
        if not asked_by(entry, interaction):
            await tell(interaction, OTHERS)
        elif not may_post(interaction):
            await tell(interaction, MAY_NOT_POST)
        elif not client.shares.claim(self.key):
            await tell(interaction, ALREADY_SHARED)
        else:
            await self._share(interaction, reply, entry, page)

    async def _share(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: E, page: int
    ) -> None:
        posted = Look(entry, page, Place.POSTED, interaction.user.display_name)
        try:
            await self.cards.change(interaction, reply, Look(entry, page, Place.SHARED))
            await self.cards.send(interaction, reply, posted)
        except NOT_SENT:
            interaction.client.shares.release(self.key)
            if interaction.response.is_done():
                await self.cards.change(interaction, reply, Look(entry, page, Place.PRIVATE))
            raise
        await self.cards.complete(interaction, reply, entry)


class AgainPress(CardPress[E], template=ids.NEVER):
    """Asks what the card suggests: in place for the asker, privately for others."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place, client = Place(self.match["place"]), interaction.client
        reply = Reply(interaction, private=True)
        before = await reply.wait(self.cards.recall(client, self.key))
        suggestion = self.cards.suggestion(before)
        if suggestion is None:
            raise QuestionError(NOTHING_TO_ASK)
        client.limiter.take(interaction.user.id)
        in_place = not place.public or asked_by(before, interaction)
        asker = asker_of(interaction, private=not (in_place and place.public))
        entry = await reply.wait(self.cards.ask(client, before, suggestion, asker))
        if in_place:
            look = Look(entry, place=place.unshared, shared_by=interaction.user.display_name)
            await self.cards.replace(interaction, reply, look)
            await self.cards.complete(interaction, reply, entry)
        else:
            alone = Look(entry, place=first_place(interaction, private=True))
            await self.cards.send(interaction, reply, alone)
