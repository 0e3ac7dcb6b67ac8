"""How often one person may ask: a sliding window, held by the client."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from discord import app_commands

WINDOW_S = 60.0
PRUNE_ABOVE_PEOPLE = 1_000


class Limiter:
    """At most `rate` questions a person in any WINDOW_S seconds."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._asked: dict[int, deque[float]] = {}

    def take(self, user_id: int) -> None:
        """Count one question. Raises CommandOnCooldown with the seconds until the next is due."""
        now = self._clock()
        if len(self._asked) > PRUNE_ABOVE_PEOPLE:
            self._prune(now)
        times = self._asked.setdefault(user_id, deque())
        while times and times[0] <= now - WINDOW_S:
            times.popleft()
        if len(times) >= self._rate:
            cooldown = app_commands.Cooldown(self._rate, WINDOW_S)
            raise app_commands.CommandOnCooldown(cooldown, times[0] + WINDOW_S - now)
        times.append(now)

    def _prune(self, now: float) -> None:
        self._asked = {
            user: times for user, times in self._asked.items() if times[-1] > now - WINDOW_S
        }
