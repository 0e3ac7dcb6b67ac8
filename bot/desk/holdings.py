"""What a snapshot holds: outlets, collections, and what has come lately."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from bot.answer import citing
from bot.articles.members import collection_of, file_of
from bot.desk.once import once_a_snapshot
from bot.desk.sources import count_sources
from bot.desk.status import SourceCount
from bot.search.snapshot import Snapshot
from bot.text.unseen import plain

LATEST = 5
"""Articles that are told as the latest."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An article whose file was put into the folder, or changed there, at `when`, in seconds since
    1970. `title` is that of a citation."""

    article_id: str
    title: str
    source: str | None
    when: float


@dataclass(frozen=True, slots=True)
class Holdings:
    """`sources` and `collections` (with their articles) by number of articles, most first; TOP is
    the collection of what is in no folder. `latest` has the latest arrival first."""

    articles: int
    undated: int
    sources: tuple[SourceCount, ...]
    collections: tuple[tuple[str, int], ...]
    latest: tuple[Arrival, ...]


@once_a_snapshot
def holdings(snapshot: Snapshot, folder: Path) -> Holdings:
    """Looks at every file of a snapshot that is asked for the first time, without opening it: for a
    thread."""
    sources = count_sources(snapshot)
    counted: Counter[str] = Counter()
    arrived: dict[str, float] = {}
    placed: list[tuple[float, int]] = []
    for number, path in snapshot.documents.paths():
        counted[collection_of(path)] += 1
        file = file_of(path)
        if file not in arrived:
            arrived[file] = _arrived(folder, file)
        placed.append((arrived[file], -number))
    latest = nlargest(LATEST, (each for each in placed if each[0]))
    return Holdings(
        articles=sum(count.articles for count in sources),
        undated=sum(count.undated for count in sources),
        sources=sources,
        collections=tuple(counted.most_common()),
        latest=tuple(_arrival(snapshot, -number, when) for when, number in latest),
    )


def _arrived(folder: Path, file: str) -> float:
    """When the file, or what is said of it, last changed: a copy may keep the time at which its
    original was written. 0 where nobody can say."""
    try:
        return (folder / file).stat().st_ctime
    except OSError:
        return 0.0


def _arrival(snapshot: Snapshot, number: int, when: float) -> Arrival:
    article = snapshot.documents[number].article
    return Arrival(article.id, citing.title(article), plain(article.source or "") or None, when)
