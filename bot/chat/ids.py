"""What a button carries: everything it needs to work after a restart, in at most 100 characters.

An id is ``rd:<kind>:<key of the answer or timeline>:…``. Buttons on cards are built from the
functions here, and the handlers in `buttons` and `timeline_buttons` are registered with the
templates here.
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

    @property
    def unshared(self) -> Place:
        """Where another answer in the stead of this one stands, which nobody has shared yet."""
        return Place.PRIVATE if self is Place.SHARED else self


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


class FileKind(StrEnum):
    """What a timeline can be exported as."""

    MARKDOWN = "m"
    CSV = "c"
    ICALENDAR = "i"


_KEY = r"(?P<key>[A-Za-z0-9_-]{16})"
_PLACE = r"(?P<place>[rtsdc])"
_OPENS = r"(?P<opens>[nh])"
_NUMBER = r"(?P<number>[0-9]{1,3})"

PAGE = rf"rd:page:{_KEY}:{_PLACE}:{_NUMBER}:[bf]"
CONTEXT = rf"rd:context:{_KEY}:{_NUMBER}:{_OPENS}"
VOTE = rf"rd:vote:{_KEY}:(?P<mark>[ynx]):{_OPENS}"
SHARE = rf"rd:share:{_KEY}:{_NUMBER}"
AGAIN = rf"rd:again:{_KEY}:{_PLACE}"
TIMELINE = rf"rd:timeline:{_KEY}:{_PLACE}"
EVENTS = rf"rd:events:{_KEY}:{_PLACE}:{_NUMBER}:[bf]"
ARTICLE = rf"rd:article:{_KEY}:{_NUMBER}:{_OPENS}"
SHARE_EVENTS = rf"rd:shareevents:{_KEY}:{_NUMBER}"
EVENTS_AGAIN = rf"rd:eventsagain:{_KEY}:{_PLACE}"
EXPORT = rf"rd:export:{_KEY}:(?P<kind>[mci])"
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


def timeline(key: str, place: Place) -> str:
    """On an answer: a timeline of its question."""
    return f"rd:timeline:{key}:{place}"


def events(key: str, place: Place, number: int, *, forward: bool) -> str:
    """A page of a timeline, as `page`."""
    return f"rd:events:{key}:{place}:{number}:{'f' if forward else 'b'}"


def article(key: str, index: int, opens: Opens) -> str:
    return f"rd:article:{key}:{index}:{opens}"


def share_events(key: str, page: int) -> str:
    return f"rd:shareevents:{key}:{page}"


def events_again(key: str, place: Place) -> str:
    return f"rd:eventsagain:{key}:{place}"


def export(key: str, kind: FileKind) -> str:
    return f"rd:export:{key}:{kind}"
