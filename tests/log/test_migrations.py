"""Logs that older versions wrote: opened, brought up to date, and nothing of them lost."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest

from bot.log.history import Kind, recent
from bot.log.schema import migrate, shipped
from bot.log.sqlite import QueryLog
from tests.log.values import ASKER, entry, timeline_entry

ROOT = Path(__file__).parents[2]

WRITTEN_BY_THE_FIRST = """
INSERT INTO answers VALUES ('0000000000000001', 1700000001.25, 'discord', 7, 8, 9, 1,
    'What does river gauge 1 say?', 'The Ferry Post', NULL, NULL, 3, 3, 1, 0.75, NULL, 1.5);
INSERT INTO excerpts SELECT '0000000000000001', place.near_miss, place.position, 'a1',
    'river/1.md', '0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f',
    'Gauge 1 “rises”', 'The Ferry Post', '["Ada Quill", "Bo Reed"]', '2021-03-04', NULL,
    'declared', 'declared', 'declared', 'declared', 'declared',
    '["Sample."]', place.paragraph, 10, 43, 'The gauge stood at 1 centimetres.',
    0, 9, 2.5, '["b1"]', '["Old."]', 0, 0
    FROM (SELECT 0 AS near_miss, 0 AS position, 1 AS paragraph
          UNION ALL SELECT 0, 1, 2 UNION ALL SELECT 1, 0, 5) AS place;
INSERT INTO votes VALUES ('0000000000000001', 5, 1, 1700000002.5);
INSERT INTO failures VALUES (1, 1700000000.0, 'discord', 7, 8, 9, 1,
    'What broke?', 'BusyError', '40 waiting');
"""


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture
async def old(tmp_path: Path) -> Path:
    """A log as the first version left it."""
    path = tmp_path / "log.sqlite3"
    async with aiosqlite.connect(path, isolation_level=None) as connection:
        await migrate(connection, shipped()[:1])
        await connection.executescript(WRITTEN_BY_THE_FIRST)
    return path


async def test_an_old_log_is_recalled_voted_on_and_goes_on_with_timelines(old: Path) -> None:
    async with QueryLog.open(old) as log:
        assert log.error is None
        assert await log.recall(entry(1).key) == entry(1)
        await log.vote(entry(1).key, 6, False)
        await log.record(timeline_entry(2))
        assert await log.recall(timeline_entry(2).key) == timeline_entry(2)
        found = await recent(old, 5)
    assert [(one.kind, one.helpful, one.unhelpful) for one in found] == [
        (Kind.TIMELINE, 0, 0),
        (Kind.ANSWER, 1, 1),
        (Kind.FAILURE, 0, 0),
    ]
    numbers = [migration.number for migration in shipped()]
    assert rows(old, "SELECT number FROM migrations ORDER BY 1") == [(n,) for n in numbers]
    assert rows(old, "PRAGMA integrity_check") == [("ok",)]
    assert rows(old, "PRAGMA foreign_key_check") == []


async def test_an_old_log_is_listed_without_being_changed(old: Path) -> None:
    before = old.read_bytes()
    found = await recent(old, 5)
    assert [one.question for one in found] == ["What does river gauge 1 say?", "What broke?"]
    assert [one.kind for one in found] == [Kind.ANSWER, Kind.FAILURE]
    assert (found[0].excerpts, found[0].helpful, found[0].asker) == (2, 1, ASKER)
    assert old.read_bytes() == before


@pytest.mark.parametrize("statements", range(1, 6))
def test_a_process_killed_within_a_migration_leaves_the_old_state(
    old: Path, statements: int
) -> None:
    child = subprocess.run(
        [sys.executable, "-m", "tests.log.child", "migrate", str(old), str(statements)],
        cwd=ROOT,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    assert rows(old, "SELECT number FROM migrations") == [(1,)]
    tables = {name for (name,) in rows(old, "SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == {"answers", "excerpts", "votes", "failures", "migrations"}
    assert ("earliest",) not in rows(old, "SELECT name FROM pragma_table_info('excerpts')")

    async def recalled() -> object:
        async with QueryLog.open(old) as log:
            return await log.recall(entry(1).key)

    assert asyncio.run(recalled()) == entry(1)
