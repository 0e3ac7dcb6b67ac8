"""What a search finds, and choosing the best of many scores."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class Hits(NamedTuple):
    """Documents that match, best first; equal scores in order of their ids."""

    ids: Ints
    scores: Floats


def best(scores: Floats, k: int) -> Hits:
    """The `k` greatest positive scores, exactly: ties at the border go to the lower ids."""
    positive = np.flatnonzero(scores > 0.0) if k > 0 else np.zeros(0, np.int64)
    if len(positive) > k:
        values = scores[positive]
        border = np.partition(values, len(values) - k)[len(values) - k]
        above = positive[values > border]
        level = positive[values == border][: k - len(above)]
        positive = np.concatenate((above, level))
    order = np.lexsort((positive, -scores[positive]))
    ids = positive[order]
    return Hits(ids, scores[ids])


def merged(one: Hits, other: Hits, k: int) -> Hits:
    """The `k` best of both, which have no document in common."""
    ids = np.concatenate((one.ids, other.ids))
    scores = np.concatenate((one.scores, other.scores))
    order = np.lexsort((ids, -scores))[:k]
    return Hits(ids[order], scores[order])
