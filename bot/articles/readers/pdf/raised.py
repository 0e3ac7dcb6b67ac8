"""Small glyphs above or below a line: they belong to it, although their baseline is another.

Figures become the raised or lowered figures of Unicode, so that 10⁶ is no 106. A mark that points
to a note is left out: a figure of one to three digits, or an asterisk, dagger or the like, raised
after a word of two letters, a year or a stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

from bot.articles.readers.pdf.shapes import Glyph

SMALLER = 0.85
"""A raised glyph is at most this size, in sizes of the line's font."""

MAX_RISE = 0.62
"""How far a raised glyph's baseline is from the line's at most, in sizes of the line's font."""

MAX_APART = 0.3
"""How far it stands from its neighbour in the line at most, likewise."""

MAX_GLYPHS = 2_000
"""Glyphs of a line that raised ones are looked for beside."""

_RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
_MARK = re.compile(r"(?:[0-9]{1,3}|[a-z](?=\Z)|[*†‡§¶#]{1,3})(?:[,–-][0-9]{1,3})*")
_MARKED = re.compile(r"""(?:[^\W\d_]{2,}|[12][0-9]{3}|[.,;:!?)\]"'”’»…])\Z""")
_UNITS = re.compile(r"(?<![^\W\d_])(?:[kcmdn]m|ft|in|yd|mi|ha|sec|min|kg|[A-Z][a-z]?)\Z")
_FIGURES = re.compile(r"[0-9+\-−=()n]+")


def attach(rows: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[int]]:
    """The rows, top to bottom, with runs of small glyphs moved into the row they belong to, and the
    number of note marks left out of each."""
    sizes = [median(glyph.size for glyph in row) for row in rows]
    kept = [list(row) for row in rows]
    marks = [0] * len(rows)
    for at, row in enumerate(rows):
        hosts = [
            host
            for host in range(max(0, at - 3), min(len(rows), at + 4))
            if host != at
            and len(rows[host]) <= MAX_GLYPHS
            and min(glyph.size for glyph in row) <= SMALLER * sizes[host]
            and abs(row[0].y - rows[host][0].y) <= MAX_RISE * sizes[host]
        ]
        if not hosts:
            continue
        moved: set[int] = set()
        for run in _runs(row):
            for host in hosts:
                before = _neighbour(rows[host], run, sizes[host])
                if before is None:
                    continue
                moved.update(id(glyph) for glyph in run)
                if _is_mark(run, before, rows[host][0].y):
                    marks[host] += 1
                    kept[host] += [glyph._replace(text="") for glyph in run]  # or a gap is left
                else:
                    kept[host] += _figures(run, rows[host][0].y)
                break
        kept[at] = [glyph for glyph in kept[at] if id(glyph) not in moved]
    return kept, marks


def _runs(row: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of a row that stand close together."""
    run: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: glyph.x0):
        if run and glyph.x0 - run[-1].x1 > 0.6 * run[-1].size:
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _neighbour(row: list[Glyph], run: list[Glyph], size: float) -> str | None:
    """What stands in `row` right before the run, "" where only something follows it, or None where
    the run does not belong to the row."""
    run = [glyph for glyph in run if glyph.text != " "] or run
    if max(glyph.size for glyph in run) > SMALLER * size:
        return None
    room = MAX_APART * size
    before = sorted(
        (glyph for glyph in row if run[0].x0 - 2 * size < glyph.x1 <= run[0].x0 + 0.1 * size),
        key=lambda glyph: glyph.x0,
    )
    if before and run[0].x0 - before[-1].x1 <= room:
        return "".join(glyph.text for glyph in before)
    after = any(-0.1 * size <= glyph.x0 - run[-1].x1 <= room for glyph in row)
    return "" if after else None


def _is_mark(run: list[Glyph], before: str, baseline: float) -> bool:
    text = "".join(glyph.text for glyph in run).strip()
    return (
        run[0].y > baseline
        and _MARK.fullmatch(text) is not None
        and _MARKED.search(before.rstrip()) is not None
        and _UNITS.search(before) is None
    )


def _figures(run: list[Glyph], baseline: float) -> list[Glyph]:
    if not _FIGURES.fullmatch("".join(glyph.text for glyph in run)):
        return run
    table = _RAISED if run[0].y > baseline else _LOWERED
    return [glyph._replace(text=glyph.text.translate(table)) for glyph in run]
