"""What stands around the dates of a block and decides what they tell of its article's age.

Everything is found once, block by block or sentence by sentence, and then looked up for each date:
what a scan of a block takes grows with its length, however many dates it holds.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.articles.article import Span
from bot.articles.comments import STAMP
from bot.text.dates import Timex

ASTRAY_WORDS = 8
"""Words up to which a verb before a month parts it from the past verb of its sentence."""

_OPEN = {"“": "”", '"': '"', "«": "»"}
_QUOTES = re.compile(r"[“”\"«»]")
_WORD = re.compile(r"[\w’'.-]*\w[\w’'.-]*")
# What makes a date in the past tense stand for something that was still to come when it was said:
# plans and terms, and what might be; and lines that were added to the article later.
_FORWARD = re.compile(
    r"\b(?:will|would|shall|should|could|(?-i:may)|might|must|can|cannot|won['’]t|going\s+to|if|unless"
    r"|whether|due|plan\w*|schedul\w+|expect\w*|slated|sets?|intend\w*|aim\w*|target\w*|goals?"
    r"|deadlines?|expir\w+|propos\w+|project\w*|forecast\w*|predict\w*"
    r"|estimat\w+|promis\w+|pledg\w+|vow\w*|hop(?:e|es|ed|ing)|agree\w*|commit\w*|postpon\w+|delay\w*"
    r"|extend\w*|push\w*|defer\w*|future|next|upcoming|ahead|before|budgets?|fiscal|contracts?|bids?"
    r"|campaign\w*|elections?|terms?|imagin\w+|fiction\w*|novels?|versions?|correct(?:ed|ion)"
    r"|clarif\w+|updated|modified|edited|amended|retrieved|accessed|archived|this\s+(?:article|story|clip"
    r"|video|page|post)|first\s+(?:broadcast|published|posted|aired)|candida\w+|nomin\w+|re-?elect\w*"
    r"|contenders?|hopefuls?|possib\w+|potential\w*|likely|['’]ll)\b",
    re.IGNORECASE,
)
# "focused on getting elected in June 2011", "said that the deficit is smaller in May 2015", "picked
# for mayor in May 2012".
_ASTRAY = re.compile(
    r"\b(?:is|are|be|being|for|toward|towards|\w{2,}ing|to\s+(?!the\b|an?\b|his\b|her\b|its\b|their\b)[a-z]+"
    r")\b"
)
_WILL = re.compile(
    r"\b(?:will|is\s+to|are\s+to|(?:is|are)\s+(?:scheduled|due|expected|set|slated)|plans?\s+to"
    r"|scheduled\s+(?:for|to))\b",
    re.IGNORECASE,
)
_LOOKS_BACK = re.compile(
    r"\b(?:would|was|were|had|did|since|anniversary|said\s+in)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cues:
    """A sentence of a block. Lists are of offsets in the block, in order."""

    span: Span
    forward: bool
    astray: list[int]
    words: list[int]
    will: list[int]
    looks_back: list[Span]

    def leads_astray(self, at: int) -> bool:
        """Whether a verb that is not past, or "for", stands a few words before `at`."""
        nearest = bisect_right(self.astray, at) - 1
        if nearest < 0:
            return False
        between = bisect_left(self.words, at) - bisect_left(self.words, self.astray[nearest])
        return between <= ASTRAY_WORDS

    def announces(self, at: int) -> bool:
        """Whether "will" or its like stands before `at`, and after it nothing that looks back."""
        nearest = bisect_right(self.will, at) - 1
        if nearest < 0:
            return False
        back = bisect_left(self.looks_back, Span(self.will[nearest], 0))
        return back == len(self.looks_back) or self.looks_back[back].end > at


class Surroundings:
    """The sentences, quotations and clock times of one block of text."""

    def __init__(self, text: str, sentences: Sequence[Span]) -> None:
        self.text = text
        self._sentences = sentences
        self._starts = [span.start for span in sentences]
        self._read: dict[int, Cues] = {}
        self._quotations = list(_quotations(text))
        self._stamps = [Span(*stamp.span()) for stamp in STAMP.finditer(text)]

    def sentence(self, found: Timex) -> Cues | None:
        """The sentence that holds the whole of an expression."""
        number = bisect_right(self._starts, found.start) - 1
        if number < 0 or found.end > self._sentences[number].end:
            return None
        if number not in self._read:
            self._read[number] = _cues(self.text, self._sentences[number])
        return self._read[number]

    def quoted(self, found: Timex) -> bool:
        """Whether an expression starts within quotation marks."""
        before = bisect_left(self._quotations, Span(found.start, 0)) - 1
        return before >= 0 and self._quotations[before].end >= found.start

    def stamped(self, found: Timex) -> bool:
        """Whether a clock time stands by the date, as above a reader's comment."""
        after = bisect_right(self._stamps, Span(found.start, len(self.text)))
        return (after > 0 and self._stamps[after - 1].end > found.start) or (
            after < len(self._stamps) and self._stamps[after].start < found.end
        )


def _cues(text: str, span: Span) -> Cues:
    return Cues(
        span,
        _FORWARD.search(text, *span) is not None,
        [match.end() for match in _ASTRAY.finditer(text, *span)],
        [match.start() for match in _WORD.finditer(text, *span)],
        [match.end() for match in _WILL.finditer(text, *span)],
        [Span(*match.span()) for match in _LOOKS_BACK.finditer(text, *span)],
    )


def _quotations(text: str) -> Iterator[Span]:
    """Where each opening mark stands and where the mark that closes it, or the end of the text."""
    opened, closing = 0, ""
    for mark in _QUOTES.finditer(text):
        if not closing:
            opened, closing = mark.start(), _OPEN.get(mark[0], "")
        elif mark[0] == closing:
            yield Span(opened, mark.start())
            closing = ""
    if closing:
        yield Span(opened, len(text))
