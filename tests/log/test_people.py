"""One person's rows: counted, written out, and made anonymous without losing a count."""

from __future__ import annotations

import io
import json
import logging
import sqlite3
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.members import NOTHING_HIDDEN
from bot.errors import LogError
from bot.log import people
from bot.log.entries import Ended, What
from bot.log.mine import export_mine
from bot.log.people import Forgotten, Person, anonymise, person
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, BEN, CHANNEL, GUILD, NOON, OTHER_GUILD, asked
from tests.log.values import ASKER, timeline_entry

TABLES = ("answers", "excerpts", "timelines", "events", "activity", "votes", "failures")
ANNS = replace(ASKER, user_id=ANN, guild_id=GUILD, channel_id=CHANNEL)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


def rows(path: Path, sql: str) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def held(path: Path) -> set[Any]:
    """Every value in any table."""
    return {
        value for table in TABLES for row in rows(path, f"SELECT * FROM {table}") for value in row
    }


def lines(path: Path, user_id: int, hidden: frozenset[str] = NOTHING_HIDDEN) -> list[Any]:
    target = io.BytesIO()
    count = export_mine(path, user_id, hidden, target)
    told = [json.loads(line) for line in target.getvalue().splitlines()]
    assert len(told) == count
    return told


async def some(log: QueryLog) -> None:
    """Of Ann a question in each of two servers, a timeline, two votes and a failure; of Ben one of
    each but in one server."""
    for each in (
        asked(1, f"Does <@{ANN}> know {ANN}?", at=NOON + 1_234.5),
        asked(2, guild=OTHER_GUILD, at=NOON + 9_999.0),
        asked(4, user=BEN),
        replace(timeline_entry(5), asker=ANNS),
        replace(timeline_entry(7), asker=replace(ANNS, user_id=BEN)),
    ):
        await log.record(each)
    await log.vote(asked(1).key, ANN, True)
    await log.vote(asked(4).key, ANN, False)
    await log.vote(asked(4).key, BEN, True)
    for user in (ANN, BEN):
        ended = Ended(What.TIMELINE, "ab12cd")
        asker = replace(ANNS, user_id=user)
        await log.failure(asker, "rivers", "KeyError", f"KeyError({user})", ended)


async def test_a_person_is_counted_over_all_servers(path: Path) -> None:
    assert person(path, ANN) == Person()
    async with QueryLog.open(path) as log:
        await some(log)
        found = person(path, ANN)
    assert (found.questions, found.timelines, found.votes, found.failures) == (2, 1, 2, 1)
    assert found.rows == 6
    assert found.first == timeline_entry(5).asked_at
    assert found.last is not None
    assert found.last >= NOON + 9_999.0
    assert found.guilds == (GUILD, OTHER_GUILD)
    assert person(path, 1) == Person()


async def test_what_is_mine_is_written_out_with_every_column(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await some(log)
        told = lines(path, ANN)
    assert [each["kind"] for each in told] == [
        *("answer", "answer", "timeline", "vote", "vote", "failure")
    ]
    answer, _, timeline, vote, _, failure = told
    for table, line in (("answers", answer), ("votes", vote), ("failures", failure)):
        columns = {name for _, name, *_ in rows(path, f"PRAGMA table_info({table})")}
        assert columns - {"kind"} <= line.keys(), table
    assert answer["user_id"] == str(ANN)
    assert answer["asked_at"] == "2026-11-25T12:20:34.500+00:00"
    assert (answer["helpful"], answer["unhelpful"]) == (1, 0)
    assert [quote["path"] for quote in answer["quotes"]] == ["river/1.md"] * 2
    assert answer["quotes"][0]["span"] == [10, 43]
    assert answer["quotes"][0]["near_miss"] is False
    assert (timeline["order"], len(timeline["events"]), len(timeline["activity"])) == (
        *("newest", 2), 2
    )  # fmt: skip
    assert [quote["near_miss"] for quote in timeline["quotes"]] == [False, False, True]
    assert vote["answer"] == asked(1).key
    assert (failure["error"], failure["what"], failure["reference"]) == (
        *("KeyError", "timeline"), "ab12cd"
    )  # fmt: skip


async def test_what_may_not_be_seen_any_more_is_left_out_of_what_is_mine(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.record(asked(1))
        await log.record(asked(2, folder="mill"))
    first, second = lines(path, ANN, frozenset({"river"}))
    assert (first["quotes"], first["quotes_left_out"]) == ([], 2)
    assert [quote["path"] for quote in second["quotes"]] == ["mill/2.md"] * 2
    assert "quotes_left_out" not in second


@pytest.mark.parametrize("page", [1, 2, 500])
async def test_every_row_is_written_once_whatever_the_page(
    path: Path, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.log.reading.PAGE_ROWS", page)
    async with QueryLog.open(path) as log:
        await some(log)
    assert len(lines(path, ANN)) == 6


async def test_anonymous_rows_keep_all_but_the_person(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await some(log)
        counts = {table: rows(path, f"SELECT count(*) FROM {table}") for table in TABLES}
        assert await anonymise(log, ANN) == Forgotten(asked=3, votes=2, failures=1)
        assert {table: rows(path, f"SELECT count(*) FROM {table}") for table in TABLES} == counts
        assert person(path, ANN) == Person()
        assert person(path, BEN).rows == 4
        found = await log.recall(asked(1).key)
    assert not any(str(ANN) in str(value) for value in held(path))
    of_first = f"FROM answers WHERE key = '{asked(1).key}'"
    [(guild, channel, at, question)] = rows(
        path, f"SELECT guild_id, channel_id, asked_at, question {of_first}"
    )
    assert (guild, channel, at) == (GUILD, None, NOON)
    assert question == "Does <@…> know …?"
    assert found is not None
    assert found.asker == replace(asked(1).asker, user_id=None, channel_id=None)
    votes = rows(path, "SELECT answer, user_id, helpful FROM votes ORDER BY answer, helpful")
    assert [(key, helpful) for key, _, helpful in votes] == [
        *((asked(1).key, 1), (asked(4).key, 0), (asked(4).key, 1))
    ]
    strangers = [user for _, user, _ in votes if user != BEN]
    assert len(set(strangers)) == 2
    assert all(user < 0 for user in strangers)


async def test_what_is_forgotten_is_in_no_file_of_the_log(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await some(log)
        for number in range(10, 60):
            await log.record(asked(number))
        needles = (ANN.to_bytes(8, "big"), str(ANN).encode())
        before = b"".join(file.read_bytes() for file in path.parent.iterdir())
        assert all(needle in before for needle in needles)
        assert (await anonymise(log, ANN)).cleared
        for file in path.parent.iterdir():
            if not file.name.endswith("-shm"):
                data = file.read_bytes()
                assert not any(needle in data for needle in needles), file.name
        assert BEN.to_bytes(8, "big") in path.read_bytes()


async def test_a_journal_that_is_being_read_is_said_to_be_left(
    path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(people, "TRIES", 1)
    async with QueryLog.open(path) as log:
        await some(log)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM answers").fetchone()
            with caplog.at_level(logging.WARNING):
                done = await anonymise(log, ANN)
    assert (done.asked, done.cleared) == (3, False)
    assert "in use" in caplog.text
    assert person(path, ANN) == Person()


async def test_an_older_log_says_what_to_do(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE answers (key TEXT)")
    with pytest.raises(LogError, match="older version"):
        person(path, ANN)


users = st.sampled_from([ANN, BEN, None])


@given(
    st.lists(st.tuples(users, st.integers(0, 10**9), st.text(max_size=20)), max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from([ANN, BEN]), st.booleans()), max_size=8),
)
@settings(max_examples=12, deadline=None)
async def test_no_table_holds_who_was_forgotten_and_no_count_changes(
    entries: list[tuple[int | None, int, str]], votes: list[tuple[int, int, bool]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite3"
        async with QueryLog.open(path) as log:
            for number, (user, at, text) in enumerate(entries):
                await log.record(asked(number, f"{text} {ANN}", at=float(at), user=user))
                await log.failure(replace(ANNS, user_id=user), text, "KeyError", "")
            for number, user, helpful in votes:
                if number < len(entries):
                    await log.vote(asked(number).key, user, helpful)
            counted = "SELECT answer, helpful, count(*) FROM votes GROUP BY 1, 2 ORDER BY 1, 2"
            by_hour = "SELECT CAST(asked_at / 3600 AS INT), count(*) FROM answers GROUP BY 1"
            before = [rows(path, sql) for sql in (counted, by_hour)]
            ben = lines(path, BEN)
            stored = person(path, ANN)
            done = await anonymise(log, ANN)
        assert (done.asked, done.votes, done.failures) == (
            stored.questions, stored.votes, stored.failures,
        )  # fmt: skip
        assert ANN not in held(path)
        assert [rows(path, sql) for sql in (counted, by_hour)] == before
        assert lines(path, BEN) == ben
