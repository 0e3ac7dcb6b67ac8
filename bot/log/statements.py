"""SQL with its rows, and how values of Python stand in the columns; pure, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from typing import NamedTuple

Value = str | int | float | None
Row = tuple[Value, ...]


class Statement(NamedTuple):
    """SQL with the rows to run it for. Of one transaction, lower ranks run first; statements of
    one rank keep the order they came in."""

    rank: int
    sql: str
    rows: tuple[Row, ...]


class Rank(IntEnum):
    """Of the tables: a row refers to rows of lower ranks alone. A rank for each table lets the
    rows of many entries run as one statement."""

    ANSWER = 0
    EXCERPT = 1
    TIMELINE = 2
    EVENT = 3
    ACTIVITY = 4
    VOTE = 5
    FAILURE = 6


def insert(table: str, columns: Sequence[str], conflict: str = "") -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {conflict}".strip()


def insert_once(table: str, columns: Sequence[str], key: Sequence[str]) -> str:
    """Keeps a row once however often it arrives, so a caller may safely try again."""
    return insert(table, columns, f"ON CONFLICT ({', '.join(key)}) DO NOTHING")


def select(table: str, columns: Sequence[str], rest: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} {rest}"


def kept(row: Row) -> Row:
    """Lone surrogates, which no valid text holds and SQLite cannot keep, become U+FFFD."""
    return tuple(
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str) and not value.isascii()
        else value
        for value in row
    )


def listed(items: Iterable[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
