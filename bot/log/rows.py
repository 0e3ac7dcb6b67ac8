"""Logged values as rows of the tables, and back; pure, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from bot.answer.answer import Answer, Excerpt, Filters, Question
from bot.articles.article import FIELDS, Article, Provenance, Span
from bot.log.entries import Asker, LoggedAnswer

Value = str | int | float | None
Row = tuple[Value, ...]


class Statement(NamedTuple):
    """SQL with the rows to run it for. Of one transaction, lower ranks run first; statements of
    one rank keep the order they came in."""

    rank: int
    sql: str
    rows: tuple[Row, ...]


_ASKER = ("face", "user_id", "guild_id", "channel_id", "private")
_ANSWER = (
    *("key", "asked_at", *_ASKER, "question", "source", "since", "until", '"limit"'),
    *("snapshot", "answered", "confidence", "suggestion", "took_ms"),
)
_EXCERPT = (
    *("answer", "near_miss", "position", "article", "path", "digest"),
    *("title", "source", "authors", "date", "url"),
    *(f"{name}_from" for name in FIELDS),
    *("article_warnings", "paragraph", "span_start", "span_end", "quote"),
    *("highlight_start", "highlight_end", "score", "also_in", "warnings"),
    *("cut_before", "cut_after"),
)
_FAILURE = ("asked_at", *_ASKER, "question", "kind", "detail")


def _insert(table: str, columns: Sequence[str], conflict: str = "") -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) {conflict}".strip()


def _select(table: str, columns: Sequence[str], rest: str) -> str:
    return f"SELECT {', '.join(columns)} FROM {table} {rest}"


# An answer is recorded once however often its row arrives, so a caller may safely try again.
_INSERT_ANSWER = _insert("answers", _ANSWER, "ON CONFLICT (key) DO NOTHING")
_INSERT_EXCERPT = _insert(
    "excerpts", _EXCERPT, "ON CONFLICT (answer, near_miss, position) DO NOTHING"
)
_INSERT_VOTE = _insert(
    "votes",
    ("answer", "user_id", "helpful", "voted_at"),
    "ON CONFLICT (answer, user_id) DO UPDATE"
    " SET helpful = excluded.helpful, voted_at = excluded.voted_at",
)
_DELETE_VOTE = "DELETE FROM votes WHERE answer = ? AND user_id = ?"
_INSERT_FAILURE = _insert("failures", _FAILURE)

SELECT_ANSWER = _select("answers", _ANSWER, "WHERE key = ?")
SELECT_EXCERPTS = _select("excerpts", _EXCERPT, "WHERE answer = ? ORDER BY near_miss, position")


def answer_statements(entry: LoggedAnswer) -> tuple[Statement, ...]:
    """Lone surrogates, which no valid text holds and SQLite cannot keep, become U+FFFD."""
    answer = entry.answer
    return (
        Statement(0, _INSERT_ANSWER, (_kept(_answer_row(entry)),)),
        Statement(
            1,
            _INSERT_EXCERPT,
            tuple(
                _kept(_excerpt_row(entry.key, near_miss, position, excerpt))
                for near_miss, excerpts in enumerate((answer.excerpts, answer.near_misses))
                for position, excerpt in enumerate(excerpts)
            ),
        ),
    )


def vote_statement(key: str, user_id: int, helpful: bool | None, at: float) -> Statement:
    if helpful is None:
        return Statement(2, _DELETE_VOTE, ((key, user_id),))
    return Statement(2, _INSERT_VOTE, ((key, user_id, int(helpful), at),))


def failure_statement(asker: Asker, question: str, kind: str, detail: str, at: float) -> Statement:
    row = (at, *_asker_values(asker), question, kind, detail)
    return Statement(2, _INSERT_FAILURE, (_kept(row),))


def answer_from(row: Sequence[Any], excerpts: Iterable[Sequence[Any]]) -> LoggedAnswer:
    """Rebuild what was recorded from a row of SELECT_ANSWER and the rows of SELECT_EXCERPTS."""
    (key, asked_at, face, user_id, guild_id, channel_id, private) = row[:7]
    (text, source, since, until, limit) = row[7:12]
    (snapshot, answered, confidence, suggestion, took_ms) = row[12:]
    given: tuple[list[Excerpt], list[Excerpt]] = ([], [])
    for values in excerpts:
        given[values[1]].append(_excerpt_from(values))
    return LoggedAnswer(
        key=key,
        asked_at=asked_at,
        asker=Asker(face, user_id, guild_id, channel_id, bool(private)),
        answer=Answer(
            question=Question(text, Filters(source, _day(since), _day(until)), limit),
            answered=bool(answered),
            confidence=confidence,
            excerpts=tuple(given[0]),
            near_misses=tuple(given[1]),
            suggestion=suggestion,
            snapshot=snapshot,
            took_ms=took_ms,
        ),
    )


def _answer_row(entry: LoggedAnswer) -> Row:
    answer = entry.answer
    question, filters = answer.question, answer.question.filters
    return (
        *(entry.key, entry.asked_at, *_asker_values(entry.asker)),
        *(question.text, filters.source, _iso(filters.since), _iso(filters.until)),
        *(question.limit, answer.snapshot, int(answer.answered), answer.confidence),
        *(answer.suggestion, answer.took_ms),
    )


def _excerpt_row(key: str, near_miss: int, position: int, excerpt: Excerpt) -> Row:
    article = excerpt.article
    return (
        *(key, near_miss, position, article.id, article.path, article.digest),
        *(article.title, article.source, _list(article.authors), _iso(article.date), article.url),
        *(article.provenance[name].value for name in FIELDS),
        *(_list(article.warnings), excerpt.paragraph, *excerpt.span, excerpt.quote),
        *(*excerpt.highlight, excerpt.score, _list(excerpt.also_in), _list(excerpt.warnings)),
        *(int(excerpt.cut_before), int(excerpt.cut_after)),
    )


def _excerpt_from(values: Sequence[Any]) -> Excerpt:
    (article, path, digest, title, source, authors, published, url) = values[3:11]
    (article_warnings, paragraph, start, end, quote) = values[16:21]
    (highlight_start, highlight_end, score, also_in, warnings) = values[21:26]
    return Excerpt(
        article=Article(
            id=article,
            path=path,
            digest=digest,
            title=title,
            source=source,
            authors=tuple(json.loads(authors)),
            date=_day(published),
            url=url,
            provenance=dict(zip(FIELDS, map(Provenance, values[11:16]), strict=True)),
            warnings=tuple(json.loads(article_warnings)),
        ),
        paragraph=paragraph,
        span=Span(start, end),
        quote=quote,
        highlight=Span(highlight_start, highlight_end),
        score=score,
        also_in=tuple(json.loads(also_in)),
        warnings=tuple(json.loads(warnings)),
        cut_before=bool(values[26]),
        cut_after=bool(values[27]),
    )


def _asker_values(asker: Asker) -> Row:
    return (asker.face, asker.user_id, asker.guild_id, asker.channel_id, int(asker.private))


def _kept(row: Row) -> Row:
    return tuple(
        value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if isinstance(value, str) and not value.isascii()
        else value
        for value in row
    )


def _list(items: Iterable[str]) -> str:
    return json.dumps(list(items), ensure_ascii=False)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(iso: str | None) -> date | None:
    return None if iso is None else date.fromisoformat(iso)
