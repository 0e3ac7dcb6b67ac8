"""Rank the documents of judged collections: nDCG@10, success@1 and recall@100."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from bench.collections import Judged, judged_collections, judged_corpus
from bench.metrics import ndcg, recall, success
from bench.naive import NaiveBot
from bench.tables import finish, show
from bot.answer.passages import retrieve
from bot.answer.question import understand
from bot.answer.weights import Weights
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

COLUMNS = ("ndcg10", "success1", "recall100", "naive_ndcg10", "naive_success1")


def run(data: Path, weights: Weights, as_json: bool) -> dict[str, object]:
    collections = judged_collections(data)
    result: dict[str, dict[str, float]] = {}
    halves = []
    for collection in collections:
        ours = _measure(collection, _ours(collection, weights))
        naive = _measure(collection, _naive(collection))
        figures = [*ours.mean(axis=0), *naive.mean(axis=0)[:2]]
        result[collection.name] = dict(zip(COLUMNS, map(float, figures), strict=True))
        halves.append([collection.name, *ours[::2].mean(axis=0)[:2], *ours[1::2].mean(axis=0)[:2]])
    show("Documents", ("collection", *COLUMNS), [[n, *r.values()] for n, r in result.items()])
    show(
        "Half of the queries chose the passage weights; the other half did not",
        ("collection", "chose ndcg10", "success1", "held out ndcg10", "success1"),
        halves,
    )
    finish(dict(result), as_json)
    return dict(result)


def _measure(collection: Judged, rank: Callable[[str], list[str]]) -> Floats:
    """One row a topic: nDCG@10, success@1, recall@100."""
    rows = []
    for topic in collection.topics:
        found = rank(topic.text)
        rows.append(
            (ndcg(found, topic.grades), success(found, topic.grades), recall(found, topic.grades))
        )
    return np.asarray(rows)


def _ours(collection: Judged, weights: Weights) -> Callable[[str], list[str]]:
    """Articles by their best passage, as `ask` ranks passages."""
    snapshot = Snapshot.build(judged_corpus(collection))
    tokeniser = Tokeniser()

    def rank(text: str) -> list[str]:
        query = understand(text, snapshot, tokeniser)
        found = retrieve(snapshot, query, weights.passage).best_first
        return list(dict.fromkeys(_articles(snapshot, found.tolist())))

    return rank


def _articles(snapshot: Snapshot, paragraphs: list[int]) -> Iterator[str]:
    for paragraph in paragraphs:
        yield snapshot.paragraph(paragraph)[0].article.id


def _naive(collection: Judged) -> Callable[[str], list[str]]:
    ids = list(collection.texts)
    bot = NaiveBot([f"{collection.titles[id_]} {collection.texts[id_]}" for id_ in ids])
    return lambda text: [ids[place] for place in bot.top(text, 100)]
