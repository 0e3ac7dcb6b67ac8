"""What the client remembers of recent presses, with a bound; a restart may forget it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from bot.chat.ids import Mark

MAX_REMEMBERED = 10_000
MAX_MESSAGES = 1_000

K = TypeVar("K", bound=Hashable)
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

    def forget(self, user_id: int) -> None:
        """Every mark of a person."""
        for place in [place for place in self._marks if place[1] == user_id]:
            del self._marks[place]


class Claims(Generic[K]):
    """What is being done or is done already, so that two presses do it once."""

    def __init__(self) -> None:
        self._keys: OrderedDict[K, None] = OrderedDict()

    def claim(self, key: K) -> bool:
        """True for the first who asks."""
        if key in self._keys:
            return False
        self._keys[key] = None
        if len(self._keys) > MAX_REMEMBERED:
            self._keys.popitem(last=False)
        return True

    def release(self, key: K) -> bool:
        """Whether it had been claimed."""
        claimed = key in self._keys
        self._keys.pop(key, None)
        return claimed


class Messages(Generic[T]):
    """What is known of messages, by their id: of the latest, and of older ones for as long as
    somebody works with what is known of them."""

    def __init__(self) -> None:
        self._latest: OrderedDict[int, T] = OrderedDict()
        self._held: WeakValueDictionary[int, T] = WeakValueDictionary()

    def known(self, message_id: int, make: Callable[[], T]) -> T:
        """What is known, the same for all who ask; `make` says it where nothing is."""
        known = self._held.get(message_id)
        if known is None:
            known = self._held[message_id] = make()
        self._latest[message_id] = known
        self._latest.move_to_end(message_id)
        if len(self._latest) > MAX_MESSAGES:
            self._latest.popitem(last=False)
        return known

    def all(self) -> tuple[T, ...]:
        """What is known of each message."""
        return tuple(self._held.values())
