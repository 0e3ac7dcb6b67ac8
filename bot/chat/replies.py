"""Answering one interaction in time and once, whether the desk is fast or slow."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import ui

from bot.chat.ids import Place

if TYPE_CHECKING:
    from bot.chat.client import Client

DEFER_AFTER_S = 0.15
"""Discord gives up on an interaction after 3 s. Almost every answer is there sooner than this; when
many ask at once, a queue of answers is no reason to leave people without a sign."""

T = TypeVar("T")


class Reply:
    """The reply to one interaction; `private` replies are seen by one person alone.

    A command that takes long shows that it is thinking; a button that takes long is acknowledged
    without a trace, and may then change its message or open a new one.
    """

    def __init__(self, interaction: discord.Interaction[Client], *, private: bool) -> None:
        self._interaction = interaction
        self._private = private

    async def wait(self, work: Awaitable[T]) -> T:
        """The result of `work`; the interaction is deferred when that is not there in time. When
        that fails, `work` is cancelled."""
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
        if self._interaction.message is not None:  # a button, or a form that one opened
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

    @property
    def pressed(self) -> Sent:
        """The message the pressed button stands on, to be changed once the press has been answered
        by changing it, or been deferred."""
        assert self._interaction.message is not None
        return Sent(self._interaction.message.id, self._interaction.edit_original_response)

    async def edit(self, view: ui.LayoutView, files: Files | None = None) -> None:
        """Change the message the pressed button stands on; see Sent.edit of `files`."""
        if self._interaction.response.is_done():
            await self.pressed.edit(view, files)
        else:
            await self._interaction.response.edit_message(view=view, **_attached(files))


@dataclass(frozen=True, slots=True)
class Kept:
    """An attachment that the message has and is to keep, for discord.py to put in its place. What
    an edit shows but does not name, Discord may not find (discord-api-docs, issue 7529)."""

    id: int
    filename: str

    def to_dict(self) -> dict[str, str]:
        return {"id": str(self.id), "filename": self.filename}


Files = Sequence[discord.File | Kept]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message of this bot that can be changed while the interaction it came from lives, which
    is 15 minutes. `id` is None in the rare case that Discord does not say it."""

    id: int | None
    _edit: Callable[..., Coroutine[Any, Any, discord.Message | None]]

    async def edit(self, view: ui.LayoutView, files: Files | None = None) -> discord.Message | None:
        """The message as it is then. `files` are all that it will have; None leaves them as they
        are."""
        return await self._edit(view=view, **_attached(files))


def first_place(interaction: discord.Interaction[Client], *, private: bool) -> Place:
    """Where the first reply to an interaction stands; in a direct message nothing is shared."""
    if not private:
        return Place.REPLY
    return Place.PRIVATE if interaction.guild_id else Place.COPY


def _attached(files: Files | None) -> dict[str, Any]:
    return {} if files is None else {"attachments": files}
