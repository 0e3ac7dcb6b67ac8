"""The words of a quote that fit into a small place, cut at words and clauses and marked as cut."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from bot.answer.answer import Excerpt
from bot.text.unseen import plain

CUT = "…"
MIN_WORDS_BEFORE_DATE = 4
"""Fewer words between a clause's beginning and its date do not tell what happened."""

MAX_LEAD_WORDS = 2
"""``Late on`` Aug. 22: more words than these before a date are part of the news."""

_SPACE = re.compile(r"\s+")
_CLAUSE = re.compile(r"(?:[,;:)]|\s[–—-])\s+(?:(?:and|but|that)\s+)?|\sthat\s+")
_SUBORDINATE = re.compile(
    r"(?:which|who|whose|whom|when|where|while|as|after|before|since|until|because|if|although"
    r"|though)\s"
)
_SHORT_WORDS = frozenset(
    "a an and are as at but by for from had has have his her in into is its of on or s said that "
    "the their this to was were which who will with would".split()
)
_EDGES = " \t,;:–—-(“\"'‘"


class _Line(NamedTuple):
    """A quote on one line; `start` and `end` are where its date stands, equal for none."""

    text: str
    start: int
    end: int


def units(text: str) -> int:
    """Length in UTF-16 units, which no other way of counting characters exceeds."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def snippet(
    excerpt: Excerpt, fits: Callable[[str], bool], clean: Callable[[str], str] = plain
) -> str:
    """Words of the quote, in their order, in a text for which `fits` holds; `…` marks the cuts.

    A date that opens the quote is left out, as it stands beside the snippet anyway. When the date
    is too far from the beginning, the main clause that it belongs to is shown. `fits` must hold for
    the shorter of two texts when it holds for the longer; empty when it holds for no text. `clean`
    makes one line of the quote, and of its parts.
    """
    line = _line(excerpt, clean)
    start = _beginning(line, fits)
    lead = CUT if start > 0 or excerpt.cut_before else ""
    body = line.text[start:]
    whole = lead + body + (CUT if excerpt.cut_after else "")
    return whole if fits(whole) else _cut(lead, body, fits)


def _line(excerpt: Excerpt, clean: Callable[[str], str]) -> _Line:
    quote = excerpt.quote
    start = min(max(excerpt.highlight.start, 0), len(quote))
    end = min(max(excerpt.highlight.end, start), len(quote))
    text = clean(quote)
    lit = clean(quote[start:end])
    at = text.find(lit, len(clean(quote[:start]))) if lit else -1
    return _Line(text, at, at + len(lit)) if at >= 0 else _Line(text, 0, 0)


def _beginning(line: _Line, fits: Callable[[str], bool]) -> int:
    """Where the snippet starts in the line."""
    if line.start == line.end:
        return 0
    if len(line.text[: line.start].split()) <= MAX_LEAD_WORDS:
        after = re.match(r"\s*,\s*", line.text[line.end :])
        return line.end + after.end() if after and line.text[line.end + after.end() :] else 0
    if fits(line.text[: line.end] + CUT):
        return 0
    for clause in _CLAUSE.finditer(line.text, 0, line.start):
        begin = clause.end()
        if _SUBORDINATE.match(line.text, begin):
            continue
        words = line.text[begin : line.start].split()
        if len(words) >= MIN_WORDS_BEFORE_DATE and fits(CUT + line.text[begin : line.end] + CUT):
            return begin
    return 0


def _cut(lead: str, body: str, fits: Callable[[str], bool]) -> str:
    """The longest beginning of `body` that fits with its marks, at a word if any word fits."""
    ends = [match.start() for match in _SPACE.finditer(body)] or [0]
    kept = [body[:end].rstrip(_EDGES) for end in ends]
    kept_words = kept[_last(len(kept), lambda number: fits(lead + kept[number] + CUT))]
    words = kept_words.split(" ")
    while len(words) > 1 and words[-1].casefold().strip(_EDGES) in _SHORT_WORDS:
        words.pop()
    shown = lead + " ".join(words).rstrip(_EDGES) + CUT
    if kept_words and fits(shown):
        return shown
    chars = _last(len(body) + 1, lambda number: fits(lead + body[:number] + CUT))
    shown = lead + body[:chars] + CUT if chars else CUT
    return shown if fits(shown) else ""


def _last(count: int, holds: Callable[[int], bool]) -> int:
    """The greatest of 0 to `count` - 1 for which `holds`, which holds up to some number; else 0."""
    low, high = 0, count - 1
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
