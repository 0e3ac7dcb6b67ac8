"""Which collections the people of an interaction may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.articles.members import NOTHING_HIDDEN, Hidden

if TYPE_CHECKING:
    from bot.chat.client import Client


def hidden_from(interaction: discord.Interaction[Client], *, private: bool) -> Hidden:
    """What a reply must not show: to the person alone when it is `private`, whose roles then count,
    else to everybody in the channel."""
    return NOTHING_HIDDEN
