"""The log when its file is locked, damaged, gone, unwritable, or the process is killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.errors import LogError
from bot.log import file as log_file
from bot.log.sqlite import QueryLog
from tests.log.values import any_entry, entry

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.sqlite3"


async def test_a_locked_log_gives_up_in_time_and_recovers(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_file, "BUSY_TIMEOUT_MS", 100)
    async with QueryLog.open(path) as log:
        other = sqlite3.connect(path, isolation_level=None)
        with contextlib.closing(other):
            other.execute("BEGIN IMMEDIATE")
            started = time.monotonic()
            with pytest.raises(LogError, match="in use by another process"):
                await log.record(entry(1))
            assert time.monotonic() - started < 1
            assert log.error is not None
            other.execute("ROLLBACK")
        await log.record(entry(2))
        assert log.error is None
        assert await log.recall(entry(1).key) is None
        assert await log.recall(entry(2).key) == entry(2)


@pytest.mark.parametrize("spoil", ["header", "pages", "text"])
async def test_a_damaged_log_is_set_aside_and_a_new_one_begun(
    path: Path, spoil: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with QueryLog.open(path) as log:
        await asyncio.gather(*(log.record(entry(number)) for number in range(100)))
    intact = path.read_bytes()
    if spoil == "header":
        path.write_bytes(b"\xff" * 100 + intact[100:])
    elif spoil == "pages":
        path.write_bytes(intact[:4096] + b"\xa5" * (len(intact) - 4096))
    else:
        path.write_text("shopping list: ink, paper, patience\n" * 50)
    spoilt = path.read_bytes()
    caplog.set_level(logging.INFO)
    async with QueryLog.open(path) as log:
        await log.record(entry(500))
        assert await log.recall(entry(500).key) == entry(500)
        assert await log.recall(entry(1).key) is None
        assert log.error is None
    [aside] = path.parent.glob("log.sqlite3.damaged-*Z")
    assert aside.read_bytes() == spoilt
    assert [record for record in caplog.records if aside.name in record.getMessage()]


async def test_a_quote_that_the_disk_has_altered_is_not_recalled(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
        await log.record(entry(2))
    spoilt = path.read_bytes().replace(b"stood at 1 centi", b"stood at 7 centi")
    path.write_bytes(spoilt)
    async with QueryLog.open(path) as log:
        with pytest.raises(LogError, match="damaged") as caught:
            await log.recall(entry(1).key)
        assert entry(1).key in caught.value.detail
        assert await log.recall(entry(2).key) == entry(2)


@pytest.mark.parametrize(
    ("name", "other"), [(b"    confidence", b"    konfidence"), (b"answers (", b"\xc4nswers (")]
)
async def test_a_table_that_the_disk_has_altered_is_set_aside(
    path: Path, name: bytes, other: bytes
) -> None:
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
    spoilt = path.read_bytes().replace(b"TABLE " + name, b"TABLE " + other)
    path.write_bytes(spoilt.replace(name, other) if name.startswith(b" ") else spoilt)
    async with QueryLog.open(path) as log:
        await log.record(entry(2))
        assert await log.recall(entry(2).key) == entry(2)
        assert log.error is None
    assert list(path.parent.glob("log.sqlite3.damaged-*"))


async def test_damage_while_open_loses_no_later_entry(path: Path) -> None:
    async with QueryLog.open(path) as log:
        for number in range(30):
            await log.record(entry(number))
        other = sqlite3.connect(path)
        with contextlib.closing(other):
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        with path.open("r+b") as raw:
            raw.seek(4096)
            raw.write(b"\xa5" * (path.stat().st_size - 4096))
        for number in range(100, 140):
            await log.record(entry(number))
        for number in range(100, 140):
            assert await log.recall(entry(number).key) in (entry(number), None)
    assert list(path.parent.glob("log.sqlite3.damaged-*"))
    async with QueryLog.open(path) as log:
        await log.record(entry(200))
        assert await log.recall(entry(200).key) == entry(200)


async def test_a_removed_log_is_begun_anew(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
        for file in path.parent.iterdir():
            file.unlink()
        path.parent.rmdir()
        await log.record(entry(2))
    async with QueryLog.open(path) as log:
        assert await log.recall(entry(2).key) == entry(2)


@pytest.mark.parametrize(
    "obstacle", ["a file where the folder goes", "a folder where the file goes"]
)
async def test_an_unusable_place_is_said_and_recovers(path: Path, obstacle: str) -> None:
    if obstacle.startswith("a file"):
        path.parent.write_text("in the way")
    else:
        path.mkdir(parents=True)
    async with QueryLog.open(path) as log:
        assert str(log.error) == "The query log cannot be opened."
        for attempt in (log.record(entry(1)), log.recall(entry(1).key), log.vote("k", 1, True)):
            with pytest.raises(LogError, match="cannot be opened") as caught:
                await attempt
            assert str(path.parent) not in str(caught.value)
            assert caught.value.detail
        path.parent.unlink() if obstacle.startswith("a file") else path.rmdir()
        await log.record(entry(2))
        assert log.error is None
        assert await log.recall(entry(2).key) == entry(2)


async def test_trouble_is_told_to_the_operator_once(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path.mkdir(parents=True)
    async with QueryLog.open(path) as log:
        for number in range(5):
            with pytest.raises(LogError):
                await log.record(entry(number))
    assert len(caplog.records) == 1
    assert "SQLITE_CANTOPEN" in caplog.text


def test_a_full_disk_is_said_and_recovers(path: Path) -> None:
    """A limit on the size of files stands in for the disk."""
    told = json.loads(_child("fill", path).stdout.readline())  # type: ignore[union-attr]
    assert told["kept"] > 10
    assert told["error"] in (
        "There is no room left for the query log.",
        "The disk of the query log reports an error.",
    )
    assert told["lost"] == 0
    assert told["recovered"]


async def test_no_acknowledged_row_is_lost_to_a_kill(path: Path) -> None:
    child = _child("record", path)
    acknowledged: list[int] = []
    assert child.stdout is not None
    with child:
        for line in child.stdout:
            acknowledged.append(int(line))
            if len(acknowledged) == 400:
                child.kill()
    async with QueryLog.open(path) as log:
        for number in acknowledged:
            assert await log.recall(any_entry(number).key) == any_entry(number)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _child(task: str, path: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.log.child", task, str(path)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
