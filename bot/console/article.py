"""``article`` and ``sources``: an article read in a terminal, and what there is to read."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.answer.citing import OUTLET_UNKNOWN, title
from bot.articles.article import Article, Document, article_fields
from bot.articles.dated import published
from bot.console.clean import clean
from bot.console.corpus.finding import article_named, looked_at
from bot.console.stream import emit
from bot.desk.holdings import Holdings, holdings

if TYPE_CHECKING:
    from rich.text import Text

    from bot.console.screen import Screen

PAGE_ROWS = 20
"""Printed in the interactive desk before it asks whether to go on, where that is between two
paragraphs."""


async def article_once(folder: Path, log_path: Path, named: str, as_json: bool) -> int:
    """Print the article with this path or title. Raises CorpusError, QuestionError."""
    async with looked_at(folder, log_path) as desk:
        document = article_named(desk, named)
    if as_json:
        emit(article_to_json(document))
        return 0
    from bot.console.screen import Screen

    screen = Screen(sys.stdout)
    for rows in article_rows(screen, document):
        for row in rows:
            screen.row(row)
    return 0


async def sources_once(folder: Path, log_path: Path, as_json: bool) -> int:
    """Print what the corpus holds. Raises CorpusError."""
    async with looked_at(folder, log_path) as desk:
        held = holdings(desk.snapshot, folder)
    if as_json:
        emit(holdings_to_json(held))
        return 0
    from bot.console.screen import Screen
    from bot.console.sources import show_holdings

    show_holdings(Screen(sys.stdout), held)
    return 0


async def show_article_paged(
    screen: Screen, document: Document, more: Callable[[], Awaitable[bool]]
) -> None:
    """Print the article; after every PAGE_ROWS rows or so, `more` says whether to go on."""
    printed = 0
    for rows in article_rows(screen, document):
        if printed and printed + len(rows) > PAGE_ROWS:
            if not await more():
                return
            printed = 0
        for row in rows:
            screen.row(row)
        printed += len(rows)


def article_rows(screen: Screen, document: Document) -> Iterator[list[Text]]:
    """The rows of the article's head, then of each paragraph below its number."""
    article = document.article
    rows = screen.rows(title(article), "bold")
    rows += screen.rows(" · ".join(_said(article)), "cyan")
    if article.url:
        rows += screen.rows(clean(article.url), "dim")
    for warning in article.warnings:
        rows += screen.rows("! " + clean(warning), "yellow", rest="  ")
    yield rows
    for paragraph in document.paragraphs:
        text = clean(document.slice(paragraph.span)).strip()
        lead = f"¶ {paragraph.number:<4} "
        yield [*screen.rows(""), *screen.rows(text, first=lead, rest=" " * len(lead))]


def article_to_json(document: Document) -> dict[str, Any]:
    """Spans are pairs of character offsets into the decoded file."""
    return {
        **article_fields(document.article),
        "paragraphs": [
            {
                "paragraph": paragraph.number,
                "span": list(paragraph.span),
                "text": document.slice(paragraph.span),
            }
            for paragraph in document.paragraphs
        ],
    }


def holdings_to_json(held: Holdings) -> dict[str, Any]:
    """Dates in ISO 8601, times in UTC; the collection of what is in no folder is the empty one."""
    return {
        "articles": held.articles,
        "undated": held.undated,
        "sources": [
            {
                "source": count.source,
                "articles": count.articles,
                "first": count.first.isoformat() if count.first else None,
                "last": count.last.isoformat() if count.last else None,
                "undated": count.undated,
            }
            for count in held.sources
        ],
        "collections": [
            {"collection": name, "articles": count} for name, count in held.collections
        ],
        "latest": [
            {
                "id": each.article_id,
                "title": each.title,
                "source": each.source,
                "changed": datetime.fromtimestamp(each.when, UTC).isoformat(timespec="seconds"),
            }
            for each in held.latest
        ],
    }


def _said(article: Article) -> list[str]:
    authors = ", ".join(filter(None, map(clean, article.authors)))
    by = [f"by {authors}"] if authors else []
    return [clean(article.source or "") or OUTLET_UNKNOWN, published(article), *by]
