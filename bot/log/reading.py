"""Reading the log beside the one who writes: a connection that cannot change it, for a thread.

Whoever reads much does so in pages, each a statement of its own: a reader that stays in one place
would keep SQLite from clearing its journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bot.errors import LogError
from bot.log.faults import log_error
from bot.log.file import BUSY_TIMEOUT_MS
from bot.log.schema import shipped

PAGE_ROWS = 500

Row = dict[str, Any]


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection | None]:
    """A read-only connection whose rows are found by name; None where there is no log yet.

    Raises LogError, also for what SQLite refuses within, and for a log that only an older version
    has written to.
    """
    try:
        connection = _connected(path)
    except (sqlite3.Error, OSError) as error:
        raise log_error(error) from error
    if connection is None:
        yield None
        return
    with closing(connection):
        try:
            _check(connection)
            yield connection
        except sqlite3.Error as error:
            raise log_error(error) from error


def pages(
    connection: sqlite3.Connection, sql: str, given: dict[str, Any]
) -> Iterator[Sequence[sqlite3.Row]]:
    """The rows of `sql` by PAGE_ROWS, in the order in which they were written. It must choose rows
    by ``rowid > :after``, name the rowid `at`, and end with ``ORDER BY at LIMIT :rows``: what is
    written, deleted or changed meanwhile moves no other row to another page."""
    after = 0
    while rows := connection.execute(sql, {**given, "after": after, "rows": PAGE_ROWS}).fetchall():
        yield rows
        after = rows[-1]["at"]


def moment(seconds: float) -> str:
    """Unix seconds as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def _connected(path: Path) -> sqlite3.Connection | None:
    if not path.exists():
        return None
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    return connection


def _check(connection: sqlite3.Connection) -> None:
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'").fetchone()
    count = connection.execute("SELECT max(number) FROM migrations").fetchone()[0] if known else 0
    if (count or 0) < len(shipped()):
        raise LogError(
            "The query log is of an older version; start the bot once to bring it up to date.",
            detail=f"it has {count or 0} of {len(shipped())} migrations",
        )
