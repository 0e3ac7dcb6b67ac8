"""What stands in the margins of pages: running heads and feet, and page numbers.

A line in the margin is one of the outermost MAX_LINES lines of a page. It goes

* when the same line, up to its figures, stands at the same height on at least three pages, or on
  both pages of two;
* when nothing but a page's number stands in it, apart from the text;
* when it stands apart from the text at the very edge of a page, and on the first page, where a
  letter has its sender, only if it is smaller than the text;
* when on nearly all pages one line stands at that height, apart from the text: the heads of a book
  whose every page names another section.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from bot.articles.readers.pdf.shapes import Line

MAX_LINES = 4
"""Lines at the top, and at the bottom, that a head or foot may have."""

SAME_HEIGHT = 4.0
"""Points between two lines at the same height."""

APART = 1.5
"""A gap to the text, in leadings, after which a line stands apart from it."""

EDGE = 0.07
"""Share of a page's height, from its edge, that the text keeps free."""

SMALLER = 0.95
"""Size of such a line on the first page at most, in sizes of the text."""

_FIGURES = re.compile(r"[0-9]+")
_ROMAN = re.compile(r"(?<![^\W_])[ivxlc]+(?![^\W_])")
_NUMBER = re.compile(
    r"[-–—|·•\s\[(]*(?:(?:page|p\.|seite)\s*)?(?:[0-9]{1,4}|[ivxlc]{1,6})"
    r"(?:\s*(?:of|/|von|de)\s*[0-9]{1,4})?[-–—|·•\s\])]*",
    re.IGNORECASE,
)
_Key = tuple[bool, str, int]


@dataclass(frozen=True, slots=True)
class _Habits:
    """What the pages of a document have in common. `seen` counts the lines that repeat, and
    `enough` of one make it a head; at the heights `settled`, by top or not, heads stand."""

    leading: float
    size: float
    seen: Counter[_Key]
    enough: int
    settled: dict[bool, float]


def without_margins(
    pages: Sequence[list[Line]], heights: Sequence[float]
) -> tuple[list[list[Line]], int]:
    """The pages' lines without those in the margins, and how many went. `heights` are the pages',
    in points."""
    habits = _habits(pages)
    kept = []
    for page, height in zip(pages, heights, strict=True):
        left = page
        for top in (True, False):
            least = max(0, len(left) - MAX_LINES)
            while len(left) > least and _goes(left, top, height, habits):
                left = left[1:] if top else left[:-1]
        kept.append(left)
    return kept, sum(map(len, pages)) - sum(map(len, kept))


def _habits(pages: Sequence[list[Line]]) -> _Habits:
    keys = ({key for line in _outer(page) for key in _keys(*line)} for page in pages)
    gaps = [before.y - after.y for page in pages for before, after in pairwise(page)]
    leading = median(gaps) if gaps else 12.0
    return _Habits(
        leading=leading,
        size=median([line.size for page in pages for line in page] or [10.0]),
        seen=Counter(key for page in keys for key in page),
        enough=2 if sum(map(bool, pages)) == 2 else 3,
        settled={top: _settled(pages, top, leading) for top in (True, False)},
    )


def _outer(page: list[Line]) -> list[tuple[bool, Line]]:
    return [(True, line) for line in page[:MAX_LINES]] + [
        (False, line) for line in page[-MAX_LINES:]
    ]


def _keys(top: bool, line: Line) -> tuple[_Key, _Key]:
    """What lines that repeat have in common. Heights are by steps; two that overlap, so that near
    ones always share one."""
    text = _ROMAN.sub("#", _FIGURES.sub("#", line.text.lower()))
    step = int(line.y // SAME_HEIGHT)
    other = int((line.y + SAME_HEIGHT / 2) // SAME_HEIGHT)
    return (top, text, 2 * step), (top, text, 2 * other + 1)


def _goes(page: list[Line], top: bool, height: float, habits: _Habits) -> bool:
    line = page[0] if top else page[-1]
    if max(habits.seen[key] for key in _keys(top, line)) >= habits.enough:
        return True
    if _gap(page, top) <= APART * habits.leading:
        return False
    outside = line.y > (1 - EDGE) * height if top else line.y < EDGE * height
    return (
        (outside and (line.page > 1 or line.size < SMALLER * habits.size))
        or abs(line.y - habits.settled[top]) <= SAME_HEIGHT / 2
        or _NUMBER.fullmatch(line.text) is not None
    )


def _gap(page: list[Line], top: bool) -> float:
    """Points between a page's outermost line and the next; endless where there is no other."""
    if len(page) < 2:
        return float("inf")
    return page[0].y - page[1].y if top else page[-2].y - page[-1].y


def _settled(pages: Sequence[list[Line]], top: bool, leading: float) -> float:
    """The height at which one line stands apart on nearly all pages of four or more; NaN without.

    Where the text itself begins at one height, few of the lines that begin it stand apart.
    """
    heights = [(page[0] if top else page[-1]).y for page in pages if page]
    usual = median(heights) if heights else 0.0
    apart = sum(
        abs((page[0] if top else page[-1]).y - usual) <= SAME_HEIGHT / 2
        and _gap(page, top) > APART * leading
        for page in pages
        if len(page) > 1
    )
    return usual if apart >= max(4, 0.8 * len(heights)) else float("nan")
