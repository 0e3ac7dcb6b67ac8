"""The edges that lines keep to: those of their column, or closer ones where text is set in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.articles.readers.pdf.shapes import Line

TOGETHER = 0.3
"""Points between the ends of two justified lines at most."""

CLOSE = 1.15
"""Leadings from a line to the next where there is no gap."""

_Column = tuple[int, ...]


def edged(lines: Sequence[Line]) -> list[Line]:
    """With the edges of each line's column: the left one from its page, for pages to the left and
    to the right differ, and its width from all pages."""
    groups: dict[tuple[int, _Column], list[Line]] = defaultdict(list)
    for line in lines:
        groups[line.page, line.column].append(line)
    lefts = {key: _left(group) for key, group in groups.items()}
    widths: dict[_Column, list[float]] = defaultdict(list)
    for key, group in groups.items():
        widths[key[1]] += [line.x1 - lefts[key] for line in group]
    full = {column: _high(found) for column, found in widths.items()}
    edges = {key: (left, left + full[key[1]]) for key, left in lefts.items()}
    return [
        replace(line, left=edges[line.page, line.column][0], right=edges[line.page, line.column][1])
        for line in lines
    ]


def inset(lines: Sequence[Line], leading: float, justified: Collection[_Column]) -> list[Line]:
    """With a closer right edge for lines that end where, somewhere in the column, two lines below
    one another end together: a quotation set in on both sides. Only `justified` columns have such,
    for elsewhere lines end together by chance."""
    edges: dict[_Column, list[float]] = defaultdict(list)
    for line, below in pairwise(lines):
        if line.column in justified and is_close(line, below, leading) and ends_alike(line, below):
            edges[line.column].append(line.x1 - line.left)
    attested = {column: sorted(set(found)) for column, found in edges.items()}
    return [_closer(line, attested.get(line.column, [])) for line in lines]


def _closer(line: Line, edges: Sequence[float]) -> Line:
    width = line.x1 - line.left
    at = bisect_left(edges, width - TOGETHER)
    full = at < len(edges) and edges[at] <= width + TOGETHER
    return replace(line, right=line.x1) if full else line


def follows(line: Line, other: Line) -> bool:
    """Whether `other` stands below `line` in the same column of the same page."""
    return (line.page, line.column) == (other.page, other.column) and other.y < line.y


def is_close(line: Line, other: Line, leading: float) -> bool:
    """Whether `other` follows `line` without a gap."""
    return follows(line, other) and line.y - other.y <= CLOSE * leading


def ends_alike(line: Line, other: Line) -> bool:
    """Whether two lines end at the same place, as justified lines do."""
    return abs(line.x1 - other.x1) <= TOGETHER


def _left(lines: Sequence[Line]) -> float:
    """The leftmost place where a tenth of the lines begin."""
    begins = sorted(line.x0 for line in lines)
    for at, begin in enumerate(begins):
        if bisect_right(begins, begin + 1.5) - at >= max(1, len(begins) // 10):
            return begin
    return begins[0]


def _high(widths: list[float]) -> float:
    """The greatest width but for a few lines that stick out."""
    widths = sorted(widths, reverse=True)
    return widths[len(widths) // 40]
