"""What the lines above a pasted text say about the article: title, authors, source, date, url.

Only what is stated counts. A date counts when a line holds it alone, a label calls it one, or a
dateline gives its year: never a date in a caption or in the text. An address is never read for an
outlet's name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.articles.article import Span
from bot.articles.bylines import Byline, is_role, read_byline, read_names
from bot.articles.datelines import read_dateline
from bot.articles.datestamps import (
    DateLine,
    is_date_label,
    read_dates,
    read_parted,
    read_print_line,
)
from bot.articles.decks import MAX_DECK_CHARS, MAX_DECKS, byline_follows, is_lead
from bot.articles.headlines import is_headline, is_kicker, kicker_outlet, split_title
from bot.articles.leading import leading_byline, leading_marker
from bot.articles.outlets import is_outlet
from bot.articles.readers.blocks import Block, Reading
from bot.articles.readers.front_matter import is_web_address

MAX_HEADER_BLOCKS = 20
"""Blocks from the top among which title, byline and date are looked for."""

DATELINE_BLOCKS = 3
"""Paragraphs from the top among which a dateline is looked for."""

LABELLED_SOURCE = re.compile(
    r"(?:source|publication|publisher|outlet)\s*:\s*(\S.{0,99})", re.IGNORECASE
)
_URL = re.compile(
    r"(?:(?:url|link|source|original|web)\s*:\s*)?<?((?:https?://|www\.)\S+?)>?", re.IGNORECASE
)
_TITLE = re.compile(r"(?:title|headline)\s*:\s*(\S.{0,249})", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Header:
    """What was stated, and the file's blocks, with a reason on each that states only such things.

    `settled` says that `published` is final: a label calls it so, or the lines above the text have
    all been read. `text_start` is the offset of the first block that is the article's text.
    """

    blocks: list[Block]
    title: str | None = None
    source: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None
    settled: bool = False
    updated: date | None = None
    print_date: date | None = None
    url: str | None = None
    url_inferred: bool = False
    text_start: int = 0
    candidates: list[int] = field(default_factory=list)
    trimmed: list[Block] = field(default_factory=list)


def read_header(text: str, reading: Reading, title: str | None = None) -> Header:
    """Read the lines above the article's text.

    `title` is one that is declared elsewhere; it keeps another from being guessed. The result's
    blocks are the reading's, in order, with reasons added, and with a date marker or a dateline at
    the start of a paragraph cut off as a block of its own.
    """
    header = Header(list(reading.blocks), title=reading.title)
    body = _read_top(text, header, title, guess=not reading.marked_up)
    if body < len(header.blocks):
        _name_candidates(text, header, title or reading.title)
        _cut_dateline(text, header, body)
        header.text_start = header.blocks[body].span.start
    header.settled = header.published is not None
    header.blocks = sorted([*header.blocks, *header.trimmed], key=lambda block: block.span)
    return header


def _read_top(text: str, header: Header, title: str | None, *, guess: bool) -> int:
    """Read the blocks above the text; the index of the first block that is text itself."""
    blocks = header.blocks
    before: str | None = None
    lead: int | None = None
    for at in range(min(len(blocks), MAX_HEADER_BLOCKS)):
        if blocks[at].reason is None:
            _cut_marker(text, header, at)
            line = _slice(text, blocks[at])
            reason = _read_line(header, line, before) or _read_names(text, header, at, before)
            if reason:
                blocks[at] = replace(blocks[at], reason=reason)
            elif guess and lead is None and header.candidates and is_lead(text, blocks, at):
                lead = at
            elif guess and lead is None and _may_be_headline(text, header, at, title):
                header.candidates.append(at)
            else:
                return at if lead is None else lead
        elif blocks[at].reason == "link":
            take_url(header, _slice(text, blocks[at]))
        before = blocks[at].reason or before
    return len(blocks) if lead is None else lead


def _read_line(header: Header, line: str, before: str | None) -> str | None:
    """Take what a line of the header states; the reason it is not text, or None if it is.

    `before` is the reason of the line above that last had one.
    """
    if byline := read_byline(line):
        take_byline(header, byline)
        return "byline"
    if dates := read_dates(line):
        take_dates(header, dates)
        return "date line"
    if is_date_label(line):
        return "date line"
    titled = bool(header.candidates or header.title)
    if printed := read_print_line(line, titled=titled) or read_parted(line):
        header.source = header.source or printed[0]
        take_dates(header, printed[1])
        return "date line"
    if take_url(header, line):
        return "link"
    if found := _TITLE.fullmatch(line):
        header.title = header.title or " ".join(found[1].split())
        return "title"
    if found := LABELLED_SOURCE.fullmatch(line):
        header.source = header.source or found[1].strip()
        return "source line"
    alone = read_dateline(f"{line} A")
    if alone and alone.end >= len(line):
        header.source = header.source or alone.source
        header.published = header.published or alone.date
        return "dateline"
    if is_outlet(line):
        header.source = header.source or line
        return "source line"
    stated = next((part for part in line.split(", ") if is_outlet(part)), None)
    if before == "byline" and (is_role(line) or (stated and len(line.split()) <= 8)):
        header.source = header.source or stated
        return "byline"
    return None


def _read_names(text: str, header: Header, at: int, before: str | None) -> str | None:
    """Take a line of names without "By", which only its neighbours tell from a short headline."""
    line = _slice(text, header.blocks[at])
    byline = read_names(line) if header.candidates and not header.authors else None
    if not byline:
        return None
    below = header.blocks[at + 1 : at + 2]
    following = _slice(text, below[0]) if below else ""
    if (
        before == "date line"
        or (byline.dates and not byline_follows(text, header.blocks, at))
        or read_dates(following)
        or is_role(following)
        or is_outlet(following)
    ):
        take_byline(header, byline)
        return "byline"
    return None


def _may_be_headline(text: str, header: Header, at: int, title: str | None) -> bool:
    """Whether a block is headline, kicker or deck. With a title declared, its shape is not enough:
    it must repeat the title or stand above a byline or date."""
    line = _slice(text, header.blocks[at])
    if not header.blocks[at].item and is_headline(line):
        same = title is not None and _letters(line) == _letters(title)
        return title is None or same or byline_follows(text, header.blocks, at)
    known = header.authors and (header.published or header.updated)
    deck = header.candidates and not known and len(line) <= MAX_DECK_CHARS
    return bool(deck) and byline_follows(text, header.blocks, at)


def _letters(line: str) -> str:
    return "".join(char for char in line.casefold() if char.isalnum())


def _name_candidates(text: str, header: Header, title: str | None) -> None:
    """Tell kickers, title and deck among the lines that may be any of them."""
    lines = [_slice(text, header.blocks[at]) for at in header.candidates]
    rest: list[int] = []
    for number, at in enumerate(header.candidates):
        if not rest and is_kicker(lines[number], lines[number + 1 :]):
            header.source = header.source or kicker_outlet(lines[number])
            header.blocks[at] = replace(header.blocks[at], reason="kicker")
        else:
            rest.append(at)
    for number, at in enumerate(rest[: 1 + MAX_DECKS]):
        reason = "deck" if number else "title"
        header.blocks[at] = replace(header.blocks[at], reason=reason)
    if rest:
        headline, outlet = split_title(_slice(text, header.blocks[rest[0]]))
        header.source = header.source or outlet
        header.title = header.title or (None if title else headline)


def take_byline(header: Header, byline: Byline) -> None:
    header.authors = header.authors or byline.authors
    header.source = header.source or byline.source
    if byline.dates:
        take_dates(header, byline.dates)


def take_dates(header: Header, dates: DateLine) -> None:
    """Take dates that are stated first; but a date that a label calls that of publication counts
    for more than one before it without, which may be the day that the page was read."""
    if dates.published and (not header.published or (dates.named and not header.settled)):
        header.published, header.settled = dates.published, dates.named
    header.updated = header.updated or dates.updated


def take_url(header: Header, line: str) -> bool:
    """Take a line that is an address, with or without a label; whether it is one."""
    found = _URL.fullmatch(line)
    if not found:
        return False
    address = found[1] if found[1][:4].lower() == "http" else f"https://{found[1]}"
    if not header.url and is_web_address(address):
        header.url = address
    return True


def _cut_marker(text: str, header: Header, at: int) -> None:
    """Cut a date and a byline off the front of a block, unless it is nothing else."""
    block = header.blocks[at]
    line = _slice(text, block)
    marker = None if read_dates(line) else leading_marker(line)
    if marker and marker[1] < len(line):
        take_dates(header, marker[0])
        _cut(text, header, at, block.span.start + marker[1], "date line")
    block = header.blocks[at]
    if byline := leading_byline(_slice(text, block)):
        take_byline(header, byline[0])
        _cut(text, header, at, block.span.start + byline[1], "byline")


def _cut_dateline(text: str, header: Header, body: int) -> None:
    for at in range(body, min(body + DATELINE_BLOCKS, len(header.blocks))):
        block = header.blocks[at]
        found = None if block.reason else read_dateline(_slice(text, block))
        if found:
            header.source = header.source or found.source
            header.published = header.published or found.date
            _cut(text, header, at, block.span.start + found.end, "dateline")
            return


def _cut(text: str, header: Header, at: int, cut: int, reason: str) -> None:
    """Give the front of a block, up to the offset `cut`, a block and a reason of its own."""
    block = header.blocks[at]
    head = text[block.span.start : cut].rstrip()
    header.trimmed.append(Block(Span(block.span.start, block.span.start + len(head)), reason))
    header.blocks[at] = replace(block, span=Span(cut, block.span.end))


def _slice(text: str, block: Block) -> str:
    return text[block.span.start : block.span.end]
