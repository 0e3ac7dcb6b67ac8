"""The log written out: every row once, no name unless wanted, nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import math
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.log.entries import Ended, LoggedAnswer, What
from bot.log.people import anonymise
from bot.log.reports.export import Kind, Scope, columns, export
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, BEN, CHANNEL, DAY, GUILD, NOON, OTHER_GUILD, asked, fill
from tests.log.values import ASKER, timeline_entry

ALL = Scope(None, -math.inf, math.inf)
HERE = replace(ALL, guild_id=GUILD)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


def written(path: Path, scope: Scope, kind: Kind) -> tuple[int, bytes]:
    target = io.BytesIO()
    return export(path, scope, kind, target), target.getvalue()


def lines(path: Path, scope: Scope = ALL) -> list[dict[str, Any]]:
    count, data = written(path, scope, Kind.JSONL)
    found = [json.loads(line) for line in data.splitlines()]
    assert len(found) == count
    return found


def table(path: Path, scope: Scope = ALL) -> list[dict[str, str]]:
    count, data = written(path, scope, Kind.CSV)
    assert data.startswith("\ufeffasked_at,".encode())
    found = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert len(found) == count
    return found


async def some(path: Path) -> None:
    story = timeline_entry(7)
    async with QueryLog.open(path) as log:
        for entry in (
            asked(1, at=NOON - DAY),
            asked(2, "Who mends nets?", user=BEN, answered=False),
            asked(3, "And who else?", at=NOON + 1),
            asked(4, guild=OTHER_GUILD),
            replace(story, asked_at=NOON + 2, asker=replace(story.asker, guild_id=GUILD)),
        ):
            await log.record(entry)
        await log.vote(asked(1).key, BEN, False)
        where = replace(ASKER, user_id=BEN, guild_id=GUILD)
        await log.failure(where, "tea?", "KeyError", "/srv/x", Ended(What.QUESTION, "ab12cd"))


async def test_rows_are_those_of_the_server_and_the_time(path: Path) -> None:
    assert lines(path) == []
    await some(path)
    here = lines(path, HERE)
    assert sorted(each["question"] for each in here) == [
        *("And who else?", "How high is the river?", "Who mends nets?", "river gauge 7", "tea?")
    ]
    assert {each["guild_id"] for each in here} == {str(GUILD)}
    bounded = replace(HERE, since=NOON, until=NOON + 2)
    assert [each["question"] for each in lines(path, bounded)] == [
        *("Who mends nets?", "And who else?")
    ]
    assert len(lines(path)) == 6


async def test_a_row_tells_what_was_asked_and_what_came_of_it(path: Path) -> None:
    await some(path)
    found = {each["question"]: each for each in lines(path, HERE)}
    first = found["How high is the river?"]
    assert (first["kind"], first["answered"], first["took_ms"]) == ("answer", True, 1.0)
    assert first["asked_at"] == "2026-11-24T12:00:00.000+00:00"
    assert (first["helpful"], first["unhelpful"]) == (0, 1)
    assert [(each["path"], each["span"]) for each in first["quotes"]] == [
        ("river/1.md", [10, 43])
    ] * 2
    assert (first["sources"], first["paths"]) == (["The Ferry Post"], ["river/1.md"])
    assert found["Who mends nets?"]["paths"] == []
    assert [each["near_miss"] for each in found["Who mends nets?"]["quotes"]] == [True]
    assert found["river gauge 7"]["kind"] == "timeline"
    failure = found["tea?"]
    assert (failure["kind"], failure["failure"], failure["reference"]) == (
        *("failure", "KeyError"), "ab12cd"
    )  # fmt: skip
    assert "quotes" not in failure


async def test_people_are_numbers_unless_the_operator_wants_them(path: Path) -> None:
    await some(path)
    for kind in Kind:
        data = written(path, HERE, kind)[1].decode()
        assert not any(str(each) in data for each in (ANN, BEN, CHANNEL)), kind
        assert "/srv/x" not in data
    numbers = {each["question"]: each["person"] for each in lines(path, HERE)}
    assert numbers["How high is the river?"] == numbers["And who else?"] == 1
    assert numbers["Who mends nets?"] == numbers["tea?"] == 2
    named = {each["question"]: each for each in lines(path, replace(HERE, people=True))}
    assert named["Who mends nets?"]["user_id"] == str(BEN)
    assert named["And who else?"]["channel_id"] == str(CHANNEL)
    assert named["tea?"]["detail"] == "/srv/x"
    assert table(path, replace(HERE, people=True))[0]["user_id"] == str(ANN)


async def test_who_was_forgotten_has_no_number(path: Path) -> None:
    await some(path)
    async with QueryLog.open(path) as log:
        await anonymise(log, ANN)
    numbers = {each["question"]: each["person"] for each in lines(path, HERE)}
    assert (numbers["And who else?"], numbers["Who mends nets?"]) == (None, 1)


async def test_what_is_hidden_is_left_out(path: Path) -> None:
    await fill(path, [asked(1), asked(2, folder="mill")])
    hidden = replace(HERE, hidden=frozenset({"river"}))
    first, second = lines(path, hidden)
    assert (first["quotes"], first["paths"], first["quotes_left_out"]) == ([], [], 2)
    assert (second["paths"], second["quotes_left_out"]) == (["mill/2.md"], 0)
    assert b"river/" not in written(path, hidden, Kind.CSV)[1]


async def test_a_table_has_one_cell_for_each_column(path: Path) -> None:
    await some(path)
    rows = {row["question"]: row for row in table(path, HERE)}
    assert all(tuple(row) == columns(people=False) for row in rows.values())
    first = rows["How high is the river?"]
    assert (first["quotes"], first["near_misses"], first["answered"]) == ("2", "0", "true")
    assert rows["Who mends nets?"]["near_misses"] == "1"
    assert rows["tea?"]["quotes"] == ""


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))
async def test_no_cell_is_a_formula(path: Path, start: str) -> None:
    await fill(path, [asked(1, f"{start}cmd|' /C calc'!A0")])
    [row] = table(path)
    assert row["question"] == f"'{start}cmd|' /C calc'!A0"
    [line] = lines(path)
    assert line["question"] == f"{start}cmd|' /C calc'!A0"


@given(
    st.lists(
        st.builds(
            asked,
            st.integers(0, 10**9),
            st.text(min_size=1, max_size=30),
            at=st.integers(0, 2 * 10**9).map(float),
            user=st.sampled_from([ANN, BEN, None]),
            guild=st.sampled_from([GUILD, OTHER_GUILD, None]),
            answered=st.booleans(),
        ),
        max_size=8,
        unique_by=lambda entry: entry.key,
    ),
    st.integers(0, 2 * 10**9).map(float),
    st.integers(1, 4),
)
@settings(max_examples=12, deadline=None)
async def test_an_export_has_the_rows_of_the_log(
    entries: list[LoggedAnswer], since: float, page: int
) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.log.reading.PAGE_ROWS", page)
        path = Path(folder) / "log.sqlite3"
        await fill(path, entries)
        scope = replace(HERE, since=since)
        wanted = [
            entry for entry in entries if entry.asker.guild_id == GUILD and entry.asked_at >= since
        ]
        told = [
            (row["question"].encode(), row["answered"], len(row["quotes"]))
            for row in lines(path, scope)
        ]
        assert sorted(told) == sorted(
            (
                entry.answer.question.text.encode("utf-8", "replace"),
                entry.answer.answered,
                len(entry.answer.excerpts) + len(entry.answer.near_misses),
            )
            for entry in wanted
        )
        assert len(table(path, scope)) == len(wanted)
