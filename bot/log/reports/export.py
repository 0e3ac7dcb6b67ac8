"""The log of a time, written out: CSV for a spreadsheet, JSON Lines for programs.

People stand in it as numbers, given in the order in which they appear, so that one export tells
who asked several things, and two exports cannot be put together. Only the operator may have the ids
themselves, and with them the channels and the details of errors.
"""

from __future__ import annotations

import csv
import heapq
import io
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from bot.answer.export import BYTE_ORDER_MARK, cell
from bot.articles.members import NOTHING_HIDDEN, Hidden
from bot.log.quoted import Quotes, quotes
from bot.log.reading import Row, moment, opened, pages

_OF_PEOPLE = ("user_id", "channel_id", "detail")
_COLUMNS = (
    *("asked_at", "kind", "guild_id", "person", "face", "private"),
    *("question", "source", "since", "until", "limit", "answered", "confidence", "took_ms"),
    *("suggestion", "helpful", "unhelpful", "quotes", "near_misses", "quotes_left_out"),
    *("sources", "paths", "failure", "reference"),
)
_QUOTED = (
    *("near_miss", "path", "title", "source", "date", "url", "paragraph", "span", "quote"),
    "highlight",
)

# The unary plus keeps SQLite from walking by the time, which would sort all rows for each page.
_WHERE = """
+asked_at >= :since AND +asked_at < :until AND (:guild IS NULL OR +guild_id = :guild)
"""
_ANSWERS = f"""
SELECT answers.rowid AS at, answers.*, timelines.answer IS NOT NULL AS timeline,
       (SELECT count(*) FROM votes WHERE answer = key AND helpful) AS helpful,
       (SELECT count(*) FROM votes WHERE answer = key AND NOT helpful) AS unhelpful
FROM answers LEFT JOIN timelines ON timelines.answer = answers.key
WHERE answers.rowid > :after AND {_WHERE} ORDER BY at LIMIT :rows
"""
_FAILURES = f"""
SELECT id AS at, * FROM failures WHERE id > :after AND {_WHERE} ORDER BY at LIMIT :rows
"""


class Kind(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"


@dataclass(frozen=True, slots=True)
class Scope:
    """Which rows: of one server or, with None, of all; asked in [since, until), in Unix seconds.
    What was quoted from the collections `hidden` is left out, and so are suggestions then, which
    rest on the words of all articles. `people` is for the operator."""

    guild_id: int | None
    since: float
    until: float
    hidden: Hidden = NOTHING_HIDDEN
    people: bool = False


def export(path: Path, scope: Scope, kind: Kind, target: BinaryIO) -> int:
    """Write a row for each question, timeline and failure, oldest first, and tell how many.

    CSV is as `bot.answer.export.to_csv` writes it: RFC 4180 with a byte order mark, and no cell a
    spreadsheet would take for a formula. Works in a thread, with bounded memory. Raises LogError,
    and OSError from the target.
    """
    writes = {Kind.CSV: _csv, Kind.JSONL: _jsonl}[kind](scope, target)
    count = 0
    with opened(path) as connection:
        for row in () if connection is None else _rows(connection, scope):
            writes(row)
            count += 1
    return count


def columns(*, people: bool) -> tuple[str, ...]:
    """The names of an export's columns."""
    return (*_COLUMNS, *(_OF_PEOPLE if people else ()))


def _rows(connection: sqlite3.Connection, scope: Scope) -> Iterator[Row]:
    given = {"since": scope.since, "until": scope.until, "guild": scope.guild_id}
    written = _Writing(scope)

    def answers() -> Iterator[tuple[sqlite3.Row, Quotes]]:
        for page in pages(connection, _ANSWERS, given):
            quoted = quotes(connection, [row["key"] for row in page], scope.hidden)
            yield from ((row, quoted[row["key"]]) for row in page)

    def failures() -> Iterator[tuple[sqlite3.Row, None]]:
        for page in pages(connection, _FAILURES, given):
            yield from ((row, None) for row in page)

    merged = heapq.merge(answers(), failures(), key=lambda each: float(each[0]["asked_at"]))
    for row, quoted in merged:
        yield written.failure(row) if quoted is None else written.answer(row, quoted)


@dataclass(slots=True)
class _Writing:
    """`numbers` are those that stand for people."""

    scope: Scope
    numbers: dict[int, int] = field(default_factory=dict)

    def answer(self, row: sqlite3.Row, quoted: Quotes) -> Row:
        given = [each for each in quoted.shown if not each["near_miss"]]
        return self._common(row) | {
            "kind": "timeline" if row["timeline"] else "answer",
            **{name: row[name] for name in ("source", "since", "until", "limit", "confidence")},
            **{name: row[name] for name in ("took_ms", "suggestion", "helpful", "unhelpful")},
            **({"suggestion": None} if self.scope.hidden else {}),
            "answered": bool(row["answered"]),
            "quotes": [{name: each[name] for name in _QUOTED} for each in quoted.shown],
            "quotes_left_out": quoted.left_out,
            "sources": _once(each["source"] for each in given),
            "paths": _once(each["path"] for each in given),
        }

    def failure(self, row: sqlite3.Row) -> Row:
        value = self._common(row) | {
            "kind": "failure",
            "failure": row["kind"],
            "reference": row["reference"],
        }
        return value | ({"detail": row["detail"]} if self.scope.people else {})

    def _common(self, row: sqlite3.Row) -> Row:
        names = ("user_id", "channel_id") if self.scope.people else ()
        return {
            "asked_at": moment(row["asked_at"]),
            "guild_id": _text(row["guild_id"]),
            "person": self._number(row["user_id"]),
            "face": row["face"],
            "private": bool(row["private"]),
            "question": row["question"],
            **{name: _text(row[name]) for name in names},
        }

    def _number(self, user_id: int | None) -> int | None:
        if user_id is None:
            return None
        return self.numbers.setdefault(user_id, len(self.numbers) + 1)


def _jsonl(scope: Scope, target: BinaryIO) -> Callable[[Row], None]:
    names = columns(people=scope.people)

    def write(row: Row) -> None:
        value = {name: row[name] for name in names if name in row and name != "near_misses"}
        target.write(json.dumps(value).encode() + b"\n")

    return write


def _csv(scope: Scope, target: BinaryIO) -> Callable[[Row], None]:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    names = columns(people=scope.people)

    def put(cells: Sequence[str]) -> None:
        writer.writerow(cells)
        target.write(buffer.getvalue().encode())
        buffer.seek(0)
        buffer.truncate()

    def write(row: Row) -> None:
        quoted = row.get("quotes", [])
        near = sum(each["near_miss"] for each in quoted)
        counts: Row = {}
        if "quotes" in row:
            counts = {"quotes": len(quoted) - near, "near_misses": near}
        put([cell((row | counts).get(name)) for name in names])

    buffer.write(BYTE_ORDER_MARK)
    put(names)
    return write


def _once(texts: Iterator[Any]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def _text(number: int | None) -> str | None:
    """Ids are beyond what a reader of JSON, or a spreadsheet, may hold exactly."""
    return None if number is None else str(number)
