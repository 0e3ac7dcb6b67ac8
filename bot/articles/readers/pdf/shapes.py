"""What lies on a page: glyphs, words, lines. Places are in points from the page's lower left corner
as it is shown, so that y grows upwards; a line's y is its baseline."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class Glyph(NamedTuple):
    """One character code as it is printed: what it stands for may be several letters (a ligature),
    UNREADABLE, or a blank. `size` is that of its font."""

    x0: float
    x1: float
    y: float
    size: float
    text: str
    bold: bool


MOSTLY = 0.9
"""Share of a line's letters that have to be bold before the line is."""

UNREADABLE = "\ufffd"
"""Stands for a glyph of which the file does not say what letter it is."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: upright glyphs in the order the file paints them. `pictures` counts its images,
    `turned` the glyphs that do not stand upright, which are left out."""

    number: int
    height: float
    glyphs: list[Glyph]
    pictures: int = 0
    turned: int = 0


class Word(NamedTuple):
    """Glyphs without a blank between them. `size` and `bold` are those of most of its letters."""

    x0: float
    x1: float
    text: str
    size: float
    bold: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one baseline, from left to right. `size` is that of most of its letters; `bold` says
    that MOSTLY all are. `marks` counts the raised note marks that were left out of it.

    `column` names the column the line stands in, alike on every page; `left` and `right` are the
    edges that the lines around it keep to (bot.articles.readers.pdf.columns and edges set them).
    """

    page: int
    y: float
    size: float
    bold: bool
    words: tuple[Word, ...]
    marks: int = 0
    column: tuple[int, ...] = field(default=())
    left: float = 0.0
    right: float = 0.0

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return self.words[-1].x1

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def letters(self) -> int:
        return sum(len(word.text) for word in self.words)


def line_of(page: int, y: float, words: tuple[Word, ...], marks: int = 0) -> Line:
    """A line of these words, which are from left to right and at least one."""
    sizes: dict[float, int] = {}
    bold = 0
    for word in words:
        sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        bold += len(word.text) if word.bold else 0
    size = max(sizes, key=lambda size: (sizes[size], size))
    letters = sum(sizes.values())
    return Line(page, y, size, letters > 0 and bold >= MOSTLY * letters, words, marks)
