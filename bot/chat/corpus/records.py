"""/corpus unanswered, stats and export: what the log tells the moderators of a server."""

from __future__ import annotations

import io
import logging
import math
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, BinaryIO, Literal

import discord
from discord import app_commands

from bot.articles.members import Hidden
from bot.chat import ids
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.moderating import ModeratorPress
from bot.chat.corpus.record_cards import (
    PICTURE,
    SHOWN_GROUPS,
    stats_card,
    unanswered_card,
)
from bot.chat.faults import NOT_SENT, described
from bot.chat.files import attachment
from bot.chat.options import MAX_DATE_CHARS, bound
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply, Sent
from bot.errors import PictureError, QuestionError
from bot.log.reports.export import Kind, Scope
from bot.log.reports.stats import Stats, moment_of

if TYPE_CHECKING:
    from bot.chat.client import Client

DEFAULT_DAYS = 30
MAX_DAYS = 3_650
TOO_LARGE = (
    "That is too large for Discord, even compressed. Choose a shorter time, or ask the people who "
    "run this bot: python -m bot corpus export FILE"
)
NOTHING_ASKED = "Nothing was asked in that time, so there is nothing to export."

log = logging.getLogger(__name__)


class RecordCommands(CorpusCommands):
    @corpus.command(description="What people asked and did not get, most wanted first")
    @app_commands.describe(days=f"Of how many days, {DEFAULT_DAYS} unless you say otherwise")
    async def unanswered(
        self,
        interaction: discord.Interaction[Client],
        days: app_commands.Range[int, 1, MAX_DAYS] = DEFAULT_DAYS,
    ) -> None:
        reply, records = Reply(interaction, private=True), self.client.desk.records
        report = await reply.wait(records.unanswered(interaction.guild_id, days, SHOWN_GROUPS))
        await reply.send(unanswered_card(report, days, 0))

    @corpus.command(description="Questions a day, what is refused, liked and quoted most")
    @app_commands.describe(days=f"Of how many days, {DEFAULT_DAYS} unless you say otherwise")
    async def stats(
        self,
        interaction: discord.Interaction[Client],
        days: app_commands.Range[int, 1, MAX_DAYS] = DEFAULT_DAYS,
    ) -> None:
        reply, hidden = Reply(interaction, private=True), hidden_from(interaction, private=True)
        records = self.client.desk.records
        stats = await reply.wait(records.stats(interaction.guild_id, days, hidden))
        sent = await reply.send(stats_card(stats, pictured=False))
        await _add_picture(interaction, sent, stats)

    @corpus.command(description="What was asked here, as a file, without names")
    @app_commands.describe(
        since="Asked from this date on: 2018-08-17, Aug 2018 or 2018",
        until="Asked up to this date: 2018-08-17, Aug 2018 or 2018",
        format="A table for a spreadsheet (CSV), or JSON Lines with every quote",
    )
    async def export(
        self,
        interaction: discord.Interaction[Client],
        since: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        until: app_commands.Range[str, 1, MAX_DATE_CHARS] | None = None,
        format: Literal["CSV", "JSON Lines"] = "CSV",  # noqa: A002 - people see the name
    ) -> None:
        self.client.limiter.take(interaction.user.id, interaction.guild_id)
        first = bound(since, end=False) if since else None
        last = bound(until, end=True) if until else None
        if first and last and first > last:
            raise QuestionError("The first date is after the last one, so no question fits.")
        kind = Kind.CSV if format == "CSV" else Kind.JSONL
        scope = Scope(
            interaction.guild_id,
            moment_of(first) if first else -math.inf,
            moment_of(last, end=True) if last else math.inf,
            hidden_from(interaction, private=True),
        )
        await _export(interaction, scope, kind, _name(first, last, kind))


class UnansweredButton(ModeratorPress, template=ids.UNANSWERED):
    """Turns the page; it is counted anew, so that what was answered meanwhile is gone."""

    async def act(self, interaction: discord.Interaction[Client], hidden: Hidden) -> None:
        days, page = max(1, int(self.key)), int(self.match["number"])
        reply, records = Reply(interaction, private=True), interaction.client.desk.records
        report = await reply.wait(records.unanswered(interaction.guild_id, days, SHOWN_GROUPS))
        await reply.edit(unanswered_card(report, days, page))


async def _add_picture(interaction: discord.Interaction[Client], sent: Sent, stats: Stats) -> None:
    """Edit the picture in when it is drawn; a card without one is no reason to tell of an error."""
    try:
        image = await interaction.client.desk.records.picture(stats.usage)
        if image is not None:
            file = discord.File(io.BytesIO(image), PICTURE)
            await sent.edit(stats_card(stats, pictured=True), [file])
    except PictureError:  # the desk has logged why
        return
    except NOT_SENT as error:
        log.warning("the picture for %s was not taken: %s", described(interaction), error)


async def _export(
    interaction: discord.Interaction[Client], scope: Scope, kind: Kind, name: str
) -> None:
    reply, records = Reply(interaction, private=True), interaction.client.desk.records

    async def write(target: BinaryIO) -> None:
        if not await reply.wait(records.export(scope, kind, target)):
            raise QuestionError(NOTHING_ASKED)

    async with attachment(name, write, TOO_LARGE) as file:
        await reply.send_file(file)


def _name(first: date | None, last: date | None, kind: Kind) -> str:
    """As ``refdesk-log-2026-11-01-to-2026-11-25.csv``."""
    end = last or datetime.now(UTC).date()
    span = f"{first}-to-{end}" if first else f"to-{end}"
    return f"refdesk-log-{span}.{kind}"
