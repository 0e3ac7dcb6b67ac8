"""From a query to the paragraphs most likely to answer it.

First the CANDIDATES best paragraphs by exact BM25, then a linear combination of features over them.
All features but `lead` are in units of the query's ideal score, so they compare across queries:

paragraph   BM25 of the paragraph with its article's title
article     BM25 of the whole article
title       BM25 of the title alone
pairs       BM25 of neighbouring terms of the question that are neighbours in the text
sentence    BM25 of the best single sentence
lead        share of the question found in the title and the first LEAD_TERMS terms
like_few    mean score of the most similar candidates, for what those say in other words
like_some   the same over more neighbours among the better half of the candidates
like_many   the same among the best candidates only

The last three smooth scores over similar texts, after Diaz: Regularizing ad hoc retrieval scores,
CIKM 2005.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.answer.evidence import Evidence, coverage, gather, pairs_together
from bot.answer.question import Query
from bot.search.bm25 import Floats, Hits, Ints, Mask, best
from bot.search.snapshot import Snapshot

CANDIDATES = 100
LEAD_TERMS = 40
SENTENCE_K1, SENTENCE_B = 1.2, 0.3
FEATURES = (
    "paragraph",
    "article",
    "title",
    "pairs",
    "sentence",
    "lead",
    "like_few",
    "like_some",
    "like_many",
)
BASE = np.asarray([1.0, 0.25, 0.25, 0.3, 0.3, 0.0])
"""What is smoothed over similar paragraphs: a plain sum of the first six features."""

NEIGHBOURS = ((5, 100), (10, 50), (10, 20))
"""For each of the last three features: how many neighbours, among how many of the best."""


@dataclass(frozen=True, slots=True)
class Passages:
    """N candidate paragraphs with what was learned about them.

    Rows are in the order of `evidence`; `ranked` (N,) gives the rows best first. `features` is
    (N, len(FEATURES)), `scores` (N,). `sentence_scores` (G,) is the BM25 of each of the evidence's
    segments in units of the ideal.
    """

    query: Query
    evidence: Evidence
    features: Floats
    scores: Floats
    sentence_scores: Floats
    ranked: Ints

    @property
    def best_first(self) -> Ints:
        """Paragraph numbers, best first."""
        return self.evidence.paragraphs[self.ranked]


def retrieve(
    snapshot: Snapshot, query: Query, weights: Floats, allowed: Mask | None = None
) -> Passages:
    """Rank paragraphs; `allowed` (A,) limits their articles before any are chosen, `weights` is one
    number for each of FEATURES. A query without known terms gives no passages."""
    repeated = np.repeat(query.ids, query.repeats)
    hits = _candidates(snapshot, repeated, allowed)
    evidence = gather(snapshot, query, hits.ids)
    sentences = sentence_bm25(snapshot, evidence)
    features = _features(snapshot, evidence, hits.scores, sentences)
    scores = features @ weights
    ranked = np.lexsort((hits.ids, -scores))
    return Passages(query, evidence, features, scores, sentences, ranked)


def _candidates(snapshot: Snapshot, term_ids: Ints, allowed: Mask | None) -> Hits:
    """The best paragraphs, only the best of any that are near copies of each other."""
    wanted = CANDIDATES
    while True:
        hits = snapshot.paragraphs.top(term_ids, wanted, allowed)
        first = np.unique(snapshot.layout.copies[hits.ids], return_index=True)[1]
        if len(first) >= CANDIDATES or len(hits.ids) < wanted:
            kept = np.sort(first)[:CANDIDATES]
            return Hits(hits.ids[kept], hits.scores[kept])
        wanted *= 4


def sentence_bm25(snapshot: Snapshot, evidence: Evidence) -> Floats:
    """BM25 of each segment for the query, with the paragraphs' idf, in units of the ideal (G,)."""
    mean = snapshot.mean_sentence
    norm = SENTENCE_K1 * (1 - SENTENCE_B + SENTENCE_B * evidence.lengths / mean)
    counts = evidence.counts
    saturated = counts * (SENTENCE_K1 + 1) / (counts + norm[:, None])
    scores: Floats = saturated @ evidence.query.idf / evidence.query.ideal
    return scores


def _features(
    snapshot: Snapshot, evidence: Evidence, paragraph_scores: Floats, sentences: Floats
) -> Floats:
    query, n = evidence.query, len(evidence.paragraphs)
    features = np.zeros((n, len(FEATURES)))
    if not n:
        return features
    article = snapshot.layout.article_of[evidence.paragraphs]
    repeated = np.repeat(query.ids, query.repeats)
    heads = evidence.first_rows()
    features[:, 0] = paragraph_scores / query.ideal
    features[:, 1] = snapshot.articles.scores_at(repeated, article) / query.ideal
    features[:, 2] = snapshot.titles.scores_at(repeated, article) / query.ideal
    features[:, 3] = _pairs(snapshot, evidence) / query.ideal
    features[:, 4] = np.maximum.reduceat(sentences, heads)
    features[:, 5] = _lead(evidence)
    base = features[:, : len(BASE)] @ BASE
    alike = _similarity(snapshot, evidence)
    ranked = best(base, n).ids
    for column, (neighbours, among) in enumerate(NEIGHBOURS, start=len(BASE)):
        near = np.zeros_like(alike)
        near[:, ranked[:among]] = alike[:, ranked[:among]]
        features[:, column] = _smoothed(base, near, neighbours)
    return features


def _pairs(snapshot: Snapshot, evidence: Evidence) -> Floats:
    """BM25 of the pairs, with the lesser idf of the two terms as a pair's idf, shape (N,)."""
    query, m, n = evidence.query, len(evidence.query.ids), len(evidence.paragraphs)
    if m < 2:
        return np.zeros(n)
    row, left = pairs_together(evidence)
    counts = np.bincount(evidence.owner[row] * m + left, minlength=n * m).reshape(n, m)[:, :-1]
    index = snapshot.paragraphs
    lengthened = index.lengthened_at(evidence.paragraphs)
    saturated = counts * (index.k1 + 1) / (counts + lengthened[:, None])
    weights: Floats = saturated @ np.minimum(query.idf[:-1], query.idf[1:])
    return weights


def _lead(evidence: Evidence) -> Floats:
    """Coverage of the question by each paragraph's title and first terms."""
    begins = evidence.starts[evidence.first_rows()]
    titles = evidence.lengths[evidence.title]
    owner = evidence.owner[evidence.row]
    early = np.arange(len(evidence.terms)) - begins[owner] < titles[owner] + LEAD_TERMS
    hit = early & (evidence.asked >= 0)
    m = len(evidence.query.ids)
    size = len(evidence.paragraphs) * m
    counts = np.bincount(owner[hit] * m + evidence.asked[hit], minlength=size)
    return coverage(counts.reshape(-1, m), evidence.query)


def _similarity(snapshot: Snapshot, evidence: Evidence) -> Floats:
    """Cosine between the candidates' BM25 vectors, shape (N, N), 0 on the diagonal.

    Only terms that stand in two of them can be shared, so only their columns are laid out.
    """
    index, n = snapshot.paragraphs, len(evidence.paragraphs)
    owner = evidence.owner[evidence.row]
    cells, counts = np.unique(evidence.terms * n + owner, return_counts=True)
    term, row = np.divmod(cells, n)
    begins = np.flatnonzero(np.diff(term, prepend=-1))
    rows = np.diff(begins, append=len(term))  # in how many candidates each term stands
    lengthened = index.lengthened_at(evidence.paragraphs)[row]
    values = counts / (counts + lengthened) * np.repeat(index.idf_of(term[begins]), rows)
    norms = np.sqrt(np.bincount(row, values * values, minlength=n))
    shared = np.repeat(rows > 1, rows)
    column = np.repeat(np.cumsum(rows > 1) - 1, rows)
    vectors = np.zeros((n, int(np.count_nonzero(rows > 1))), np.float32)
    vectors[row[shared], column[shared]] = (values / np.maximum(1e-9, norms[row]))[shared]
    alike: Floats = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(alike, 0.0)
    return alike


def _smoothed(base: Floats, alike: Floats, neighbours: int) -> Floats:
    """For each candidate the mean base score of its most similar ones, weighted by similarity."""
    n = len(base)
    if n > neighbours:
        least = np.partition(alike, n - neighbours, axis=1)[:, n - neighbours]
        alike = np.where(alike >= least[:, None], alike, 0.0)
    mean: Floats = alike @ base / np.maximum(1e-9, alike.sum(axis=1))
    return mean
