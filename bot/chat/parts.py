"""What cards are built of: rows, pagers, quotes with their source, what the corpus covers. Pure.

No message goes over TEXT_UNITS of text or over 40 components, whatever an article holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import discord
from discord import ui

from bot.answer.answer import Excerpt
from bot.answer.wording import plural
from bot.articles.dated import day
from bot.chat import ids, lines
from bot.chat.escape import escape
from bot.chat.ids import Mark, Opens, Place
from bot.desk import SourceCount

TEXT_UNITS = 4_000  # of all text displays of a message together
HEADING_CHARS = 120  # a longer question is bold text, not a heading
QUESTION_CHARS = 300
LABEL_UNITS = 80  # of a button
NAME_CHARS = 40  # of a person
COVERED_SOURCES = 4
NEAR_MISSES_SHOWN = 2
MIN_QUOTE_UNITS = 120
SHOW_ARTICLE = "Show article"
SHORT_TITLE_CHARS = 40  # where a quote would have no room beside its source

ANSWER_COLOUR = discord.Colour(0x4F8A8B)
REFUSAL_COLOUR = discord.Colour(0x80848E)

Row = ui.ActionRow[ui.LayoutView]


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the corpus holds, for a refusal to tell; `sources` by number of articles, most first."""

    articles: int
    sources: tuple[str, ...]
    first: date | None
    last: date | None


def coverage(counts: tuple[SourceCount, ...]) -> Coverage:
    firsts = [count.first for count in counts if count.first]
    lasts = [count.last for count in counts if count.last]
    return Coverage(
        articles=sum(count.articles for count in counts),
        sources=tuple(count.source for count in counts if count.source),
        first=min(firsts, default=None),
        last=max(lasts, default=None),
    )


def heading(asked: str) -> str:
    """The question or topic as the first line of a card."""
    text = lines.shorten(asked, QUESTION_CHARS)
    shown = escape(text) or "…"
    return f"### {shown}" if len(text) <= HEADING_CHARS else f"**{shown}**"


def foot(covered: Coverage | None, shared_by: str) -> str:
    """The small print at the end of a card: what the corpus covers, and who shared it."""
    said = [] if covered is None else [_covered(covered)]
    if shared_by:
        said.append(f"-# Shared by {escape(lines.shorten(shared_by, NAME_CHARS))}")
    return "\n".join(said)


def block(excerpt: Excerpt, room: int, *, bold: bool, head: str = "") -> str:
    """A quote with its source, below the line `head`, in at most `room` units.

    Where the quote would have no room, first the link goes, then the end of the title, then the
    second warning.
    """
    over = f"{head}\n" if head else ""
    left = 0
    source = ""
    for link, title_chars, warned in (
        (True, lines.TITLE_CHARS, lines.MAX_WARNINGS),
        (False, lines.TITLE_CHARS, lines.MAX_WARNINGS),
        (False, SHORT_TITLE_CHARS, lines.MAX_WARNINGS),
        (False, SHORT_TITLE_CHARS, 1),
    ):
        citation = lines.citation(excerpt, link=link, title_chars=title_chars)
        source = "\n".join([citation, *lines.warnings(excerpt)[:warned]])
        left = room - lines.units(over) - lines.units(source) - 1
        if left >= MIN_QUOTE_UNITS:
            break
    quote = lines.quoted(
        excerpt.quote,
        excerpt.highlight,
        left,
        bold=bold,
        cut_before=excerpt.cut_before,
        cut_after=excerpt.cut_after,
    )
    return f"{over}{quote}\n{source}"


def suggestion_row(custom_id: str, label: str, *, primary: bool) -> Row:
    return ui.ActionRow(button(custom_id, label=lines.label(label, LABEL_UNITS), primary=primary))


def share_button(custom_id: str, place: Place) -> list[ui.Button[ui.LayoutView]]:
    """The button on a private card, which is off once the card has been shared; else nothing."""
    if place not in (Place.PRIVATE, Place.SHARED):
        return []
    shared = place is Place.SHARED
    return [button(custom_id, label="Shared" if shared else "Share", disabled=shared)]


def vote_buttons(key: str) -> list[ui.Button[ui.LayoutView]]:
    """Helpful and not helpful."""
    marks = ((Mark.HELPFUL, "👍"), (Mark.NOT_HELPFUL, "👎"))
    return [button(ids.vote(key, mark, Opens.NEW), emoji=emoji) for mark, emoji in marks]


def pager(key: str, back: str, onward: str, page: int, count: int) -> Row:
    """Buttons to the page before and after; `page` counts from 0."""
    return ui.ActionRow(
        button(back, label="◀", disabled=page == 0),
        button(ids.page_indicator(key), label=f"{page + 1}/{count}", disabled=True),
        button(onward, label="▶", disabled=page == count - 1),
    )


def button(
    custom_id: str,
    *,
    label: str | None = None,
    emoji: str | None = None,
    primary: bool = False,
    disabled: bool = False,
) -> ui.Button[ui.LayoutView]:
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return ui.Button(custom_id=custom_id, label=label, emoji=emoji, style=style, disabled=disabled)


def card(body: Iterable[ui.Item[Any]], *, answered: bool) -> ui.LayoutView:
    colour = ANSWER_COLOUR if answered else REFUSAL_COLOUR
    container: ui.Container[ui.LayoutView] = ui.Container(*body, accent_colour=colour)
    return finished([container])


def finished(items: Iterable[ui.Item[Any]]) -> ui.LayoutView:
    """A view that discord.py will not keep: presses are found by their id, not by their view."""
    view = ui.LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    view.stop()
    return view


def _covered(covered: Coverage) -> str:
    text = f"The desk holds {plural(covered.articles, 'article')}"
    if covered.first and covered.last:
        first, last = day(covered.first), day(covered.last)
        text += f" of {first}" if first == last else f" from {first} to {last}"
    if covered.sources:
        names = [escape(lines.shorten(name, lines.OUTLET_CHARS)) for name in covered.sources]
        text += f": {lines.listed(names, COVERED_SOURCES)}"
    return f"-# {text}"
