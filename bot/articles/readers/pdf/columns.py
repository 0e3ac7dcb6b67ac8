"""Lines in the order they are read, where a page is set in columns.

Columns are apart by a gutter: a strip of white that at least MIN_LINES lines in a row leave free,
with lines of prose on both sides; or, where another page has a gutter, that any lines in a row
leave free at the same place, as on a last page with little in its second column. What stands above
and below such a band is read before and after it; each side may have columns of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from bot.articles.readers.pdf.shapes import Line, line_of

MIN_LINES = 4
"""Lines on either side of a gutter."""

MIN_GUTTER = 0.8
"""Width of a gutter in sizes of the text; blanks are 0.2 to 0.6 wide."""

SAME_PLACE = 3.0
"""Points between the middles of one gutter on two pages at most."""

FAR = 2.5
"""A gap, in sizes of the text, that parts a page's head or foot from its columns."""

MIN_WORDS = 2.5
"""Words in a line of prose, on average over one side; cells of a table have fewer."""

MAX_COLUMNS_DEEP = 4
"""Gutters within columns: a newspaper of sixteen columns is none."""

MAX_LINES = 1_000
"""Lines on a page with more of them are read across; no page is printed so small."""

_Span = tuple[float, float]


def in_columns(pages: Iterable[Sequence[Line]]) -> list[Line]:
    """The lines of all pages in reading order, with `column` set."""
    known: set[float] = set()
    read: list[tuple[list[Line], list[Line], set[float]]] = []
    for page in pages:
        found: set[float] = set()
        read.append((list(page), list(_ordered(list(page), (), 0, frozenset(), found)), found))
        known |= found
    ordered: list[Line] = []
    for lines, at_first, found in read:
        missed = any(all(abs(x - other) > SAME_PLACE for other in found) for x in known)
        ordered += _ordered(lines, (), 0, frozenset(known), set()) if missed else at_first
    return ordered


def _ordered(
    lines: list[Line],
    column: tuple[int, ...],
    depth: int,
    known: frozenset[float],
    found: set[float],
) -> Iterator[Line]:
    """The lines in reading order. Gutters that are used are added to `found`; at those `known`,
    less is asked of the lines."""
    may = depth < MAX_COLUMNS_DEEP and len(lines) <= MAX_LINES
    band = _band(lines, known) if may else None
    if band is None:
        yield from (replace(line, column=column) for line in lines)
        return
    first, end, gutter = band
    found.add(gutter)
    before, after = _sides(lines[first:end], gutter)
    for part, inner in (
        (lines[:first], column),
        (before, (*column, 1)),
        (after, (*column, 2)),
        (lines[end:], column),
    ):
        yield from _ordered(part, inner, depth + 1, known, found)


def _band(lines: list[Line], known: frozenset[float]) -> tuple[int, int, float] | None:
    """The first line of the best band of columns, the line after its last, and where its gutter's
    middle is; None where the text runs across."""
    if len(lines) < 2:
        return None
    half = MIN_GUTTER * median(line.size for line in lines) / 2
    free = [list(_free(line, 2 * half)) for line in lines]
    best: tuple[int, int, int, float] | None = None
    for gutter in sorted({*_candidates(free, half), *known}):
        least = 1 if gutter in known else MIN_LINES
        for first, end in _runs(free, gutter, half):
            weight = _weight(lines[first:end], gutter, least)
            if weight and (best is None or weight > best[0]):
                best = weight, first, end, gutter
    if best is None:
        return None
    return *_trimmed(lines, best[1], best[2], best[3]), best[3]


def _free(line: Line, width: float) -> Iterator[_Span]:
    """The strips beside and within a line that no word stands in and that are `width` wide."""
    yield float("-inf"), line.x0
    for before, after in pairwise(line.words):
        if after.x0 - before.x1 >= width:
            yield before.x1, after.x0
    yield line.x1, float("inf")


def _candidates(free: list[list[_Span]], half: float) -> set[float]:
    """Middles of what may be gutters: gaps within lines, and strips left of where lines begin."""
    found: set[int] = set()
    for strips in free:
        found.update(round((x0 + x1) / 2) for x0, x1 in strips[1:-1])
        found.add(round(strips[0][1] - half - 1))
    return {float(x) for x in found}


def _runs(free: list[list[_Span]], gutter: float, half: float) -> Iterator[tuple[int, int]]:
    """Ranges of lines that leave the gutter free."""
    first = 0
    for at, strips in enumerate(free):
        if not any(x0 <= gutter - half and gutter + half <= x1 for x0, x1 in strips):
            if at - first >= 2:
                yield first, at
            first = at + 1
    if len(free) - first >= 2:
        yield first, len(free)


def _sides(lines: Iterable[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    before, after = [], []
    for line in lines:
        words = [word for word in line.words if word.x0 < gutter]
        others = line.words[len(words) :]
        if words:
            before.append(line_of(line.page, line.y, tuple(words), line.marks))
        if others:
            after.append(line_of(line.page, line.y, others, 0 if words else line.marks))
    return before, after


def _weight(lines: list[Line], gutter: float, least: int) -> int:
    """How much text stands on the emptier side, or 0 where the two sides are no columns. `least` is
    how many lines either has to have."""
    if len(lines) < least:
        return 0
    sides = _sides(lines, gutter)
    if min(map(len, sides)) < least:
        return 0
    for side in sides:
        words = sum(len(line.words) for line in side)
        figures = sum(any(c.isdigit() for c in w.text) for line in side for w in line.words)
        if words < MIN_WORDS * len(side) or figures > 0.4 * words:
            return 0
    (high, low), (top, bottom) = ((side[0].y, side[-1].y) for side in sides)
    if min(high, top) - max(low, bottom) < 0.3 * min(high - low, top - bottom):
        return 0  # one below the other
    return min(sum(line.letters for line in side) for side in sides)


def _trimmed(lines: list[Line], first: int, end: int, gutter: float) -> tuple[int, int]:
    """The band without lines at its ends that stand apart from the rest: such as run across, like a
    page's head, and such as stand on one side only, like a heading of what follows."""
    far = FAR * median(line.size for line in lines)
    if end - first > MIN_LINES and lines[first].y - lines[first + 1].y > far:
        first += 1
    if end - first > MIN_LINES and lines[end - 2].y - lines[end - 1].y > far:
        end -= 1
    band = lines[first:end]
    both = [at for at, line in enumerate(band) if line.x0 < gutter < line.x1] or [0, len(band) - 1]
    apart = 1.8 * max(line.size for line in band)
    for at in range(both[-1] + 1, len(band)):
        if band[at - 1].y - band[at].y > apart:
            end = first + at
            break
    for at in range(both[0], 0, -1):
        if band[at - 1].y - band[at].y > apart:
            first += at
            break
    return first, end
