"""Whom the bot answers at all: what is checked before every command, press, form and suggestion."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import discord

from bot.errors import RefdeskError

if TYPE_CHECKING:
    from bot.chat.client import Client

MEMBER_KEPT_S = 300.0
"""How long it is remembered whether somebody is a member of an allowed server."""

MAX_KEPT = 10_000
LOOKING_S = 1.8
"""How long a person waits for Discord to say so; the answer is due within 3 s."""

ANOTHER_TEAMS = (
    "This Refdesk belongs to another team, so it does not answer here. Please ask whoever runs it."
)
NOT_SURE = "I could not find out whether you belong to a server of mine. Please try again."

log = logging.getLogger(__name__)


class StrangerError(RefdeskError):
    """Somebody of a server that is not allowed."""


async def admit(interaction: discord.Interaction[Client]) -> None:
    """Count the current task as work to wait for, and the interaction as one of its person's.

    Raises ClosingError, StrangerError and PressesOnCooldown.
    """
    client, person = interaction.client, interaction.user.id
    client.gate.admit()
    if interaction.type is discord.InteractionType.autocomplete:
        client.limiter.suggest(person)
    else:
        client.limiter.press(person)
    await client.admission.check(interaction.guild_id, person)


class Admission:
    """Knows the servers that are allowed, all where none is named, and who is a member of one."""

    def __init__(
        self,
        client: Client,
        allowed: frozenset[int],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.allowed = allowed
        self._client, self._clock = client, clock
        self._members: OrderedDict[int, tuple[float, bool]] = OrderedDict()
        self._looking: dict[int, asyncio.Task[bool]] = {}

    async def check(self, guild_id: int | None, user_id: int) -> None:
        """`guild_id` None is a direct message, which members of an allowed server may send. Raises
        StrangerError."""
        if not self.allowed or guild_id in self.allowed:
            return
        if guild_id is not None or not await self._is_member(user_id):
            raise StrangerError(ANOTHER_TEAMS)

    def strangers(self, guilds: Iterable[discord.Guild]) -> list[discord.Guild]:
        """Those of the servers that are not allowed."""
        return [guild for guild in guilds if self.allowed and guild.id not in self.allowed]

    def note(self, guilds: Iterable[discord.Guild]) -> None:
        """Tell the operator of servers that have the bot and are not answered."""
        for guild in self.strangers(guilds):
            log.warning(
                "server %s (%r) has this bot but is not in ALLOWED_GUILD_IDS: it is not answered",
                guild.id,
                guild.name,
            )

    async def _is_member(self, user_id: int) -> bool:
        """Raises StrangerError when Discord does not say."""
        known = self._members.get(user_id)
        if known is not None and self._clock() < known[0] + MEMBER_KEPT_S:
            return known[1]
        task = self._looking.get(user_id)
        if task is None:  # one look for presses and suggestions that follow each other
            task = self._looking[user_id] = asyncio.create_task(self._look(user_id))
            task.add_done_callback(lambda _: self._looking.pop(user_id, None))
        await asyncio.wait({task}, timeout=LOOKING_S)
        if not task.done():
            raise StrangerError(NOT_SURE, detail="Discord is slow to tell who is a member")
        error = task.exception()
        if error is not None:
            raise StrangerError(NOT_SURE, detail=repr(error)) from error
        return task.result()

    async def _look(self, user_id: int) -> bool:
        """Whether a person is a member of an allowed server that the bot is in; remembered."""
        guilds = [guild for each in self.allowed if (guild := self._client.get_guild(each))]
        found: list[Any] = await asyncio.gather(
            *(guild.fetch_member(user_id) for guild in guilds), return_exceptions=True
        )
        member = any(isinstance(each, discord.Member) for each in found)
        if not member:
            for each in found:
                if isinstance(each, BaseException) and not isinstance(each, discord.NotFound):
                    raise each
        self._members[user_id] = self._clock(), member
        self._members.move_to_end(user_id)
        if len(self._members) > MAX_KEPT:
            self._members.popitem(last=False)
        return member
