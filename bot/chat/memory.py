"""What the client remembers of recent presses, with a bound; a restart may forget it."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

from bot.chat.ids import Mark

MAX_REMEMBERED = 10_000
MAX_MESSAGES = 1_000

T = TypeVar("T")


class Votes:
    """The latest mark a person gave an answer, so that the same press again takes it back."""

    def __init__(self) -> None:
        self._marks: OrderedDict[tuple[str, int], Mark] = OrderedDict()

    def toggled(self, key: str, user_id: int, mark: Mark) -> Mark:
        """What pressing `mark` now means: itself, or NONE when it already stands."""
        return Mark.NONE if self._marks.get((key, user_id)) is mark else mark

    def keep(self, key: str, user_id: int, mark: Mark) -> None:
        self._marks[key, user_id] = mark
        self._marks.move_to_end((key, user_id))
        if len(self._marks) > MAX_REMEMBERED:
            self._marks.popitem(last=False)


class Shares:
    """Private answers on their way to the channel or there, so that two presses post one."""

    def __init__(self) -> None:
        self._keys: OrderedDict[str, None] = OrderedDict()

    def claim(self, key: str) -> bool:
        """True for the first who asks."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > MAX_REMEMBERED:
            self._keys.popitem(last=False)
        return True

    def release(self, key: str) -> None:
        self._keys.pop(key, None)


class Messages(Generic[T]):
    """What is known of the latest messages, by their id."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, T] = OrderedDict()

    def get(self, message_id: int) -> T | None:
        return self._known.get(message_id)

    def keep(self, message_id: int, known: T) -> None:
        self._known[message_id] = known
        self._known.move_to_end(message_id)
        if len(self._known) > MAX_MESSAGES:
            self._known.popitem(last=False)
