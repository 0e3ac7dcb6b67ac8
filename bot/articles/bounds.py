"""What an article's own dates say of when it was published.

What an article reports as past cannot be younger than the article, and what it says is still to
come cannot be older. Only dates that the text fixes with their year count, and only where the
sentence leaves no doubt which way the date points: no bound is better than one that may be wrong.

Three things are no evidence. A year alone is background: news names it of what lies years back or
ahead, and "not before 1965" would mislead more than it tells. A date without its year says nothing
even where a bound is known: "on July 5" in an article of no earlier than June 29, 2019 may be the
day of that year or, before it came, of the year before. And an address, or the time at which the
file was changed, tells when something was stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bot.articles.article import Document, Span
from bot.articles.comments import STAMP, without_comments
from bot.text.dates import Granularity, Kind, Modifier, Tense, Timex, period, tag

CAPTION = "caption or credit"

MIN_YEAR = 1900
"""Dates before it are history and would bound nothing that a reader would want to know."""

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_OPEN = {"“": "”", '"': '"', "«": "»"}
_QUOTES = re.compile(r"[“”\"«»]")
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
_INTO = re.compile(
    r"(?:\b(?:in|on|since|during|of|late|early|mid|after|from|dated)[\s-]+(?:the\s+)?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\.?,?\s+|[,(]\s*|^\s*)$",
    re.IGNORECASE,
)
# Before a month these part it from the past verb: "focused on getting elected in June 2011",
# "said that the deficit is smaller in May 2015", "picked for mayor in May 2012".
_ASTRAY = re.compile(
    r"\b(?:is|are|be|being|for|toward|towards|\w{2,}ing|to\s+(?!the\b|an?\b|his\b|her\b|its\b|their\b)[a-z]+"
    r")\b(?=(?:\W+[\w’'.-]+){0,8}\W*$)"
)

_ONWARD = re.compile(
    r"\s*(?:$|[,.;:)!?”\"'’—–]|-\s|(?:and|but|or|when|while|where|which|who|that|as|at|in|on|of|to|for"
    r"|from|with|without|after|because|following|during|under|over|near|amid|among|against|about|is"
    r"|are|was|were|had|has|have|did|he|she|it|its|they|their|his|her|we|i|the|an?|this|these|some"
    r"|more|by|between|into|than)\b)",
    re.IGNORECASE,
)
_WILL = re.compile(
    r"\b(?:will|is\s+to|are\s+to|(?:is|are)\s+(?:scheduled|due|expected|set|slated)|plans?\s+to"
    r"|scheduled\s+(?:for|to))\b(?!.*\b(?:would|was|were|had|did|since|anniversary|said\s+in)\b)",
    re.IGNORECASE | re.DOTALL,
)
_COMING = re.compile(r"\b(?:on|by|before|until|till)\s+(?:the\s+)?(?:end\s+of\s+)?$", re.IGNORECASE)
_NOT_BELOW = (Modifier.BEFORE, Modifier.ON_OR_BEFORE, Modifier.APPROX)
_NOT_ABOVE = (Modifier.AFTER, Modifier.ON_OR_AFTER, Modifier.APPROX)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of a publication date, both inclusive; None where nothing is known."""

    earliest: date | None = None
    latest: date | None = None

    def within(self, other: Bounds) -> Bounds:
        """The narrower of the two on either side; they may be at odds."""
        below = [day for day in (self.earliest, other.earliest) if day]
        above = [day for day in (self.latest, other.latest) if day]
        return Bounds(max(below, default=None), min(above, default=None))

    @property
    def at_odds(self) -> bool:
        return bool(self.earliest and self.latest and self.earliest > self.latest)


def told(document: Document) -> Bounds:
    """What the paragraphs and captions of a document say, whether or not its date is known.

    The bounds may be at odds. Readers' comments and what stands in quotation marks do not count.
    """
    earliest: date | None = None
    latest: date | None = None
    for text, sentences, caption in _blocks(document):
        for found in tag(text, None):
            if not caption and _stamped(text, found):
                continue
            day = past(text, sentences, found, caption=caption)
            if day and (earliest is None or day > earliest):
                earliest = day
            day = None if caption else coming(text, sentences, found)
            if day and (latest is None or day < latest):
                latest = day
    return Bounds(earliest, latest)


def _blocks(document: Document) -> Iterator[tuple[str, list[Span], bool]]:
    """Captions and paragraphs that name a year: text, its sentences, whether it is a caption."""
    for dropped in document.dropped:
        text = document.slice(dropped.span)
        if dropped.reason == CAPTION and _YEAR.search(text):
            yield text, [Span(0, len(text))], True
    for paragraph in without_comments(document):
        text = document.slice(paragraph.span)
        if _YEAR.search(text):
            at = paragraph.span.start
            yield text, [Span(s.start - at, s.end - at) for s in paragraph.sentences], False


def past(text: str, sentences: list[Span], found: Timex, *, caption: bool) -> date | None:
    """The day from which on an article must date that reports `found` as past, or None."""
    days = _days(text, found)
    sentence = _sentence(sentences, found)
    if days is None or sentence is None or found.modifier in _NOT_BELOW:
        return None
    first, granularity = days
    whole = text[sentence.start : sentence.end]
    seen = caption and granularity is Granularity.DAY
    if not seen and found.tense is not Tense.PAST:
        return None
    if _FORWARD.search(whole) or _quoted(text, found):
        return None
    before, after = text[sentence.start : found.start], text[found.end : sentence.end]
    coarse = granularity > Granularity.DAY and _ASTRAY.search(before)
    return first if _INTO.search(before) and not coarse and _ONWARD.match(after) else None


def coming(text: str, sentences: list[Span], found: Timex) -> date | None:
    """The last day on which an article may date that says `found` is still to come, or None."""
    days = _days(text, found)
    sentence = _sentence(sentences, found)
    if days is None or sentence is None or found.modifier in _NOT_ABOVE:
        return None
    if found.tense is not Tense.FUTURE or _quoted(text, found):
        return None
    before, after = text[sentence.start : found.start], text[found.end : sentence.end]
    if not (_WILL.search(before) and _COMING.search(before) and _ONWARD.match(after)):
        return None
    span = period(found.value)
    return span[1] if span else None


def _days(text: str, found: Timex) -> tuple[date, Granularity] | None:
    """The first day that an expression names within its year, and how exactly."""
    year = _YEAR.search(text, found.start, found.end)
    span = period(found.value) if year and found.kind in (Kind.DATE, Kind.TIME) else None
    if span is None or found.anchored or span[0].year < MIN_YEAR or span[2] is Granularity.YEAR:
        return None
    return span[0], span[2]


def _sentence(sentences: list[Span], found: Timex) -> Span | None:
    for span in sentences:
        if span.start <= found.start and found.end <= span.end:
            return span
    return None


def _stamped(text: str, found: Timex) -> bool:
    """Whether a clock time stands by the date, as above a reader's comment."""
    return any(
        stamp.start() <= found.start < stamp.end() or found.start <= stamp.start() < found.end
        for stamp in STAMP.finditer(text)
    )


def _quoted(text: str, found: Timex) -> bool:
    """Whether the expression stands within quotation marks."""
    closing = ""
    for mark in _QUOTES.finditer(text, 0, found.start):
        if not closing:
            closing = _OPEN.get(mark[0], "")
        elif mark[0] == closing:
            closing = ""
    return bool(closing)
