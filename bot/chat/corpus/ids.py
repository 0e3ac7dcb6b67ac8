"""What the buttons and forms of /corpus carry, beside `bot.chat.ids`: at most 100 characters."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b

from bot.articles.members import TOP

MAX_FILTER_UNITS = 64
"""Of what a list is filtered by, so that it fits into the ids of its pager."""

ANY = "-"
"""In the place of a collection: every one."""

_KEY = r"(?P<key>[A-Za-z0-9_-]{16})"
_ID = r"(?P<key>[0-9a-f]{12})"
_PAGE = r"(?P<number>[0-9]{1,7})"

UPLOAD = rf"rd:upload:{_KEY}:{_PAGE}:(?P<what>[kredabf])"
UPLOAD_FORM = rf"rd:uploadform:{_KEY}:{_PAGE}"
SHOW = rf"rd:show:{_ID}:{_PAGE}:[bf]"
EDIT = rf"rd:edit:{_ID}:(?P<draft>[A-Za-z0-9_-]{{16}}|-)"
EDIT_FORM = rf"rd:editform:{_ID}"
UNEDIT = rf"rd:unedit:{_ID}"
REMOVE = rf"rd:remove:{_ID}:(?P<what>[ayn])"
UNREMOVE = rf"rd:unremove:{_KEY}"
LIST = rf"rd:list:(?P<key>[0-9a-f]{{8}}|-):{_PAGE}:(?P<filter>.*):[bf]"
CHECK = rf"rd:check:(?P<key>[a-z]+):{_PAGE}:[bfo]"


class Does(StrEnum):
    """What a button on an upload does."""

    KEEP = "k"
    REPLACE = "r"
    EDIT = "e"
    DROP = "d"
    KEEP_ALL = "a"
    BACK = "b"
    ONWARD = "f"


def upload(key: str, index: int, does: Does) -> str:
    """`index` of the file, or of the file to turn to."""
    return f"rd:upload:{key}:{index}:{does}"


def upload_form(key: str, index: int) -> str:
    return f"rd:uploadform:{key}:{index}"


def show(article_id: str, page: int, *, forward: bool) -> str:
    return f"rd:show:{article_id}:{page}:{'f' if forward else 'b'}"


def edit(article_id: str, draft: str = "-") -> str:
    """`draft` is the key of what was typed before and could not be taken over."""
    return f"rd:edit:{article_id}:{draft}"


def edit_form(article_id: str) -> str:
    return f"rd:editform:{article_id}"


def unedit(article_id: str) -> str:
    return f"rd:unedit:{article_id}"


def remove(article_id: str, what: str) -> str:
    """`what` is a to be asked, y for yes, n for no."""
    return f"rd:remove:{article_id}:{what}"


def unremove(token: str) -> str:
    return f"rd:unremove:{token}"


def listing(collection: str, page: int, wanted: str, *, forward: bool) -> str:
    """`collection` as `collection_key` names it; `wanted` has at most MAX_FILTER_UNITS."""
    return f"rd:list:{collection}:{page}:{wanted}:{'f' if forward else 'b'}"


def check(category: str, page: int, how: str) -> str:
    """`how` is o for the button that opens a category, b and f for its pager."""
    return f"rd:check:{category}:{page}:{how}"


def collection_key(name: str | None) -> str:
    """Eight hexadecimal digits of the BLAKE2b of a collection's name; None is ANY."""
    if name is None:
        return ANY
    return blake2b((name or TOP).encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
