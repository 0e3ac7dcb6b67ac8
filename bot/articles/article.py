"""What a corpus is made of: articles, their paragraphs, and what could not be quoted or read.

A span is a half-open pair of character offsets into the *decoded file*: the file's bytes decoded
once, without a byte order mark and with every line ending as it stands. A quote is always
``document.text[span.start:span.end]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

Day = date  # within a class that has a field called date


class Span(NamedTuple):
    start: int
    end: int


class Provenance(StrEnum):
    """How a field of an article became known."""

    DECLARED = "declared"  # front matter
    HEADER = "header"  # read from the lines above the text
    FILENAME = "filename"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


FIELDS = ("title", "source", "authors", "date", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """One document of the corpus. `id` depends on `path` alone, so it survives a correction.

    `path` is relative to the corpus folder, with forward slashes. `digest` is the SHA-256 of the
    file's bytes in hexadecimal. `provenance` has a key for each of FIELDS. `warnings` are sentences
    that belong under every quote of the article.

    `earliest` and `latest` bound the publication date of an article whose `date` is None, as far as
    the corpus allows; `provenance` of the date is INFERRED when either is known.
    """

    id: str
    path: str
    digest: str
    title: str | None
    source: str | None
    authors: tuple[str, ...]
    date: date | None
    url: str | None
    provenance: Mapping[str, Provenance]
    warnings: tuple[str, ...] = ()
    earliest: Day | None = None
    latest: Day | None = None


def article_fields(article: Article) -> dict[str, Any]:
    """Every field as JSON has it: dates in ISO 8601, provenance by field name."""
    return {
        "id": article.id,
        "path": article.path,
        "digest": article.digest,
        "title": article.title,
        "source": article.source,
        "authors": list(article.authors),
        "date": _iso(article.date),
        "earliest": _iso(article.earliest),
        "latest": _iso(article.latest),
        "url": article.url,
        "provenance": {name: article.provenance[name].value for name in FIELDS},
        "warnings": list(article.warnings),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A quotable paragraph: `number` counts from 1 within its article.

    `sentences` are in order, do not overlap, start at the paragraph's start, end at its end, and
    leave out nothing but white space between them.
    """

    number: int
    span: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A block of the file that is never quoted, with the reason in a few words."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """One file as it was understood. Paragraphs, dropped blocks and white space rebuild `text`.

    `notes` are for moderators, for example how the file had to be decoded.
    """

    article: Article
    text: str
    paragraphs: Sequence[Paragraph]
    dropped: tuple[Dropped, ...] = ()
    notes: tuple[str, ...] = ()

    def slice(self, span: Span) -> str:
        return self.text[span.start : span.end]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A file that was left out of the corpus, and why, in one line a moderator understands."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """What one scan of a folder gave; `documents` and `rejected` are ordered by path."""

    documents: Sequence[Document] = field(default=())
    rejected: Sequence[Rejection] = field(default=())
