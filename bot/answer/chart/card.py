"""The label of one event: its date, its marks, and words of its quote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.answer.chart.layout import Grid
from bot.answer.chart.typeface import BOLD, OBLIQUE, REGULAR, cut, drawable, wrap
from bot.answer.event import Event
from bot.answer.snippet import snippet
from bot.answer.wording import marks, when

ACCENT = "#14507f"
INK = "#1c2128"
MUTED = "#5a6370"

PADDING = 13.0
LEADING = 1.26
"""Height of a line, in sizes of its type."""

BODY_PX = {1: 32, 2: 32, 3: 31, 4: 29}
SMALL_BODY_PX = 27
QUOTE_LINES = {1: 5, 2: 4}
FEW_QUOTE_LINES = 3
DATE_LINES = 3
HINTING = 0.98
"""Drawn text may come out a little wider than measured."""

NO_BREAK = "\u00a0"
_TIED = re.compile(r"(?<=\d) (?=[A-Z–])|(?<=[A-Z][a-z][a-z]) (?=[\d–])")


class Line(NamedTuple):
    text: str
    face: Path
    pixels: float
    color: str


@dataclass(frozen=True, slots=True)
class Card:
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        return 2 * PADDING + sum(line.pixels * LEADING for line in self.lines)

    def baselines(self, left: float, top: float) -> Iterator[tuple[tuple[float, float], Line]]:
        """Where each line's baseline begins when the card's corner is at `left` and `top`."""
        at = top + PADDING
        for line in self.lines:
            yield (left + PADDING, at + line.pixels), line
            at += line.pixels * LEADING


def card(event: Event, room: Grid) -> Card:
    """In a card of the grid's width; fewer labels get larger type and more words."""
    body = BODY_PX.get(room.columns, SMALL_BODY_PX)
    most = QUOTE_LINES.get(room.rows, FEW_QUOTE_LINES)
    width = (room.width - 2 * PADDING) * HINTING
    dated = cut(_TIED.sub(NO_BREAK, when(event)), BOLD, body, width, DATE_LINES)
    lines = [Line(text, BOLD, body, ACCENT) for text in dated]
    for text in cut(", ".join(marks(event)), OBLIQUE, body - 3, width, DATE_LINES):
        lines.append(Line(text, OBLIQUE, body - 3, MUTED))
    words = snippet(
        event.excerpt, lambda text: len(wrap(text, REGULAR, body, width)) <= most, drawable
    )
    lines.extend(Line(text, REGULAR, body, INK) for text in wrap(words, REGULAR, body, width))
    return Card(tuple(lines))
