"""Telling a headline from a kicker above it and from the text below it, by shape alone."""

from __future__ import annotations

import re

from bot.articles.datelines import read_dateline
from bot.articles.outlets import is_outlet

MAX_TITLE_CHARS = 250
MAX_TITLE_WORDS = 35
MAX_QUESTION_WORDS = 20
"""A longer line that ends in a question or exclamation mark is a sentence of the text."""

CLOSERS = "\"'”’»)]*_ "
_ABBREVIATION_AT_END = re.compile(r"(?:\b[A-Z]\.){2,}$|\b(?:Inc|Corp|Co|Jr|Sr)\.$")
_KICKER_MARK = re.compile(r"[^\w\s\"'“‘«(\[$€£#@]|.*\s[|>»›]\s")
_EXCLUSIVE = re.compile(r"\W*(\w[\w.& ]{0,30}?)\s+(?:news\s+)?exclusive\b", re.IGNORECASE)
_PART = re.compile(r"[|>»›/]")


def is_headline(line: str) -> bool:
    """Whether a line has the shape of a headline: not long, and no full stop at its end."""
    words = len(line.split())
    if len(line) > MAX_TITLE_CHARS or words > MAX_TITLE_WORDS or read_dateline(line):
        return False
    if line[0].islower() and not line[1:2].isupper():
        return False
    last = line.rstrip(CLOSERS)[-1:]
    if last == ".":
        return words <= MAX_QUESTION_WORDS and _ABBREVIATION_AT_END.search(line) is not None
    return last not in ",;:…。" and not (last in "?!" and words > MAX_QUESTION_WORDS)


def is_kicker(line: str, below: list[str]) -> bool:
    """Whether a line above others that may be the title names a section or a series instead."""
    if not any(len(other) > len(line) for other in below):
        return False
    words = len(line.split())
    return (
        words <= 3
        or (words <= 6 and line.isupper())
        or (words <= 8 and _KICKER_MARK.match(line) is not None)
    )


def kicker_outlet(line: str) -> str | None:
    """The outlet that a kicker names, alone between its bars or as in "… NEWS EXCLUSIVE"."""
    for part in map(str.strip, _PART.split(line)):
        if is_outlet(part):
            return part
    exclusive = _EXCLUSIVE.match(line)
    return exclusive[1] if exclusive and is_outlet(exclusive[1]) else None


def split_title(line: str) -> tuple[str, str | None]:
    """A headline on one line, and the outlet at its end as in "Talks resume | Harbor Post"."""
    title = " ".join(line.split())
    for mark in (" | ", " – ", " — ", " - "):
        head, _, tail = title.rpartition(mark)
        if head and is_outlet(tail):
            return head.strip(), tail
    return title, None
