"""``corpus list``, ``show``, ``reload`` and ``status``: what the desk makes of the folder."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.answer import citing
from bot.answer.wording import plural
from bot.articles.dated import published
from bot.articles.members import collection_of
from bot.console.check import show_document
from bot.console.clean import clean
from bot.console.corpus.finding import article_named, looked_at
from bot.console.progress import progress_bar
from bot.console.screen import Screen
from bot.console.stream import emit
from bot.desk import Status
from bot.desk.catalogue import Entry, filtered
from bot.desk.corpus import LiveCorpus
from bot.desk.figures import Figures, figures
from bot.errors import QuestionError
from bot.search.snapshot import Snapshot
from bot.search.update import Limits, Update

MB = 1_000_000


async def list_articles(
    folder: Path, log_path: Path, wanted: str, collection: str | None, as_json: bool
) -> int:
    """Raises CorpusError; QuestionError for a collection that no article lies in."""
    async with looked_at(folder, log_path) as desk:
        snapshot = desk.snapshot
        if collection is not None:
            there = {collection_of(path) for _, path in snapshot.documents.paths()}
            if collection not in there:
                raise QuestionError("There is no such collection among the articles.")
        found = filtered(snapshot, wanted, collection)
        screen = Screen(sys.stdout)
        for entry in found:
            if as_json:
                emit(_entry_to_json(snapshot, entry))
            else:
                _show_entry(screen, snapshot, entry)
        if not as_json:
            screen.line(plural(len(found), "article") if found else "No article.", "dim")
    return 0


def _show_entry(screen: Screen, snapshot: Snapshot, entry: Entry) -> None:
    article = snapshot.documents[entry.number].article
    parts = [clean(citing.title(article)), clean(article.source or ""), published(article)]
    screen.line(" · ".join(part for part in parts if part), rest="    ")
    screen.line(clean(entry.path), "dim", first="    ", rest="    ")


def _entry_to_json(snapshot: Snapshot, entry: Entry) -> dict[str, Any]:
    return {
        "id": snapshot.documents[entry.number].article.id,
        "path": entry.path,
        "title": entry.title,
        "source": entry.source,
        "date": entry.day.isoformat() if entry.day else None,
    }


async def show_article(folder: Path, log_path: Path, named: str) -> int:
    """`named` is a path or a title. Raises QuestionError, CorpusError."""
    async with looked_at(folder, log_path) as desk:
        document = article_named(desk, named)
        edit = (await desk.keeper.edits()).get(document.article.path)
        screen = Screen(sys.stdout)
        show_document(screen, document)
        if edit is not None:
            said = [name for name, value in asdict(edit).items() if value is not None]
            screen.line(f"corrected by a moderator: {', '.join(said)}", "dim")
    return 0


async def reload(folder: Path, log_path: Path) -> int:
    """Raises CorpusError, SnapshotError."""
    live = LiveCorpus(folder, log_path.parent, Limits())
    try:
        with progress_bar(sys.stderr) as tell:
            await live.open(tell)
        _show_update(Screen(sys.stdout), live.snapshot, live.last)
    finally:
        await live.close()
    return 0


def _show_update(screen: Screen, snapshot: Snapshot, done: Update | None) -> None:
    if done is not None:
        lists = (("added", done.added), ("changed", done.changed), ("removed", done.removed))
        for word, paths in lists:
            for path in paths:
                screen.line(f"{word}: {clean(path)}")
    for one in snapshot.corpus.rejected:
        screen.line(f"rejected: {clean(one.path)}: {clean(one.reason)}", "red")
    if done is None or not (done.added or done.changed or done.removed):
        screen.line("Nothing has changed.")
    articles = plural(len(snapshot.documents), "article")
    screen.line(f"snapshot {snapshot.number:,}: {articles}", "bold")


async def show_status(folder: Path, log_path: Path, as_json: bool) -> int:
    """Raises CorpusError."""
    async with looked_at(folder, log_path) as desk:
        status = desk.status()
        taken = figures(log_path.parent, log_path)
        if as_json:
            emit(_status_to_json(status, taken))
        else:
            _show_status(Screen(sys.stdout), status, taken)
    return 0


def _status_to_json(status: Status, taken: Figures) -> dict[str, Any]:
    return {
        "version": status.version,
        "snapshot": status.snapshot,
        "articles": status.articles,
        "paragraphs": status.paragraphs,
        "undated": status.undated,
        "untitled": status.untitled,
        "rejected": len(status.rejected),
        "index_bytes": taken.index,
        "log_bytes": taken.log,
        "memory_bytes": taken.memory,
    }


def _show_status(screen: Screen, status: Status, taken: Figures) -> None:
    counts = f"{plural(status.articles, 'article')}, {plural(status.paragraphs, 'paragraph')}"
    screen.line(f"{counts} · snapshot {status.snapshot:,}", "bold")
    screen.line(f"{status.undated:,} undated · {status.untitled:,} untitled")
    if status.rejected:
        screen.line(f"{plural(len(status.rejected), 'file')} rejected; `corpus check` says why")
    sizes = f"index {taken.index / MB:,.1f} MB, log {taken.log / MB:,.1f} MB"
    screen.line(f"on disk: {sizes} · memory: {taken.memory / MB:,.1f} MB")
    screen.line(f"version {status.version}", "dim")
