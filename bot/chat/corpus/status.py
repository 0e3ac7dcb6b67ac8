"""/corpus status: what the desk holds and how it is doing."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

import discord

from bot.answer.wording import plural
from bot.articles.members import NOTHING_HIDDEN
from bot.chat.cards import text_card
from bot.chat.corpus.access_report import access_lines
from bot.chat.corpus.group import CorpusCommands, corpus
from bot.chat.corpus.kept import visible, visible_status
from bot.chat.reach import hidden_from
from bot.chat.replies import Reply
from bot.chat.reports import status_report
from bot.desk import ReloadReport
from bot.desk.figures import Figures, figures

if TYPE_CHECKING:
    from bot.chat.client import Client

MB = 1_000_000


@dataclass(frozen=True, slots=True)
class House:
    """What the status tells beside the desk's own: times in seconds since 1970."""

    figures: Figures
    started: float
    waiting: int
    last_reload: ReloadReport | None
    rules: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """In escaped Markdown."""
        sizes = self.figures
        said = [
            f"On disk: index {_size(sizes.index)}, log {_size(sizes.log)}",
            f"Memory: {_size(sizes.memory)} · up since <t:{int(self.started)}:R>",
        ]
        if self.last_reload is not None:
            said.insert(0, f"Last reload: {_changes(self.last_reload)}")
        if self.waiting:
            verb = "waits" if self.waiting == 1 else "wait"
            said.append(f"{plural(self.waiting, 'upload')} {verb} for “Keep”")
        return [*said, *self.rules]


class StatusCommands(CorpusCommands):
    @corpus.command(description="What the desk holds and how it is doing")
    async def status(self, interaction: discord.Interaction[Client]) -> None:
        reply, client = Reply(interaction, private=True), self.client
        hidden, settings = hidden_from(interaction, private=True), client.settings
        work = asyncio.to_thread(figures, settings.data_dir, settings.log_path)
        taken = await reply.wait(work)
        seen = client.desk.seen(hidden)
        last = client.desk.last_reload
        house = House(
            taken,
            client.started,
            len(client.desk.keeper.pending),
            visible(last, hidden, seen) if last else None,
            tuple(
                access_lines(
                    client.access,
                    client.desk.access_error,
                    client.admission.allowed,
                    interaction.guild,
                    client.desk.seen(NOTHING_HIDDEN),
                )
            ),
        )
        status = visible_status(client.desk.status(), hidden, seen)
        await reply.send(text_card(status_report(status, client.health(), house.lines())))


def _changes(report: ReloadReport) -> str:
    counts = (
        ("added", len(report.added)),
        ("changed", len(report.changed)),
        ("removed", len(report.removed)),
    )
    said = ", ".join(f"{count:,} {word}" for word, count in counts if count) or "no change"
    return f"{said}, in {report.took_s:.1f} s"


def _size(count: int) -> str:
    return f"{count / MB:,.1f} MB"
