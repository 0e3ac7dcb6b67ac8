"""The paragraphs around a quote, as one person sees them after asking for them. Pure."""

from __future__ import annotations

from discord import ui

from bot.answer.answer import Excerpt
from bot.articles.article import Span
from bot.chat import lines
from bot.chat.escape import escape
from bot.chat.parts import TEXT_UNITS, Row, card
from bot.desk import Context


def around_card(
    excerpt: Excerpt, found: Context | str, rows: list[Row], *, answered: bool, head: str = ""
) -> ui.LayoutView:
    """The paragraphs `found` around the excerpt, or the sentence that says why there are none,
    below the line `head`, with `rows` of buttons."""
    texts = [escape(found)] if isinstance(found, str) else _texts(excerpt, found, head)
    return card([*map(ui.TextDisplay, texts), *rows], answered=answered)


def _texts(excerpt: Excerpt, found: Context, head: str) -> list[str]:
    numbers = [number for number, _ in found.paragraphs]
    last = f"–{numbers[-1]:,}" if len(numbers) > 1 else ""
    source = lines.citation(excerpt, paragraphs=f"¶ {numbers[0]:,}{last}")
    first = f"{head}\n{source}" if head else source
    return [first, *_paragraphs(excerpt, found, TEXT_UNITS - lines.units(first))]


def _paragraphs(excerpt: Excerpt, found: Context, room: int) -> list[str]:
    """The excerpt's paragraph may take half the room, or all that the others leave."""
    start, length = found.quote.start, found.quote.end - found.quote.start
    lit = Span(start + excerpt.highlight.start, start + min(excerpt.highlight.end, length))
    own = lines.quoted(found.paragraphs[found.at][1], lit, room // 2)
    others = len(found.paragraphs) - 1
    share = (room - lines.units(own)) // others if others else 0
    shown = []
    for position, (_, text) in enumerate(found.paragraphs):
        if position == found.at:
            shown.append(own)
        else:
            near_end = position < found.at
            point = Span(len(text), len(text)) if near_end else Span(0, 0)
            shown.append(lines.quoted(text, point, share))
    return shown
