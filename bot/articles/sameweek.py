"""Undated articles that tell of a weekday in the very words of a dated article.

News calls a day by its weekday alone only within a week of it. So when the same sentence, with the
same bare weekday, stands in two articles, one event is reported twice, and both were published
within a week of it: at most a week from each other before it, after it or across it. This holds for
whole sentences, word for word, that are long enough not to be a stock phrase; a sentence whose
dated copies lie further apart than two weeks is one after all.
"""

from __future__ import annotations

import re
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from bot.articles.article import Document
from bot.articles.comments import without_comments

WEEK_DAYS = 7
"""Days from its publication within which an article calls a day by its weekday alone."""

MIN_WORDS = 10
"""Words of a sentence that two articles do not share by chance."""

UNDATED = int(np.iinfo(np.int32).min)
"""Stands for an unknown day where days are `date.toordinal()` in an int32 array."""

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
_NEVER = int(np.iinfo(np.int32).max)
_Days = NDArray[np.int32]


def weekday_sentences(document: Document) -> list[int]:
    """Hashes of the words of the sentences that name a bare weekday, in the order of the text.

    Unsigned, 64 bits, the same in every process. A sentence that returns is there twice.
    """
    found: list[int] = []
    for paragraph in without_comments(document):
        if _WEEKDAY.search(document.slice(paragraph.span)):
            for span in paragraph.sentences:
                sentence = document.slice(span)
                if not _bare_weekday(sentence):
                    continue
                words = _WORD.findall(sentence.casefold())
                if len(words) >= MIN_WORDS:
                    found.append(_hash(" ".join(words)))
    return found


def same_week(
    days: _Days, hashes: NDArray[np.uint64], articles: NDArray[np.int32]
) -> tuple[_Days, _Days]:
    """The earliest and latest day, shape (A,) each, of undated articles that share such sentences
    with dated ones; UNDATED where there is none.

    `days` has shape (A,), UNDATED where an article has no date; article ``articles[i]`` holds the
    sentence ``hashes[i]`` (weekday_sentences), in any order. An article whose sentences do not
    agree on a time gets none. Linear but for sorting the sentences of undated articles.
    """
    dated = days[articles] != UNDATED
    shared, sentence = np.unique(hashes[~dated], return_inverse=True)
    first, last = _span(shared, hashes[dated], days[articles[dated]])
    tells = (first[sentence] <= last[sentence]) & (
        last[sentence] - first[sentence] <= 2 * WEEK_DAYS
    )
    told_of, sentence = articles[~dated][tells], sentence[tells]
    earliest = np.full(len(days), UNDATED, np.int64)
    latest = np.full(len(days), _NEVER, np.int64)
    np.maximum.at(earliest, told_of, last[sentence] - WEEK_DAYS)
    np.minimum.at(latest, told_of, first[sentence] + WEEK_DAYS)
    none = (earliest > latest) | (latest == _NEVER)
    earliest[none] = latest[none] = UNDATED
    return earliest.astype(np.int32), latest.astype(np.int32)


def _span(
    shared: NDArray[np.uint64], hashes: NDArray[np.uint64], days: _Days
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last day on which each of the sentences `shared`, in ascending order, was
    published; the first is later than the last where it never was."""
    first = np.full(len(shared), _NEVER, np.int64)
    last = np.full(len(shared), UNDATED, np.int64)
    if len(shared):
        at = np.minimum(np.searchsorted(shared, hashes), len(shared) - 1)
        known = shared[at] == hashes
        np.minimum.at(first, at[known], days[known])
        np.maximum.at(last, at[known], days[known])
    return first, last


def _hash(words: str) -> int:
    data = words.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little")


def _bare_weekday(sentence: str) -> bool:
    return any(
        not _OTHER_BEFORE.search(sentence[max(0, day.start() - 10) : day.start()])
        and not _OTHER_AFTER.match(sentence, day.end())
        for day in _WEEKDAY.finditer(sentence)
    )
