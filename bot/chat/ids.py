"""What a button carries: everything it needs to work after a restart, in at most 100 characters.

An id is ``rd:<kind>:<key of the answer>:…``. Buttons on cards are built from the functions here,
and the handlers in `buttons` are registered with the templates here.
"""

from __future__ import annotations

from enum import StrEnum


class Place(StrEnum):
    """Where a card stands, which decides who may change it and whether it can be shared."""

    REPLY = "r"  # the public reply to the asker
    POSTED = "t"  # posted to the channel by Share
    PRIVATE = "s"  # seen by the asker alone, may be shared
    SHARED = "d"  # seen by the asker alone, has been shared
    COPY = "c"  # seen by one person alone, not to be shared

    @property
    def public(self) -> bool:
        return self in (Place.REPLY, Place.POSTED)


class Opens(StrEnum):
    """Whether a press opens a new private message or changes the one it stands on."""

    NEW = "n"
    HERE = "h"


class Mark(StrEnum):
    HELPFUL = "y"
    NOT_HELPFUL = "n"
    NONE = "x"

    @property
    def helpful(self) -> bool | None:
        return {Mark.HELPFUL: True, Mark.NOT_HELPFUL: False}.get(self)


_KEY = r"(?P<key>[A-Za-z0-9_-]{16})"
_PLACE = r"(?P<place>[rtsdc])"
_OPENS = r"(?P<opens>[nh])"
_NUMBER = r"(?P<number>[0-9]{1,3})"

PAGE = rf"rd:page:{_KEY}:{_PLACE}:{_NUMBER}:[bf]"
CONTEXT = rf"rd:context:{_KEY}:{_NUMBER}:{_OPENS}"
VOTE = rf"rd:vote:{_KEY}:(?P<mark>[ynx]):{_OPENS}"
SHARE = rf"rd:share:{_KEY}:{_NUMBER}"
AGAIN = rf"rd:again:{_KEY}:{_PLACE}"
NEVER = r"(?!)"


def page(key: str, place: Place, number: int, *, forward: bool) -> str:
    """`forward` keeps the two ends of the pager apart: ids are unique within a message."""
    return f"rd:page:{key}:{place}:{number}:{'f' if forward else 'b'}"


def page_indicator(key: str) -> str:
    return f"rd:at:{key}"


def context(key: str, index: int, opens: Opens) -> str:
    return f"rd:context:{key}:{index}:{opens}"


def vote(key: str, mark: Mark, opens: Opens) -> str:
    return f"rd:vote:{key}:{mark}:{opens}"


def share(key: str, page: int) -> str:
    return f"rd:share:{key}:{page}"


def again(key: str, place: Place) -> str:
    return f"rd:again:{key}:{place}"
