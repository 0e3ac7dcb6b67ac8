"""The buttons on timelines. Each is found by its id alone, so all of them survive a restart."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

import discord

from bot.answer.event import Timeline, Topic
from bot.answer.export import file_stem, to_csv, to_ics, to_markdown
from bot.chat import ids
from bot.chat.faults import asker_of
from bot.chat.ids import FileKind, Opens, Place
from bot.chat.press import NO_SUCH_QUOTE, NOTHING_TO_ASK, Press, SharePress, asked_by
from bot.chat.replies import Reply
from bot.chat.timeline_cards import article_card, offered
from bot.chat.timeline_messages import (
    Look,
    replace_timeline,
    send_timeline,
    tell_timeline,
    turn_timeline,
)
from bot.errors import QuestionError, StaleError
from bot.log.entries import LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

NOTHING_TO_EXPORT = "There are no events to export."


class TimelineButton(Press, template=ids.TIMELINE):
    """On an answer: the timeline of its question, as a new message. The asker of a public answer
    gets it in public, everybody else alone."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place = Place(self.match["place"])
        before = await Reply(interaction, private=True).wait(
            interaction.client.desk.recall(self.key)
        )
        question = before.answer.question
        topic = Topic(question.text, question.filters)
        public = place.public and asked_by(before, interaction)
        await tell_timeline(interaction, topic, private=not public)


class EventsButton(Press, template=ids.EVENTS):
    """The asker turns a public card in place; others get a private copy at that page."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place, page = Place(self.match["place"]), int(self.match["number"])
        reply = Reply(interaction, private=True)
        entry = await reply.wait(interaction.client.desk.recall_timeline(self.key))
        if place.public and not asked_by(entry, interaction):
            await send_timeline(interaction, reply, Look(entry, page, Place.COPY))
        else:
            by = interaction.user.display_name
            await turn_timeline(interaction, reply, Look(entry, page, place, by))


class ArticleButton(Press, template=ids.ARTICLE):
    """The paragraphs around the quote of an event, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        index, opens = int(self.match["number"]), Opens(self.match["opens"])
        reply = Reply(interaction, private=True)
        desk = interaction.client.desk
        entry = await reply.wait(desk.recall_timeline(self.key))
        excerpts = offered(entry.timeline)
        if index >= len(excerpts):
            raise StaleError(NO_SUCH_QUOTE)
        try:
            card = article_card(entry, index, desk.context(excerpts[index]))
        except StaleError as error:
            card = article_card(entry, index, str(error))
        await (reply.send(card) if opens is Opens.NEW else reply.edit(card))


class ExportButton(Press, template=ids.EXPORT):
    """The whole timeline as a file, privately."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        reply = Reply(interaction, private=True)
        entry = await reply.wait(interaction.client.desk.recall_timeline(self.key))
        if not entry.timeline.answered:
            raise QuestionError(NOTHING_TO_EXPORT)
        await reply.send_file(exported(entry.timeline, FileKind(self.match["kind"])))


class ShareEventsButton(SharePress[LoggedTimeline], template=ids.SHARE_EVENTS):
    async def recall(self, client: Client) -> LoggedTimeline:
        return await client.desk.recall_timeline(self.key)

    async def change(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: LoggedTimeline,
        page: int,
        place: Place,
    ) -> None:
        await turn_timeline(interaction, reply, Look(entry, page, place))

    async def post(
        self,
        interaction: discord.Interaction[Client],
        reply: Reply,
        entry: LoggedTimeline,
        page: int,
    ) -> None:
        by = interaction.user.display_name
        await send_timeline(interaction, reply, Look(entry, page, Place.POSTED, by))


class EventsAgainButton(Press, template=ids.EVENTS_AGAIN):
    """Looks up the suggested topic: in place for the asker, privately for others."""

    async def press(self, interaction: discord.Interaction[Client]) -> None:
        place = Place(self.match["place"])
        client = interaction.client
        reply = Reply(interaction, private=True)
        before = await reply.wait(client.desk.recall_timeline(self.key))
        if before.timeline.suggestion is None:
            raise QuestionError(NOTHING_TO_ASK)
        topic = replace(before.timeline.topic, text=before.timeline.suggestion)
        if place.public and not asked_by(before, interaction):
            await tell_timeline(interaction, topic, private=True)
            return
        client.limiter.take(interaction.user.id)
        asker = asker_of(interaction, private=not place.public)
        entry = await reply.wait(client.desk.timeline(topic, asker))
        by = interaction.user.display_name
        await replace_timeline(interaction, reply, Look(entry, place=place, shared_by=by))


TIMELINE_BUTTONS: tuple[type[Press], ...] = (
    TimelineButton,
    EventsButton,
    ArticleButton,
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
