"""Which collections the people of an interaction may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.articles.members import Hidden
from bot.chat.ids import Place
from bot.desk.access import Visitor

if TYPE_CHECKING:
    from bot.chat.client import Client


def hidden_from(interaction: discord.Interaction[Client], *, private: bool) -> Hidden:
    """What a reply must not show: to the person alone when it is `private`, whose roles then count,
    else to everybody in the channel. Ask anew after waiting: rules may have changed."""
    return interaction.client.access.hidden(visitor_of(interaction, private=private))


def hidden_at(interaction: discord.Interaction[Client], place: Place) -> Hidden:
    """What a card at this place must not show."""
    return hidden_from(interaction, private=not place.public)


def asks_alone(interaction: discord.Interaction[Client]) -> bool:
    """Whether a command that is being typed has its option `private` set."""
    return getattr(interaction.namespace, "private", False) is True


def visitor_of(interaction: discord.Interaction[Client], *, private: bool) -> Visitor:
    """A thread counts as its channel too. Roles that Discord has not told us of do not count."""
    channels = {interaction.channel_id}
    if isinstance(interaction.channel, discord.Thread):
        channels.add(interaction.channel.parent_id)
    person = interaction.user
    roles = person.roles if private and isinstance(person, discord.Member) else []
    return Visitor(
        interaction.guild_id,
        frozenset(channel for channel in channels if channel),
        frozenset(role.id for role in roles),
    )
