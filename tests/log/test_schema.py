from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import aiosqlite
import pytest

from bot.errors import LogError
from bot.log.schema import Migration, migrate, shipped
from bot.log.sqlite import QueryLog
from tests.log.values import entry


async def applied(path: Path, *migrations: Migration) -> list[tuple[int, str]]:
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrate(connection, migrations or None)
        rows = await connection.execute_fetchall("SELECT number, checksum FROM migrations")
        return [(row[0], row[1]) for row in rows]


def test_shipped_migrations_are_numbered_without_gaps() -> None:
    assert [migration.number for migration in shipped()] == list(range(1, len(shipped()) + 1))


async def test_every_table_is_strict_and_every_migration_recorded(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    assert await applied(path) == [(item.number, item.checksum) for item in shipped()]
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name, strict FROM pragma_table_list").fetchall()
    ours = {name: strict for name, strict in tables if not name.startswith("sqlite_")}
    assert set(ours) == {
        *("answers", "timelines", "excerpts", "events", "activity"),
        *("votes", "failures", "migrations", "retention"),
    }
    assert set(ours.values()) == {1}


async def test_applying_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    assert await applied(path) == await applied(path)


async def test_a_later_migration_is_applied_to_a_log_in_use(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
    sql = "CREATE TABLE notes (text TEXT) STRICT;\nINSERT INTO notes VALUES ('a;b');\n"
    later = Migration(len(shipped()) + 1, "later.sql", sql)
    await applied(path, *shipped(), later)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT text FROM notes").fetchall() == [("a;b",)]
        assert connection.execute("SELECT count(*) FROM answers").fetchall() == [(1,)]


async def test_a_migration_that_fails_leaves_nothing_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    first = Migration(1, "0001_a.sql", "CREATE TABLE a (n INTEGER) STRICT;\n")
    broken = Migration(2, "0002_b.sql", "CREATE TABLE b (n INTEGER) STRICT;\nCREATE TABLE a (n);\n")
    with pytest.raises(sqlite3.OperationalError, match="already exists"):
        await applied(path, first, broken)
    with closing(sqlite3.connect(path)) as connection:
        names = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        assert sorted(names) == [("a",), ("migrations",)]
        assert connection.execute("SELECT number FROM migrations").fetchall() == [(1,)]


async def test_a_changed_migration_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    await applied(path)
    changed = replace(shipped()[0], sql=shipped()[0].sql + "-- edited\n")
    with pytest.raises(LogError, match="other table definitions") as caught:
        await applied(path, changed, *shipped()[1:])
    assert "migration 1" in caught.value.detail


async def test_a_log_of_a_newer_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    await applied(
        path, *shipped(), Migration(99, "0099_new.sql", "CREATE TABLE new (n INTEGER);\n")
    )
    async with QueryLog.open(path) as log:
        with pytest.raises(LogError, match="newer version") as caught:
            await log.record(entry(1))
    assert "migration 99" in caught.value.detail
    assert [file.name for file in tmp_path.iterdir()] == ["log.sqlite3"]


async def test_two_processes_may_begin_the_same_log(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite3"
    async with QueryLog.open(path) as one, QueryLog.open(path) as two:
        await one.record(entry(1))
        await two.record(entry(2))
        assert await one.recall(entry(2).key) == entry(2)
        assert await two.recall(entry(1).key) == entry(1)
