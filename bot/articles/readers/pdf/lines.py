"""Glyphs into lines: one a baseline, words apart where a blank is printed or a gap says so."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from bot.articles.readers.pdf.raised import attach
from bot.articles.readers.pdf.shapes import Glyph, Line, Sheet, Word, line_of

SAME_BASELINE = 0.18
"""Baselines this far apart, in sizes of the smaller font, are one: OCR does not keep to a line."""

WORD_GAP = 0.16
"""A gap this wide, in sizes of the font, is a blank, where letters stand close to one another. Text
set tight has blanks of 0.2; the widest kerning is 0.1."""

STOP_GAP = 0.12
"""So much wider before a stop: after a slanted letter there is some room."""

_STOPS = frozenset(".,;:!")
_ACCENTS = dict(zip("´¨ˆ˜ˇ¸˚¯˘˙", "\u0301\u0308\u0302\u0303\u030c\u0327\u030a\u0304\u0306\u0307",
                    strict=True))  # fmt: skip


def lines_of(sheet: Sheet) -> list[Line]:
    """The lines of a page from top to bottom, each across the whole page, columns or not."""
    rows, marks = attach(_rows(sheet.glyphs))
    lines = (_line(sheet.number, row, mark) for row, mark in zip(rows, marks, strict=True))
    return [line for line in lines if line]


def _rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs by baseline, from top to bottom; within a row in the order of painting."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        first = rows[-1][0] if rows else None
        if first and first.y - glyph.y <= SAME_BASELINE * min(first.size, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return rows


def _line(page: int, row: list[Glyph], marks: int) -> Line | None:
    glyphs = _composed(_once(sorted(row, key=lambda glyph: round(glyph.x0, 1))))
    printed = [glyph for glyph in glyphs if glyph.text.strip()]
    if not printed:
        return None
    words = tuple(_words(glyphs))
    return line_of(page, median(glyph.y for glyph in printed), words, marks) if words else None


def _once(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Without glyphs painted over themselves, which is a way to make them bold."""
    last: Glyph | None = None
    for glyph in glyphs:
        over = last and glyph.text == last.text and glyph.text != " "
        if last and over and glyph.x0 - last.x0 < 0.25 * max(last.x1 - last.x0, 0.1):
            continue
        yield glyph
        last = glyph


def _composed(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """With an accent printed over a letter, as TeX did, made one character with the letter."""
    found: list[Glyph] = []
    for glyph in glyphs:
        last = found[-1] if found else None
        if last and (glyph.text in _ACCENTS) != (last.text in _ACCENTS):
            accent, letter = (glyph, last) if glyph.text in _ACCENTS else (last, glyph)
            apart = abs(accent.x0 + accent.x1 - letter.x0 - letter.x1) / 2
            if letter.text.isalpha() and apart < 0.35 * (letter.x1 - letter.x0):
                text = unicodedata.normalize("NFC", letter.text + _ACCENTS[accent.text])
                found[-1] = letter._replace(text=text)
                continue
        found.append(glyph)
    return found


def _words(glyphs: Sequence[Glyph]) -> Iterator[Word]:
    """Letters set apart ("T H E") have a wider gap between words."""
    gaps = sorted(
        (after.x0 - before.x1) / before.size
        for before, after in pairwise(glyphs)
        if before.text != " " and after.text != " " and before.size
    )
    usual = gaps[len(gaps) // 2] if len(gaps) - bisect_left(gaps, WORD_GAP) > 4 else 0.0
    wide = WORD_GAP + max(0.0, usual)
    word: list[Glyph] = []
    for glyph in glyphs:
        least = wide + (STOP_GAP if glyph.text in _STOPS else 0.0)
        apart = word and glyph.x0 - word[-1].x1 > least * max(word[-1].size, glyph.size)
        if word and (glyph.text == " " or apart):
            yield _word(word)
            word = []
        if glyph.text.strip() or (word and not glyph.text):
            word.append(glyph)
    if word:
        yield _word(word)


def _word(glyphs: list[Glyph]) -> Word:
    text = "".join(glyph.text for glyph in glyphs)
    printed = [glyph for glyph in glyphs if glyph.text] or glyphs
    sizes = [round(glyph.size, 1) for glyph in printed]
    bold = 2 * sum(glyph.bold for glyph in printed) > len(printed)
    return Word(glyphs[0].x0, max(g.x1 for g in glyphs), text, max(sizes, key=sizes.count), bold)
