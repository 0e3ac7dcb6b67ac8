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
from bot.articles.comments import without_comments
from bot.articles.cues import Cues, Surroundings
from bot.text.dates import Granularity, Kind, Modifier, Tense, Timex, period, tag

CAPTION = "caption or credit"

MIN_YEAR = 1900
"""Dates before it are history and would bound nothing that a reader would want to know."""

NEAR_CHARS = 60
"""Characters before a date within which the words stand that join it to its sentence."""

_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_INTO = re.compile(
    r"(?:\b(?:in|on|since|during|of|late|early|mid|after|from|dated)[\s-]+(?:the\s+)?"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)(?:day)?\.?,?\s+|[,(]\s*)$",
    re.IGNORECASE,
)
_ONWARD = re.compile(
    r"\s*(?:$|[,.;:)!?”\"'’—–]|-\s|(?:and|but|or|when|while|where|which|who|that|as|at|in|on|of|to|for"
    r"|from|with|without|after|because|following|during|under|over|near|amid|among|against|about|is"
    r"|are|was|were|had|has|have|did|he|she|it|its|they|their|his|her|we|i|the|an?|this|these|some"
    r"|more|by|between|into|than)\b)",
    re.IGNORECASE,
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
    Linear in the text.
    """
    earliest: date | None = None
    latest: date | None = None
    for around, caption in _blocks(document):
        for found in tag(around.text, None):
            if not caption and around.stamped(found):
                continue
            day = past(around, found, caption=caption)
            if day and (earliest is None or day > earliest):
                earliest = day
            day = None if caption else coming(around, found)
            if day and (latest is None or day < latest):
                latest = day
    return Bounds(earliest, latest)


def _blocks(document: Document) -> Iterator[tuple[Surroundings, bool]]:
    """Captions and paragraphs that name a year, and whether each is a caption."""
    for dropped in document.dropped:
        text = document.slice(dropped.span)
        if dropped.reason == CAPTION and _YEAR.search(text):
            yield Surroundings(text, [Span(0, len(text))]), True
    for paragraph in without_comments(document):
        text = document.slice(paragraph.span)
        if _YEAR.search(text):
            at = paragraph.span.start
            sentences = [Span(s.start - at, s.end - at) for s in paragraph.sentences]
            yield Surroundings(text, sentences), False


def past(around: Surroundings, found: Timex, *, caption: bool) -> date | None:
    """The day from which on an article must date that reports `found` as past, or None."""
    days = _days(around.text, found)
    if days is None or found.modifier in _NOT_BELOW:
        return None
    first, granularity = days
    seen = caption and granularity is Granularity.DAY
    if not seen and found.tense is not Tense.PAST:
        return None
    sentence = around.sentence(found)
    if sentence is None or sentence.forward or around.quoted(found):
        return None
    opens = found.start == sentence.span.start
    if not (opens or _before(_INTO, around.text, sentence, found)):
        return None
    if granularity > Granularity.DAY and sentence.leads_astray(found.start):
        return None
    return first if _ONWARD.match(around.text, found.end, sentence.span.end) else None


def coming(around: Surroundings, found: Timex) -> date | None:
    """The last day on which an article may date that says `found` is still to come, or None."""
    days = _days(around.text, found)
    if days is None or found.modifier in _NOT_ABOVE or found.tense is not Tense.FUTURE:
        return None
    sentence = around.sentence(found)
    if sentence is None or around.quoted(found) or not sentence.announces(found.start):
        return None
    if not _before(_COMING, around.text, sentence, found):
        return None
    onward = _ONWARD.match(around.text, found.end, sentence.span.end)
    span = period(found.value) if onward else None
    return span[1] if span else None


def _before(cue: re.Pattern[str], text: str, sentence: Cues, found: Timex) -> bool:
    """Whether a cue stands right before an expression, within its sentence."""
    start = max(sentence.span.start, found.start - NEAR_CHARS)
    return cue.search(text, start, found.start) is not None


def _days(text: str, found: Timex) -> tuple[date, Granularity] | None:
    """The first day that an expression names within its year, and how exactly."""
    year = _YEAR.search(text, found.start, found.end)
    span = period(found.value) if year and found.kind in (Kind.DATE, Kind.TIME) else None
    if span is None or found.anchored or span[0].year < MIN_YEAR or span[2] is Granularity.YEAR:
        return None
    return span[0], span[2]
