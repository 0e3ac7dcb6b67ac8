"""Whether an engine's top 10 are the true ones: every paragraph is scored in float64.

The reference is the function of the product: BM25 with the idf ln(1 + (N - df + .5) / (df + .5))
and tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length)), with ties in order of ids.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from bench.speed.corpus import Ids, Stage, Starts
from bench.speed.engines.base import K1, B, Hits

ROUNDING = 1e-12
"""Relative difference of two scores up to which the order of float64 additions decides."""

CHUNK_IDS = 10_000_000
"""Terms of the corpus that are looked at a time."""

Floats = npt.NDArray[np.float64]


class Reference:
    """Scores for the terms of some queries, from the numbers of the corpus alone."""

    def __init__(self, stage: Stage, queries: Sequence[Sequence[str]]) -> None:
        starts = stage.starts()
        lengths = np.diff(starts)
        self.size = len(lengths)
        mean = float(lengths.mean())
        self._norm = K1 * (1 - B + B * lengths / mean)
        asked = {term for query in queries for term in query}
        numbers = {term: n for n, term in enumerate(stage.vocabulary()) if term in asked}
        self._postings = _postings(stage.ids(), starts, numbers)

    def scores(self, query: Sequence[str]) -> Floats:
        """A score for every paragraph, shape (size,)."""
        scores: Floats = np.zeros(self.size)
        for term, repeats in sorted(Counter(query).items()):
            if term in self._postings:
                documents, frequencies = self._postings[term]
                idf = np.log1p((self.size - len(documents) + 0.5) / (len(documents) + 0.5))
                saturated = frequencies * (K1 + 1) / (frequencies + self._norm[documents])
                scores[documents] += saturated * (idf * repeats)
        return scores


def is_exact(hits: Hits, scores: Floats, count: int, tolerance: float, ordered: bool) -> bool:
    """Are the hits the `count` best of `scores`, up to the relative error `tolerance`?

    Any of paragraphs that tie may stand at the border, and the engine's own scores are not looked
    at: many leave out a factor. `ordered` asks for the very ids in the very order, and for scores
    that are the reference's up to one factor.
    """
    wanted = best(scores, count)
    got = np.asarray(hits.ids, np.int64)
    if len(got) != len(wanted) or len(set(hits.ids)) != len(wanted):
        return False
    if not len(got):
        return True
    if got.min() < 0 or got.max() >= len(scores) or not scores[got].all():
        return False
    if ordered:
        told = np.asarray(hits.scores) * (scores[got[0]] / hits.scores[0])
        if not (_same_order(got, wanted, scores) and _close(told, scores[got], tolerance)):
            return False
    return _close(np.sort(scores[got])[::-1], scores[wanted], tolerance)


def best(scores: Floats, count: int) -> Starts:
    """The `count` greatest positive scores; ties go to the lower ids."""
    least = np.partition(scores, -count)[-count] if len(scores) > count else 0.0
    ids = np.flatnonzero((scores >= least) & (scores > 0))
    order: Starts = ids[np.lexsort((ids, -scores[ids]))][:count]
    return order


def _close(one: Floats, other: Floats, tolerance: float) -> bool:
    return bool(np.allclose(one, other, rtol=tolerance, atol=0))


def _same_order(got: Starts, wanted: Starts, scores: Floats) -> bool:
    """Two ids may change places only where their scores differ by rounding alone, not at ties."""
    differ = got != wanted
    one, other = scores[got[differ]], scores[wanted[differ]]
    return bool(np.all((one != other) & (np.abs(one - other) <= ROUNDING * other)))


def _postings(
    ids: Ids, starts: Starts, numbers: dict[str, int]
) -> dict[str, tuple[Starts, Floats]]:
    """For each term the paragraphs that hold it, ascending, and how often."""
    terms = {number: term for term, number in numbers.items()}
    wanted = np.zeros(max(terms, default=0) + 2, np.bool_)
    wanted[list(terms)] = True
    keys = []
    for begin in range(0, len(ids), CHUNK_IDS):
        part = np.asarray(ids[begin : begin + CHUNK_IDS])
        places = np.flatnonzero(wanted[np.minimum(part, len(wanted) - 1)])
        owners = np.searchsorted(starts, begin + places, "right") - 1
        keys.append(part[places] * np.int64(len(starts)) + owners)
    pairs, counts = np.unique(np.concatenate([*keys, np.zeros(0, np.int64)]), return_counts=True)
    term, document = np.divmod(pairs, len(starts))
    found = {}
    for number, name in terms.items():
        begin, end = np.searchsorted(term, [number, number + 1])
        found[name] = (document[begin:end], counts[begin:end].astype(np.float64))
    return found
