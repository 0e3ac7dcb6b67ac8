"""A timeline's message: the card at once, and its picture when that is drawn.

The picture comes by an edit, seconds after the card. What people make of the card meanwhile (turn
the page, share it, follow the suggestion) stands: the edit shows the card as it is by then, and
edits of one message wait for each other. A picture that could not come is tried again with the
next page that somebody turns to.
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
from bot.chat.faults import NOT_SENT, asker_of, described, too_late
from bot.chat.look import Look
from bot.chat.parts import coverage
from bot.chat.reach import hidden_at, hidden_from
from bot.chat.replies import Kept, Reply, Sent, first_place
from bot.chat.timeline_cards import PICTURE, timeline_card
from bot.errors import PictureError
from bot.log.entries import LoggedTimeline

if TYPE_CHECKING:
    from bot.chat.client import Client

BAD_REQUEST = 400

log = logging.getLogger(__name__)


@dataclass(slots=True, weakref_slot=True)
class Shown:
    """What a message shows now. `look` None means that it has not been touched since the start of
    the process. Whoever changes the message holds `turn`."""

    look: Look[LoggedTimeline] | None = None
    picture: Kept | None = None
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


async def tell_timeline(
    interaction: discord.Interaction[Client], topic: Topic, *, private: bool
) -> None:
    """Reply with the timeline of a topic, as a new message. Raises QuestionError, ClosingError,
    CommandOnCooldown."""
    client, reply = interaction.client, Reply(interaction, private=private)
    client.limiter.take(interaction.user.id, interaction.guild_id)
    asker = asker_of(interaction, private=private)
    hidden = hidden_from(interaction, private=private)
    entry = await reply.wait(client.desk.timeline(topic, asker, hidden))
    client.pictures_due.claim(entry.key)
    place = first_place(interaction, private=private)
    await send_timeline(interaction, reply, Look(entry, place=place))


async def send_timeline(
    interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
) -> None:
    """A new message: the card, then its picture. A press may reach the message before we hear that
    it stands; what that press made of it stays."""
    client = interaction.client
    sent = await reply.send(_card(interaction, look, pictured=False))
    shown = Shown(look) if sent.id is None else client.timelines.known(sent.id, Shown)
    shown.look = shown.look or look
    await _add_picture(interaction, sent, shown, look.entry)


async def change_timeline(
    interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
) -> None:
    """Show another page, or another place, of the same timeline on the pressed message. When
    Discord does not take the picture that is there, the card goes on without."""
    shown = _shown(interaction)
    async with turn_at(shown, reply):
        if shown.picture is not None:
            try:
                await reply.edit(_card(interaction, look, pictured=True), [shown.picture])
            except discord.HTTPException as error:
                if error.status != BAD_REQUEST or too_late(error):
                    raise
                log.warning("the picture on %s was refused: %s", described(interaction), error)
                shown.picture = None
        if shown.picture is None:
            await reply.edit(_card(interaction, look, pictured=False), [])
        shown.look = look


async def replace_timeline(
    interaction: discord.Interaction[Client], reply: Reply, look: Look[LoggedTimeline]
) -> None:
    """Show another timeline on the pressed message, without the picture of the one before."""
    shown = _shown(interaction)
    async with turn_at(shown, reply):
        await reply.edit(_card(interaction, look, pictured=False), [])
        shown.look, shown.picture = look, None


async def complete_timeline(
    interaction: discord.Interaction[Client], reply: Reply, entry: LoggedTimeline
) -> None:
    """Add the picture to the pressed message, which has been changed, if it has none."""
    await _add_picture(interaction, reply.pressed, _shown(interaction), entry)


async def _add_picture(
    interaction: discord.Interaction[Client], sent: Sent, shown: Shown, entry: LoggedTimeline
) -> None:
    """Edit the picture in. When that cannot be, the operator reads why and the card stays."""
    if shown.picture is not None or not entry.timeline.answered:
        return
    image = await _drawn(interaction, entry)
    if image is None:
        return
    async with shown.turn:
        look = shown.look
        if shown.picture is not None or look is None or look.entry.key != entry.key:
            return
        card = _card(interaction, look, pictured=True)
        try:
            message = await sent.edit(card, [discord.File(io.BytesIO(image), PICTURE)])
        except NOT_SENT as error:
            log.warning("the picture for %s was not taken: %s", described(interaction), error)
        else:
            shown.picture = _picture_on(message) if message else None


async def _drawn(interaction: discord.Interaction[Client], entry: LoggedTimeline) -> bytes | None:
    """The picture, or None: a card without one is no reason to tell a person of an error. One that
    has to be drawn again counts as a question."""
    client, due = interaction.client, interaction.client.pictures_due.release(entry.key)
    if not (due or client.desk.has_picture(entry.timeline)) and not client.limiter.may_take(
        interaction.user.id, interaction.guild_id
    ):
        return None
    try:
        return await client.desk.picture(entry.timeline)
    except PictureError:  # the desk has logged why
        return None
    except Exception as error:
        log.error("no picture for %s", described(interaction), exc_info=error)
        return None


@asynccontextmanager
async def turn_at(shown: Shown, reply: Reply) -> AsyncIterator[None]:
    """Wait for the message's turn, telling Discord in time that the press has arrived."""
    taking = asyncio.ensure_future(shown.turn.acquire())
    try:
        await reply.wait(taking)
        yield
    finally:
        taking.cancel()
        if taking.done() and not taking.cancelled():
            shown.turn.release()


def _card(
    interaction: discord.Interaction[Client], look: Look[LoggedTimeline], *, pictured: bool
) -> ui.LayoutView:
    hidden = hidden_at(interaction, look.place)
    return timeline_card(
        look.entry,
        coverage(interaction.client.desk.sources(hidden=hidden)),
        page=look.page,
        place=look.place,
        shared_by=look.shared_by,
        pictured=pictured,
    )


def _shown(interaction: discord.Interaction[Client]) -> Shown:
    """What the pressed message shows; after a restart, as far as the message itself says."""
    message = interaction.message
    assert message is not None
    return interaction.client.timelines.known(
        message.id, lambda: Shown(picture=_picture_on(message))
    )


def _picture_on(message: discord.Message) -> Kept | None:
    """The picture on the card of a message, if Discord says which attachment it is. Attachments on
    a card may be missing from those that it lists."""
    shown = [
        item.media.attachment_id
        for card in message.components
        if isinstance(card, discord.Container)
        for part in card.children
        if isinstance(part, discord.MediaGalleryComponent)
        for item in part.items
    ]
    if not shown:
        return None
    listed = [each.id for each in message.attachments if each.filename == PICTURE]
    found = [each for each in (*shown, *listed) if each is not None]
    return Kept(found[0], PICTURE) if found else None
