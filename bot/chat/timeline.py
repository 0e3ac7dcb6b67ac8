"""/timeline: a topic in, its events out, each with its date and its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.answer.answer import MAX_QUESTION_CHARS, MIN_QUESTION_CHARS
from bot.answer.event import DEFAULT_EVENTS, MAX_EVENTS, MIN_EVENTS, Order, Topic
from bot.chat.options import MAX_DATE_CHARS, filters_of, source_choices
from bot.chat.reach import asks_alone, hidden_from
from bot.chat.timeline_messages import tell_timeline

if TYPE_CHECKING:
    from bot.chat.client import Client


class TimelineCog(commands.Cog, name="Timeline"):
    def __init__(self, client: Client) -> None:
        self.client = client

    @app_commands.command(description="The events of a topic in order, each quoted word for word")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.describe(
        topic="What the events are about",
        since="Only events from this date on: 2018-08-17, Aug 2018 or 2018",
        until="Only events up to this date: 2018-08-17, Aug 2018 or 2018",
        events=f"How many events at most, {DEFAULT_EVENTS} unless you say otherwise",
        source="Only articles of this outlet",
        order="Which events come first",
        private="Show the timeline to you alone; you may share it afterwards",
    )
    @app_commands.choices(
        order=[
            app_commands.Choice(name="Oldest first", value=Order.OLDEST.value),
            app_commands.Choice(name="Newest first", value=Order.NEWEST.value),
            app_commands.Choice(name="Most important first", value=Order.WEIGHT.value),
        ]
    )
    async def timeline(
        self,
        interaction: discord.Interaction[Client],
        topic: app_commands.Range[str, MIN_QUESTION_CHARS, MAX_QUESTION_CHARS],
        since: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        until: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        events: app_commands.Range[int, MIN_EVENTS, MAX_EVENTS] = DEFAULT_EVENTS,
        source: str | None = None,
        order: str = Order.OLDEST.value,
        private: bool = False,
    ) -> None:
        known = self.client.desk.sources(hidden=hidden_from(interaction, private=private))
        filters = filters_of(source, since, until, known, what="event")
        asked = Topic(topic, filters, events, Order(order))
        await tell_timeline(interaction, asked, private=private)

    @timeline.autocomplete("source")
    async def suggest_source(
        self, interaction: discord.Interaction[Client], current: str
    ) -> list[app_commands.Choice[str]]:
        hidden = hidden_from(interaction, private=asks_alone(interaction))
        return source_choices(self.client.desk.sources(hidden=hidden), current)
