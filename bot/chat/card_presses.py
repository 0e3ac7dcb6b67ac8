"""What the buttons on answers and on timelines have in common, whichever kind the card is of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

import discord

from bot.chat import ids
from bot.chat.faults import NOT_SENT, asker_of, tell
from bot.chat.ids import Opens, Place
from bot.chat.look import Cards, E, Look
from bot.chat.press import Press, asked_by, may_post
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply, first_place
from bot.errors import QuestionError, StaleError

if TYPE_CHECKING:
    from bot.chat.client import Client

OTHERS = "Only the person who asked can share this."
ALREADY_SHARED = "This is already in the channel."
NOT_FOR_ALL = (
    "This quotes articles that not everybody in this channel may see, so this stays private."
)
MAY_NOT_POST = "You cannot post in this channel, so this stays private."
NOTHING_TO_ASK = "There is no other question to suggest any more."
NO_SUCH_QUOTE = "That quote is not part of this any more."


class CardPress(Press, Generic[E], template=ids.NEVER):
    cards: Cards[E]

    async def recalled(self, interaction: discord.Interaction[Client], *, private: bool) -> E:
        """What the card shows, if it may be shown to the person alone or, unless `private`, to all
        in the channel. Raises StaleError, LogError."""
        hidden = hidden_from(interaction, private=private)
        return await self.cards.recall(interaction.client, self.key, hidden)


class PagePress(CardPress[E], template=ids.NEVER):
    """The asker turns a public card in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place, page = Place(self.match["place"]), int(self.match["number"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(self.recalled(interaction, private=True))
        if place.public and not asked_by(entry, interaction):
            await self.cards.send(interaction, reply, Look(entry, page, Place.COPY))
        else:
            if place.public:
                entry = await reply.wait(self.recalled(interaction, private=False))
            look = Look(entry, page, place, interaction.user.display_name)
            await self.cards.change(interaction, reply, look)
            await self.cards.complete(interaction, reply, entry)


class AroundPress(CardPress[E], template=ids.NEVER):
    """The paragraphs around a quote, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        index, opens = int(self.match["number"]), Opens(self.match["opens"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(self.recalled(interaction, private=True))
        excerpts = self.cards.offered(entry)
        if index >= len(excerpts):
            raise StaleError(NO_SUCH_QUOTE)
        hidden = hidden_from(interaction, private=True)
        try:
            found = interaction.client.desk.context(excerpts[index], hidden=hidden)
            card = self.cards.around(entry, index, found)
        except StaleError as error:
            card = self.cards.around(entry, index, str(error))
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class SharePress(CardPress[E], template=ids.NEVER):
    """Posts a private card to the channel: by the asker, once, if they may post there."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=False)
        client, page = interaction.client, int(self.match["number"])
        entry = await reply.wait(self.recalled(interaction, private=True))
        if not asked_by(entry, interaction):
            await tell(interaction, OTHERS)
        elif not may_post(interaction):
            await tell(interaction, MAY_NOT_POST)
        elif (for_all := await self._for_all(interaction, reply)) is None:
            await tell(interaction, NOT_FOR_ALL)
        elif not client.shares.claim(self.key):
            await tell(interaction, ALREADY_SHARED)
        else:
            await self._share(interaction, reply, entry, for_all, page)

    async def _for_all(self, interaction: discord.Interaction[Client], reply: Reply) -> E | None:
        """What is posted; None where not everybody in the channel may see all of it."""
        try:
            return await reply.wait(self.recalled(interaction, private=False))
        except StaleError:
            return None

    async def _share(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: E,
        for_all: E,
        page: int,
    ) -> None:
        posted = Look(for_all, page, Place.POSTED, interaction.user.display_name)
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
        before = await reply.wait(self.recalled(interaction, private=True))
        in_place = not place.public or asked_by(before, interaction)
        private = not (in_place and place.public)
        if not private:
            before = await reply.wait(self.recalled(interaction, private=False))
        suggestion = self.cards.suggestion(before)
        if suggestion is None:
            raise QuestionError(NOTHING_TO_ASK)
        client.limiter.take(interaction.user.id, interaction.guild_id)
        asker, hidden = (
            asker_of(interaction, private=private),
            hidden_from(interaction, private=private),
        )
        entry = await reply.wait(self.cards.ask(client, before, suggestion, asker, hidden))
        if in_place:
            look = Look(entry, place=place.unshared, shared_by=interaction.user.display_name)
            await self.cards.replace(interaction, reply, look)
            await self.cards.complete(interaction, reply, entry)
        else:
            alone = Look(entry, place=first_place(interaction, private=True))
            await self.cards.send(interaction, reply, alone)
