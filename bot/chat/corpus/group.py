"""The /corpus group, and who may use it.

Each file of this room adds its commands to the group as a class that `CorpusCog` inherits: the
commands of one idea stay together, and all have the cog's check.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

if TYPE_CHECKING:
    from bot.chat.client import Client

# A template: every cog has copies of its commands, so that clients share nothing.
corpus = app_commands.Group(
    name="corpus",
    description="The articles the desk answers from",
    guild_only=True,
    allowed_contexts=app_commands.AppCommandContext(guild=True),
    default_permissions=discord.Permissions(manage_guild=True),
)


class CorpusCommands(commands.Cog):
    """What the commands of the group share. Only `CorpusCog` is ever made."""

    client: Client


def is_moderator(interaction: discord.Interaction[Client]) -> bool:
    """Whether the person has Manage Server here, or a role that the settings name. Discord hides
    the commands from others as it sees fit, and checks neither suggestions nor buttons."""
    if interaction.guild_id is None:
        return False
    allowed = interaction.permissions
    if allowed.manage_guild or allowed.administrator:
        return True
    member = interaction.user
    roles = {role.id for role in member.roles} if isinstance(member, discord.Member) else set()
    return bool(roles & interaction.client.settings.moderator_role_ids)


def check_moderator(interaction: discord.Interaction[Client]) -> None:
    """Raises NoPrivateMessage or MissingPermissions for anybody else."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    if not is_moderator(interaction):
        raise app_commands.MissingPermissions(["manage_guild"])
