"""How a document is set: its text's size and leading, its indents, where its lines end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.articles.readers.pdf.edges import ends_alike, follows, is_close
from bot.articles.readers.pdf.shapes import Line

SAME_SIZE = 0.06
"""Sizes that differ by less, as a share, are one. Small capitals differ within a line."""

LARGER = 1.14
"""A heading's size at least, in sizes of the text."""

SLACK = 0.5
"""Room, in sizes of the font, that a full justified line leaves at most at its end."""

BLANK = 0.3
"""Width of a blank in sizes of the font."""

INDENT = 0.35
"""The least indent, in sizes of the font."""


@dataclass(frozen=True, slots=True)
class Setting:
    """`size` is that of the text, `bold` says that it is bold throughout, `leading` is points from
    baseline to baseline, `spread` the most that it varies within a paragraph, as a share.
    `indented` says that paragraphs begin with an indent. `same_size` is how far two sizes differ at
    most, as a share, to be one. `justified` are the columns whose lines end at one edge."""

    size: float
    bold: bool
    leading: float
    spread: float
    indented: bool
    same_size: float
    justified: frozenset[tuple[int, ...]]

    def alike(self, one: Line, other: Line) -> bool:
        """Whether two lines may be of one paragraph by their sizes: that of most letters of either
        is found in the other. A name of a file may fill half a line with small letters."""
        return any(self._is_size(word.size, other.size) for word in one.words) or any(
            self._is_size(word.size, one.size) for word in other.words
        )

    def _is_size(self, one: float, other: float) -> bool:
        return abs(one - other) <= self.same_size * max(one, other)

    def is_short(self, line: Line, following: Line) -> bool:
        """Whether a line ends before its edge although the first word of the next would fit, or, in
        justified text that is not set in, at all."""
        room, word = line.right - line.x1, following.words[0]
        if room <= SLACK * line.size:
            return False
        step = INDENT * line.size
        inset = line.x0 - line.left > step and following.x0 - following.left > step
        if line.column in self.justified and not inset:
            return True
        return word.x1 - word.x0 + BLANK * line.size < room

    def is_large(self, line: Line) -> bool:
        return line.size >= max(LARGER, 1 + 1.5 * self.same_size) * self.size

    def leading_of(self, line: Line) -> float:
        """The leading of text in the size of `line`, which grows with it."""
        return self.leading * max(1.0, line.size / self.size)


def setting_of(lines: Sequence[Line]) -> Setting:
    """What most of the lines keep to; `lines` are in reading order, with their columns' edges."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size * 4) / 4] += line.letters
    size = max(letters, key=lambda size: (letters[size], size))
    uneven = sum(n for other, n in letters.items() if abs(other - size) <= 0.25)
    text = [line for line in lines if abs(line.size - size) <= max(0.25, SAME_SIZE * size)]
    leading, spread = _leading(text, size)
    return Setting(
        size=size,
        bold=sum(line.bold for line in text) > 0.6 * len(text),
        leading=leading,
        spread=spread,
        indented=_indented(text, leading),
        same_size=SAME_SIZE if uneven > 0.4 * sum(letters.values()) else 0.35,
        justified=_justified(text, leading),
    )


def _leading(text: Sequence[Line], size: float) -> tuple[float, float]:
    gaps = sorted(a.y - b.y for a, b in pairwise(text) if follows(a, b) and a.y - b.y < 3 * size)
    if not gaps:
        return 1.25 * size, 0.12
    least = gaps[len(gaps) // 5]
    usual = [gap for gap in gaps if 0.9 * least <= gap <= 1.15 * least]
    leading = median(usual)
    even = sum(abs(gap - leading) <= 0.02 * leading for gap in usual)
    return leading, 0.1 if even >= 0.7 * len(usual) else 0.3


def _indented(text: Sequence[Line], leading: float) -> bool:
    """Whether lines that begin further right than those above and below begin paragraphs."""
    firsts = 0
    for before, line, after in zip(text, text[1:], text[2:], strict=False):
        step = INDENT * line.size
        close = before.y - line.y < 1.3 * leading
        if follows(before, line) and follows(line, after) and close:
            firsts += line.x0 - before.x0 > step and line.x0 - after.x0 > step
    return firsts >= 2 and firsts * 40 >= len(text)


def _justified(text: Sequence[Line], leading: float) -> frozenset[tuple[int, ...]]:
    """The columns in which many lines end where the next ends. Of a paragraph of three lines one
    does; without justification one in a hundred does, or ten where all letters are alike wide."""
    ends: dict[tuple[int, ...], list[bool]] = defaultdict(list)
    for line, below in pairwise(text):
        if is_close(line, below, leading):
            ends[line.column].append(ends_alike(line, below))
    return frozenset(c for c, alike in ends.items() if sum(alike) >= max(2, 0.25 * len(alike)))
