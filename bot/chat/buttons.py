"""The buttons on answers. Each is found by its id alone, so all of them survive a restart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.answer.answer import Excerpt
from bot.articles.members import Hidden
from bot.chat import ids
from bot.chat.card_presses import AgainPress, AroundPress, PagePress, SharePress
from bot.chat.cards import answer_card, context_card, offered, steps, vote_card
from bot.chat.ids import Mark, Opens
from bot.chat.look import Cards, Look
from bot.chat.opening import OpenPress
from bot.chat.parts import Row, coverage
from bot.chat.press import Press
from bot.chat.reach import hidden_at
from bot.chat.replies import Reply
from bot.desk import Context
from bot.log.entries import Asker, LoggedAnswer

if TYPE_CHECKING:
    from bot.chat.client import Client


class AnswerCards(Cards[LoggedAnswer]):
    async def recall(self, client: Client, key: str, hidden: Hidden) -> LoggedAnswer:
        return await client.desk.recall(key, hidden)

    def suggestion(self, entry: LoggedAnswer) -> str | None:
        return entry.answer.suggestion

    async def ask(
        self, client: Client, before: LoggedAnswer, text: str, asker: Asker, hidden: Hidden
    ) -> LoggedAnswer:
        question = replace(before.answer.question, text=text)
        return await client.desk.ask(question, asker, hidden)

    def offered(self, entry: LoggedAnswer) -> tuple[Excerpt, ...]:
        return offered(entry.answer)

    def around(self, entry: LoggedAnswer, index: int, found: Context | str) -> ui.LayoutView:
        return context_card(entry, index, found)

    def steps(self, entry: LoggedAnswer, index: int) -> list[Row]:
        return steps(entry, index, ids.open_quote)

    async def send(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedAnswer]
    ) -> None:
        await reply.send(_card(interaction, look))

    async def change(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedAnswer]
    ) -> None:
        await reply.edit(_card(interaction, look))

    async def replace(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedAnswer]
    ) -> None:
        await self.change(interaction, reply, look)

    async def complete(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: LoggedAnswer
    ) -> None:
        """An answer's card has nothing that takes long."""


class PageButton(PagePress[LoggedAnswer], template=ids.PAGE):
    cards = AnswerCards()


class ContextButton(AroundPress[LoggedAnswer], template=ids.CONTEXT):
    cards = AnswerCards()


class OpenButton(OpenPress[LoggedAnswer], template=ids.OPEN):
    cards = AnswerCards()


class ShareButton(SharePress[LoggedAnswer], template=ids.SHARE):
    cards = AnswerCards()


class AgainButton(AgainPress[LoggedAnswer], template=ids.AGAIN):
    cards = AnswerCards()


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


BUTTONS: tuple[type[Press], ...] = (
    PageButton,
    ContextButton,
    OpenButton,
    VoteButton,
    ShareButton,
    AgainButton,
)


def _card(interaction: discord.Interaction[Client], look: Look[LoggedAnswer]) -> ui.LayoutView:
    covered = coverage(interaction.client.desk.sources(hidden=hidden_at(interaction, look.place)))
    return answer_card(
        look.entry, covered, page=look.page, place=look.place, shared_by=look.shared_by
    )
