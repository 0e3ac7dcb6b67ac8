"""Weights that were not trained on the articles they are tested on.

The articles of a reading collection are dealt into FOLDS folds; the questions of a fold are judged
by weights trained on the other folds. When the shipped weights never saw any article of the
collection, they are held out already and are used as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bench.collections import Asked, Reading
from bench.examples import FOLDS, Example, examples, library
from bench.fitting import fit_choice, fit_logistic, folds_of
from bot.answer.refusal import signals
from bot.answer.weights import Weights
from bot.search.bm25 import Floats

SEED = 7


@dataclass(frozen=True, slots=True)
class Trial:
    """A question asked of an index without the articles of fold `out`, perhaps its own.

    `found` are the refusal model's signals, `raw` the best passage's BM25 score in the index.
    """

    question: Asked
    out: int
    answerable: bool
    found: Floats
    raw: float


def folds(collection: Reading) -> dict[str, int]:
    return folds_of(list(collection.articles), FOLDS)


def seen(collection: Reading, weights: Weights) -> bool:
    """Whether any article of the collection was trained on."""
    return bool(weights.trained_on.intersection(collection.articles))


def sentence_weights(
    collection: Reading, asked: Sequence[Example], weights: Weights
) -> dict[int, Floats]:
    """For each fold the sentence weights to judge its questions with."""
    if not seen(collection, weights):
        return dict.fromkeys(range(FOLDS), weights.sentence)
    fold = folds(collection)
    return {
        number: fit_choice(
            [example.choice for example in asked if fold[example.question.article] != number]
        )
        for number in range(FOLDS)
    }


def trials(collection: Reading, weights: Weights, by_fold: dict[int, Floats]) -> Iterator[Trial]:
    """Each question twice: with its fold's articles taken out of the index, and (as many, drawn at
    random) with another fold's taken out."""
    fold = folds(collection)
    chance = np.random.default_rng(SEED)
    for out in range(FOLDS):
        gone = frozenset(name for name, number in fold.items() if number == out)
        shelf = library(collection, without=gone)
        inside = [q for q in collection.questions if fold[q.article] != out]
        outside = [q for q in collection.questions if fold[q.article] == out]
        drawn = chance.permutation(len(inside))[: len(outside)]
        chosen = [*outside, *(inside[place] for place in drawn.tolist())]
        for example in examples(shelf, chosen, weights):
            home = fold[example.question.article]
            found = signals(shelf.snapshot, example.passages, example.scored(by_fold[home]))
            raw = shelf.snapshot.paragraphs.scores_of_ids(example.passages.query.ids)
            yield Trial(example.question, out, home != out, found, float(raw.max()))


def judged_trials(collection: Reading, weights: Weights, tried: Sequence[Trial]) -> Floats:
    """The confidence (T,) of each trial, by a model that saw none of its fold's questions."""
    table = np.vstack([trial.found for trial in tried])
    if not seen(collection, weights):
        return np.asarray(1.0 / (1.0 + np.exp(-(table @ weights.confidence))))
    fold = folds(collection)
    homes = np.asarray([fold[trial.question.article] for trial in tried])
    labels = np.asarray([float(trial.answerable) for trial in tried])
    sure = np.zeros(len(tried))
    for number in range(FOLDS):
        model = fit_logistic(table[homes != number], labels[homes != number])
        sure[homes == number] = 1.0 / (1.0 + np.exp(-(table[homes == number] @ model)))
    return sure
