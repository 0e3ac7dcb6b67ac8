"""Telling what stands between a title and the lines that say who wrote an article, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.articles.bylines import read_byline, read_names
from bot.articles.datelines import read_dateline
from bot.articles.datestamps import read_dates
from bot.articles.headlines import CLOSERS, is_headline
from bot.articles.readers.blocks import Block

MAX_DECKS = 3
"""Lines below a title that may be decks, and below one of them that may tell it from the text."""

MAX_DECK_CHARS = 400
MIN_LEAD_WORDS = 8
"""A shorter sentence above a date may well be a deck."""


def byline_follows(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a byline or a date stands a little below, so that the text has not yet begun."""
    for line in _below(text, blocks, at):
        if read_byline(line) or read_dates(line):
            return True
        if not is_headline(line):
            return False
    return False


def is_lead(text: str, blocks: Sequence[Block], at: int) -> bool:
    """Whether a block below the title is the article's first paragraph, though a byline or a date
    follows it.

    A sentence above a byline is a deck; right above a date, with no byline near, it is the lead.
    What a dateline opens is never a deck.
    """
    start, end = blocks[at].span
    line = text[start:end]
    if blocks[at].item or not byline_follows(text, blocks, at):
        return False
    if read_dateline(line):
        return True
    if len(line) > MAX_DECK_CHARS or len(line.split()) < MIN_LEAD_WORDS or is_headline(line):
        return False
    dated = read_dates(next(_below(text, blocks, at), ""))
    stopped = line.rstrip(CLOSERS)[-1:] in ".!?…"
    return stopped and dated is not None and not _author_follows(text, blocks, at)


def _author_follows(text: str, blocks: Sequence[Block], at: int) -> bool:
    for line in _below(text, blocks, at):
        if read_byline(line) or read_names(line):
            return True
        if not (read_dates(line) or is_headline(line)):
            return False
    return False


def _below(text: str, blocks: Sequence[Block], at: int) -> Iterator[str]:
    """The few blocks below one that nothing has been read from yet."""
    for block in blocks[at + 1 : at + 1 + MAX_DECKS]:
        if block.reason is None:
            yield text[block.span.start : block.span.end]
