"""What reading some articles gives, in arrays: the part of an index that a merge copies.

A segment stands for itself. Its terms have numbers of their own, in the order of their code points,
and articles, paragraphs and sentences are counted from 0 in the order of the articles' paths. All
arrays may be read-only memory maps.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_type_hints

import numpy as np
import numpy.typing as npt

from bot.articles.shingles import Shingles
from bot.search.arrays import Array, Column
from bot.search.mentions import Mentions
from bot.search.strings import Strings
from bot.search.words import Words

UNDATED = int(np.iinfo(np.int32).min)
"""The day of an article without a date, and a bound that nothing gives."""

NO_OUTLET = -1

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, eq=False)
class Terms:
    """The forward index: terms of every stretch of text, in order.

    Stretches 0 … S-1 are the sentences in order; S … S+A-1 the articles' titles with the month they
    were published in (empty where neither is known). Stretch g holds as many `marks`
    (bot.text.tokens.Mark) as ``ids[starts[g]:starts[g + 1]]``.

    ids int32 · marks uint8 · starts (S + A + 1,) int64 · sentence_marks (S,) uint8
    """

    ids: Column
    marks: Column
    starts: Column
    sentence_marks: Column


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """Which sentences a paragraph holds, which paragraphs an article, and where they stand.

    Paragraph p holds sentences ``first_sentence[p] … first_sentence[p + 1] - 1``, article a holds
    paragraphs ``first_paragraph[a] … first_paragraph[a + 1] - 1``. The starts and ends are
    characters of the decoded file. All int32.
    """

    first_sentence: npt.NDArray[np.int32]
    first_paragraph: npt.NDArray[np.int32]
    article_of: npt.NDArray[np.int32]
    paragraph_starts: npt.NDArray[np.int32]
    paragraph_ends: npt.NDArray[np.int32]
    sentence_starts: npt.NDArray[np.int32]
    sentence_ends: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """One row an article: its decoded file, its other fields as JSON, and what filters need.

    ids (A,) uint64, the article's id as a number · days (A,) int32, ordinals or UNDATED ·
    told_earliest, told_latest (A,) int32, what an undated article says of its own date ·
    untitled (A,) bool · sources (A,) int32, the place of its source in `outlets` or NO_OUTLET.
    """

    paths: Strings
    texts: Strings
    rows: Strings
    ids: npt.NDArray[np.uint64]
    days: npt.NDArray[np.int32]
    told_earliest: npt.NDArray[np.int32]
    told_latest: npt.NDArray[np.int32]
    untitled: npt.NDArray[np.bool_]
    sources: npt.NDArray[np.int32]
    outlets: Strings

    def digest(self, place: int) -> str:
        """The SHA-256 of an article's file in hexadecimal."""
        digest: str = json.loads(self.rows.raw(place))["article"]["digest"]
        return digest


@dataclass(frozen=True, slots=True, eq=False)
class Weekdays:
    """Sentences that name a bare weekday, by a hash of their words (w,) uint64, and the article
    that each stands in (w,) int32."""

    hashes: npt.NDArray[np.uint64]
    articles: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A articles with their P paragraphs and S sentences."""

    words: Words
    terms: Terms
    places: Places
    mentions: Mentions
    table: Table
    shingles: Shingles
    weekdays: Weekdays

    @property
    def articles(self) -> int:
        return len(self.table.ids)

    @property
    def paragraphs(self) -> int:
        return len(self.places.article_of)

    @property
    def sentences(self) -> int:
        return len(self.terms.sentence_marks)


def arrays_of(value: object, prefix: str) -> Iterator[tuple[str, Array]]:
    """Every array within a dataclass of arrays and of such dataclasses, with a dotted name."""
    for field in fields(value):  # type: ignore[arg-type]
        if field.name.startswith("_"):
            continue
        name, inner = f"{prefix}.{field.name}", getattr(value, field.name)
        if is_dataclass(inner):
            yield from arrays_of(inner, name)
        else:
            yield name, inner


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    """Looked up once: half the time of an opening went into it."""
    return get_type_hints(kind)


def from_arrays(kind: type[_T], arrays: Mapping[str, Array], prefix: str) -> _T:
    """The reverse of `arrays_of`. Raises KeyError when an array is missing."""
    hints = _hints(kind)  # type: ignore[arg-type]
    found: dict[str, Any] = {}
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name.startswith("_"):
            continue
        name, hint = f"{prefix}.{field.name}", hints[field.name]
        nested = isinstance(hint, type) and is_dataclass(hint)
        found[field.name] = from_arrays(hint, arrays, name) if nested else arrays[name]
    return kind(**found)
