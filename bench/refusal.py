"""Does confidence tell questions the corpus answers from those whose article was taken out?

By cross-validation over articles: see bench.held_out. Figures beginning with `small_` are for an
index of a handful of articles instead of a whole collection.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bench.collections import Reading, reading_collections, reading_corpus
from bench.examples import examples, library
from bench.held_out import (
    Trial,
    judged_trials,
    seen,
    sentence_weights,
    small_trials,
    trials,
)
from bench.metrics import auroc, kept_at
from bench.naive import NaiveBot
from bench.tables import finish, show
from bot.answer.weights import Weights
from bot.search.bm25 import Floats

BANDS = 10


def run(data: Path, weights: Weights, as_json: bool) -> dict[str, object]:
    result: dict[str, float] = {}
    for collection in reading_collections(data):
        asked = []
        if seen(collection, weights):
            asked = list(examples(library(collection), collection.questions, weights))
        by_fold = sentence_weights(collection, asked, weights)
        whole = list(trials(collection, weights, by_fold))
        small = list(small_trials(collection, weights, by_fold))
        sure = judged_trials(collection, weights, [*whole, *small])
        figures = _figures(whole, sure[: len(whole)], weights.threshold)
        figures |= _naive(collection, whole)
        few = _figures(small, sure[len(whole) :], weights.threshold)
        figures |= {f"small_{name}": value for name, value in few.items()}
        show(f"Refusal, {collection.name}", ("figure", "value"), list(figures.items()))
        result = result or figures
    finish(dict(result), as_json)
    return dict(result)


def _figures(tried: list[Trial], sure: Floats, threshold: float) -> dict[str, float]:
    good = np.asarray([trial.answerable for trial in tried])
    raw = np.asarray([trial.raw for trial in tried])
    return {
        "auroc": auroc(sure[good], sure[~good]),
        "kept_at_5": kept_at(sure[good], sure[~good]),
        "kept_at_10": kept_at(sure[good], sure[~good], 0.10),
        "threshold": threshold,
        "kept_at_threshold": float(np.mean(sure[good] >= threshold)),
        "false_at_threshold": float(np.mean(sure[~good] >= threshold)),
        "calibration_error": _calibration_error(sure, good),
        "raw_bm25_auroc": auroc(raw[good], raw[~good]),
        "trials": float(len(tried)),
    }


def _calibration_error(sure: Floats, good: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
    """Expected calibration error over ten equal bands of confidence (Guo et al., ICML 2017)."""
    band = np.minimum((sure * BANDS).astype(np.int64), BANDS - 1)
    error = 0.0
    for number in np.unique(band):
        inside = band == number
        error += inside.mean() * abs(sure[inside].mean() - good[inside].mean())
    return float(error)


def _naive(collection: Reading, tried: list[Trial]) -> dict[str, float]:
    """The naive bot's best score, asked the same questions of the same indexes."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for without in dict.fromkeys(trial.without for trial in tried):
        corpus = reading_corpus(collection, without)
        bot = NaiveBot([d.slice(p.span) for d in corpus.documents for p in d.paragraphs])
        for trial in tried:
            if trial.without == without:
                best = float(bot.scores(trial.question.text).max())
                scores[trial.answerable].append(best)
    return {"naive_auroc": auroc(np.asarray(scores[True]), np.asarray(scores[False]))}
