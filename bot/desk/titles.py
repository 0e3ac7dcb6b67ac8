"""Articles found by their titles, while somebody is still typing one."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate
from pathlib import PurePosixPath
from typing import NamedTuple

import numpy as np

from bot.answer import citing
from bot.desk.once import once_a_snapshot
from bot.search import rows
from bot.search.arrays import Ints
from bot.search.snapshot import Snapshot
from bot.text.unseen import plain

MAX_LOOKED = 20_000
"""Titles with the longest of several words that are looked through for the others."""


class Match(NamedTuple):
    """An article by its title as a citation has it: one without is ``untitled (file name)``."""

    article_id: str
    title: str
    source: str | None
    date: date | None


def find(snapshot: Snapshot, typed: str, limit: int) -> list[Match]:
    """At most `limit` articles of the snapshot, the newest first, those without a date last: whose
    title begins with what was typed, then with a word that does, then with the text anywhere, then
    with all its words. Without a title, the name of the file counts. Upper and lower case are the
    same; nothing typed gives the newest articles.

    Reads all titles when a snapshot is first asked, which takes 3 µs each: ask in a thread.
    """
    found = _titles(snapshot).find(plain(typed).casefold(), limit)
    return [_match(snapshot, number) for number in found]


def _match(snapshot: Snapshot, number: int) -> Match:
    article = snapshot.documents[number].article
    source = plain(article.source or "") or None
    return Match(article.id, citing.title(article), source, article.date)


@once_a_snapshot
def _titles(snapshot: Snapshot) -> _Titles:
    return _Titles(snapshot)


class _Titles:
    """All titles in one text, a line each, since nothing finds words faster than `str.find`."""

    def __init__(self, snapshot: Snapshot) -> None:
        numbers = snapshot.documents.numbers()
        newest = np.argsort(-snapshot.dates[numbers], kind="stable")
        self._numbers: list[int] = numbers[newest].tolist()
        titles = _lines(snapshot, numbers)
        lines = [titles[place] for place in newest.tolist()]
        self._text = "\n" + "".join(f"{line}\n" for line in lines)
        self._starts = list(accumulate((len(line) + 1 for line in lines), initial=1))

    def find(self, wanted: str, limit: int) -> list[int]:
        """The numbers of the articles; `wanted` is one line in lower case."""
        if not wanted:
            return self._numbers[:limit]
        found: dict[int, None] = {}
        as_typed = (self._with(f"\n{wanted}", 1), self._with(f" {wanted}"), self._with(wanted))
        there = as_typed if wanted in self._text else ()
        for lines in (*there, self._with_all(wanted.split())):
            for line in lines:
                found[line] = None
                if len(found) >= limit:
                    return [self._numbers[each] for each in found]
        return [self._numbers[each] for each in found]

    def _with(self, text: str, skipped: int = 0) -> Iterator[int]:
        """The lines that hold `text`, of which the first `skipped` characters lie before them."""
        at = self._text.find(text)
        while at >= 0:
            line = bisect_right(self._starts, at + skipped) - 1
            yield line
            at = self._text.find(text, self._starts[line + 1] - skipped)

    def _with_all(self, words: Sequence[str]) -> Iterator[int]:
        longest, *others = sorted(words, key=len, reverse=True)
        if not others or any(word not in self._text for word in others):
            return
        for _, line in zip(range(MAX_LOOKED), self._with(longest), strict=False):
            title = self._text[self._starts[line] : self._starts[line + 1]]
            if all(word in title for word in others):
                yield line


def _lines(snapshot: Snapshot, numbers: Ints) -> list[str]:
    """Those of the articles with these ascending numbers, as they are compared."""
    found: list[str] = []
    first = 0
    for half in (snapshot.base, snapshot.delta):
        if half is None:
            continue
        table = half.segment.table
        begin, end = np.searchsorted(numbers, [first, first + half.segment.articles]).tolist()
        for number in numbers[begin:end].tolist():
            title, path = rows.named(table.rows.raw(number - first))
            found.append((_line(title or "") or _line(PurePosixPath(path).name)).casefold())
        first += half.segment.articles
    return found


def _line(text: str) -> str:
    """As `plain`, sooner for most titles."""
    return " ".join(text.split()) if text.isascii() and text.isprintable() else plain(text)
