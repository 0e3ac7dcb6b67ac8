"""Excerpts as rows of the table `excerpts`, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Any

from bot.answer.answer import Excerpt
from bot.articles.article import FIELDS, Article, Provenance, Span
from bot.errors import LogError
from bot.log.statements import (
    Rank,
    Row,
    Statement,
    day,
    insert_once,
    iso,
    kept,
    listed,
    select,
)

_KEY = ("answer", "near_miss", "position")
_COLUMNS = (
    *(*_KEY, "article", "path", "digest"),
    *("title", "source", "authors", "date", "url"),
    *(f"{name}_from" for name in FIELDS),
    *("article_warnings", "paragraph", "span_start", "span_end", "quote"),
    *("highlight_start", "highlight_end", "score", "also_in", "warnings"),
    *("cut_before", "cut_after", "earliest", "latest", "checksum"),
)
_SCORE = _COLUMNS.index("score")
_INSERT = insert_once("excerpts", _COLUMNS, _KEY)

SELECT_EXCERPTS = select("excerpts", _COLUMNS, "WHERE answer = ? ORDER BY near_miss, position")


def excerpts_statement(
    key: str, given: Iterable[Excerpt], near_misses: Iterable[Excerpt]
) -> Statement:
    rows = (
        _row(key, near_miss, position, excerpt)
        for near_miss, excerpts in enumerate((given, near_misses))
        for position, excerpt in enumerate(excerpts)
    )
    return Statement(
        Rank.EXCERPT, _INSERT, tuple((*row, _checksum(row)) for row in map(kept, rows))
    )


def excerpts_from(
    rows: Iterable[Sequence[Any]],
) -> tuple[tuple[Excerpt, ...], tuple[Excerpt, ...]]:
    """What was given and the near misses, from the rows of SELECT_EXCERPTS. Raises LogError when a
    row is not as it was written."""
    given: tuple[list[Excerpt], list[Excerpt]] = ([], [])
    for *values, checksum in rows:
        if checksum is not None and checksum != _checksum(values):
            raise LogError(
                "What was kept of this answer is damaged. Please ask again.",
                detail=f"excerpt {values[2]} of answer {values[0]} was altered",
            )
        given[values[1]].append(_excerpt(values))
    return tuple(given[0]), tuple(given[1])


def _checksum(row: Sequence[Any]) -> str:
    """Of all columns but the score, which is not shown, and in which SQLite drops the sign of 0."""
    told = json.dumps([*row[:_SCORE], *row[_SCORE + 1 :]])
    return blake2b(told.encode(), digest_size=8).hexdigest()


def _row(key: str, near_miss: int, position: int, excerpt: Excerpt) -> Row:
    article = excerpt.article
    return (
        *(key, near_miss, position, article.id, article.path, article.digest),
        *(article.title, article.source, listed(article.authors), iso(article.date), article.url),
        *(article.provenance[name].value for name in FIELDS),
        *(listed(article.warnings), excerpt.paragraph, *excerpt.span, excerpt.quote),
        *(*excerpt.highlight, excerpt.score, listed(excerpt.also_in), listed(excerpt.warnings)),
        *(int(excerpt.cut_before), int(excerpt.cut_after)),
        *(iso(article.earliest), iso(article.latest)),
    )


def _excerpt(values: Sequence[Any]) -> Excerpt:
    (article, path, digest, title, source, authors, published, url) = values[3:11]
    (article_warnings, paragraph, start, end, quote) = values[16:21]
    (highlight_start, highlight_end, score, also_in, warnings) = values[21:26]
    (cut_before, cut_after, earliest, latest) = values[26:]
    return Excerpt(
        article=Article(
            id=article,
            path=path,
            digest=digest,
            title=title,
            source=source,
            authors=tuple(json.loads(authors)),
            date=day(published),
            url=url,
            provenance=dict(zip(FIELDS, map(Provenance, values[11:16]), strict=True)),
            warnings=tuple(json.loads(article_warnings)),
            earliest=day(earliest),
            latest=day(latest),
        ),
        paragraph=paragraph,
        span=Span(start, end),
        quote=quote,
        highlight=Span(highlight_start, highlight_end),
        score=score,
        also_in=tuple(json.loads(also_in)),
        warnings=tuple(json.loads(warnings)),
        cut_before=bool(cut_before),
        cut_after=bool(cut_after),
    )
