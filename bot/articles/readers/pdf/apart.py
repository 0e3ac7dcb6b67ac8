"""Lines that stand outside a page's text: footnotes, tables, lists of contents, captions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from bot.articles.readers.pdf.edges import follows
from bot.articles.readers.pdf.setting import Setting
from bot.articles.readers.pdf.shapes import Line

SMALLER = 0.92
"""A footnote's size at most, in sizes of the text."""

CELL_GAP = 1.2
"""A gap between two cells of a table at least, in sizes of the font, and CELL_RATIO times the
line's usual gap: in justified text all gaps are wide together."""

CELL_RATIO = 2.2
FULL_GAP = 3.0
"""Likewise in a line that justification may have stretched, in sizes of the font."""

SAME_PLACE = 4.0
"""Points between the beginnings of two cells below one another."""

_LABEL = re.compile(r"[0-9]{1,3}\b|[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡§]|[a-z][.)]?\Z|\([0-9a-z]{1,3}\)")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*(?:[0-9]{1,4}|[ivxlc]{1,6})?\Z|(?:…\s?){2,}\s*[0-9]{0,4}\Z")
_CAPTION = re.compile(
    r"(?:fig(?:ure|\.)?|table|chart|map|graph|box|photo|exhibit|plate)\s*"
    r"(?:[0-9]{1,3}(?:[.-][0-9]{1,3})?|[IVX]{1,5}|[A-Z])\s*[.:|–—]",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[-+−–(]?[$£€]?[0-9][0-9.,/:%)-]*[%a-z]{0,2}\Z|[-–—]\Z|n/?a\Z", re.IGNORECASE)


def reasons_of(lines: Sequence[Line], setting: Setting) -> list[str | None]:
    """Why each of the lines, in reading order, is no part of the text; None where it is."""
    reasons: list[str | None] = [None] * len(lines)
    for at in _footnotes(lines, setting):
        reasons[at] = "footnote"
    _mark_tables(lines, reasons, setting)
    _mark_captions(lines, reasons, setting)
    return reasons


def _footnotes(lines: Sequence[Line], setting: Setting) -> list[int]:
    """Small lines at the end of a column that has text above them, from the first that begins with
    a note's mark, or all of them below a gap or where the last page's notes went on."""
    columns: dict[tuple[int, tuple[int, ...]], list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        columns[line.page, line.column].append(at)
    found: list[int] = []
    last_page = 0
    for (page, _), column in columns.items():
        small: list[int] = []
        for at in reversed(column):
            if lines[at].size > SMALLER * setting.size:
                break
            small.insert(0, at)
        if not small or 2 * len(small) > len(column):
            continue
        gap = lines[small[0] - 1].y - lines[small[0]].y if small[0] else 0.0
        set_off = gap > 1.6 * setting.leading or (page == last_page + 1 and page > 1)
        labelled = next((n for n, at in enumerate(small) if _labelled(lines[at])), None)
        smaller = lines[small[0]].size <= 0.8 * setting.size
        if labelled is not None:
            found += small if set_off and smaller else small[labelled:]
            last_page = page
        elif set_off and smaller:
            found += small
    return found


def _labelled(line: Line) -> bool:
    return _LABEL.match(line.words[0].text) is not None


def cells_of(line: Line, *, justified: bool) -> list[float]:
    """Where the cells of a line begin, if it were a table's. In a narrow column a full justified
    line has wide gaps, too."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(line.words)]
    full = (
        justified and line.right - line.x1 < 0.2 * line.size and line.x0 - line.left < 3 * line.size
    )
    if not gaps or (full and max(gaps) < FULL_GAP * line.size):
        return [line.x0]
    usual = median(gaps) if len(gaps) > 2 else 0.3 * line.size
    wide = max(CELL_GAP * line.size, CELL_RATIO * min(usual, line.size))
    return [line.x0, *(w.x0 for gap, w in zip(gaps, line.words[1:], strict=True) if gap >= wide)]


def _mark_tables(lines: Sequence[Line], reasons: list[str | None], setting: Setting) -> None:
    """A line is a table's when it has three cells, or two of which one holds figures alone, or when
    the line above or below has cells at the same places."""
    cells = [cells_of(line, justified=line.column in setting.justified) for line in lines]
    for at, line in enumerate(lines):
        if reasons[at]:
            continue
        if _LEADERS.search(line.text):
            reasons[at] = "contents"
        elif len(cells[at]) > 2 or (len(cells[at]) == 2 and _figures(line, cells[at])):
            reasons[at] = "table"
    for at, near in [
        *pairwise(range(len(lines))),
        *((b, a) for a, b in pairwise(range(len(lines)))),
    ]:
        beside = follows(lines[min(at, near)], lines[max(at, near)])
        same = any(abs(a - b) < SAME_PLACE for a in cells[at][1:] for b in cells[near][1:])
        if beside and reasons[at] is None and not _bulleted(lines[at], cells[at]):
            close = abs(lines[at].y - lines[near].y) < 3 * lines[at].size
            if close and (same or (reasons[near] == "table" and _all_figures(lines[at]))):
                reasons[at] = "table"


def _figures(line: Line, cells: list[float]) -> bool:
    last = [word for word in line.words if word.x0 >= cells[-1]]
    return all(_FIGURE.match(word.text) for word in last)


def _all_figures(line: Line) -> bool:
    return all(_FIGURE.match(word.text) for word in line.words)


def _bulleted(line: Line, cells: list[float]) -> bool:
    """Whether all that stands before the gap is one short mark, such as a list's."""
    return len(cells) == 2 and cells[1] == line.words[1].x0 and len(line.words[0].text) <= 4


def _mark_captions(lines: Sequence[Line], reasons: list[str | None], setting: Setting) -> None:
    """A line such as "Figure 3: …" and those right below it in the same size."""
    for at, line in enumerate(lines):
        if reasons[at] is None and _CAPTION.match(line.text):
            reasons[at] = "caption"
            for below in range(at + 1, len(lines)):
                last, following = lines[below - 1], lines[below]
                near = follows(last, following) and setting.alike(last, following)
                gap = last.y - following.y
                if not near or gap > 1.2 * setting.leading_of(last) or reasons[below]:
                    break
                if setting.is_short(last, following):
                    break
                reasons[below] = "caption"
