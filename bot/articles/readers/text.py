"""Plain text: paragraphs apart by blank lines, hard-wrapped, or one a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.articles.article import Span
from bot.articles.bylines import read_byline
from bot.articles.datestamps import read_dates, read_parted
from bot.articles.leading import leading_marker
from bot.articles.readers.blocks import Block, Reading
from bot.text.calendar import leading_date

MAX_WRAP_CHARS = 120
"""Text set in longer lines than this is not hard-wrapped: each line is a paragraph."""

MIN_WRAPPED_LINES = 3
"""Fewer lines inside paragraphs than this show no width that a file could be wrapped to."""

MIN_LOWER_CASE = 0.4
"""Share of the lines after another in a wrapped file that start in lower case at least."""

_FULL_LINE = 0.75  # share of the width that a line has at least when the next word did not fit
ENDS_WITH_STOP = re.compile(r"""[.!?…:。！？]["'”’»)\]]*$""")
_NEEDS_A_NOUN = frozenset("the a an and or nor its their our your whose".split())
_PREPOSITIONS = frozenset(
    "of on in at to by from for with into near over under after before since until about during"
    " between against among within across along behind as than that which who".split()
)
_GOES_ON = re.compile(r"\b(?!by\s+[A-Z])[a-z]{2,}\b")
_BULLET = re.compile(r"(?:[•▪◦‣●*·–-]|[0-9]{1,3}[.)])\s+\S")
_ADDRESS = re.compile(r"(?:https?:|www\.)\S+$|[^\s@]+@\S+$")


def read_text(text: str, start: int = 0) -> Reading:
    """Blocks of `text` from offset `start` on.

    Lines are what `str.splitlines` says. A run of lines without a blank one is a single paragraph
    when the file is hard-wrapped, else every line is a paragraph of its own; a line that breaks off
    and goes on in lower case, or that ends in a word which no sentence and no headline ends in, is
    joined in both.
    """
    runs = list(_runs(text, start))
    width = _wrap_width(text, runs)
    blocks: list[Block] = []
    for run in runs:
        begin = run[0].start
        own_width = _run_width(text, run)
        for line, following in pairwise(run):
            if not _joins(text, line, following, width, own_width):
                blocks.append(_block(text, begin, line.end))
                begin = following.start
        blocks.append(_block(text, begin, run[-1].end))
    return Reading(tuple(blocks))


def _block(text: str, start: int, end: int) -> Block:
    return Block(Span(start, end), item=_BULLET.match(text, start, end) is not None)


def _runs(text: str, start: int) -> Iterator[list[Span]]:
    """Runs of lines that are not blank, each line without the white space around it."""
    run: list[Span] = []
    at = start
    for line in text[start:].splitlines(keepends=True):
        inner = line.strip()
        if inner:
            begin = at + line.index(inner[0])
            run.append(Span(begin, begin + len(inner)))
        elif run:
            yield run
            run = []
        at += len(line)
    if run:
        yield run


def _wrap_width(text: str, runs: list[list[Span]]) -> int | None:
    """The width the file's paragraphs are hard-wrapped to, or None if they are not wrapped.

    In wrapped text the lines inside a paragraph are nearly as long as one another, most of them
    break off in the middle of a sentence, and many go on with a word in lower case.
    """
    inner = [line for run in runs for line in run[:-1]]
    lower = sum(text[line.start].islower() for run in runs for line in run[1:])
    if len(inner) < MIN_WRAPPED_LINES or lower < MIN_LOWER_CASE * len(inner):
        return None
    lengths = sorted(line.end - line.start for line in inner)
    width = lengths[len(lengths) * 9 // 10]
    full = sum(length >= _FULL_LINE * width for length in lengths)
    stopped = sum(_stops(text, line) for line in inner)
    if width > MAX_WRAP_CHARS or full < 0.6 * len(inner) or stopped > 0.5 * len(inner):
        return None
    return width


def _run_width(text: str, run: list[Span]) -> int | None:
    """The longest line of a run in which a line breaks off and goes on in lower case, or None."""
    longest = max(line.end - line.start for line in run)
    wrapped = longest <= MAX_WRAP_CHARS and any(
        not _stops(text, line) and text[following.start].islower()
        for line, following in pairwise(run)
    )
    return longest if wrapped else None


def _joins(
    text: str, line: Span, following: Span, width: int | None, run_width: int | None
) -> bool:
    """Whether two neighbouring lines belong to one paragraph."""
    if _BULLET.match(text, following.start, following.end):
        return False
    if _ADDRESS.match(text, following.start, following.end):
        return False
    if not _stops(text, line) and text[following.start].islower():
        return True
    if _indented(text, following) and not _indented(text, line):
        return False
    if _breaks_off(text, line, following, run_width):
        return True
    return width is not None and _is_full(text, line, following, width)


def _is_full(text: str, line: Span, following: Span, width: int) -> bool:
    """Whether the first word of the line below did not fit into a line."""
    word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.end - line.start + 1 + len(word) > _FULL_LINE * width


def _breaks_off(text: str, line: Span, following: Span, run_width: int | None) -> bool:
    """Whether a line ends in a word that needs another, which the line below has.

    A headline may end in a preposition ("The show must go on"): after one the lines around must be
    wrapped, or a date must follow that prose goes on from.
    """
    if line.end - line.start > MAX_WRAP_CHARS:
        return False
    last = text[line.start : line.end].rsplit(maxsplit=1)[-1]
    if last in _NEEDS_A_NOUN:
        return True
    below = text[following.start : following.end]
    if last not in _PREPOSITIONS or read_dates(below) or read_parted(below) or read_byline(below):
        return False
    if run_width is not None and _is_full(text, line, following, run_width):
        return True
    day = leading_date(below)
    return (
        day is not None
        and leading_marker(below) is None
        and _GOES_ON.search(below, day[1]) is not None
    )


def _indented(text: str, line: Span) -> bool:
    return line.start > 0 and text[line.start - 1] in " \t"


def _stops(text: str, line: Span) -> bool:
    return ENDS_WITH_STOP.search(text, max(line.start, line.end - 6), line.end) is not None
