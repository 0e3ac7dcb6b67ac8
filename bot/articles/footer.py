"""What the lines among and below the paragraphs state about the article."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from bot.articles.bylines import mentions_role, read_byline
from bot.articles.datestamps import MAX_LINE_CHARS, read_dates, read_parted
from bot.articles.header import LABELLED_SOURCE, Header, take_byline, take_dates, take_url
from bot.articles.outlets import is_outlet, named_outlet
from bot.text.calendar import leading_date

MAX_SOURCE_WORDS = 8
LAST_BLOCKS = 3
"""Blocks from the end among which a bare link is taken for the article's own."""

_PRINT = re.compile(r"\bprint\b", re.IGNORECASE)
_THIS_TEXT = re.compile(
    r"this\s+\w+\s+(?:was\s+|has\s+been\s+)?(?:first|originally|published|posted)\b", re.IGNORECASE
)
_ABOUT = re.compile(r",? (?:is|has been|was|covers|reports|writes)\b")
_COPYRIGHT = re.compile(r"copyright|©|\(c\)", re.IGNORECASE)
_ISSUER = re.compile(r"SOURCE:?\s+[^\W\d_a-z].{0,79}")
_WORD = re.compile(r"(?<![\w-])\w")


def read_footer(text: str, header: Header) -> None:
    """Add to `header` what stands from the article's first paragraph on, and mark those blocks.

    Nothing that the header has stated is replaced.
    """
    links = []
    for at, block in enumerate(header.blocks):
        start, end = block.span
        if start < header.text_start or end - start > 2 * MAX_LINE_CHARS:
            continue
        line = text[start:end]
        if block.reason == "copyright line" and _COPYRIGHT.search(line):
            header.source = header.source or named_outlet(line)
        elif block.reason == "note on the print edition":
            _read_print_note(header, line)
        elif block.reason == "link":
            links.append((at, line))
        elif block.reason is None and (reason := _read_line(header, line)):
            header.blocks[at] = replace(block, reason=reason)
    if len(links) == 1 and links[0][0] >= len(header.blocks) - LAST_BLOCKS and not header.url:
        take_url(header, links[0][1])
        header.url_inferred = header.url is not None


def _read_print_note(header: Header, line: str) -> None:
    """Take what a note says of another edition, whose date only stands near the article's, or, as
    in "This story was first published on May 3, 2018", of this very text."""
    if _PRINT.search(line):
        header.print_date = header.print_date or _date_within(line)
        header.source = header.source or named_outlet(line)
    elif _THIS_TEXT.match(line):
        header.published = header.published or _date_within(line)


def _read_line(header: Header, line: str) -> str | None:
    byline = read_byline(line) if line[-1] not in ".!?" else None
    if byline:
        take_byline(header, byline)
        return "byline"
    parted = read_parted(line)
    dates = read_dates(line) or (parted[1] if parted else None)
    if dates and dates.labelled:
        take_dates(header, dates)
        return "date line"
    if take_url(header, line):
        return "link"
    found = LABELLED_SOURCE.fullmatch(line)
    if _ISSUER.fullmatch(line):
        return "source line"
    if found and len(line.split()) <= MAX_SOURCE_WORDS:
        stated = found[1].strip().rstrip(".")
        header.source = header.source or (stated if is_outlet(stated) else None)
        return "source line"
    return "note on the author" if _is_about_author(header, line) else None


def _is_about_author(header: Header, line: str) -> bool:
    """Whether a line such as "Jane Doe is a reporter in Lima." is about one of the authors."""
    for name in header.authors:
        rest = line.removeprefix(name)
        if rest != line and _ABOUT.match(rest):
            return mentions_role(rest[:100])
    return False


def _date_within(line: str) -> date | None:
    """The first full date in a line."""
    for word in _WORD.finditer(line):
        if found := leading_date(line, word.start()):
            return found[0]
    return None
