"""How often people may ask: sliding windows, held by the client."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable

from discord import app_commands

WINDOW_S = 60.0
LIGHT_PER_MINUTE = 120
"""How often one person may press, turn pages and call commands in a minute, and as often see
suggestions; where questions may be asked more often, as often as those."""

MAX_KEPT = 10_000
"""People, or servers, of one window; beyond that, those who were longest quiet are forgotten."""

DEFAULT_GUILD_RATE = 120


class ServerOnCooldown(app_commands.CommandOnCooldown):
    """All people of a server together are too fast."""


class PressesOnCooldown(app_commands.CommandOnCooldown):
    """A person presses too fast."""


class Window:
    """At most `rate` of anything in any WINDOW_S seconds, for each key."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._cooldown = app_commands.Cooldown(rate, WINDOW_S)
        self._times: OrderedDict[int, deque[float]] = OrderedDict()  # by the last of each

    def __len__(self) -> int:
        return len(self._times)

    def wait(self, key: int) -> float:
        """Seconds until the next is due, 0 if it is now."""
        now, times = self._clock(), self._times.get(key, deque())
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        return times[0] + WINDOW_S - now if len(times) >= self._cooldown.rate else 0.0

    def count(self, key: int) -> None:
        now = self._clock()
        self._times.setdefault(key, deque()).append(now)
        self._times.move_to_end(key)
        while len(self._times) > MAX_KEPT or self._oldest() <= now - WINDOW_S:
            self._times.popitem(last=False)

    def check(self, key: int, error: type[app_commands.CommandOnCooldown]) -> None:
        """Raises `error` with the seconds until the next is due, if that is not now."""
        if wait := self.wait(key):
            raise error(self._cooldown, wait)

    def _oldest(self) -> float:
        times = next(iter(self._times.values()))
        return times[-1] if times else float("-inf")


class Limiter:
    """At most `rate` questions a person, and `guild_rate` a server, in any WINDOW_S seconds."""

    def __init__(
        self,
        rate: int,
        clock: Callable[[], float] = time.monotonic,
        *,
        guild_rate: int = DEFAULT_GUILD_RATE,
    ) -> None:
        light = max(LIGHT_PER_MINUTE, rate)
        self._people, self._guilds = Window(rate, clock), Window(guild_rate, clock)
        self._presses, self._suggestions = Window(light, clock), Window(light, clock)

    def take(self, user_id: int, guild_id: int | None = None) -> None:
        """Count one question, or what takes as long, for a person and a server; for neither when
        one of them has to wait. Raises CommandOnCooldown, or ServerOnCooldown, with the seconds
        until the next is due."""
        self._people.check(user_id, app_commands.CommandOnCooldown)
        if guild_id is not None:
            self._guilds.check(guild_id, ServerOnCooldown)
            self._guilds.count(guild_id)
        self._people.count(user_id)

    def may_take(self, user_id: int, guild_id: int | None = None) -> bool:
        """As `take`, for what just stays away when it is too much."""
        try:
            self.take(user_id, guild_id)
        except app_commands.CommandOnCooldown:
            return False
        return True

    def press(self, user_id: int) -> None:
        """Count one command, press or form. Raises PressesOnCooldown."""
        self._presses.check(user_id, PressesOnCooldown)
        self._presses.count(user_id)

    def suggest(self, user_id: int) -> None:
        """Count suggestions for what somebody is typing. Raises PressesOnCooldown."""
        self._suggestions.check(user_id, PressesOnCooldown)
        self._suggestions.count(user_id)
