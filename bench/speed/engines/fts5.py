"""SQLite's FTS5, contentless, ranked by its own bm25()."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench.speed.engines.base import Hits

FILE = "index.sqlite3"

MAPPED_BYTES = 4_000_000_000
CACHE_KB = 200_000

_TEXTS = "porter unicode61"
_TERMS = "ascii tokenchars ''.''"


class Fts5:
    name = "fts5"
    remark = "another idf, floored near 0; texts by its Porter stemmer; optimised once built"
    tolerance = 2e-5
    ordered = False
    changes = True

    def __init__(self) -> None:
        self._file = Path()
        self._of_thread = threading.local()

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        _build(texts, folder, _TEXTS)

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        _build(texts, folder, _TERMS)

    def open(self, folder: Path) -> None:
        self._file = folder / FILE
        self._of_thread = threading.local()
        self._connection()

    def search(self, terms: Sequence[str], count: int) -> Hits:
        wanted = " OR ".join(f'"{term}"' for term in terms)
        rows = self._connection().execute(
            "select rowid, rank from p where p match ? order by rank limit ?", (wanted, count)
        )
        found = rows.fetchall()
        return Hits([row - 1 for row, _ in found], [-rank for _, rank in found])

    def add(self, texts: Sequence[str], first: int) -> None:
        with self._connection() as database:
            database.executemany(
                "insert into p(rowid, body) values (?, ?)", enumerate(texts, first + 1)
            )

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        rows = zip([number + 1 for number in ids], texts, strict=True)
        with self._connection() as database:
            database.executemany("insert into p(p, rowid, body) values ('delete', ?, ?)", rows)

    def _connection(self) -> sqlite3.Connection:
        """One for each thread, as SQLite wants it."""
        connection: sqlite3.Connection | None = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._file)
            connection.execute(f"pragma mmap_size = {MAPPED_BYTES}")
            connection.execute(f"pragma cache_size = -{CACHE_KB}")
            self._of_thread.connection = connection
        return connection


def _build(texts: Iterable[str], folder: Path, tokeniser: str) -> None:
    database = sqlite3.connect(folder / FILE)
    database.execute("pragma journal_mode = off")
    database.execute("pragma synchronous = off")
    database.execute(f"create virtual table p using fts5(body, content='', tokenize='{tokeniser}')")
    database.executemany("insert into p(rowid, body) values (?, ?)", enumerate(texts, 1))
    database.execute("insert into p(p) values ('optimize')")
    database.commit()
    database.close()
