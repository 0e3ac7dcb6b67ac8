"""Does the first quote, do the first three, hold the answer? On questions whose answer is known.

Weights are never trained on the articles tested: see bench.held_out. An answer is held when it
stands in the quote as whole words after SQuAD's normalisation.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.collections import Reading, reading_collections
from bench.examples import Example, Library, examples, library
from bench.held_out import folds, sentence_weights
from bench.metrics import holds
from bench.naive import NaiveBot
from bench.tables import finish, show
from bot.answer.quotes import choose_runs, to_excerpt
from bot.answer.weights import Weights
from bot.search.bm25 import Floats
from bot.text.tokens import Tokeniser

QUOTES = 3


def run(data: Path, weights: Weights, as_json: bool) -> dict[str, object]:
    result: dict[str, float] = {}
    for collection in reading_collections(data):
        shelf = library(collection)
        asked = list(examples(shelf, collection.questions, weights))
        figures = _ours(collection, shelf, asked, weights) | _naive(collection)
        show(f"Quotes, {collection.name}", ("figure", "value"), list(figures.items()))
        result = result or figures
    finish(dict(result), as_json)
    return dict(result)


def _ours(
    collection: Reading, shelf: Library, asked: Sequence[Example], weights: Weights
) -> dict[str, float]:
    fold = folds(collection)
    by_fold = sentence_weights(collection, asked, weights)
    tokeniser = Tokeniser()
    rows = []
    for example in asked:
        ranked = example.scored(by_fold[fold[example.question.article]])
        passages = example.passages
        runs = choose_runs(shelf.snapshot, passages, ranked, QUOTES)
        found = [to_excerpt(shelf.snapshot, passages, ranked, one, tokeniser) for one in runs]
        for one, excerpt in zip(runs, found, strict=True):
            document = shelf.snapshot.paragraph(one.paragraph)[0]
            if document.slice(excerpt.span) != excerpt.quote:
                raise AssertionError(f"not verbatim: {excerpt.quote!r}")
        held = [holds(excerpt.quote, example.question.answers) for excerpt in found]
        right = bool(runs) and shelf.ids[runs[0].paragraph] == example.question.paragraph
        rows.append(
            (
                right,
                any(held[:1]),
                any(held),
                len(found[0].quote) if found else 0,
                max((len(excerpt.quote) for excerpt in found), default=0),
            )
        )
    mean: Floats = np.asarray(rows, np.float64).mean(axis=0)
    return {
        "paragraph_at1": float(mean[0]),
        "quote_at1": float(mean[1]),
        "quote_at3": float(mean[2]),
        "mean_chars": float(mean[3]),
        "longest_chars": float(max(row[4] for row in rows)),
        "questions": float(len(rows)),
    }


def _naive(collection: Reading) -> dict[str, float]:
    """The naive bot quoting how its best paragraphs begin, or their sentence with most overlap."""
    ids = [id_ for paragraphs in collection.articles.values() for id_ in paragraphs]
    bot = NaiveBot([t for paragraphs in collection.articles.values() for t in paragraphs.values()])
    rows = []
    for question in collection.questions:
        top = bot.top(question.text, QUOTES)
        first = [holds(bot.first_sentence(place), question.answers) for place in top]
        most = [holds(bot.best_sentence(place, question.text), question.answers) for place in top]
        rows.append((ids[top[0]] == question.paragraph, first[0], any(first), most[0], any(most)))
    names = (
        "naive_paragraph_at1",
        "naive_quote_at1",
        "naive_quote_at3",
        "naive_overlap_at1",
        "naive_overlap_at3",
    )
    return dict(zip(names, map(float, np.asarray(rows, np.float64).mean(axis=0)), strict=True))
