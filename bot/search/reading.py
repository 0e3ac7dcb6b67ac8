"""Articles in, a segment out: every text is tokenised, tagged and hashed once, here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from bot.articles.article import Article, Document, Paragraph
from bot.articles.bounds import Bounds, told
from bot.articles.sameweek import weekday_sentences
from bot.articles.shingles import shingled
from bot.search.mentions import read_mentions
from bot.search.rows import row
from bot.search.segment import (
    NO_OUTLET,
    UNDATED,
    Places,
    Segment,
    Table,
    Terms,
    Weekdays,
)
from bot.search.strings import packed
from bot.search.words import Words, vocabulary
from bot.text.batch import BatchTokeniser
from bot.text.wordlists import MONTHS


def read_segment(documents: Sequence[Document], tokeniser: BatchTokeniser) -> Segment:
    """Pure and slow. `documents` are in the order of their paths; the tokeniser may be one that has
    read other articles before, which makes it faster and changes at most which surfaces stand for
    terms."""
    paragraphs = [p for document in documents for p in document.paragraphs]
    words, terms = _read_terms(documents, tokeniser)
    return Segment(
        words,
        terms,
        _places(documents, paragraphs),
        read_mentions(documents),
        _table(documents),
        shingled([d.slice(p.span) for d in documents for p in d.paragraphs]),
        _weekdays(documents),
    )


def heading(article: Article) -> str:
    """What is known of an article as a whole: its title, and the month it was published in, so that
    "the talks of February 2019" finds articles which only say "on Friday"."""
    published = f"{MONTHS[article.date.month - 1]} {article.date.year}" if article.date else ""
    return f"{article.title or ''}. {published}"


def ordinal(day: date | None) -> int:
    return day.toordinal() if day else UNDATED


def article_number(article_id: str) -> int:
    """An article's id, hexadecimal digits, as a number; any other string by what UTF-8 makes of it
    (test collections number their articles as they like)."""
    try:
        return int(article_id, 16) & 0xFFFF_FFFF_FFFF_FFFF
    except ValueError:
        return int.from_bytes(article_id.encode()[-8:], "little")


def _read_terms(documents: Sequence[Document], tokeniser: BatchTokeniser) -> tuple[Words, Terms]:
    texts = [d.slice(s) for d in documents for p in d.paragraphs for s in p.sentences]
    count = len(texts)
    batch = tokeniser.sentences([*texts, *(heading(document.article) for document in documents)])
    used, ids = np.unique(batch.ids, return_inverse=True)
    names = [tokeniser.terms[number] for number in used.tolist()]
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    surfaces = (tokeniser.surfaces[int(used[place])] for place in order)
    words = vocabulary([names[place] for place in order], surfaces)
    sentence_marks = batch.sentence_marks[:count].copy()
    return words, Terms(rank[ids.ravel()], batch.marks, batch.starts, sentence_marks)


def _places(documents: Sequence[Document], paragraphs: Sequence[Paragraph]) -> Places:
    sentences = [sentence for paragraph in paragraphs for sentence in paragraph.sentences]
    counts = _int32([len(document.paragraphs) for document in documents])
    return Places(
        _bounds(len(paragraph.sentences) for paragraph in paragraphs),
        _bounds(counts.tolist()),
        np.repeat(np.arange(len(documents), dtype=np.int32), counts),
        _int32([paragraph.span.start for paragraph in paragraphs]),
        _int32([paragraph.span.end for paragraph in paragraphs]),
        _int32([sentence.start for sentence in sentences]),
        _int32([sentence.end for sentence in sentences]),
    )


def _table(documents: Sequence[Document]) -> Table:
    articles = [document.article for document in documents]
    outlets: dict[str, int] = {}
    sources = [
        NO_OUTLET if article.source is None else outlets.setdefault(article.source, len(outlets))
        for article in articles
    ]
    told_of = [Bounds() if document.article.date else told(document) for document in documents]
    return Table(
        packed(article.path for article in articles),
        packed(document.text for document in documents),
        packed(row(document) for document in documents),
        np.asarray([article_number(article.id) for article in articles], np.uint64),
        _int32([ordinal(article.date) for article in articles]),
        _int32([ordinal(bounds.earliest) for bounds in told_of]),
        _int32([ordinal(bounds.latest) for bounds in told_of]),
        np.asarray([article.title is None for article in articles], np.bool_),
        _int32(sources),
        packed(outlets),
    )


def _weekdays(documents: Sequence[Document]) -> Weekdays:
    found = [weekday_sentences(document) for document in documents]
    return Weekdays(
        np.asarray([each for hashes in found for each in hashes], np.uint64),
        np.repeat(np.arange(len(found), dtype=np.int32), [len(hashes) for hashes in found]),
    )


def _int32(values: Sequence[int]) -> npt.NDArray[np.int32]:
    return np.asarray(values, np.int32)


def _bounds(counts: Iterable[int]) -> npt.NDArray[np.int32]:
    """Where each of some neighbouring runs begins, and the end of the last."""
    return np.cumsum([0, *counts]).astype(np.int32)
