"""Uploads that wait for a moderator to keep or drop them, in memory, with a bound."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.articles.edits import Edit
from bot.desk.preview import Preview
from bot.errors import StaleError

WAIT_SECONDS = 900
"""How long an upload waits; a modal or button of it works so long."""

MAX_HELD_BYTES = 64_000_000
"""Of all files that wait together; the oldest uploads go first."""

MAX_UPLOADS = 200
"""Uploads that wait at a time."""

KEY_BYTES = 12  # 16 URL-safe characters
GONE = "This upload is no longer held: files wait 15 minutes for “Keep”. Please add it again."


class State(StrEnum):
    WAITING = "waiting"
    KEPT = "kept"
    DROPPED = "dropped"


@dataclass(slots=True)
class Item:
    """One file of an upload. `path` is where it would be kept; empty where it cannot be, for the
    `reason`. `taken` tells that a file is there already. `typed` are a modal's fields that could
    not be taken over, for the next one. `said` is what became of it."""

    name: str
    path: str
    data: bytes
    previews: tuple[Preview, ...] = ()
    reason: str = ""
    taken: bool = False
    edit: Edit | None = None
    typed: tuple[str, str, str] | None = None
    state: State = State.WAITING
    said: str = ""

    @property
    def fit(self) -> bool:
        """Whether it holds anything that could be kept."""
        return bool(self.path) and any(each.document for each in self.previews)

    @property
    def single(self) -> bool:
        """Whether the file is one article, not an archive or a feed, which may hold just one."""
        return len(self.previews) == 1 and self.previews[0].path == self.path

    @property
    def size(self) -> int:
        """Roughly the bytes that it holds."""
        texts = (len(each.document.text) for each in self.previews if each.document)
        return len(self.data) + sum(texts)

    @property
    def waiting(self) -> bool:
        return self.state is State.WAITING and self.fit

    def end(self, state: State, said: str = "") -> None:
        """What it holds is let go."""
        self.state, self.said, self.data, self.previews = state, said, b"", ()


@dataclass(slots=True)
class Upload:
    """Files that one person added at once, for one collection. Change it under its `lock`."""

    owner: int
    guild: int
    collection: str
    items: Sequence[Item]
    key: str = field(default_factory=lambda: secrets.token_urlsafe(KEY_BYTES))
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    expires: float = 0.0

    @property
    def size(self) -> int:
        return sum(item.size for item in self.items)


class Pending:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, Upload] = OrderedDict()

    def __len__(self) -> int:
        """How many uploads have a file that waits."""
        self._expire()
        return sum(any(item.waiting for item in upload.items) for upload in self._held.values())

    def hold(self, upload: Upload) -> None:
        self._expire()
        upload.expires = self._clock() + WAIT_SECONDS
        self._held[upload.key] = upload
        while len(self._held) > 1 and self._over():
            self._held.popitem(last=False)

    def find(self, key: str, owner: int, guild: int | None) -> Upload:
        """Raises StaleError for an upload that is not held any more, or is another person's."""
        self._expire()
        upload = self._held.get(key)
        if upload is None or upload.owner != owner or upload.guild != guild:
            raise StaleError(GONE)
        return upload

    def _over(self) -> bool:
        size = sum(upload.size for upload in self._held.values())
        return len(self._held) > MAX_UPLOADS or size > MAX_HELD_BYTES

    def _expire(self) -> None:
        now = self._clock()
        for key in [key for key, upload in self._held.items() if upload.expires <= now]:
            del self._held[key]
