"""The entries of a feed as files of the corpus: ``feeds/<host>/<day-title-key>.html``.

Each is a small page that states what the feed states: title, outlet, authors, day and address. Its
paragraphs are those that the feed's reader found, so that reading the page gives the same text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import date
from hashlib import blake2b
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from bot.articles import keeping
from bot.articles.article import Span
from bot.articles.readers.blocks import Block
from bot.articles.readers.extracted import Extracted, Found
from bot.errors import CorpusError

COLLECTION = "feeds"

MAX_FILES = 20_000
"""Entries of one host. A feed that brings more is no list of articles."""

FULL = f"There are {MAX_FILES:,} files of this host already, so nothing more is kept."

_KEYED = re.compile(r"-?([0-9a-f]{12})\.html\Z")
_MARK_CHARS = 6  # ends the name that the feed's reader gives an entry


def host_folder(address: str) -> str:
    """The folder within COLLECTION for the entries of all feeds of a host."""
    host = urlsplit(address).hostname or ""
    try:
        host = host.encode("idna").decode("ascii")
    except UnicodeError:  # no name that the web knows, but an address may have it
        host = ascii(host)[1:-1]
    return re.sub(r"[^a-z0-9.-]+", "-", host.lower()).strip(".-") or "feed"


def keep_entries(
    root: Path, address: str, entries: Sequence[Found], kept: Collection[str]
) -> tuple[int, tuple[str, ...]]:
    """Write what is new or has changed, and leave alone all else: what the feed no longer has, and
    what is among the `kept` keys but was removed. How many files were written, and the keys of all
    entries. Raises CorpusError when the folder cannot be written."""
    home = f"{COLLECTION}/{host_folder(address)}"
    folder = root / home
    here = {key: name for name in _names(folder) if (key := _key_in(name))}
    written = 0
    keys = _keys(entries)
    for key, entry in keys.items():
        if entry.extracted is None or (key in kept and key not in here):
            continue
        if key not in here and len(here) >= MAX_FILES:
            raise CorpusError(FULL)
        name = here.setdefault(key, _file_name(entry.member, key))
        data = page(entry.extracted)
        if _bytes(folder / name) != data:
            _make(root, home)
            keeping.add(root, f"{home}/{name}", data, replace=True)
            written += 1
    return written, tuple(keys)


def page(extracted: Extracted) -> bytes:
    """A page in UTF-8. Of what is never quoted it has the headings alone."""
    declared = extracted.declared
    title = declared.title or ""
    facts = [
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        *_meta("property", "og:title", declared.title),
        *_meta("property", "og:site_name", declared.source),
        *_meta("property", "article:published_time", _iso(declared.date)),
        *_meta(
            "property",
            "article:modified_time",
            _iso(extracted.inferred_date),
        ),
        *(line for name in declared.authors for line in _meta("name", "author", name)),
        *([f'<link rel="canonical" href="{escape(declared.url)}">'] if declared.url else []),
    ]
    heading = [f"<h1>{escape(title, quote=False)}</h1>"] if title else []
    blocks = extracted.reading.blocks if extracted.reading else ()
    body = [line for block in blocks if (line := _element(extracted.text, block))]
    lines = [
        "<!DOCTYPE html>",
        "<html>",
        "<head>",
        *facts,
        "</head>",
        "<body>",
        "<article>",
        *heading,
        *body,
        "</article>",
        "</body>",
        "</html>",
        "",
    ]
    return "\n".join(lines).encode("utf-8", "replace")


def _meta(attribute: str, name: str, value: str | None) -> list[str]:
    return [f'<meta {attribute}="{name}" content="{escape(value)}">'] if value else []


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _element(text: str, block: Block) -> str:
    span: Span = block.span
    shown = escape(text[span.start : span.end], quote=False)
    if block.reason == "heading":
        return f"<h2>{shown}</h2>"
    if block.reason is not None:
        return ""
    return f"<ul><li>{shown}</li></ul>" if block.item else f"<p>{shown}</p>"


def _keys(entries: Sequence[Found]) -> dict[str, Found]:
    """Each entry by a key that stays the same while it is edited: of its address and its id, the
    mark of which ends its name."""
    keys: dict[str, Found] = {}
    for entry in entries:
        url = entry.extracted.declared.url if entry.extracted else None
        text = f"{url or ''}\n{entry.member[-_MARK_CHARS:]}"
        key = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        keys.setdefault(key, entry)
    return keys


def _file_name(member: str, key: str) -> str:
    stem = member[:-_MARK_CHARS].strip("-")
    return f"{stem}-{key}.html" if stem else f"{key}.html"


def _key_in(name: str) -> str | None:
    found = _KEYED.search(name)
    return found[1] if found else None


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _make(root: Path, home: str) -> None:
    try:
        (root / home).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CorpusError(keeping.READ_ONLY, detail=repr(error)) from error
