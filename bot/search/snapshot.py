"""One immutable, numbered, searchable state of the corpus, and the place that holds the newest.

Everything an answer needs comes from one Snapshot: the documents, three BM25 indexes that share a
vocabulary (paragraphs with their article's title, whole articles, titles alone), the terms of every
sentence and the days it names, in the order of the text, so that nothing is tokenised or tagged
again when a question comes.

It consists of a base and, while there are changes since the base was made, a delta: a second, small
segment with the articles that are new or changed, and a flag for each of the base's articles that
tells whether it is still there. To whoever asks, both are one: articles, paragraphs, sentences and
terms of the delta are numbered behind those of the base.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from bot.articles.article import Corpus, Document, Paragraph, Rejection, Span
from bot.articles.duplicates import labels
from bot.articles.members import Hidden
from bot.search.arrays import Ints
from bot.search.bm25 import PostingsBM25
from bot.search.documents import Bounds, Documents
from bot.search.halves import (
    Base,
    Delta,
    GoneTerms,
    Kernels,
    alive_of,
    indexes,
    infer_bounds,
    outlets_of,
)
from bot.search.inverted import invert_segment
from bot.search.mentions import Mentions
from bot.search.reading import article_number, read_segment
from bot.search.segment import NO_OUTLET, UNDATED, Terms
from bot.search.view import Layout, join_layout, join_mentions, join_terms
from bot.search.vocabulary import Vocabulary
from bot.text.batch import BatchTokeniser

__all__ = [
    "NO_OUTLET",
    "UNDATED",
    "Base",
    "Delta",
    "GoneTerms",
    "Layout",
    "Shelf",
    "Snapshot",
    "Terms",
]


class Snapshot:
    """Immutable once made. `number` grows by one with every change of a desk's corpus.

    `dates` (A,) are ordinals or UNDATED, `sources` (A,) places in `outlets` or NO_OUTLET.
    """

    def __init__(
        self,
        number: int,
        base: Base,
        bounds: Bounds,
        *,
        delta: Delta | None = None,
        rejected: Sequence[Rejection] = (),
        kernels: Kernels | None = None,
        held: Sequence[Any] = (),
    ) -> None:
        self.number = number
        self.base, self.delta = base, delta
        self._held = held  # what keeps the mapped files from being removed
        segments = [base.segment, *([delta.segment] if delta else [])]
        self.alive = alive_of(base, delta)
        self.documents = Documents(segments, bounds, self.alive)
        self.corpus = Corpus(self.documents, tuple(rejected))
        if delta is None:
            self.vocabulary = Vocabulary(base.segment.words)
            self.terms = base.segment.terms
        else:
            self.vocabulary = Vocabulary(base.segment.words, delta.segment.words, delta.added)
            self.terms = join_terms(base.segment, delta.segment, delta.added.numbers)
        self.layout = join_layout(
            segments, [part.inverted.copies for part in (base, delta) if part]
        )
        self.mentions: Mentions = join_mentions(segments)
        self._indexes = indexes(self.vocabulary, base, delta, kernels)
        self.dates = np.concatenate([segment.table.days for segment in segments]).astype(np.int64)
        self.outlets, self.sources = outlets_of(segments)
        self.views: OrderedDict[Hidden, Snapshot] = OrderedDict()  # see bot.search.without

    @classmethod
    def build(cls, corpus: Corpus, number: int = 1) -> Snapshot:
        """Read and index a corpus in memory. Pure and slow."""
        segment = read_segment(corpus.documents, BatchTokeniser(compiled=False))
        base = Base(segment, invert_segment(segment, labels(segment.shingles)))
        return cls(number, base, infer_bounds([segment]), rejected=corpus.rejected)

    @property
    def paragraphs(self) -> PostingsBM25:
        return self._indexes[0]

    @property
    def articles(self) -> PostingsBM25:
        return self._indexes[1]

    @property
    def titles(self) -> PostingsBM25:
        return self._indexes[2]

    def surface(self, term: str) -> str:
        """A word as written that stands for a term of the vocabulary."""
        return self.vocabulary.surface(self.vocabulary[term])

    @cached_property
    def mean_sentence(self) -> float:
        """How many terms a sentence holds on average, at least 1; articles that are gone aside."""
        sentences = len(self.terms.sentence_marks)
        terms = int(self.terms.starts[sentences])
        if self.alive is not None:
            gone, layout, starts = np.flatnonzero(~self.alive), self.layout, self.terms.starts
            first, end = (
                layout.first_sentence[layout.first_paragraph[edge]] for edge in (gone, gone + 1)
            )
            sentences -= int((end - first).sum())
            terms -= int((starts[end] - starts[first]).sum())
        return max(1.0, terms / max(1, sentences))

    @cached_property
    def untitled(self) -> int:
        """How many articles have no title."""
        parts = (self.base, self.delta) if self.delta else (self.base,)
        flags = np.concatenate([part.segment.table.untitled for part in parts])
        return int(np.count_nonzero(flags if self.alive is None else flags & self.alive))

    def beginning_with(self, prefix: str, most: int | None = None) -> tuple[list[str], list[str]]:
        """Terms that begin with `prefix`, in the order of their code points, and for each a word it
        stands for, in lower case."""
        return self.vocabulary.beginning_with(prefix, most)

    def document(self, article_id: str) -> Document | None:
        place = self.place(article_id)
        return None if place is None else self.documents[place]

    def place(self, article_id: str) -> int | None:
        """The number of the article with this id."""
        wanted, first = article_number(article_id), 0
        for part in (self.base, self.delta):
            if part is None:
                continue
            for place in np.flatnonzero(part.segment.table.ids == wanted).tolist():
                there = self.alive is None or bool(self.alive[first + place])
                if there and self.documents[first + place].article.id == article_id:
                    return int(first + place)
            first += part.segment.articles
        return None

    def copies_of(self, paragraph: int) -> Ints:
        """Near copies of a paragraph that are there, itself among them, in order."""
        found = self.layout.copies_of(paragraph)
        if self.alive is None:
            return found
        return found[self.alive[self.layout.article_of[found]]]

    def paragraph(self, number: int) -> tuple[Document, Paragraph]:
        """The paragraph with this number in the whole snapshot, counted from 0."""
        place = int(self.layout.article_of[number])
        document = self.documents[place]
        return document, document.paragraphs[number - int(self.layout.first_paragraph[place])]

    def sentence(self, number: int) -> tuple[int, Document, Span]:
        """The sentence with this number in the whole snapshot: its paragraph's number there, its
        document, and its span in the decoded file."""
        paragraph = int(self.layout.paragraphs_of(np.asarray([number]))[0])
        document, found = self.paragraph(paragraph)
        within = number - int(self.layout.first_sentence[paragraph])
        return paragraph, document, found.sentences[within]


class Shelf:
    """Holds the snapshot that serves; replacing it is one assignment, so no answer sees a mix."""

    def __init__(self, first: Snapshot) -> None:
        self._current = first

    @property
    def current(self) -> Snapshot:
        return self._current

    def swap(self, snapshot: Snapshot) -> Snapshot:
        """Put `snapshot` in service and return the one that served before."""
        before, self._current = self._current, snapshot
        return before
