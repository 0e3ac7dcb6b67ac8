"""What was typed into a form and could not be taken over, until the form is opened again."""

from __future__ import annotations

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable

from bot.chat.corpus.correcting import Typed

KEPT_SECONDS = 900
MAX_DRAFTS = 200
KEY_BYTES = 12  # 16 URL-safe characters


class Drafts:
    """Held in memory: a restart costs no more than typing again."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, Typed]] = OrderedDict()

    def keep(self, typed: Typed) -> str:
        """The key to find it by."""
        key = secrets.token_urlsafe(KEY_BYTES)
        self._kept[key] = self._clock() + KEPT_SECONDS, typed
        if len(self._kept) > MAX_DRAFTS:
            self._kept.popitem(last=False)
        return key

    def find(self, key: str) -> Typed | None:
        until, typed = self._kept.get(key, (0.0, None))
        return typed if until > self._clock() else None
