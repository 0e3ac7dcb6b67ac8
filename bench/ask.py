"""How long desk.ask takes on PARAGRAPHS paragraphs, beside plain rank-bm25 scoring of the same.

The paragraphs come from every collection in --data, the questions from their queries. Both are
asked in turn in one process; figures are wall milliseconds.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.collections import judged_collections, reading_collections
from bench.naive import NaiveBot
from bench.tables import finish, show
from bot.answer.answer import MAX_QUESTION_CHARS, Question
from bot.answer.weights import Weights
from bot.desk import Desk
from bot.log.entries import TERMINAL
from bot.log.sqlite import QueryLog

PARAGRAPHS = 10_000
QUESTIONS = 500
PER_ARTICLE = 20
WARM_UP = 10


def run(data: Path, weights: Weights, as_json: bool) -> dict[str, object]:
    texts = list(dict.fromkeys(text for text in _paragraphs(data) if text.strip()))
    chance = np.random.default_rng(5)
    kept = [texts[place] for place in chance.permutation(len(texts))[:PARAGRAPHS].tolist()]
    asked = list(_questions(data))
    questions = [asked[place] for place in chance.permutation(len(asked))[:QUESTIONS].tolist()]
    if not kept or not questions:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        result = asyncio.run(_measure(Path(folder), kept, questions, weights))
    show("Asking", ("figure", "value"), list(result.items()))
    finish(dict(result), as_json)
    return dict(result)


async def _measure(
    folder: Path, texts: list[str], questions: list[str], weights: Weights
) -> dict[str, float]:
    corpus = folder / "corpus"
    corpus.mkdir()
    for number in range(0, len(texts), PER_ARTICLE):
        lines = (" ".join(text.split()) for text in texts[number : number + PER_ARTICLE])
        (corpus / f"{number:06}.md").write_text("\n\n".join(lines), encoding="utf-8")
    naive = NaiveBot(texts)
    ours, answering, theirs = [], [], []
    async with QueryLog.open(folder / "log.sqlite") as log, Desk(corpus, log=log) as desk:
        paragraphs = desk.status().paragraphs
        for turn, text in enumerate([*questions[:WARM_UP], *questions]):
            began = time.perf_counter()
            entry = await desk.ask(Question(text), TERMINAL)
            middle = time.perf_counter()
            naive.scores(text)
            if turn >= WARM_UP:
                ours.append((middle - began) * 1000)
                answering.append(entry.answer.took_ms)
                theirs.append((time.perf_counter() - middle) * 1000)
    figures: dict[str, float] = {"paragraphs": float(paragraphs), "questions": float(len(ours))}
    for name, times in (("ask", ours), ("answer_only", answering), ("rank_bm25", theirs)):
        for share in (50, 99):
            figures[f"{name}_p{share}_ms"] = float(np.percentile(times, share))
    figures["p50_x_rank_bm25"] = figures["ask_p50_ms"] / figures["rank_bm25_p50_ms"]
    figures["p99_x_rank_bm25"] = figures["ask_p99_ms"] / figures["rank_bm25_p99_ms"]
    return figures


def _paragraphs(data: Path) -> Iterator[str]:
    for judged in judged_collections(data):
        yield from judged.texts.values()
    for reading in reading_collections(data):
        for paragraphs in reading.articles.values():
            yield from paragraphs.values()


def _questions(data: Path) -> Iterator[str]:
    for judged in judged_collections(data):
        yield from (topic.text[:MAX_QUESTION_CHARS] for topic in judged.topics)
    for reading in reading_collections(data):
        yield from (question.text for question in reading.questions)
