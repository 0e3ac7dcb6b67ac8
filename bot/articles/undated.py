"""When an article was published that does not say so: bounds, where the corpus makes them sound.

Evidence are the article's own dates (bot.articles.bounds) and sentences about a weekday that it
shares with dated articles (bot.articles.sameweek). Days are `date.toordinal()` or UNDATED.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from bot.articles.article import Article, Document, Provenance
from bot.articles.bounds import Bounds, told
from bot.articles.sameweek import UNDATED, same_week, weekday_sentences

AT_ODDS = "Its dates contradict each other, so when it was published was not inferred."

LAST_DAY = date.max.toordinal()

_Days = NDArray[np.int32]


def infer(
    days: _Days,
    told_earliest: _Days,
    told_latest: _Days,
    hashes: NDArray[np.uint64],
    articles: NDArray[np.int32],
) -> tuple[_Days, _Days, NDArray[np.bool_]]:
    """The earliest and latest day of each article without a date, UNDATED where nothing bounds it,
    and whether its evidence contradicts itself (then it has no bounds). Shape (A,) each.

    `days` are the articles' own dates; `told_earliest` and `told_latest` what bounds.told() says of
    each article without one; ``hashes[i]`` is a weekday sentence of article ``articles[i]``. All
    are UNDATED where nothing is known. Neither changes its arguments nor depends on the order of
    the sentences.
    """
    undated = days == UNDATED
    shared_earliest, shared_latest = same_week(days, hashes, articles)
    earliest = np.maximum(told_earliest, shared_earliest)
    latest = np.where(
        (told_latest == UNDATED) | (shared_latest == UNDATED),
        np.maximum(told_latest, shared_latest),
        np.minimum(told_latest, shared_latest),
    )
    at_odds = undated & (latest != UNDATED) & (earliest > latest)
    none = at_odds | ~undated
    earliest[none] = latest[none] = UNDATED
    return _within_calendar(earliest), _within_calendar(latest), at_odds


def with_bounds(document: Document, earliest: int, latest: int, at_odds: bool) -> Document:
    """A document without a date with what infer() found of it, in place of any bounds and AT_ODDS
    note that it had; the same object when that changes nothing."""
    article = article_with_bounds(document.article, earliest, latest)
    notes = tuple(note for note in document.notes if note != AT_ODDS)
    notes += (AT_ODDS,) if at_odds else ()
    if article is document.article and notes == document.notes:
        return document
    return replace(document, article=article, notes=notes)


def article_with_bounds(article: Article, earliest: int, latest: int) -> Article:
    """The article of with_bounds()."""
    known = earliest != UNDATED or latest != UNDATED
    origin = Provenance.INFERRED if known else Provenance.UNKNOWN
    changed = replace(
        article,
        earliest=_date(earliest),
        latest=_date(latest),
        provenance={**article.provenance, "date": origin},
    )
    return article if changed == article else changed


def bounded(documents: Sequence[Document]) -> tuple[Document, ...]:
    """The same documents in order, those without a date with what bounds the corpus gives them.

    Bounds that they had before are forgotten. An article that nothing bounds is left as it was, and
    so is one whose evidence contradicts itself, with AT_ODDS in its notes.
    """
    if all(document.article.date for document in documents):
        return tuple(documents)
    undated = [document.article.date is None for document in documents]
    own = [
        told(document) if without else Bounds()
        for document, without in zip(documents, undated, strict=True)
    ]
    sentences = [weekday_sentences(document) for document in documents]
    found = infer(
        _days([document.article.date for document in documents]),
        _days([bounds.earliest for bounds in own]),
        _days([bounds.latest for bounds in own]),
        np.asarray([each for article in sentences for each in article], np.uint64),
        np.repeat(np.arange(len(documents), dtype=np.int32), [len(each) for each in sentences]),
    )
    bounds = zip(*(column.tolist() for column in found), strict=True)
    return tuple(
        with_bounds(document, *each) if without else document
        for document, without, each in zip(documents, undated, bounds, strict=True)
    )


def day_number(day: date | None) -> int:
    """`day` as the arrays of infer() have it."""
    return day.toordinal() if day else UNDATED


def _days(days: Sequence[date | None]) -> _Days:
    return np.asarray([day_number(day) for day in days], np.int32)


def _date(day: int) -> date | None:
    return None if day == UNDATED else date.fromordinal(day)


def _within_calendar(days: _Days) -> _Days:
    return np.where(days == UNDATED, UNDATED, np.clip(days, 1, LAST_DAY)).astype(np.int32)
