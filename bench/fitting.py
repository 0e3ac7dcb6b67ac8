"""How the weights are found. Needs scipy (the extra `train`, part of `dev`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import minimize

from bot.search.bm25 import Floats, Ints

L2 = 1e-3
STEPS = (0.4, 0.2, 0.1, 0.05)
LEAST_GAIN = 2e-4


class Choice(NamedTuple):
    """Candidates of one question: features (n, f) and which of them are right (n,)."""

    features: Floats
    right: Floats


def fit_choice(
    choices: Sequence[Choice], l2: float = L2, never_below_zero: Sequence[int] = ()
) -> Floats:
    """Weights that maximise the probability mass on right candidates, one softmax a question
    (conditional logit, McFadden 1974, with several right answers). Features are scaled to unit
    deviation for the penalty; the weights returned are for the features as given. Features numbered
    in `never_below_zero` get no negative weight, however few questions speak for them."""
    useful = [choice for choice in choices if choice.right.any()]
    sizes = np.asarray([len(choice.right) for choice in useful])
    starts = np.cumsum(sizes) - sizes
    table = np.vstack([choice.features for choice in useful])
    right = np.concatenate([choice.right for choice in useful]) > 0
    scale = table.std(axis=0)
    scale[scale == 0] = 1.0
    table = table / scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = table @ weights
        grown = np.exp(scores - np.repeat(np.maximum.reduceat(scores, starts), sizes))
        total = np.add.reduceat(grown, starts)
        mass = np.add.reduceat(np.where(right, grown, 0.0), starts)
        share = grown / np.repeat(total, sizes)
        good = np.where(right, grown, 0.0) / np.repeat(np.maximum(mass, 1e-300), sizes)
        value = -np.mean(np.log(np.maximum(mass / total, 1e-300))) + l2 * weights @ weights / 2
        slope = table.T @ (share - good) / len(useful) + l2 * weights
        return float(value), slope

    bounds = [(0.0 if n in never_below_zero else None, None) for n in range(table.shape[1])]
    start = np.zeros(table.shape[1])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    weights: Floats = found.x / scale
    return weights


def fit_logistic(table: Floats, labels: Floats, l2: float = L2) -> Floats:
    """Logistic regression; the first column must be the constant 1 and is not penalised."""
    scale = table.std(axis=0)
    scale[scale == 0] = 1.0
    scaled = table / scale
    free = np.ones(table.shape[1])
    free[0] = 0.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = scaled @ weights
        value = np.mean(np.logaddexp(0.0, scores) - labels * scores)
        slope = scaled.T @ (1 / (1 + np.exp(-scores)) - labels) / len(labels)
        return float(value + l2 * (free * weights) @ weights / 2), slope + l2 * free * weights

    found = minimize(loss, np.zeros(table.shape[1]), jac=True, method="L-BFGS-B")
    weights: Floats = found.x / scale
    return weights


def ascend(measure: Callable[[Floats], float], start: Floats, free: Sequence[int]) -> Floats:
    """Coordinate ascent (Metzler and Croft 2007) over the weights at `free`, never below 0."""
    weights, best = start.copy(), measure(start)
    for step in STEPS:
        improved = True
        while improved:
            improved = False
            for place in free:
                for change in (step, -step):
                    trial = weights.copy()
                    trial[place] = max(0.0, trial[place] + change)
                    value = measure(trial)
                    if value > best + LEAST_GAIN:
                        weights, best, improved = trial, value, True
    return weights


def folds_of(names: Sequence[str], count: int, seed: int = 3) -> dict[str, int]:
    """A fold for each different name, the folds of nearly equal size."""
    different = sorted(set(names))
    order: Ints = np.random.default_rng(seed).permutation(len(different))
    return {different[place]: int(turn % count) for turn, place in enumerate(order)}
