"""Answering one interaction in time and once, whether the desk is fast or slow."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

import discord
from discord import ui

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

    async def send(self, view: ui.LayoutView) -> None:
        """A new message."""
        if self._interaction.response.is_done():
            await self._interaction.followup.send(view=view, ephemeral=self._private)
        else:
            await self._interaction.response.send_message(view=view, ephemeral=self._private)

    async def edit(self, view: ui.LayoutView) -> None:
        """The message the pressed button stands on, changed in place."""
        if self._interaction.response.is_done():
            await self._interaction.edit_original_response(view=view)
        else:
            await self._interaction.response.edit_message(view=view)
