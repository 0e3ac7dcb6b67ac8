"""The buttons on cards. Each is found by its id alone, so all of them survive a restart."""

from __future__ import annotations

import re
from abc import abstractmethod
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import discord
from discord import ui

from bot.chat import ids
from bot.chat.cards import answer_card, context_card, coverage, offered, vote_card
from bot.chat.faults import NOT_SENT, asker_of, report, tell
from bot.chat.ids import Mark, Opens, Place
from bot.chat.replies import Reply
from bot.errors import QuestionError, StaleError
from bot.log.entries import LoggedAnswer

if TYPE_CHECKING:
    from bot.chat.client import Client

OTHERS_ANSWER = "Only the person who asked can share this answer."
ALREADY_SHARED = "This answer is already in the channel."
MAY_NOT_POST = "You cannot post in this channel, so the answer stays private."
NOTHING_TO_ASK = "There is no other question to suggest any more."
NO_SUCH_QUOTE = "That quote is not part of this answer any more."


class Press(ui.DynamicItem[ui.Button[Any]], template=ids.NEVER):
    """Base of every button: counts the work, and sends every error where commands send theirs."""

    def __init__(self, item: ui.Button[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.key = match["key"]
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        assert isinstance(item, ui.Button)
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        try:
            interaction.client.gate.admit()
            await self.press(interaction)
        except Exception as error:
            await report(interaction, error)

    @abstractmethod
    async def press(self, interaction: discord.Interaction[Client]) -> None:
        """What the button does; whatever it raises is told and logged by the caller."""


class PageButton(Press, template=ids.PAGE):
    """The asker turns a public card in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place, page = Place(self.match["place"]), int(self.match["number"])
        reply = Reply(interaction, private=True)
        desk = interaction.client.desk
        entry = await reply.wait(desk.recall(self.key))
        covered = coverage(desk.sources())
        if place.public and not asked_by(entry, interaction):
            await reply.send(answer_card(entry, covered, page=page, place=Place.COPY))
        else:
            by = interaction.user.display_name
            await reply.edit(answer_card(entry, covered, page=page, place=place, shared_by=by))


class ContextButton(Press, template=ids.CONTEXT):
    """The paragraphs around a quote, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        index, opens = int(self.match["number"]), Opens(self.match["opens"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(interaction.client.desk.recall(self.key))
        excerpts = offered(entry.answer)
        if index >= len(excerpts):
            raise StaleError(NO_SUCH_QUOTE)
        try:
            card = context_card(entry, index, interaction.client.desk.context(excerpts[index]))
        except StaleError as error:
            card = context_card(entry, index, str(error))
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class VoteButton(Press, template=ids.VOTE):
    """Helpful or not, told to the voter alone; the same press again takes it back."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        mark, opens = Mark(self.match["mark"]), Opens(self.match["opens"])
        client, user_id = interaction.client, interaction.user.id
        if opens is Opens.NEW:
            mark = client.votes.toggled(self.key, user_id, mark)
        reply = Reply(interaction, private=True)
        await reply.wait(client.desk.vote(self.key, user_id, mark.helpful))
        client.votes.keep(self.key, user_id, mark)
        card = vote_card(self.key, mark)
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class ShareButton(Press, template=ids.SHARE):
    """Posts a private answer to the channel: by the asker, once, if they may post there."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=False)
        client, page = interaction.client, int(self.match["number"])
        entry = await reply.wait(client.desk.recall(self.key))
        if not asked_by(entry, interaction):
            await tell(interaction, OTHERS_ANSWER)
        elif not may_post(interaction):
            await tell(interaction, MAY_NOT_POST)
        elif not client.shares.claim(self.key):
            await tell(interaction, ALREADY_SHARED)
        else:
            await self._post(interaction, reply, entry, page)

    async def _post(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: LoggedAnswer,
        page: int,
    ) -> None:
        covered = coverage(interaction.client.desk.sources())
        posted = answer_card(
            entry,
            covered,
            page=page,
            place=Place.POSTED,
            shared_by=interaction.user.display_name,
        )
        try:
            await reply.edit(answer_card(entry, covered, page=page, place=Place.SHARED))
            await reply.send(posted)
        except NOT_SENT:
            interaction.client.shares.release(self.key)
            if interaction.response.is_done():
                await reply.edit(answer_card(entry, covered, page=page, place=Place.PRIVATE))
            raise


class AgainButton(Press, template=ids.AGAIN):
    """Asks the suggested question: in place for the asker, privately for others."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place = Place(self.match["place"])
        client = interaction.client
        reply = Reply(interaction, private=True)
        before = await reply.wait(client.desk.recall(self.key))
        if before.answer.suggestion is None:
            raise QuestionError(NOTHING_TO_ASK)
        client.limiter.take(interaction.user.id)
        in_place = not place.public or asked_by(before, interaction)
        question = replace(before.answer.question, text=before.answer.suggestion)
        asker = asker_of(interaction, private=not (in_place and place.public))
        entry = await reply.wait(client.desk.ask(question, asker))
        covered = coverage(client.desk.sources())
        if in_place:
            by = interaction.user.display_name
            await reply.edit(answer_card(entry, covered, place=place, shared_by=by))
        else:
            await reply.send(answer_card(entry, covered, place=Place.PRIVATE))


BUTTONS: tuple[type[Press], ...] = (
    PageButton,
    ContextButton,
    VoteButton,
    ShareButton,
    AgainButton,
)


def asked_by(entry: LoggedAnswer, interaction: discord.Interaction[Client]) -> bool:
    return entry.asker.user_id == interaction.user.id


def may_post(interaction: discord.Interaction[Client]) -> bool:
    allowed = interaction.permissions
    if isinstance(interaction.channel, discord.Thread):
        return allowed.send_messages_in_threads
    return allowed.send_messages
