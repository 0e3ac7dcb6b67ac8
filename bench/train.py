"""Derive bot/answer/weights.json from --data.

passage     coordinate ascent on the collections' geometric mean of nDCG@10, over every second query
sentence    conditional logit over the ranked sentences of the reading collections' questions
confidence  logistic regression: each question with its article in the index and without, in whole
            collections and in small ones; the sentence weights it looks through were trained on
            other articles
threshold   the confidence that FALSE_ANSWERS of the questions without their article exceed, each
            judged by a model trained on other articles
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.collections import Reading, judged_collections, reading_collections
from bench.examples import Example, examples, fit_sentences, library
from bench.fitting import ascend, fit_logistic
from bench.held_out import judged_trials, sentence_weights, small_trials, trials
from bench.passage_fit import QueryTable, judged_table, reading_table
from bench.tables import finish, show
from bot.answer import weights as weights_file
from bot.answer.passages import FEATURES as PASSAGE_FEATURES
from bot.answer.weights import Weights
from bot.search.bm25 import Floats

START = {"paragraph": 1.0, "article": 0.25, "title": 0.25, "pairs": 0.3, "sentence": 0.3}
FALSE_ANSWERS = 0.10
"""Of questions whose article is not in the corpus, the share that may be answered all the same."""


def run(data: Path, as_json: bool, out: Path) -> dict[str, object]:
    readings = reading_collections(data)
    if not readings:
        raise SystemExit("train: no reading collection (paragraphs.jsonl.gz) in --data")
    tables = [judged_table(collection) for collection in judged_collections(data)]
    tables += [reading_table(collection) for collection in readings]
    fresh = replace(weights_file.blank(), passage=_passage(tables))
    fresh = replace(fresh, trained_on=frozenset(n for one in readings for n in one.articles))
    fresh = _models(readings, fresh)
    out.write_text(weights_file.render(fresh), encoding="utf-8")
    show(
        f"Weights written to {out}",
        ("passage feature", "weight"),
        list(zip(PASSAGE_FEATURES, map(float, fresh.passage), strict=True)),
    )
    result: dict[str, object] = {"threshold": fresh.threshold, "articles": len(fresh.trained_on)}
    finish(result, as_json)
    return result


def _passage(tables: list[QueryTable]) -> Floats:
    """The first weight stays 1: only ratios matter."""
    start = np.asarray([START.get(name, 0.0) for name in PASSAGE_FEATURES])

    def worth(weights: Floats) -> float:
        return float(np.mean([np.log(table.ndcg(weights)) for table in tables]))

    return ascend(worth, start, list(range(1, len(start))))


def _models(readings: list[Reading], weights: Weights) -> Weights:
    """`weights` names all readings as trained on, so every fold is judged by the others."""
    every: list[Example] = []
    found, labels, sure, unanswerable = [], [], [], []
    for collection in readings:
        asked = list(examples(library(collection), collection.questions, weights))
        by_fold = sentence_weights(collection, asked, weights)
        every += asked
        tried = [
            *trials(collection, weights, by_fold),
            *small_trials(collection, weights, by_fold),
        ]
        found += [trial.found for trial in tried]
        labels += [float(trial.answerable) for trial in tried]
        judged = judged_trials(collection, weights, tried)
        sure.append(judged)
        unanswerable.append(np.asarray([not trial.answerable for trial in tried]))
    wrong = np.concatenate(sure)[np.concatenate(unanswerable)]
    return replace(
        weights,
        sentence=fit_sentences(every),
        confidence=fit_logistic(np.vstack(found), np.asarray(labels)),
        threshold=float(np.quantile(wrong, 1 - FALSE_ANSWERS)),
    )
