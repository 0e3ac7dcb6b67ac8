"""Questions of a reading collection turned into what the models are trained and tested on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from bench.collections import Asked, Reading, reading_corpus
from bench.fitting import Choice, fit_choice
from bench.metrics import holds
from bot.answer.kinds import OF_ANSWER_TYPE
from bot.answer.passages import Passages, retrieve
from bot.answer.question import understand
from bot.answer.sentences import FEATURES, Ranked, rank_sentences
from bot.answer.weights import Weights
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

FOLDS = 5
ANSWER_TYPES = tuple(FEATURES.index(name) for name in OF_ANSWER_TYPE)
"""A sentence that can answer this kind of question must not lose by it."""


@dataclass(frozen=True, slots=True)
class Library:
    """A snapshot of a reading collection; `ids` names the paragraphs of the snapshot in order."""

    snapshot: Snapshot
    ids: tuple[str, ...]
    places: dict[str, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question with its ranked sentences. `right` (R,) marks the sentences of the question's own
    paragraph that hold an answer."""

    question: Asked
    passages: Passages
    ranked: Ranked
    right: Floats

    @property
    def choice(self) -> Choice:
        return Choice(self.ranked.features, self.right)

    def scored(self, weights: Floats) -> Ranked:
        features = self.ranked.features
        return Ranked(self.ranked.rows, features, features @ weights)


def library(collection: Reading, without: frozenset[str] = frozenset()) -> Library:
    """The collection's index, without the articles named."""
    ids = tuple(
        id_
        for name, paragraphs in collection.articles.items()
        if name not in without
        for id_ in paragraphs
    )
    snapshot = Snapshot.build(reading_corpus(collection, without))
    return Library(snapshot, ids, {id_: place for place, id_ in enumerate(ids)})


def examples(shelf: Library, questions: Iterable[Asked], weights: Weights) -> Iterator[Example]:
    """Passages by `weights.passage`; sentences with their features, not scored yet."""
    tokeniser = Tokeniser()
    unscored = np.zeros(len(FEATURES))
    for question in questions:
        query = understand(question.text, shelf.snapshot, tokeniser)
        passages = retrieve(shelf.snapshot, query, weights.passage)
        ranked = rank_sentences(shelf.snapshot, passages, unscored)
        yield Example(question, passages, ranked, _right(shelf, question, passages, ranked))


def fit_sentences(asked: Iterable[Example]) -> Floats:
    """Sentence weights from these examples."""
    return fit_choice([example.choice for example in asked], never_below_zero=ANSWER_TYPES)


def _right(shelf: Library, question: Asked, passages: Passages, ranked: Ranked) -> Floats:
    right = np.zeros(len(ranked.rows))
    place = shelf.places.get(question.paragraph)
    if place is None:
        return right
    document, paragraph = shelf.snapshot.paragraph(place)
    begin = int(shelf.snapshot.layout.first_sentence[place])
    evidence = passages.evidence
    owners = evidence.paragraphs[evidence.owner[ranked.rows]]
    for row in np.flatnonzero(owners == place).tolist():
        sentence = paragraph.sentences[int(evidence.segment[ranked.rows[row]]) - begin]
        right[row] = holds(document.slice(sentence), question.answers)
    return right
