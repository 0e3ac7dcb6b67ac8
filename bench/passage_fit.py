"""Finding the passage weights: what a set of weights is worth on many queries at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bench.collections import Judged, Reading, judged_corpus
from bench.examples import library
from bot.answer.passages import CANDIDATES, FEATURES, retrieve
from bot.answer.question import understand
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

DEPTH = 10
NOWHERE = -1e9


class QueryTable:
    """Passage features of many queries, padded to CANDIDATES rows, with the grade of each row."""

    def __init__(
        self,
        snapshot: Snapshot,
        ids: Sequence[str],
        queries: Iterable[tuple[str, Mapping[str, float]]],
    ) -> None:
        """`ids` names what each paragraph of the snapshot is judged as; `queries` are texts with
        the grades (above 0) of what is relevant."""
        tokeniser = Tokeniser()
        start = np.eye(1, len(FEATURES))[0]
        features, gains, padding, ideal = [], [], [], []
        for text, grades in queries:
            passages = retrieve(snapshot, understand(text, snapshot, tokeniser), start)
            n = len(passages.scores)
            rows = np.zeros((CANDIDATES, len(FEATURES)), np.float32)
            rows[:n] = passages.features
            gain = np.zeros(CANDIDATES)
            names = [ids[place] for place in passages.evidence.paragraphs.tolist()]
            gain[:n] = [2.0 ** grades.get(name, 0.0) - 1.0 for name in names]
            features.append(rows)
            gains.append(gain)
            padding.append(np.where(np.arange(CANDIDATES) < n, 0.0, NOWHERE))
            best = sorted((2.0**grade - 1.0 for grade in grades.values()), reverse=True)[:DEPTH]
            ideal.append(np.asarray(best) @ _discount(len(best)))
        self._features, self._gains = np.asarray(features), np.asarray(gains)
        self._padding, self._ideal = np.asarray(padding), np.asarray(ideal)

    def ndcg(self, weights: Floats) -> float:
        """Mean nDCG@10."""
        scores = self._features @ weights.astype(np.float32) + self._padding
        order = np.argsort(-scores, axis=1, kind="stable")[:, :DEPTH]
        gains = np.take_along_axis(self._gains, order, axis=1)
        return float(np.mean(gains @ _discount(DEPTH) / self._ideal))


def judged_table(collection: Judged) -> QueryTable:
    """Every second query, beginning with the first."""
    topics = collection.topics[::2]
    queries = ((topic.text, topic.grades) for topic in topics)
    snapshot = Snapshot.build(judged_corpus(collection))
    ids = [d.article.id for d in snapshot.corpus.documents for _ in d.paragraphs]
    return QueryTable(snapshot, ids, queries)


def reading_table(collection: Reading) -> QueryTable:
    """Every second question; its own paragraph is what is relevant."""
    shelf = library(collection)
    queries = ((question.text, {question.paragraph: 1.0}) for question in collection.questions[::2])
    return QueryTable(shelf.snapshot, shelf.ids, queries)


def _discount(depth: int) -> Floats:
    weights: Floats = 1.0 / np.log2(np.arange(depth) + 2.0)
    return weights
