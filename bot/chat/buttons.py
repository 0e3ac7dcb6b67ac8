"""The buttons on answers. Each is found by its id alone, so all of them survive a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.chat import ids
from bot.chat.cards import answer_card, context_card, offered, vote_card
from bot.chat.faults import asker_of
from bot.chat.ids import Mark, Opens, Place
from bot.chat.parts import coverage
from bot.chat.press import NO_SUCH_QUOTE, NOTHING_TO_ASK, Press, SharePress, asked_by
from bot.chat.replies import Reply
from bot.errors import QuestionError, StaleError
from bot.log.entries import LoggedAnswer

if TYPE_CHECKING:
    from bot.chat.client import Client


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
    """Helpful or not, told to the voter alone; the same press again takes it back. Timelines have
    it too."""

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


class ShareButton(SharePress[LoggedAnswer], template=ids.SHARE):
    async def recall(self, client: Client) -> LoggedAnswer:
        return await client.desk.recall(self.key)

    async def change(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: LoggedAnswer,
        page: int,
        place: Place,
    ) -> None:
        covered = coverage(interaction.client.desk.sources())
        await reply.edit(answer_card(entry, covered, page=page, place=place))

    async def post(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: LoggedAnswer,
        page: int,
    ) -> None:
        covered = coverage(interaction.client.desk.sources())
        by = interaction.user.display_name
        posted = answer_card(entry, covered, page=page, place=Place.POSTED, shared_by=by)
        await reply.send(posted)


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
