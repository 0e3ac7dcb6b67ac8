"""What was quoted, read for many answers at once, as values for JSON."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.articles.members import Hidden, collection_of
from bot.log.reading import Row

_LISTS = ("authors", "article_warnings", "also_in", "warnings")
_FLAGS = ("near_miss", "cut_before", "cut_after")
_QUOTES = "SELECT * FROM excerpts WHERE answer IN ({0}) ORDER BY answer, near_miss, position"


@dataclass(slots=True)
class Quotes:
    """`shown` holds the quotes, then the near misses, with all columns; `left_out` counts those
    that may not be shown."""

    shown: list[Row] = field(default_factory=list)
    left_out: int = 0


def quotes(
    connection: sqlite3.Connection, keys: Sequence[str], hidden: Hidden
) -> dict[str, Quotes]:
    """By key, what was quoted in each answer; what lies in the collections `hidden` may not be
    shown, nor which other articles have the same. `span` and `highlight` are half-open pairs of
    character offsets, into the decoded file and into the quote. Raises sqlite3.Error."""
    found = {key: Quotes() for key in keys}
    marks = ", ".join("?" * len(keys))
    for row in connection.execute(_QUOTES.format(marks), tuple(keys)):
        of_answer = found[row["answer"]]
        if collection_of(row["path"]) in hidden:
            of_answer.left_out += 1
        else:
            of_answer.shown.append(_quote(dict(row)) | ({"also_in": []} if hidden else {}))
    return found


def _quote(row: Row) -> Row:
    del row["answer"]
    for name in _LISTS:
        row[name] = json.loads(row[name])
    for name in _FLAGS:
        row[name] = bool(row[name])
    row["span"] = [row.pop("span_start"), row.pop("span_end")]
    row["highlight"] = [row.pop("highlight_start"), row.pop("highlight_end")]
    return row
