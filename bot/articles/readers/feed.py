"""RSS and Atom: one article an entry, in the feed's order.

Verbatim means here what it means for a web page (bot.articles.readers.dom): an entry's text is what
its HTML shows. Text without a tag keeps its lines.
"""

from __future__ import annotations

import io
import re
import unicodedata
from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from html import escape
from typing import Any

from bot.articles.readers.dom import Piece, pieces_of, to_reading
from bot.articles.readers.extracted import Extracted
from bot.articles.readers.extras import extra
from bot.articles.readers.markup import parse_page
from bot.articles.readers.statements import day_of, stated
from bot.articles.reject import RejectionError
from bot.text.unseen import plain

MAX_ENTRIES = 2_000
"""Of one feed."""

MAX_SLUG_CHARS = 60
"""Of an entry's title in its name."""

NO_FEED = "Not an RSS or Atom feed."

_TAG = re.compile(r"<[A-Za-z/!]")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\r?\n[ \t]*)+")
_TRAILER = re.compile(
    r"The post\b.{1,400}\b(?:appeared first on|first appeared on)\b.{1,200}", re.S
)
_ENDS_IN_LINK = re.compile(r"(?:continue reading|read more|read on|more)\b\W*\Z", re.IGNORECASE)


def read_feed(data: bytes) -> tuple[tuple[str, Extracted], ...]:
    """Names and articles of the entries that hold text. A name is made of the entry's day, title
    and id (``2024-03-05-harbour-opens-1a2b3c``): it stays the same while the feed moves on.

    An entry's `updated` is no day of publication and thus only inferred. Nothing is fetched: the
    feed is parsed as bytes. Raises RejectionError when the extra is missing, or for what is no feed
    or has more entries than the limit.
    """
    with extra("feeds", "Feed"):
        import feedparser
        import lxml.html  # noqa: F401
    try:
        feed: Any = feedparser.parse(
            io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # what feedparser lets through depends on the parser beneath it
        raise RejectionError(NO_FEED, detail=repr(error)) from None
    if not feed.get("version") and not feed.entries:
        raise RejectionError(NO_FEED, detail=repr(feed.get("bozo_exception", "")))
    if len(feed.entries) > MAX_ENTRIES:
        raise RejectionError(f"More than {MAX_ENTRIES:,} entries in the feed.")
    source = plain(_text(feed.feed, "title"))
    found: dict[str, Extracted] = {}
    for entry in feed.entries:
        extracted = _extracted(entry, source)
        if extracted.text:
            found.setdefault(_name(entry, extracted), extracted)
    return tuple(found.items())


def _extracted(entry: Any, source: str) -> Extracted:
    pieces = [_judged(piece) for piece in _pieces(_body(entry))]
    text, reading = to_reading(pieces)
    people = [_text(author, "name") for author in entry.get("authors", []) if author]
    declared = stated(
        title=_shown(_text(entry, "title")),
        source=source,
        authors=[name for name in people if name] or [_text(entry, "author")],
        published=_day(_text(entry, "published")),
        url=_text(entry, "link"),
    )
    inferred = None if declared.date else _day(dict.get(entry, "updated") or "")
    return Extracted(text, reading, ".html", declared, inferred)


def _text(values: Any, key: str) -> str:
    value = values.get(key)
    return value.strip() if isinstance(value, str) else ""


def _body(entry: Any) -> str:
    """The longest of the entry's contents, else its summary."""
    contents = [_text(content, "value") for content in entry.get("content", []) if content]
    return max(contents, key=len, default="") or _text(entry, "summary")


def _pieces(body: str) -> list[Piece]:
    if not _TAG.search(body):
        parts = _BLANK_LINES.split(body.replace("\r\n", "\n"))
        body = "".join(f"<pre>{_escaped(part)}</pre>" for part in parts if part.strip())
    root = parse_page(f"<html><body>{body}</body></html>") if body else None
    return list(pieces_of(root)) if root is not None else []


def _escaped(text: str) -> str:
    """Text for a page; what are entities of HTML already stay such."""
    return re.sub(r"&amp;(#?\w{2,10};)", r"&\1", escape(text, quote=False))


def _judged(piece: Piece) -> Piece:
    if piece.reason is None and (
        _TRAILER.fullmatch(piece.text) or (piece.linked >= 1.0 and _ENDS_IN_LINK.match(piece.text))
    ):
        return replace(piece, reason="link to more")
    return piece


def _shown(title: str) -> str:
    """A title as it is shown: some feeds have markup in it."""
    if "<" not in title and "&" not in title:
        return title
    return " ".join(piece.text for piece in _pieces(title))


def _day(text: str) -> date | None:
    """The calendar day in the zone that the feed states, of RFC 5322 or ISO 8601."""
    if day := day_of(text):
        return day
    try:
        return parsedate_to_datetime(text).date() if text else None
    except (ValueError, TypeError, IndexError):
        return None


def _name(entry: Any, extracted: Extracted) -> str:
    declared = extracted.declared
    id_ = _text(entry, "id") or declared.url or f"{declared.title}\n{extracted.text}"
    mark = blake2b(id_.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()
    ascii_ = unicodedata.normalize("NFKD", declared.title or "").encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_.lower()).strip("-")
    slug = words if len(words) <= MAX_SLUG_CHARS else words[:MAX_SLUG_CHARS].rpartition("-")[0]
    return "-".join(part for part in (str(declared.date or ""), slug, mark) if part)
