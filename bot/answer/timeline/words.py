"""Which words of a topic's sentences matter: what each weighs, and which are a sentence's own."""

from __future__ import annotations

import numpy as np

from bot.answer.question import Query
from bot.answer.timeline.reports import Reports, sentence_bounds
from bot.search.bm25 import Floats
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


def term_weights(snapshot: Snapshot, reports: Reports) -> Floats:
    """Idf by term number: the corpus's, mixed with that among the topic's best articles."""
    index = snapshot.paragraphs
    if reports.few:
        return index.idf
    best = np.argsort(-reports.scores, kind="stable")[:SAMPLED_ARTICLES]
    articles = np.sort(reports.articles[best])
    first, last = sentence_bounds(snapshot, articles)
    starts = snapshot.terms.starts
    counts = np.zeros(len(index.idf))
    for begin, end in zip(starts[first].tolist(), starts[last].tolist(), strict=True):
        counts[snapshot.terms.ids[begin:end]] += 1.0  # once a term, however often it stands there
    within = np.log((len(articles) + 1) / (counts + 0.5))
    within[counts == 0] = 0.0
    weight: Floats = (1 - TOPICAL) * index.idf + TOPICAL * np.maximum(within, 0.0)
    return weight
