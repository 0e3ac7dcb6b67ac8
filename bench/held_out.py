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
from bench.examples import FOLDS, Example, examples, fit_sentences, library
from bench.fitting import fit_logistic, folds_of
from bot.answer.refusal import signals
from bot.answer.weights import Weights
from bot.search.bm25 import Floats

SEED = 7
SMALL = 5
"""Articles in a small index."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A question asked of an index that lacks the articles in `without`, perhaps its own.

    `found` are the refusal model's signals, `raw` the best passage's BM25 score in the index.
    """

    question: Asked
    without: frozenset[str]
    found: Floats
    raw: float

    @property
    def answerable(self) -> bool:
        return self.question.article not in self.without


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
        number: fit_sentences(
            example for example in asked if fold[example.question.article] != number
        )
        for number in range(FOLDS)
    }


def trials(collection: Reading, weights: Weights, by_fold: dict[int, Floats]) -> Iterator[Trial]:
    """Each question twice: with its fold's articles taken out of the index, and (as many, drawn at
    random) with another fold's taken out."""
    fold = folds(collection)
    for out in range(FOLDS):
        gone = frozenset(name for name, number in fold.items() if number == out)
        yield from _asked_without(collection, gone, weights, by_fold)


def small_trials(
    collection: Reading, weights: Weights, by_fold: dict[int, Floats]
) -> Iterator[Trial]:
    """The same with only SMALL articles in the index, each article once: what a new team has."""
    names = sorted(collection.articles)
    turn = np.random.default_rng(SEED).permutation(len(names))
    for begin in range(0, len(names), SMALL):
        kept = {names[place] for place in turn[begin : begin + SMALL]}
        yield from _asked_without(collection, frozenset(names) - kept, weights, by_fold)


def _asked_without(
    collection: Reading, gone: frozenset[str], weights: Weights, by_fold: dict[int, Floats]
) -> Iterator[Trial]:
    """Questions about what is gone and about what is there, as many of each, drawn at random."""
    fold = folds(collection)
    chance = np.random.default_rng(SEED)
    inside = [q for q in collection.questions if q.article not in gone]
    outside = [q for q in collection.questions if q.article in gone]
    count = min(len(inside), len(outside))
    drawn = [
        some[place]
        for some in (outside, inside)
        for place in sorted(chance.permutation(len(some))[:count].tolist())
    ]
    shelf = library(collection, without=gone)
    for example in examples(shelf, drawn, weights):
        sentence = by_fold[fold[example.question.article]]
        found = signals(shelf.snapshot, example.passages, example.scored(sentence))
        raw = shelf.snapshot.paragraphs.scores_of_ids(example.passages.query.ids)
        yield Trial(example.question, gone, found, float(raw.max()))


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
