"""Undated articles that tell of a weekday in the very words of a dated article.

News calls a day by its weekday alone only within a week of it. So when the same sentence, with the
same bare weekday, stands in two articles, one event is reported twice, and both were published
within a week of it: at most a week from each other before it, after it or across it. This holds for
whole sentences, word for word, that are long enough not to be a stock phrase; a sentence whose
dated copies lie further apart than two weeks is one after all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.articles.article import Document
from bot.articles.bounds import Bounds
from bot.articles.comments import without_comments

WEEK_DAYS = 7
"""Days from its publication within which an article calls a day by its weekday alone."""

MIN_WORDS = 10
"""Words of a sentence that two articles do not share by chance."""

_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
# "every Monday", "Monday to Friday", "Black Friday", "Friday, June 3", "the Sunday Ledger" are not
# of this week alone.
_OTHER_BEFORE = re.compile(
    r"\b(?:every|each|any|an?|one|black|good|super|ash|bloody|cyber|palm|easter|last|next|to|through)\s+$|[-–]\s?$",
    re.IGNORECASE,
)
_OTHER_AFTER = re.compile(
    r"\s(?:to|through)\s+[A-Z]|\s?[-–]\s?[A-Z]|,?\s+[A-Z][a-z]+\.?\s+[0-9]|,?\s+[0-9]|\s+[A-Z][a-z]+"
)
_WORD = re.compile(r"\w+")


def same_week(documents: Sequence[Document]) -> dict[str, Bounds]:
    """By article id, the bounds of undated articles that share such sentences with dated ones.

    An article whose sentences do not agree on a time gets none. Linear in the text.
    """
    undated: defaultdict[int, set[str]] = defaultdict(set)
    for document in documents:
        if document.article.date is None:
            for sentence in _sentences(document):
                undated[sentence].add(document.article.id)
    if not undated:
        return {}
    days: defaultdict[int, set[date]] = defaultdict(set)
    for document in documents:
        if day := document.article.date:
            for sentence in _sentences(document):
                if sentence in undated:
                    days[sentence].add(day)
    found: dict[str, Bounds] = {}
    for sentence, dated in days.items():
        bounds = _around(dated)
        for article in undated[sentence]:
            found[article] = found.get(article, Bounds()).within(bounds)
    return {article: bounds for article, bounds in found.items() if not bounds.at_odds}


def _around(days: set[date]) -> Bounds:
    """Where an article lies that shares a sentence with articles of these days."""
    if (max(days) - min(days)).days > 2 * WEEK_DAYS:
        return Bounds()
    week = timedelta(days=WEEK_DAYS)
    return Bounds(max(days) - week, min(days) + week)


def _sentences(document: Document) -> Iterator[int]:
    """Hashes of the words of the sentences that name a bare weekday."""
    for paragraph in without_comments(document):
        if _WEEKDAY.search(document.slice(paragraph.span)):
            for span in paragraph.sentences:
                sentence = document.slice(span)
                if not _bare_weekday(sentence):
                    continue
                words = _WORD.findall(sentence.casefold())
                if len(words) >= MIN_WORDS:
                    yield hash(tuple(words))


def _bare_weekday(sentence: str) -> bool:
    return any(
        not _OTHER_BEFORE.search(sentence[max(0, day.start() - 10) : day.start()])
        and not _OTHER_AFTER.match(sentence, day.end())
        for day in _WEEKDAY.finditer(sentence)
    )
