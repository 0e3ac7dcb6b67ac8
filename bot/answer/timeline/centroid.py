"""The sentences that say best what a group of sentences says: centroids of term vectors.

After Radev et al.: Centroid-based summarization of multiple documents, 2004, and Ghalandari:
Revisiting the centroid-based method, 2017 (choosing the sentence that brings the summary as a whole
nearest to the centroid).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from bot.answer.evidence import Bools
from bot.search.arrays import Ints, ranges
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot

TIED_DECIMALS = 9
"""Two sentences are equally near to their own centroid; rounding must not choose between them."""

MAX_ALIKE = 0.6
"""Cosine between two sentences above which they say the same."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Unit vectors of n sentences over t terms, as triplets: value at (row, column).

    `terms` (t,) are the term numbers of the columns.
    """

    size: int
    terms: Ints
    row: Ints
    column: Ints
    value: Floats

    def along(self, direction: Floats) -> Floats:
        """The dot product of each sentence with a vector over the columns, shape (n,)."""
        products = self.value * direction[self.column]
        return np.bincount(self.row, products, minlength=self.size).astype(np.float64)

    def mean(self, chosen: Bools) -> Floats:
        """The mean vector of the chosen sentences, shape (t,)."""
        kept = chosen[self.row]
        total = np.bincount(self.column[kept], self.value[kept], minlength=len(self.terms))
        return total.astype(np.float64) / max(1, int(chosen.sum()))

    def dense(self, row: int) -> Floats:
        mine = self.row == row
        vector = np.zeros(len(self.terms))
        vector[self.column[mine]] = self.value[mine]
        return vector


def sentence_vectors(
    snapshot: Snapshot, sentences: Ints, weigh: Callable[[Ints], Floats]
) -> Vectors:
    """(1 + log tf) * weight of the sentences' terms; `weigh` gives the weights of some terms."""
    starts = snapshot.terms.starts[sentences]
    lengths = snapshot.terms.starts[sentences + 1] - starts
    ids = snapshot.terms.ids[ranges(starts, lengths)].astype(np.int64)
    terms, column = np.unique(ids, return_inverse=True)
    row = np.repeat(np.arange(len(sentences)), lengths)
    cells, counts = np.unique(row * max(1, len(terms)) + column.ravel(), return_counts=True)
    row, column = np.divmod(cells, max(1, len(terms)))
    value = (1.0 + np.log(counts)) * weigh(terms)[column]
    norms = np.sqrt(np.bincount(row, value * value, minlength=len(sentences)))
    value = value / np.maximum(1e-9, norms)[row]
    return Vectors(len(sentences), terms, row, column, value)


def shared_centroid(vectors: Vectors, dated: Bools) -> Floats:
    """The geometric mean of the centroids of dated and undated sentences; of one group, its own."""
    if dated.all() or not dated.any():
        return unit(vectors.mean(np.ones(vectors.size, np.bool_)))
    return unit(np.sqrt(vectors.mean(dated) * vectors.mean(~dated)))


def unit(vector: Floats) -> Floats:
    scaled: Floats = vector / max(1e-9, float(np.linalg.norm(vector)))
    return scaled


def above_knee(values: Floats) -> Bools:
    """Which values stand above the knee of their curve in falling order: the point farthest from
    the line between its ends. All of them when none does."""
    ordered = np.sort(values)[::-1]
    if len(ordered) < 3:
        return np.ones(len(values), np.bool_)
    run, fall = len(ordered) - 1, ordered[-1] - ordered[0]
    distance = np.abs(run * (ordered - ordered[0]) - fall * np.arange(len(ordered)))
    above: Bools = values > ordered[distance.argmax()]
    return above if above.any() else np.ones(len(values), np.bool_)


def summarise(
    vectors: Vectors, centroid: Floats, bonus: Floats, unfit: Callable[[int], bool]
) -> Iterator[int]:
    """Rows one by one, each bringing those given so far nearest to the centroid; none says the same
    as another. `bonus` (n,) is added to the cosine; a row with -inf is never given, nor is one that
    is `unfit`, which is asked only of rows about to be given."""
    toward = vectors.along(centroid)
    total = np.zeros(len(vectors.terms))
    bonus, given = bonus.copy(), list[Floats]()
    while np.isfinite(bonus).any():
        lengths = np.sqrt(np.maximum(1e-9, total @ total + 2 * vectors.along(total) + 1.0))
        score = (total @ centroid + toward) / lengths + bonus
        row = int(np.argmax(np.round(score, TIED_DECIMALS)))
        bonus[row] = -np.inf
        vector = vectors.dense(row)
        if not unfit(row) and all(float(vector @ other) <= MAX_ALIKE for other in given):
            given.append(vector)
            total = total + vector
            yield row
