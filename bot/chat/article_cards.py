"""An article as a card, page by page, and the choice among several. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.answer.citing import OUTLET_UNKNOWN, title
from bot.articles.article import Article, Document, Span
from bot.articles.dated import day, published
from bot.chat import ids, lines
from bot.chat.article_pages import page_at, pages_of, shown
from bot.chat.escape import escape, safe_url
from bot.chat.parts import LABEL_UNITS, Row, button, card, pager
from bot.desk.titles import Match
from bot.text.unseen import plain

HEADLINE_CHARS = 120
AUTHORS_CHARS = 80
MAX_OFFERED = 5
"""Articles to choose among."""

CHANGED = "The article has changed since. This is how it reads now."
WHICH = "Several articles have such a title. Which one?"


def page_card(
    document: Document, page: int, *, owner: int = ids.ALONE, changed: bool = False
) -> ui.LayoutView:
    """Page `page` of the article, from 0, clamped to what there is. `owner` is who may turn it in
    place, ALONE where one person alone sees it; `changed` says that it read otherwise before."""
    return _card(document, page, owner=owner, note=CHANGED if changed else "")


def quote_card(document: Document, quote: Span | None, rows: Sequence[Row]) -> ui.LayoutView:
    """The page that holds the quote, which is bold, above further `rows` of buttons. None says that
    the article has changed since it was quoted."""
    return _card(document, None, lit=quote, note="" if quote else CHANGED, rows=rows)


def choice_card(matches: Sequence[Match], digests: Sequence[str], owner: int) -> ui.LayoutView:
    """A button for each of the first MAX_OFFERED articles; `digests` are of their files."""
    rows: list[Row] = []
    for match, digest in list(zip(matches, digests, strict=True))[:MAX_OFFERED]:
        opens = ids.read(match.article_id, digest, 0, owner, forward=True)
        rows.append(ui.ActionRow(button(opens, label=named(match, LABEL_UNITS))))
    return card([ui.TextDisplay(WHICH), *rows], answered=False)


def named(match: Match, room: int) -> str:
    """``Three cranes for Norrhaven · Quay Post · 4 Mar 2019`` in at most `room` units; the title is
    cut first."""
    more = [
        *([lines.shorten(match.source, lines.OUTLET_CHARS)] if match.source else []),
        *([day(match.date)] if match.date else []),
    ]
    end = "".join(f" · {each}" for each in more)
    if lines.units(end) > room // 2:
        end = ""
    return lines.label(match.title, room - lines.units(end)) + end


def _card(
    document: Document,
    page: int | None,
    *,
    lit: Span | None = None,
    owner: int = ids.ALONE,
    note: str = "",
    rows: Sequence[Row] = (),
) -> ui.LayoutView:
    pages = pages_of(document)
    if page is None:
        page = page_at(pages, lit.start) if lit else 0
    page = min(max(page, 0), len(pages) - 1)
    texts = [
        _head(document.article, note),
        "\n".join(shown(document, piece, lit) for piece in pages[page]),
    ]
    body: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in texts if text]
    turning = _turning(document.article, page, len(pages), owner)
    return card([*body, *rows, *turning], answered=True)


def _head(article: Article, note: str) -> str:
    """At most HEAD_UNITS."""
    authors = ", ".join(filter(None, map(plain, article.authors)))
    said = [
        escape(lines.shorten(article.source or OUTLET_UNKNOWN, lines.OUTLET_CHARS)),
        escape(published(article)),
        *([f"by {escape(lines.shorten(authors, AUTHORS_CHARS))}"] if authors else []),
    ]
    warnings = dict.fromkeys(map(plain, article.warnings))
    noted = [*filter(None, warnings), note][: lines.MAX_WARNINGS]
    if note:
        noted[-1] = note
    return "\n".join(
        [
            f"### {escape(lines.shorten(title(article), HEADLINE_CHARS))}",
            f"-# {' · '.join(said)}",
            *(f"-# ⚠ {escape(lines.shorten(each, lines.WARNING_CHARS))}" for each in noted if each),
        ]
    )


def _turning(article: Article, page: int, count: int, owner: int) -> list[Row]:
    """The pager, and the way to where the article was published."""
    row: Row = ui.ActionRow()
    if count > 1:
        back = ids.read(article.id, article.digest, max(page - 1, 0), owner, forward=False)
        onward = ids.read(article.id, article.digest, min(page + 1, count - 1), owner, forward=True)
        row = pager(article.id, back, onward, page, count)
    if article.url and (address := safe_url(article.url)):
        style = discord.ButtonStyle.link
        row.add_item(ui.Button(style=style, url=address, label="Original"))
    return [row] if row.children else []
