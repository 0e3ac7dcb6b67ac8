"""All articles of a snapshot by what moderators look for: filtered, and sorted into what wants
looking at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from bot.articles.document import SUSPECTED_WARNING
from bot.articles.members import collection_of
from bot.articles.readers.front_matter import REWRITTEN_WARNING
from bot.desk.once import once_a_snapshot
from bot.search.snapshot import Snapshot

MIN_SHARED = 0.5
"""Share of an article's paragraphs that another one has nearly the same for the two to be near
duplicates."""

_REWRITTEN = frozenset((SUSPECTED_WARNING, REWRITTEN_WARNING))


class Entry(NamedTuple):
    """One article; `number` is its place in the snapshot."""

    number: int
    path: str
    title: str | None
    source: str | None
    day: date | None
    rewritten: bool


class Copy(NamedTuple):
    """An article of which `shared` of its `paragraphs` stand in another, nearly the same."""

    number: int
    other: int
    shared: int
    paragraphs: int


@once_a_snapshot
def catalogue(snapshot: Snapshot) -> tuple[Entry, ...]:
    """Every article in the order of the paths. Reads all of them when a snapshot is first asked,
    which takes some 10 µs each: ask in a thread."""
    return tuple(sorted(_entries(snapshot), key=lambda each: each.path))


def filtered(
    snapshot: Snapshot, wanted: str = "", collection: str | None = None
) -> tuple[Entry, ...]:
    """The articles of a collection, None for all, that hold every word of `wanted` in title,
    source, path or date, or else in their text."""
    entries = catalogue(snapshot)
    if collection is not None:
        entries = tuple(each for each in entries if collection_of(each.path) == collection)
    words = wanted.casefold().split()
    if not words:
        return entries
    found = tuple(each for each in entries if all(word in _named(each) for word in words))
    return found or tuple(
        each for each in entries if _holds(snapshot.documents.text(each.number), words)
    )


def copies(snapshot: Snapshot) -> tuple[Copy, ...]:
    """Articles that are near duplicates of an earlier one, in the order of their numbers."""
    layout, numbers = snapshot.layout, snapshot.documents.numbers()
    article_of, label = np.asarray(layout.article_of[:]), np.asarray(layout.copies[:])
    there = np.zeros(len(layout.first_paragraph) - 1, np.bool_)
    there[numbers] = True
    kept = np.flatnonzero(there[article_of])
    owner, group = article_of[kept].astype(np.int64), label[kept]
    _, first, back = np.unique(group, return_index=True, return_inverse=True)
    head = owner[first][back]  # the first article there is that holds each paragraph
    apart = head != owner
    pairs, shared = np.unique(owner[apart] * len(there) + head[apart], return_counts=True)
    sizes = np.bincount(owner, minlength=len(there))
    best: dict[int, Copy] = {}
    for pair, count in zip(pairs.tolist(), shared.tolist(), strict=True):
        number, other = divmod(pair, len(there))
        copy = Copy(number, other, count, int(sizes[number]))
        if count >= MIN_SHARED * copy.paragraphs and count > best.get(number, _NONE).shared:
            best[number] = copy
    return tuple(best[number] for number in sorted(best))


_NONE = Copy(0, 0, 0, 0)


def paragraphs(snapshot: Snapshot) -> int:
    """How many paragraphs the articles have that are there, without asking an index."""
    numbers, first = snapshot.documents.numbers(), snapshot.layout.first_paragraph
    return int((first[numbers + 1] - first[numbers]).sum()) if len(numbers) else 0


def _entries(snapshot: Snapshot) -> Sequence[Entry]:
    found: list[Entry] = []
    there = set(snapshot.documents.numbers().tolist())
    first = 0
    for half in (snapshot.base, snapshot.delta):
        if half is None:
            continue
        for place in range(half.segment.articles):
            if first + place in there:
                fields = json.loads(half.segment.table.rows.raw(place))["article"]
                found.append(_entry(first + place, fields))
        first += half.segment.articles
    return found


def _entry(number: int, fields: dict[str, Any]) -> Entry:
    day = date.fromisoformat(fields["date"]) if fields["date"] else None
    rewritten = not _REWRITTEN.isdisjoint(fields["warnings"])
    return Entry(number, fields["path"], fields["title"], fields["source"], day, rewritten)


def _named(entry: Entry) -> str:
    day = entry.day.isoformat() if entry.day else ""
    return f"{entry.title or ''} {entry.source or ''} {entry.path} {day}".casefold()


def _holds(text: str, words: Sequence[str]) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)
