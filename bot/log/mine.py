"""All that is stored about one person, as JSON Lines for that person."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from bot.articles.members import Hidden
from bot.log.quoted import quotes
from bot.log.reading import Row, moment, opened, pages

_ANSWERS = """
SELECT answers.rowid AS at, answers.*,
       timelines."order", timelines.articles, timelines.activity_unit,
       (SELECT count(*) FROM votes WHERE answer = key AND helpful) AS helpful,
       (SELECT count(*) FROM votes WHERE answer = key AND NOT helpful) AS unhelpful
FROM answers LEFT JOIN timelines ON timelines.answer = answers.key
WHERE user_id = :person AND answers.rowid > :after ORDER BY at LIMIT :rows
"""
_VOTES = """
SELECT rowid AS at, * FROM votes
WHERE user_id = :person AND rowid > :after ORDER BY at LIMIT :rows
"""
_FAILURES = """
SELECT id AS at, * FROM failures
WHERE user_id = :person AND id > :after ORDER BY at LIMIT :rows
"""
_PARTS = {
    "events": """SELECT position, first, last, granularity, ranged, planned, inferred
                 FROM events WHERE answer = ? ORDER BY position""",
    "activity": "SELECT day, articles FROM activity WHERE answer = ? ORDER BY position",
}
_OF_TIMELINES = ("order", "articles", "activity_unit")
_OF_ALL_ARTICLES = ("suggestion", "articles", "activity")
_IDS = ("user_id", "guild_id", "channel_id")
_FLAGS = ("private", "answered", "helpful", "ranged", "planned", "inferred")
_MOMENTS = ("asked_at", "voted_at")


def export_mine(path: Path, user_id: int, hidden: Hidden, target: BinaryIO) -> int:
    """Write a line of JSON in ASCII for each answer, timeline, vote and failure of a person, with
    every column, and tell how many. Quotes from the collections `hidden` are left out, and
    `quotes_left_out` counts them; what rests on all articles is null then. Ids are strings, moments
    ISO 8601 in UTC; `helpful` and `unhelpful` of an answer count everybody's votes; `error` is what
    a failure calls its kind.

    Works in a thread, with bounded memory. Raises LogError, and OSError from the target.
    """
    count = 0
    with opened(path) as connection:
        if connection is None:
            return 0
        for row in _rows(connection, user_id, hidden):
            target.write(json.dumps(row).encode() + b"\n")
            count += 1
    return count


def _rows(connection: sqlite3.Connection, user_id: int, hidden: Hidden) -> Iterator[Row]:
    given = {"person": user_id}
    for page in pages(connection, _ANSWERS, given):
        yield from _asked(connection, page, hidden)
    for kind, sql in (("vote", _VOTES), ("failure", _FAILURES)):
        for page in pages(connection, sql, given):
            yield from ({"kind": kind} | _readable(dict(row)) for row in page)


def _asked(
    connection: sqlite3.Connection, page: Sequence[sqlite3.Row], hidden: Hidden
) -> Iterator[Row]:
    quoted = quotes(connection, [row["key"] for row in page], hidden)
    for found in page:
        row = dict(found)
        key, of_timeline = row["key"], {name: row.pop(name) for name in _OF_TIMELINES}
        counts = {name: row.pop(name) for name in ("helpful", "unhelpful")}
        if of_timeline["order"] is None:
            value = {"kind": "answer", **_readable(row), **counts}
        else:
            value = {"kind": "timeline", **_readable(row), **counts, **of_timeline}
            for name, sql in _PARTS.items():
                value[name] = [_readable(dict(part)) for part in connection.execute(sql, (key,))]
        if hidden:
            value |= {name: None for name in _OF_ALL_ARTICLES if name in value}
        value["quotes"] = quoted[key].shown
        if quoted[key].left_out:
            value["quotes_left_out"] = quoted[key].left_out
        yield value


def _readable(row: Row) -> Row:
    row.pop("at", None)
    if "kind" in row:
        row["error"] = row.pop("kind")
    for name in _IDS:
        if row.get(name) is not None:
            row[name] = str(row[name])
    for name in _MOMENTS:
        if name in row:
            row[name] = moment(row[name])
    for name in _FLAGS:
        if name in row:
            row[name] = bool(row[name])
    return row
