"""What the corpus holds, as a card. Pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from discord import ui

from bot.answer.wording import plural
from bot.articles.dated import UNDATED, day
from bot.articles.members import TOP
from bot.chat import ids, lines
from bot.chat.escape import escape
from bot.chat.parts import card, pager
from bot.desk.holdings import Arrival, Holdings
from bot.desk.status import SourceCount

OUTLETS_PER_PAGE = 10
COLLECTIONS_SHOWN = 8
COLLECTION_CHARS = 30
LATEST_TITLE_CHARS = 60
UNNAMED = "(outlet not named)"


def sources_card(held: Holdings, page: int, *, owner: int = ids.ALONE) -> ui.LayoutView:
    """Page `page` of the outlets, from 0, clamped to what there is, and on the first page what came
    last. `owner` is as on the page of an article."""
    count = max(1, -(-len(held.sources) // OUTLETS_PER_PAGE))
    page = min(max(page, 0), count - 1)
    first = page * OUTLETS_PER_PAGE
    listed = [_outlet(one) for one in held.sources[first : first + OUTLETS_PER_PAGE]]
    texts = [_head(held), "\n".join(listed)]
    if page == 0 and held.latest:
        texts.append("\n".join(["**Latest in the folder**", *map(_arrival, held.latest)]))
    body: list[ui.Item[Any]] = [ui.TextDisplay(text) for text in texts if text]
    if count > 1:
        back = ids.sources(max(page - 1, 0), owner, forward=False)
        onward = ids.sources(min(page + 1, count - 1), owner, forward=True)
        body.append(pager("sources", back, onward, page, count))
    return card(body, answered=True)


def _head(held: Holdings) -> str:
    parts = [plural(held.articles, "article")]
    firsts = [count.first for count in held.sources if count.first]
    lasts = [count.last for count in held.sources if count.last]
    if firsts and lasts:
        parts.append(_period(min(firsts), max(lasts)))
    if held.undated:
        parts.append(f"{held.undated:,} {UNDATED}")
    said = f"### What the desk answers from\n{' · '.join(parts)}"
    if [name for name, _ in held.collections] in ([], [TOP]):
        return said
    names = [f"{_folder(name)} {count:,}" for name, count in held.collections]
    return f"{said}\n-# Folders: {lines.listed(names, COLLECTIONS_SHOWN)}"


def _folder(name: str) -> str:
    return escape(lines.shorten(name, COLLECTION_CHARS)) if name != TOP else "(in none)"


def _outlet(count: SourceCount) -> str:
    name = UNNAMED
    if count.source:
        name = f"**{escape(lines.shorten(count.source, lines.OUTLET_CHARS))}**"
    parts = [name, plural(count.articles, "article")]
    if count.first and count.last:
        parts.append(_period(count.first, count.last))
    if count.undated:
        parts.append(f"{count.undated:,} {UNDATED}" if count.first else UNDATED)
    return f"- {' · '.join(parts)}"


def _arrival(arrival: Arrival) -> str:
    title = escape(lines.shorten(arrival.title, LATEST_TITLE_CHARS))
    source = ""
    if arrival.source:
        source = f" · {escape(lines.shorten(arrival.source, lines.OUTLET_CHARS))}"
    return f"- {title}{source} · <t:{int(arrival.when)}:R>"


def _period(first: date, last: date) -> str:
    return day(first) if first == last else f"{day(first)} to {day(last)}"
