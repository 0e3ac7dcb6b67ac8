"""The days that the corpus names: the date mentions of every sentence, in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntFlag

import numpy as np

from bot.articles.article import Document, Paragraph
from bot.search.arrays import Column
from bot.text.dates import Mention, Modifier, Tense, mentions, tag


class Trait(IntFlag):
    """What is known of a mention beside its days (one byte a mention)."""

    NONE = 0
    PAST = 1  # the clause tells of something that happened
    FUTURE = 2  # … of something still to come
    ANCHORED = 4  # the days rest on the article's publication date
    RANGED = 8  # two dates joined to a range
    OUTSIDE = 16  # "before", "after", "since", "until", "by": a limit, not when it happened
    PART = 32  # "early", "mid-", "late": a part of the days, not all of them
    OFF = 64  # the sentence tells that something is cancelled or postponed


_OFF = re.compile(
    r"\b(?:cancel(?:l?ed|s|l?ing)|call(?:ed|s|ing) off|postpon(?:ed|es|ing)|scrapp(?:ed|ing)"
    r"|put off|push(?:ed|es|ing) back|abandon(?:ed|s|ing)|reschedul(?:ed|es|ing)|suspended)\b",
    re.IGNORECASE,
)
_OUTSIDE = frozenset((Modifier.BEFORE, Modifier.AFTER, Modifier.ON_OR_BEFORE, Modifier.ON_OR_AFTER))
_PART = frozenset((Modifier.START, Modifier.MID, Modifier.END))


@dataclass(frozen=True, slots=True, eq=False)
class Mentions:
    """M mentions in the order of the text. `sentences` (M,) counts sentences from 0 and never
    falls; `starts` and `ends` are character offsets into the decoded file; `first` and `last` are
    proleptic Gregorian ordinals, inclusive; `granularities` are those of
    bot.text.dates.Granularity; `traits` are bits of Trait. The first five are int32, the others
    uint8.
    """

    sentences: Column
    starts: Column
    ends: Column
    first: Column
    last: Column
    granularities: Column
    traits: Column


def read_mentions(documents: Sequence[Document]) -> Mentions:
    """Tag every quotable paragraph, with its article's publication date as the anchor."""
    rows: list[tuple[int, int, int, int, int, int, int]] = []
    sentence = 0
    for document in documents:
        for paragraph in document.paragraphs:
            rows.extend(_rows(document, paragraph, sentence))
            sentence += len(paragraph.sentences)
    table = np.asarray(rows, np.int64).reshape(-1, 7)
    return Mentions(
        *(table[:, column].astype(np.int32) for column in range(5)),
        *(table[:, column].astype(np.uint8) for column in (5, 6)),
    )


def _rows(
    document: Document, paragraph: Paragraph, sentence: int
) -> list[tuple[int, int, int, int, int, int, int]]:
    """A row for each mention; a mention belongs to the sentence that it begins in."""
    text, start = document.slice(paragraph.span), paragraph.span.start
    rows, place = [], 0
    for mention in mentions(text, tag(text, document.article.date)):
        begin = start + mention.start
        while begin >= paragraph.sentences[place].end:
            place += 1
        end = min(start + mention.end, paragraph.sentences[place].end)
        days = mention.first.toordinal(), mention.last.toordinal()
        told = document.slice(paragraph.sentences[place])
        traits = _traits(mention) | (Trait.OFF if _OFF.search(told) else Trait.NONE)
        rows.append((sentence + place, begin, end, *days, int(mention.granularity), int(traits)))
    return rows


def _traits(mention: Mention) -> Trait:
    traits = Trait.NONE
    if mention.tense is Tense.PAST:
        traits |= Trait.PAST
    elif mention.tense is Tense.FUTURE:
        traits |= Trait.FUTURE
    if mention.anchored:
        traits |= Trait.ANCHORED
    if mention.ranged:
        traits |= Trait.RANGED
    if mention.modifier in _OUTSIDE:
        traits |= Trait.OUTSIDE
    if mention.modifier in _PART:
        traits |= Trait.PART
    return traits
