"""The tables of the query log, as numbered migrations beside this file."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import aiosqlite

from bot.errors import LogError

OLDEST_SQLITE = (3, 37, 0)  # the first with STRICT tables

_RECORDS = """
CREATE TABLE IF NOT EXISTS migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    checksum   TEXT NOT NULL,
    applied_at REAL NOT NULL
) STRICT
"""


_COLUMNS = """
SELECT tables.name, columns.name, columns.type, columns."notnull", columns.pk
FROM sqlite_schema AS tables JOIN pragma_table_info(tables.name) AS columns
WHERE tables.type = 'table'
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """`checksum` is the SHA-256 of `sql` in hexadecimal, so that a later edit is noticed."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()

    def statements(self) -> Iterator[str]:
        statement = ""
        for line in self.sql.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


@cache
def shipped() -> tuple[Migration, ...]:
    """The migrations of this version, in order; file names are ``NNNN_name.sql``."""
    found = [
        Migration(int(file.name[:4]), file.name, file.read_text("utf-8"))
        for file in files("bot.log").joinpath("migrations").iterdir()
        if file.name.endswith(".sql")
    ]
    return tuple(sorted(found, key=lambda migration: migration.number))


async def migrate(
    connection: aiosqlite.Connection, migrations: Sequence[Migration] | None = None
) -> None:
    """Bring the tables up to date, each migration in one transaction with its own record.

    The connection must be in autocommit mode. Raises LogError when the file holds a migration that
    this version does not ship, or ships with other text; sqlite3.Error for anything SQLite refuses.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        raise LogError(
            "The query log needs SQLite 3.37 or newer.",
            detail=f"this Python brings SQLite {sqlite3.sqlite_version}",
        )
    known = shipped() if migrations is None else migrations
    if len(await _applied(connection, known)) == len(known):
        return
    for migration in known:
        await _apply(connection, migration, known)


async def check(connection: aiosqlite.Connection) -> None:
    """Raises sqlite3.DatabaseError, as for a file that is damaged, where a table is not what all
    migrations make it. SQLite believes whatever name a failing disk has given a column."""
    try:
        found = {tuple(row) for row in await connection.execute_fetchall(_COLUMNS)}
    except (UnicodeDecodeError, sqlite3.OperationalError) as error:
        raise damaged(repr(error)) from error
    if missing := _shipped_columns() - found:
        raise damaged(f"{len(missing)} columns are not as they were made")


def damaged(told: str) -> sqlite3.DatabaseError:
    """What SQLite raises of a damaged file."""
    error = sqlite3.DatabaseError(told)
    error.sqlite_errorcode, error.sqlite_errorname = sqlite3.SQLITE_CORRUPT, "SQLITE_CORRUPT"
    return error


@cache
def _shipped_columns() -> frozenset[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(_RECORDS + ";" + "".join(each.sql for each in shipped()))
        return frozenset(made.execute(_COLUMNS))


async def _applied(connection: aiosqlite.Connection, known: Sequence[Migration]) -> dict[int, str]:
    """Checksums by number; raises LogError unless all of them are known and unchanged."""
    exists = "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'migrations'"
    if not await connection.execute_fetchall(exists):
        return {}
    rows = await connection.execute_fetchall("SELECT number, name, checksum FROM migrations")
    expected = {migration.number: migration.checksum for migration in known}
    for number, name, checksum in rows:
        if number not in expected:
            raise LogError(
                "The query log was written by a newer version of Refdesk.",
                detail=f"migration {number} ({name}) is not part of this version",
            )
        if checksum != expected[number]:
            raise LogError(
                "The query log was built with other table definitions than this version's.",
                detail=f"migration {number} ({name}) has been changed since it was applied",
            )
    return {number: checksum for number, _, checksum in rows}


async def _apply(
    connection: aiosqlite.Connection, migration: Migration, known: Sequence[Migration]
) -> None:
    """Apply unless it is there already; another process may have been faster."""
    await connection.execute("BEGIN IMMEDIATE")
    try:
        await connection.execute(_RECORDS)
        if migration.number not in await _applied(connection, known):
            for statement in migration.statements():
                await connection.execute(statement)
            await connection.execute(
                "INSERT INTO migrations VALUES (?, ?, ?, ?)",
                (migration.number, migration.name, migration.checksum, time.time()),
            )
        await connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            await connection.execute("ROLLBACK")
        raise
