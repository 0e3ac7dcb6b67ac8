"""How close the timelines of the desk come to those that editors wrote.

Averaged as Ghalandari and Ifrim do (Examining the State-of-the-Art in News Timeline Summarization,
ACL 2020): every gold timeline is the only reference of its own run; given are its span (only
articles published in it are used), its number of days, and its mean number of sentences a day,
rounded; precision and recall are averaged over the timelines and F1 is that of the averages. The
articles of all topics of a collection lie in one corpus, and the topic is given as a plain query.

ar1, ar2         F1 of align+ m:1 with ROUGE-1 and ROUGE-2 (see bench.alignment)
date_f1          F1 of the days
top10_precision  share of the ten best days that are days of the gold timeline, averaged over the
                 timelines; for those of fewer than ten days, ten are asked for all the same, and
                 where a method has fewer to give, the share is of those
p50_ms, p99_ms   wall time of a whole timeline as the desk tells it, over all topics in turn

The same for the publication-count baseline (bench.publication_count), which finds its own articles
in the same snapshot by the same query.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from bench.alignment import Score, aligned_rouge, date_score, mean
from bench.gold_timelines import (
    TimelineCollection,
    pooled_corpus,
    timeline_collections,
)
from bench.publication_count import publication_count
from bench.rouge import Rouge
from bench.tables import finish, show
from bot.answer import timeline as desk
from bot.answer.event import Topic
from bot.answer.weights import Weights
from bot.search.snapshot import Snapshot

BEST_DAYS = 10
ROUNDS = 20
"""How often each topic is told when the time is taken; one round before it is not counted."""

RankedDays = Sequence[tuple[date, Sequence[str], float]]
Method = Callable[[Snapshot, str, date, date, int, int], RankedDays]
"""(snapshot, query, first day, last day, days, sentences a day) -> days with their sentences and
score, best first. Only articles published from the first to the last day may be used."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one method did on one gold timeline; `best_days` is the precision of its ten best."""

    timeline: str
    days: int
    ar1: Score
    ar2: Score
    dates: Score
    best_days: float


def run(data: Path, weights: Weights, as_json: bool) -> dict[str, object]:
    methods: dict[str, Method] = {"desk": _desk(), "publication_count": publication_count}
    results: dict[str, list[Result]] = {name: [] for name in methods}
    times: list[float] = []
    for collection in timeline_collections(data):
        snapshot = _built(collection)
        for name, method in methods.items():
            _say(f"{collection.name}: {name}")
            results[name] += evaluate(collection, snapshot, method)
        queries = list(collection.queries.values())
        _say(f"{collection.name}: timing")
        times += durations(queries, _telling(snapshot, weights))
    if not times:
        return {}
    for name, found in results.items():
        _show(name, found)
    result: dict[str, object] = dict(figures(results["desk"]))
    result["p50_ms"], result["p99_ms"] = np.percentile(times, (50, 99)).tolist()
    peer = figures(results["publication_count"])
    show(
        "Timelines",
        ("figure", "desk", "publication count"),
        [(key, value, peer.get(key, "")) for key, value in result.items()],
    )
    result["publication_count"] = peer
    finish(result, as_json)
    return result


def evaluate(collection: TimelineCollection, snapshot: Snapshot, method: Method) -> list[Result]:
    """One result for each gold timeline. Days and sentences beyond those asked for do not count."""
    rouge = Rouge()
    results = []
    for gold in collection.timelines:
        query, k = collection.queries[gold.topic], gold.sentences_a_day
        ranked = method(snapshot, query, *gold.span, len(gold.days), k)
        predicted = {day: tuple(texts)[:k] for day, texts, _ in ranked[: len(gold.days)]}
        if len(gold.days) < BEST_DAYS:
            ranked = method(snapshot, query, *gold.span, BEST_DAYS, k)
        ar1, ar2 = aligned_rouge(predicted, gold.days, rouge)
        best = date_score([day for day, *_ in ranked[:BEST_DAYS]], gold.days).precision
        dates = date_score(predicted, gold.days)
        name = f"{collection.name}/{gold.name}"
        results.append(Result(name, len(gold.days), ar1, ar2, dates, best))
    return results


def durations(queries: Collection[str], tell: Callable[[str], object]) -> list[float]:
    """Wall milliseconds of each call, ROUNDS for each query, the queries in turn."""
    times = []
    for turn in range(ROUNDS + 1):
        for query in queries:
            began = time.perf_counter()
            tell(query)
            if turn:
                times.append((time.perf_counter() - began) * 1000)
    return times


def figures(results: Sequence[Result]) -> dict[str, float]:
    """Means over gold timelines. Raises ZeroDivisionError for none."""
    return {
        "ar1": mean([result.ar1 for result in results]).f1,
        "ar2": mean([result.ar2 for result in results]).f1,
        "date_f1": mean([result.dates for result in results]).f1,
        "top10_precision": sum(result.best_days for result in results) / len(results),
    }


def _desk() -> Method:
    def method(
        snapshot: Snapshot, query: str, first: date, last: date, days: int, sentences: int
    ) -> RankedDays:
        return desk.compose(
            snapshot,
            query,
            first=first,
            last=last,
            days=days,
            sentences=sentences,
        )

    return method


def _telling(snapshot: Snapshot, weights: Weights) -> Callable[[str], object]:
    return lambda query: desk.tell(snapshot, Topic(query), weights)


def _built(collection: TimelineCollection) -> Snapshot:
    _say(f"{collection.name}: indexing {len(collection.articles)} articles")
    began = time.perf_counter()
    snapshot = Snapshot.build(pooled_corpus(collection.articles))
    _say(f"{collection.name}: indexed in {time.perf_counter() - began:.1f} s")
    return snapshot


def _show(name: str, results: Sequence[Result]) -> None:
    show(
        f"Gold timelines: {name}",
        ("timeline", "days", "ar1", "ar2", "date_f1", "top10"),
        [(r.timeline, r.days, r.ar1.f1, r.ar2.f1, r.dates.f1, r.best_days) for r in results],
    )


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
