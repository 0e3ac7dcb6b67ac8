"""Answering one interaction in time and once, whether the desk is fast or slow."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import ui

from bot.chat.ids import Place

if TYPE_CHECKING:
    from bot.chat.client import Client

DEFER_AFTER_S = 1.5  # Discord gives up on an interaction after 3 s

T = TypeVar("T")


class Reply:
    """The reply to one interaction; `private` replies are seen by one person alone.

    A command that takes long shows that it is thinking; a button that takes long is acknowledged
    without a trace, and may then change its message or open a new one.
    """

    def __init__(self, interaction: discord.Interaction[Client], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private

    async def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`; the interaction is deferred when that is not there in time."""
        task = asyncio.ensure_future(work)
        try:
            await asyncio.wait({task}, timeout=DEFER_AFTER_S)
            if not task.done():
                await self.defer()
            return await task
        finally:
            task.cancel()

    async def defer(self) -> None:
        response = self._interaction.response
        if response.is_done():
            return
        if self._interaction.type is discord.InteractionType.component:
            await response.defer()
        else:
            await response.defer(ephemeral=self._private, thinking=True)

    async def send(self, view: ui.LayoutView) -> Sent:
        """A new message."""
        interaction = self._interaction
        if interaction.response.is_done():
            message = await interaction.followup.send(view=view, ephemeral=self._private, wait=True)
            return Sent(message.id, message.edit)
        sent = await interaction.response.send_message(view=view, ephemeral=self._private)
        return Sent(sent.message_id, interaction.edit_original_response)

    async def send_file(self, file: discord.File) -> None:
        """A new message that is this file alone."""
        if self._interaction.response.is_done():
            await self._interaction.followup.send(file=file, ephemeral=self._private)
        else:
            await self._interaction.response.send_message(file=file, ephemeral=self._private)

    async def edit(self, view: ui.LayoutView, files: Sequence[discord.File] | None = None) -> Sent:
        """The message the pressed button stands on, changed in place; see Sent.edit of `files`."""
        interaction = self._interaction
        assert interaction.message is not None
        sent = Sent(interaction.message.id, interaction.edit_original_response)
        if interaction.response.is_done():
            await sent.edit(view, files)
        else:
            await interaction.response.edit_message(view=view, **_attached(files))
        return sent


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of this bot that can be changed while the interaction it came from lives, which
    is 15 minutes. `id` is None in the rare case that Discord does not say it."""

    id: int | None
    _edit: Callable[..., Coroutine[Any, Any, Any]]

    async def edit(self, view: ui.LayoutView, files: Sequence[discord.File] | None = None) -> None:
        """`files` take the place of those the message has; None leaves them as they are."""
        await self._edit(view=view, **_attached(files))


def first_place(interaction: discord.Interaction[Client], *, private: bool) -> Place:
    """Where the first reply to an interaction stands; in a direct message nothing is shared."""
    if not private:
        return Place.REPLY
    return Place.PRIVATE if interaction.guild_id else Place.COPY


def _attached(files: Sequence[discord.File] | None) -> dict[str, Any]:
    return {} if files is None else {"attachments": files}
