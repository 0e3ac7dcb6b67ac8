"""The baseline of timeline summarisation: the days on which most was published about the topic.

PUBCOUNT of Ghalandari and Ifrim: Examining the State-of-the-Art in News Timeline Summarization,
ACL 2020, with the plainest choice of sentences that they found to work: of the first LEAD_SENTENCES
of each article of the day, those nearest to the centroid of all of them (TF-IDF, cosine), no two
alike. It knows the articles' publication dates and nothing of dates in the text. Its articles are
those whose BM25 score for the query is at least LEAST_SHARE of the mean of the best BEST_ARTICLES.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import numpy as np

from bot.search.bm25 import Floats, Ints, best
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

BEST_ARTICLES = 20
LEAST_SHARE = 0.5
LEAD_SENTENCES = 5
ALIKE = 0.5
"""Cosine from which two sentences are taken to say the same."""


def publication_count(
    snapshot: Snapshot, query: str, first: date, last: date, days: int, sentences: int
) -> list[tuple[date, list[str], float]]:
    """Up to `days` days with up to `sentences` sentences each and the number of articles published,
    most first; of equal days the earlier."""
    published: dict[date, list[int]] = defaultdict(list)
    for place in _articles(snapshot, query, first, last).tolist():
        published[date.fromordinal(int(snapshot.dates[place]))].append(place)
    ranked = sorted(published, key=lambda day: (-len(published[day]), day))[:days]
    return [
        (day, _sentences(snapshot, published[day], sentences), float(len(published[day])))
        for day in ranked
    ]


def _articles(snapshot: Snapshot, query: str, first: date, last: date) -> Ints:
    """Articles about the query that were published from `first` to `last`, best first."""
    index = snapshot.articles
    scores = index.scores_of_ids(index.term_ids(Tokeniser().terms(query)))
    scores[(snapshot.dates < first.toordinal()) | (snapshot.dates > last.toordinal())] = 0.0
    hits = best(scores, len(scores))
    least = LEAST_SHARE * hits.scores[:BEST_ARTICLES].mean() if len(hits.ids) else 0.0
    return hits.ids[hits.scores >= least]


def _sentences(snapshot: Snapshot, articles: list[int], wanted: int) -> list[str]:
    rows, texts = [], []
    for place in articles:
        document = snapshot.corpus.documents[place]
        begin = int(snapshot.layout.first_sentence[snapshot.layout.first_paragraph[place]])
        spans = [span for paragraph in document.paragraphs for span in paragraph.sentences]
        for offset, span in enumerate(spans[:LEAD_SENTENCES]):
            rows.append(begin + offset)
            texts.append(document.slice(span))
    vectors = _vectors(snapshot, np.asarray(rows, np.int64))
    order = np.argsort(-(vectors @ vectors.sum(axis=0)), kind="stable")
    chosen: list[int] = []
    for row in order.tolist():
        if len(chosen) == wanted:
            break
        if not np.any(vectors[chosen] @ vectors[row] >= ALIKE):
            chosen.append(row)
    return [texts[row] for row in chosen]


def _vectors(snapshot: Snapshot, sentences: Ints) -> Floats:
    """TF-IDF of each sentence over the terms that occur, of unit length; 0 without terms."""
    terms = snapshot.terms
    owned = [terms.ids[terms.starts[row] : terms.starts[row + 1]] for row in sentences.tolist()]
    known, column = np.unique(np.concatenate([*owned, terms.ids[:0]]), return_inverse=True)
    vectors = np.zeros((len(owned), len(known)))
    np.add.at(vectors, (np.repeat(np.arange(len(owned)), [len(ids) for ids in owned]), column), 1)
    vectors *= snapshot.articles.idf_of(known)
    lengths: Floats = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Floats = vectors / np.where(lengths > 0, lengths, 1)
    return unit
