"""A timeline's message: the card at once, and its picture when that is drawn.

The picture comes by an edit, seconds after the card. What people make of the card meanwhile (turn
the page, share it, follow the suggestion) stands: the edit shows the card as it is by then, and
edits of one message wait for each other.
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import discord
from discord import ui

from bot.answer.event import Topic
from bot.chat.faults import NOT_SENT, asker_of, described
from bot.chat.ids import Place
from bot.chat.parts import coverage
from bot.chat.replies import Reply, Sent, first_place
from bot.chat.timeline_cards import PICTURE, timeline_card
from bot.errors import PictureError
from bot.log.entries import LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What a card shows, but for the picture."""

    entry: LoggedTimeline
    page: int = 0
    place: Place = Place.REPLY
    shared_by: str = ""

    def card(self, client: Client, *, pictured: bool) -> ui.LayoutView:
        return timeline_card(
            self.entry,
            coverage(client.desk.sources()),
            page=self.page,
            place=self.place,
            shared_by=self.shared_by,
            pictured=pictured,
        )


@dataclass(slots=True)
class Shown:
    """What a message shows now. `look` None means that it has not been touched since the start of
    the process. Whoever changes the message holds `turn`."""

    look: Look | None = None
    pictured: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


async def tell_timeline(
    interaction: discord.Interaction[Client], topic: Topic, *, private: bool
) -> None:
    """Reply with the timeline of a topic, as a new message. Raises QuestionError, ClosingError,
    CommandOnCooldown."""
    interaction.client.limiter.take(interaction.user.id)
    reply = Reply(interaction, private=private)
    asker = asker_of(interaction, private=private)
    entry = await reply.wait(interaction.client.desk.timeline(topic, asker))
    place = first_place(interaction, private=private)
    await send_timeline(interaction, reply, Look(entry, place=place))


async def send_timeline(interaction: discord.Interaction[Client], reply: Reply, look: Look) -> None:
    """A new message: the card, then its picture."""
    client = interaction.client
    sent = await reply.send(look.card(client, pictured=False))
    shown = Shown(look)
    if sent.id is not None:
        client.timelines.keep(sent.id, shown)
    await _add_picture(interaction, sent, shown, look.entry)


async def turn_timeline(interaction: discord.Interaction[Client], reply: Reply, look: Look) -> None:
    """Show another page, or another place, of the same timeline on the pressed message."""
    shown = _shown(interaction)
    async with _turn(shown, reply):
        await reply.edit(look.card(interaction.client, pictured=shown.pictured))
        shown.look = look


async def replace_timeline(
    interaction: discord.Interaction[Client], reply: Reply, look: Look
) -> None:
    """Show another timeline on the pressed message, without the picture of the one before."""
    shown = _shown(interaction)
    async with _turn(shown, reply):
        card = look.card(interaction.client, pictured=False)
        sent = await reply.edit(card, [] if shown.pictured else None)
        shown.look, shown.pictured = look, False
    await _add_picture(interaction, sent, shown, look.entry)


async def _add_picture(
    interaction: discord.Interaction[Client], sent: Sent, shown: Shown, entry: LoggedTimeline
) -> None:
    """Edit the picture in. When that cannot be, the operator reads why and the card stays."""
    if not entry.timeline.answered:
        return
    client, where = interaction.client, described(interaction)
    try:
        image = await client.desk.picture(entry.timeline)
    except PictureError as error:
        log.warning("no picture for %s: %s (%s)", where, error, error.detail)
        return
    if image is None:
        return
    async with shown.turn:
        look = shown.look
        if look is None or look.entry.key != entry.key:
            return
        try:
            file = discord.File(io.BytesIO(image), PICTURE)
            await sent.edit(look.card(client, pictured=True), [file])
        except NOT_SENT as error:
            log.warning("the picture for %s was not taken: %s", where, error)
        else:
            shown.pictured = True


@asynccontextmanager
async def _turn(shown: Shown, reply: Reply) -> AsyncIterator[None]:
    """Wait for the message's turn, telling Discord in time that the press has arrived."""
    await reply.wait(shown.turn.acquire())
    try:
        yield
    finally:
        shown.turn.release()


def _shown(interaction: discord.Interaction[Client]) -> Shown:
    """What the pressed message shows; after a restart, as far as the message itself says."""
    message, known = interaction.message, interaction.client.timelines
    assert message is not None
    shown = known.get(message.id)
    if shown is None:
        shown = Shown(pictured=_has_picture(message))
        known.keep(message.id, shown)
    return shown


def _has_picture(message: discord.Message) -> bool:
    """The picture may be missing from the attachments that Discord lists: it stands on the card."""
    return any(
        isinstance(part, discord.MediaGalleryComponent)
        for card in message.components
        if isinstance(card, discord.Container)
        for part in card.children
    )
