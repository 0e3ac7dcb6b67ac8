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


class PrivacyDoes(StrEnum):
    """What a button of /privacy does."""

    EXPORT = "export"
    DELETE = "delete"
    SURE = "sure"
    BACK = "back"


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
OPEN = rf"rd:open:{_KEY}:{_NUMBER}:{_OPENS}"
OPEN_EVENT = rf"rd:openevent:{_KEY}:{_NUMBER}:{_OPENS}"
READ = (
    r"rd:read:(?P<key>[0-9a-f]{12}):(?P<digest>[0-9a-f]{12}):(?P<number>[0-9]{1,6})"
    r":(?P<owner>[0-9]{1,20}):[bf]"
)
SOURCES = r"rd:(?P<key>sources):(?P<number>[0-9]{1,6}):(?P<owner>[0-9]{1,20}):[bf]"
PRIVACY = r"rd:privacy:(?P<key>[a-z]+)"
UNANSWERED = r"rd:unanswered:(?P<key>[0-9]{1,4}):(?P<number>[0-9]{1,4}):[bf]"
FILL = rf"rd:fill:{_KEY}"
FILL_FORM = rf"rd:fillform:{_KEY}"
NEVER = r"(?!)"

ALONE = 0
"""As the owner of a card: one person alone sees it, who may turn it."""

_DIGEST_CHARS = 12


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


def open_quote(key: str, index: int, opens: Opens) -> str:
    """On an answer: the article of a quote, at its page."""
    return f"rd:open:{key}:{index}:{opens}"


def open_event(key: str, index: int, opens: Opens) -> str:
    """On a timeline, as `open_quote`."""
    return f"rd:openevent:{key}:{index}:{opens}"


def read(article_id: str, digest: str, page: int, owner: int, *, forward: bool) -> str:
    """A page of an article, as `page`; the start of the digest of its file tells when it is another
    text. `owner` is the id of the person who may turn it in place, or ALONE."""
    end = "f" if forward else "b"
    return f"rd:read:{article_id}:{digest[:_DIGEST_CHARS]}:{page}:{owner}:{end}"


def sources(page: int, owner: int, *, forward: bool) -> str:
    """A page of the outlets, as `read`."""
    return f"rd:sources:{page}:{owner}:{'f' if forward else 'b'}"


def privacy(does: PrivacyDoes) -> str:
    return f"rd:privacy:{does}"


def unanswered(days: int, page: int, *, forward: bool) -> str:
    """A page of what the last days left unanswered, as `page`."""
    return f"rd:unanswered:{days}:{page}:{'f' if forward else 'b'}"


def fill(key: str) -> str:
    """To add an article for what was refused under `key`."""
    return f"rd:fill:{key}"


def fill_form(key: str) -> str:
    return f"rd:fillform:{key}"
