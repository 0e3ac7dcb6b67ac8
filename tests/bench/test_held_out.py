"""No weights are trained on the articles they are tested on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bench import held_out
from bench.collections import Reading, reading_collections
from bench.examples import FOLDS, Example, examples, library
from bot.answer.weights import Weights, shipped
from bot.search.bm25 import Floats

from .made import data


@pytest.fixture
def collection(tmp_path: Path) -> Reading:
    (found,) = reading_collections(data(tmp_path))
    return found


@pytest.fixture
def asked(collection: Reading) -> list[Example]:
    return list(examples(library(collection), collection.questions, shipped()))


def trained(collection: Reading) -> Weights:
    return replace(shipped(), trained_on=frozenset(collection.articles))


def test_every_question_has_its_right_sentences_marked(asked: list[Example]) -> None:
    for example in asked:
        assert example.right.sum() == 1
        assert example.choice.right is example.right


def test_sentence_weights_of_a_fold_never_saw_its_articles(
    collection: Reading, asked: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[set[str]] = []

    def spy(others: Iterable[Example]) -> Floats:
        seen.append({example.question.article for example in others})
        return np.full(1, len(seen), np.float64)

    monkeypatch.setattr(held_out, "fit_sentences", spy)
    by_fold = held_out.sentence_weights(collection, asked, trained(collection))
    fold = held_out.folds(collection)
    assert sorted(by_fold) == list(range(FOLDS))
    for number, weights in by_fold.items():
        articles = seen[int(weights[0]) - 1]
        assert articles == {name for name, other in fold.items() if other != number}


def test_weights_that_never_saw_the_collection_are_used_as_they_are(
    collection: Reading, asked: list[Example], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> Floats:
        raise AssertionError("trained on what is tested")

    monkeypatch.setattr(held_out, "fit_sentences", never)
    monkeypatch.setattr(held_out, "fit_logistic", never)
    strangers = replace(shipped(), trained_on=frozenset(["Elsewhere"]))
    by_fold = held_out.sentence_weights(collection, asked, strangers)
    assert all(weights is strangers.sentence for weights in by_fold.values())
    tried = list(held_out.trials(collection, strangers, by_fold))
    sure = held_out.judged_trials(collection, strangers, tried)
    assert ((sure >= 0) & (sure <= 1)).all()


def test_each_question_is_tried_with_its_article_gone_and_as_many_with_it_there(
    collection: Reading,
) -> None:
    by_fold = dict.fromkeys(range(FOLDS), shipped().sentence)
    tried = list(held_out.trials(collection, shipped(), by_fold))
    fold = held_out.folds(collection)
    gone = [trial for trial in tried if not trial.answerable]
    assert sorted(t.question.id for t in gone) == sorted(q.id for q in collection.questions)
    assert len(tried) == 2 * len(gone)
    for trial in tried:
        assert len({fold[name] for name in trial.without}) == 1
        assert trial.answerable is (trial.question.article not in trial.without)


def test_small_indexes_hold_a_handful_of_articles_each(collection: Reading) -> None:
    by_fold = dict.fromkeys(range(FOLDS), shipped().sentence)
    tried = list(held_out.small_trials(collection, shipped(), by_fold))
    kept = [set(collection.articles) - trial.without for trial in tried]
    assert {len(names) for names in kept} == {held_out.SMALL}
    assert set().union(*kept) == set(collection.articles)
    assert sum(trial.answerable for trial in tried) * 2 == len(tried)


def test_confidence_of_a_fold_is_judged_by_a_model_of_the_others(
    collection: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    by_fold = dict.fromkeys(range(FOLDS), shipped().sentence)
    weights = trained(collection)
    tried = list(held_out.trials(collection, weights, by_fold))
    home = {trial.found.tobytes(): trial.question.article for trial in tried}
    fold = held_out.folds(collection)
    tables: list[Floats] = []

    def spy(table: Floats, labels: Floats) -> Floats:
        tables.append(table)
        assert len(table) == len(labels)
        return np.zeros(table.shape[1])

    monkeypatch.setattr(held_out, "fit_logistic", spy)
    sure = held_out.judged_trials(collection, weights, tried)
    assert (sure == 0.5).all()
    sizes = [sum(fold[t.question.article] != number for t in tried) for number in range(FOLDS)]
    assert [len(table) for table in tables] == sizes
    for number, table in enumerate(tables):
        tested = {t.found.tobytes() for t in tried if fold[t.question.article] == number}
        own = {row.tobytes() for row in table}
        shared = {home[found] for found in tested & own}
        assert not shared or len(tested & own) < len(tested)
