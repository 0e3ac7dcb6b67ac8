"""The buttons on timelines. Each is found by its id alone, so all of them survive a restart."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.answer.answer import Excerpt
from bot.answer.event import Timeline, Topic
from bot.answer.export import file_stem, to_csv, to_ics, to_markdown
from bot.articles.members import Hidden
from bot.chat import ids
from bot.chat.card_presses import AgainPress, AroundPress, PagePress, SharePress
from bot.chat.faults import tell
from bot.chat.ids import FileKind, Place
from bot.chat.look import Cards, Look
from bot.chat.opening import OpenPress
from bot.chat.parts import Row
from bot.chat.press import Press, asked_by
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.chat.timeline_cards import article_card, offered, steps
from bot.chat.timeline_messages import (
    change_timeline,
    complete_timeline,
    replace_timeline,
    send_timeline,
    tell_timeline,
)
from bot.desk import Context
from bot.errors import QuestionError
from bot.log.entries import Asker, LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

NOTHING_TO_EXPORT = "There are no events to export."
ON_ITS_WAY = "That timeline is already here or on its way."


class TimelineCards(Cards[LoggedTimeline]):
    async def recall(self, client: Client, key: str, hidden: Hidden) -> LoggedTimeline:
        return await client.desk.recall_timeline(key, hidden)

    def suggestion(self, entry: LoggedTimeline) -> str | None:
        return entry.timeline.suggestion

    async def ask(
        self, client: Client, before: LoggedTimeline, text: str, asker: Asker, hidden: Hidden
    ) -> LoggedTimeline:
        topic = replace(before.timeline.topic, text=text)
        entry = await client.desk.timeline(topic, asker, hidden)
        client.pictures_due.claim(entry.key)
        return entry

    def offered(self, entry: LoggedTimeline) -> tuple[Excerpt, ...]:
        return offered(entry.timeline)

    def around(self, entry: LoggedTimeline, index: int, found: Context | str) -> ui.LayoutView:
        return article_card(entry, index, found)

    def steps(self, entry: LoggedTimeline, index: int) -> list[Row]:
        return steps(entry, index, ids.open_event)

    async def send(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
    ) -> None:
        await send_timeline(interaction, reply, look)

    async def change(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
    ) -> None:
        await change_timeline(interaction, reply, look)

    async def replace(
        self, interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
    ) -> None:
        await replace_timeline(interaction, reply, look)

    async def complete(
        self, interaction: discord.Interaction[Client], reply: Reply, entry: LoggedTimeline
    ) -> None:
        await complete_timeline(interaction, reply, entry)


class EventsButton(PagePress[LoggedTimeline], template=ids.EVENTS):
    cards = TimelineCards()


class ArticleButton(AroundPress[LoggedTimeline], template=ids.ARTICLE):
    cards = TimelineCards()


class OpenEventButton(OpenPress[LoggedTimeline], template=ids.OPEN_EVENT):
    cards = TimelineCards()


class ShareEventsButton(SharePress[LoggedTimeline], template=ids.SHARE_EVENTS):
    cards = TimelineCards()


class EventsAgainButton(AgainPress[LoggedTimeline], template=ids.EVENTS_AGAIN):
    cards = TimelineCards()


class TimelineButton(Press, template=ids.TIMELINE):
    """On an answer: the timeline of its question, as a new message. The asker of a public answer
    gets it in public, once for presses at the same time, everybody else alone."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        client, place = interaction.client, Place(self.match["place"])
        hidden = hidden_from(interaction, private=True)
        recall = client.desk.recall(self.key, hidden)
        before = await Reply(interaction, private=True).wait(recall)
        question = before.answer.question
        topic = Topic(question.text, question.filters)
        if not place.public or not asked_by(before, interaction):
            await tell_timeline(interaction, topic, private=True)
            return
        claimed = (self.key, interaction.user.id)
        if not client.telling.claim(claimed):
            await tell(interaction, ON_ITS_WAY)
            return
        try:
            await tell_timeline(interaction, topic, private=False)
        finally:
            client.telling.release(claimed)


class ExportButton(Press, template=ids.EXPORT):
    """The whole timeline as a file, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply, kind = Reply(interaction, private=True), FileKind(self.match["kind"])
        hidden = hidden_from(interaction, private=True)
        entry = await reply.wait(interaction.client.desk.recall_timeline(self.key, hidden))
        if not entry.timeline.answered:
            raise QuestionError(NOTHING_TO_EXPORT)
        await reply.send_file(await reply.wait(asyncio.to_thread(exported, entry.timeline, kind)))


TIMELINE_BUTTONS: tuple[type[Press], ...] = (
    TimelineButton,
    EventsButton,
    ArticleButton,
    OpenEventButton,
    ExportButton,
    ShareEventsButton,
    EventsAgainButton,
)


def exported(timeline: Timeline, kind: FileKind) -> discord.File:
    """Text is in UTF-8."""
    match kind:
        case FileKind.MARKDOWN:
            content, suffix = to_markdown(timeline).encode(), "md"
        case FileKind.CSV:
            content, suffix = to_csv(timeline).encode(), "csv"
        case FileKind.ICALENDAR:
            content, suffix = to_ics(timeline), "ics"
    return discord.File(io.BytesIO(content), f"{file_stem(timeline)}.{suffix}")
