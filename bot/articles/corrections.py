"""Notes on what an article got wrong, pasted without a line of their own behind its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.articles.article import Span
from bot.articles.readers.blocks import Block
from bot.text.sentences import split_sentences

REASON = "correction note"

MAX_NOTE_SENTENCES = 3
"""So many sentences at a block's end, from the one that opens a note on, are that note. Where more
follow the text goes on, and the one alone is."""

_THIS_TEXT = r"this\s+(?:[\w’'-]+\s+){0,2}(?:article|story|report|post|headline)"
_NOTE = re.compile(
    r"[\W_]{0,4}(?:(?:corrections?|clarifications?|editors?['’]?s?\s+note)\b(?:\s*\([^()]{0,40}\))?"
    r"\s*[:—–]\s*[^.!?]{0,200}?"
    rf"\b(?:(?:earlier|previous|original|first|prior)\s+versions?|{_THIS_TEXT})\b"
    rf"|an?\s+(?:earlier|previous)\s+version\s+of\s+{_THIS_TEXT}\b"
    rf"|{_THIS_TEXT}\s+(?:was|has\s+been)\s+(?:amended|updated|corrected)\s+to\s+(?:reflect|correct"
    r"|clarify|remove|add|include|show|say|state|fix)\b)",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"\b(?:versions?|amended|updated|corrected|corrections?|clarifications?|note)\b", re.IGNORECASE
)


def cut_notes(text: str, block: Block) -> Iterator[Block]:
    """The block in parts: its text as it was, and each note with REASON.

    A note opens with a sentence that speaks of this very article. One at the start of a block is
    left to bot.articles.quotable.
    """
    if block.reason or not _MAYBE.search(text, *block.span):
        yield block
        return
    begin, end = block.span
    sentences = [Span(*span) for span in split_sentences(text[begin:end], begin)]
    after = 1
    while after < len(sentences):
        first = after
        after += 1
        if not _NOTE.match(text, *sentences[first]):
            continue
        if len(sentences) - first <= MAX_NOTE_SENTENCES:
            after = len(sentences)
        note = Span(sentences[first].start, sentences[after - 1].end)
        if begin < note.start:
            yield replace(block, span=Span(begin, sentences[first - 1].end))
        yield replace(block, span=note, reason=REASON)
        begin = sentences[after].start if after < len(sentences) else end
    if begin < end:
        yield replace(block, span=Span(begin, end))
