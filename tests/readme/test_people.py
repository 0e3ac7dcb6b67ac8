"""What is kept about people: each table and file is named, one person's rows can go."""

from __future__ import annotations

import dataclasses
import re
import sqlite3
from pathlib import Path

from bot.console.shell import HISTORY_NAME
from bot.log.entries import Logged
from bot.log.schema import shipped as migrations
from bot.log.sqlite import QueryLog
from bot.settings import LOG_NAME
from tests.log import values

from .reading import block, heads, section

TEXT = section("What is kept about people")
TABLES = re.findall(r"CREATE TABLE (\w+)", "".join(each.sql for each in migrations()))
ABOUT_PEOPLE = [table for table in TABLES if table != "retention"]  # which is about the clock
PERSON = 7
OTHER = 99


def test_every_table_about_people_and_every_file_is_there() -> None:
    named = [name for head in heads(f"in `{LOG_NAME}`", TEXT) for name in re.findall(r"\w+", head)]
    assert sorted(named) == sorted(TABLES)
    assert f"`{HISTORY_NAME}`" in TEXT


async def fill(log: QueryLog, user_id: int, number: int) -> list[Logged]:
    """An answer and a timeline of one person, with votes of both people, and a failure."""
    asker = dataclasses.replace(values.ASKER, user_id=user_id)
    kept: list[Logged] = [
        dataclasses.replace(values.entry(number), asker=asker),
        dataclasses.replace(values.timeline_entry(number), asker=asker),
    ]
    for one in kept:
        await log.record(one)
        await log.vote(one.key, PERSON, True)
        await log.vote(one.key, OTHER, False)
    await log.failure(asker, f"lost {number}", "RefdeskError", "RefdeskError(...)")
    return kept


def rows(connection: sqlite3.Connection, table: str) -> tuple[int, set[int], set[str]]:
    """How many rows a table has, of which people, and of which answers or timelines."""
    connection.row_factory = sqlite3.Row
    found = [dict(each) for each in connection.execute(f"SELECT * FROM {table}")]
    people = {each["user_id"] for each in found if "user_id" in each}
    keys = {each[name] for each in found for name in ("key", "answer") if name in each}
    return len(found), people, keys


async def test_the_statements_for_deleting_a_person_delete_that_person(tmp_path: Path) -> None:
    path = tmp_path / LOG_NAME
    async with QueryLog.open(path) as log:
        await fill(log, PERSON, 0)
        left = {each.key for each in await fill(log, OTHER, 1)}
    with sqlite3.connect(path) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA secure_delete = OFF")  # as most builds of sqlite3 have it
        for table in ABOUT_PEOPLE:
            assert rows(connection, table)[0] >= 2
        for statement in block("sql", TEXT).replace("PERSON_ID", str(PERSON)).split(";"):
            connection.execute(statement)
        for table in ABOUT_PEOPLE:
            count, people, keys = rows(connection, table)
            assert count
            assert people <= {OTHER}
            assert keys <= left
    connection.close()
    data = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"gauge 1" in data
    assert b"gauge 0" not in data
