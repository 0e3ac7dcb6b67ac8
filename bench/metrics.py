"""What the benches count. Each definition names its source."""

from __future__ import annotations

import math
import re
import string
from collections.abc import Iterable, Sequence

import numpy as np

from bot.search.bm25 import Floats

_ARTICLES = re.compile(r"\b(?:a|an|the)\b")
_NO_PUNCTUATION = str.maketrans(dict.fromkeys(string.punctuation, " "))


def ndcg(ranked: Sequence[str], grades: dict[str, float], depth: int = 10) -> float:
    """nDCG with gain 2^grade - 1 and discount log2(rank + 1): Burges et al., ICML 2005."""
    gains = [2.0 ** grades.get(id_, 0.0) - 1.0 for id_ in ranked[:depth]]
    ideal = sorted((2.0**grade - 1.0 for grade in grades.values()), reverse=True)[:depth]
    return _discounted(gains) / _discounted(ideal)


def _discounted(gains: Iterable[float]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def success(ranked: Sequence[str], grades: dict[str, float], depth: int = 1) -> float:
    """1 if any of the first `depth` is relevant, else 0."""
    return float(any(grades.get(id_, 0.0) > 0 for id_ in ranked[:depth]))


def recall(ranked: Sequence[str], grades: dict[str, float], depth: int = 100) -> float:
    """The share of the relevant documents among the first `depth`."""
    return sum(grades.get(id_, 0.0) > 0 for id_ in ranked[:depth]) / len(grades)


def normal(text: str) -> str:
    """Like SQuAD's answer normalisation: lower case, no punctuation, no articles, single spaces.
    Here punctuation separates words; SQuAD's script joins what it separated."""
    return " ".join(_ARTICLES.sub(" ", text.lower().translate(_NO_PUNCTUATION)).split())


def holds(text: str, answers: Iterable[str]) -> bool:
    """Whether `text` holds one of the answers as whole words, after `normal`."""
    padded = f" {normal(text)} "
    return any(f" {short} " in padded for answer in answers if (short := normal(answer)))


def auroc(positive: Floats, negative: Floats) -> float:
    """The chance that a positive scores above a negative, ties half (Mann-Whitney U)."""
    both = np.concatenate((positive, negative))
    _, inverse, counts = np.unique(both, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    ranks = (ends - (counts - 1) / 2.0)[inverse]
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))


def kept_at(positive: Floats, negative: Floats, false_share: float = 0.05) -> float:
    """The share of positives above the score that only `false_share` of the negatives exceed."""
    return float(np.mean(positive > np.quantile(negative, 1 - false_share)))
