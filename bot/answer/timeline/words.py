"""Which words of a topic's sentences matter: what each weighs, and which are a sentence's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.answer.question import Query
from bot.answer.timeline.reports import Reports, sentence_bounds
from bot.search.bm25 import Floats, Ints, PostingsBM25
from bot.search.snapshot import Snapshot
from bot.text.tokens import Mark

TOPICAL = 0.7
"""Of a term's weight among candidates, the share that is its idf within the topic: a word that
every article of the topic holds says nothing of a single day."""

SAMPLED_ARTICLES = 300
"""Of a topic, for the idf within it; the best ones."""

OWN_TERMS = 3
"""Of a sentence with fewer words of its own, a share of them would say nothing."""


class OwnWords:
    """Compares sentences by their own words: those that are neither of the topic nor of a date."""

    def __init__(self, snapshot: Snapshot, query: Query) -> None:
        self._terms = snapshot.terms
        self._topic = frozenset(query.ids.tolist())

    def shared(self, one: int, other: int) -> float:
        """The share of the shorter sentence's own words that the longer one holds, 0 to 1."""
        if one == other:
            return 1.0
        left, right = self._own(one), self._own(other)
        return len(left & right) / max(OWN_TERMS, min(len(left), len(right)))

    def _own(self, sentence: int) -> frozenset[int]:
        begin, end = self._terms.starts[sentence : sentence + 2].tolist()
        dates = (self._terms.marks[begin:end] & Mark.DATE) > 0
        return frozenset(self._terms.ids[begin:end][~dates].tolist()) - self._topic


@dataclass(frozen=True, slots=True)
class TermWeights:
    """What a term weighs: the corpus's idf, mixed with that among a topic's best articles, of which
    there are `articles`; `terms` (ascending) stand in `counts` of them. `terms` is None where the
    corpus's alone counts."""

    index: PostingsBM25
    articles: int
    terms: Ints | None
    counts: Ints | None

    def of(self, terms: Ints) -> Floats:
        """The weight of each of some terms."""
        idf = self.index.idf_of(terms)
        if self.terms is None or self.counts is None or not len(self.terms):
            return idf
        place = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        known = self.terms[place] == terms
        within = np.log((self.articles + 1) / (self.counts[place] + 0.5))
        weights: Floats = (1 - TOPICAL) * idf + TOPICAL * np.where(known, np.maximum(within, 0), 0)
        return weights


def term_weights(snapshot: Snapshot, reports: Reports) -> TermWeights:
    """Where few articles match, what is said within the topic tells nothing more."""
    if reports.few:
        return TermWeights(snapshot.paragraphs, 0, None, None)
    best = np.argsort(-reports.scores, kind="stable")[:SAMPLED_ARTICLES]
    articles = np.sort(reports.articles[best])
    first, last = sentence_bounds(snapshot, articles)
    starts = snapshot.terms.starts
    each = [
        np.unique(snapshot.terms.ids[begin:end])  # once a term, however often it stands there
        for begin, end in zip(starts[first].tolist(), starts[last].tolist(), strict=True)
    ]
    terms, counts = np.unique(np.concatenate(each), return_counts=True)
    return TermWeights(snapshot.paragraphs, len(articles), terms, counts)
