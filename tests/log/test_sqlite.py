from __future__ import annotations

import asyncio
import sqlite3
import tempfile
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from bot.errors import LogError
from bot.log import sqlite as query_log
from bot.log.entries import Logged, LoggedAnswer
from bot.log.history import Kind, recent
from bot.log.sqlite import QueryLog
from tests.log.values import ASKER, entries, entry, timeline_entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "log.sqlite3"


def rows(path: Path, sql: str) -> list[Any]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


@given(entries)
@settings(max_examples=60, deadline=None)
async def test_recall_gives_what_was_recorded(given_entry: Logged) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with QueryLog.open(Path(folder) / "log.sqlite3") as log:
            await log.record(given_entry)
            assert await log.recall(given_entry.key) == given_entry


async def test_an_answer_outlives_the_process(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
    async with QueryLog.open(path) as log:
        assert await log.recall(entry(1).key) == entry(1)
        assert await log.recall("unknown") is None


async def test_lone_surrogates_are_kept_as_the_replacement_character(path: Path) -> None:
    spoilt = entry(1)
    question = replace(spoilt.answer.question, text="what is \ud800 here")
    spoilt = replace(spoilt, answer=replace(spoilt.answer, question=question))
    async with QueryLog.open(path) as log:
        await log.record(spoilt)
        kept = await log.recall(spoilt.key)
    assert isinstance(kept, LoggedAnswer)
    assert kept.answer.question.text == "what is \ufffd here"


async def test_an_answer_recorded_twice_is_kept_once(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await asyncio.gather(log.record(entry(1)), log.record(entry(1)))
        await log.record(entry(1))
    assert rows(path, "SELECT count(*) FROM answers") == [(1,)]
    assert rows(path, "SELECT count(*) FROM excerpts") == [(3,)]


async def test_a_timeline_recorded_twice_is_kept_once(path: Path) -> None:
    async with QueryLog.open(path) as log:
        one = timeline_entry(1)
        await asyncio.gather(log.record(one), log.record(one))
        await log.record(one)
        assert await log.recall(one.key) == one
    for table, count in (("answers", 1), ("timelines", 1), ("excerpts", 3), ("events", 2)):
        assert rows(path, f"SELECT count(*) FROM {table}") == [(count,)], table
    assert rows(path, "SELECT count(*) FROM activity") == [(2,)]


async def test_answers_and_timelines_that_come_together_are_committed_together(path: Path) -> None:
    both: list[Logged] = []
    for number in range(100):
        both += [entry(number), timeline_entry(number)]
    async with QueryLog.open(path) as log:
        before = log.commits
        await asyncio.gather(*map(log.record, both))
        assert log.commits - before <= 5
        assert [await log.recall(one.key) for one in both] == both


async def test_a_timeline_that_cannot_be_kept_leaves_nothing_and_harms_no_other(
    path: Path,
) -> None:
    spoilt = timeline_entry(1)
    spoilt = replace(spoilt, timeline=replace(spoilt.timeline, articles=2**64))
    async with QueryLog.open(path) as log:
        results = await asyncio.gather(
            log.record(entry(1)),
            log.record(spoilt),
            log.record(timeline_entry(2)),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [type(None), LogError, type(None)]
        assert await log.recall(spoilt.key) is None
    assert rows(path, "SELECT DISTINCT answer FROM excerpts ORDER BY 1") == [
        (entry(1).key,),
        (timeline_entry(2).key,),
    ]


async def test_deleting_a_timeline_deletes_all_that_belongs_to_it(path: Path) -> None:
    mine, other = timeline_entry(1), timeline_entry(2)
    async with QueryLog.open(path) as log:
        for one in (mine, other, entry(1)):
            await log.record(one)
            await log.vote(one.key, 5, True)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("DELETE FROM answers WHERE key = ?", (mine.key,))
        connection.commit()
        connection.close()
        assert await log.recall(mine.key) is None
        assert await log.recall(other.key) == other
        assert await log.recall(entry(1).key) == entry(1)
    for table in ("timelines", "excerpts", "events", "activity", "votes"):
        assert (mine.key,) not in rows(path, f"SELECT answer FROM {table}"), table


async def test_answers_that_come_together_are_committed_together(path: Path) -> None:
    async with QueryLog.open(path) as log:
        before = log.commits
        await asyncio.gather(*(log.record(entry(number)) for number in range(500)))
        assert log.commits - before <= 5
    assert rows(path, "SELECT count(*) FROM answers") == [(500,)]
    assert rows(path, "SELECT count(*) FROM excerpts") == [(1500,)]


async def test_a_returned_record_is_committed(path: Path) -> None:
    async with QueryLog.open(path) as log:
        for number in range(5):
            await log.record(entry(number))
            assert rows(path, "SELECT count(*) FROM answers") == [(number + 1,)]


async def test_a_cancelled_record_is_neither_lost_nor_doubled(path: Path) -> None:
    async with QueryLog.open(path) as log:
        tasks = [asyncio.create_task(log.record(entry(number))) for number in range(50)]
        await asyncio.sleep(0)
        for task in tasks[::2]:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        await log.record(entry(0))
    assert sum(isinstance(result, asyncio.CancelledError) for result in results) == 25
    assert rows(path, "SELECT count(*), count(DISTINCT key) FROM answers") == [(50, 50)]


async def test_one_vote_a_person_the_latest_and_it_can_be_taken_back(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
        key = entry(1).key
        await asyncio.gather(
            log.vote(key, 5, True), log.vote(key, 6, True), log.vote(key, 5, False)
        )
        assert rows(path, "SELECT user_id, helpful FROM votes ORDER BY 1") == [(5, 0), (6, 1)]
        await asyncio.gather(log.vote(key, 5, None), log.vote(key, 6, None), log.vote(key, 6, True))
        assert rows(path, "SELECT user_id, helpful FROM votes") == [(6, 1)]


async def test_a_vote_for_an_unknown_answer_is_refused_and_harms_no_other_entry(
    path: Path,
) -> None:
    async with QueryLog.open(path) as log:
        records = [log.record(entry(number)) for number in range(20)]
        results = await asyncio.gather(
            *records, log.vote("unknown", 5, True), log.vote(entry(3).key, 5, True),
            return_exceptions=True,
        )  # fmt: skip
        assert [str(result) for result in results if result] == [
            "That answer is not in the query log."
        ]
        assert log.error is None
    assert rows(path, "SELECT count(*) FROM answers") == [(20,)]
    assert rows(path, "SELECT answer FROM votes") == [(entry(3).key,)]


async def test_an_entry_that_cannot_be_kept_raises_log_error_alone(path: Path) -> None:
    too_large = replace(entry(1), asker=replace(ASKER, user_id=2**64))
    not_a_number = replace(entry(2), answer=replace(entry(2).answer, confidence=float("nan")))
    async with QueryLog.open(path) as log:
        results = await asyncio.gather(
            *(log.record(item) for item in (too_large, entry(3), not_a_number, entry(4))),
            return_exceptions=True,
        )
        assert [type(result) for result in results] == [LogError, type(None), LogError, type(None)]
    assert rows(path, "SELECT key FROM answers ORDER BY 1") == [(entry(3).key,), (entry(4).key,)]


async def test_an_answer_that_is_no_row_raises_log_error(path: Path) -> None:
    [first, *others] = entry(1).answer.excerpts
    nameless = replace(first, article=replace(first.article, provenance={}))
    answer = replace(entry(1).answer, excerpts=(nameless, *others))
    async with QueryLog.open(path) as log:
        with pytest.raises(LogError, match="refused the entry"):
            await log.record(replace(entry(1), answer=answer))


async def test_failures_are_kept_with_kind_and_detail(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.failure(ASKER, "What broke?", "BusyError", "40 waiting")
    kept = rows(path, "SELECT face, user_id, question, kind, detail FROM failures")
    assert kept == [("discord", 7, "What broke?", "BusyError", "40 waiting")]


async def test_closing_writes_what_still_waits_and_ends_the_thread(path: Path) -> None:
    async with QueryLog.open(path) as log:
        waiting = [asyncio.create_task(log.record(entry(number))) for number in range(30)]
        await asyncio.sleep(0)
    await asyncio.gather(*waiting)
    with pytest.raises(LogError, match="closed"):
        await log.record(entry(99))
    assert rows(path, "SELECT count(*) FROM answers") == [(30,)]
    for thread in threading.enumerate():  # one that has closed the file may still be ending
        if "connection_worker" in thread.name:
            await asyncio.to_thread(thread.join, 5)
            assert not thread.is_alive()


async def test_a_log_that_does_not_answer_holds_nobody_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(query_log, "MAX_WAIT_S", 0.05)
    monkeypatch.setattr(query_log, "CLOSE_WAIT_S", 0.05)
    monkeypatch.setattr(query_log, "MAX_WAITING", 3)
    async with asyncio.timeout(3), QueryLog.open(path) as log:
        monkeypatch.setattr(log._file, "write", lambda _: asyncio.Event().wait())
        results = await asyncio.gather(
            *(log.record(entry(number)) for number in range(6)), return_exceptions=True
        )
    assert [str(result) for result in results] == [
        *["The query log does not keep up."] * 3,
        *["The query log does not answer."] * 3,
    ] or [str(result) for result in results] == [
        *["The query log does not answer."] * 3,
        *["The query log does not keep up."] * 3,
    ]


async def test_recent_lists_answers_and_failures_latest_first(path: Path) -> None:
    assert await recent(path, 5) == ()
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
        await log.record(entry(2))
        await log.vote(entry(2).key, 5, False)
        await log.failure(ASKER, "What broke?", "BusyError", "40 waiting")
        found = await recent(path, 2)
    assert [asked.question for asked in found] == ["What broke?", "What does river gauge 2 say?"]
    broke, second = found
    assert (broke.failure, broke.key, broke.confidence) == ("BusyError: 40 waiting", None, None)
    assert (broke.kind, second.kind) == (Kind.FAILURE, Kind.ANSWER)
    assert (second.key, second.excerpts, second.helpful, second.unhelpful, second.failure) == (
        entry(2).key, 2, 0, 1, None,
    )  # fmt: skip
    assert second.asker == ASKER


async def test_recent_tells_timelines_from_answers(path: Path) -> None:
    refused = timeline_entry(3)
    refused = replace(refused, timeline=replace(refused.timeline, answered=False, events=()))
    async with QueryLog.open(path) as log:
        await log.record(entry(1))
        await log.record(timeline_entry(2))
        await log.record(refused)
        await log.vote(timeline_entry(2).key, 5, True)
        found = await recent(path, 5)
    assert [(one.kind, one.question, one.answered, one.excerpts, one.helpful) for one in found] == [
        (Kind.TIMELINE, "river gauge 3", False, 0, 0),
        (Kind.TIMELINE, "river gauge 2", True, 2, 1),
        (Kind.ANSWER, "What does river gauge 1 say?", True, 2, 0),
    ]


async def test_recent_never_changes_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_text("this was never a database, and long enough to be looked at" * 20)
    before = path.read_bytes()
    with pytest.raises(LogError, match="damaged"):
        await recent(path, 5)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]
