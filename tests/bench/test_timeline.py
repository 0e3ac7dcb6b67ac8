"""The timeline bench on a collection made up here: two topics, three gold timelines."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as command
from bench.gold_timelines import (
    SENTENCES_A_PARAGRAPH,
    DatedArticle,
    GoldTimeline,
    TimelineCollection,
    document_of,
    plain_query,
    pooled_corpus,
    timeline_collections,
)
from bench.publication_count import publication_count
from bench.timeline import ROUNDS, Result, durations, evaluate, figures
from bot.search.snapshot import Snapshot

from .made import zipped

BEGIN = date(2021, 3, 1)
ARTICLES_A_DAY = (3, 1, 0, 2, 0, 0, 4, 1, 0, 2, 1, 5)
"""How many articles each topic has on each day from BEGIN on."""

BRIDGE = (
    "The bridge of Storvik was closed to ferries .",
    "Engineers found cracks in the bridge near its northern pier .",
    "The council of Storvik paid for the repair of the bridge .",
)
ORCHARD = (
    "Frost killed the blossom in the orchards of Kalvo .",
    "Growers lit fires in every orchard to keep the frost away .",
    "The orchard harvest was the poorest since the great frost .",
)


def on(day: int) -> date:
    return BEGIN + timedelta(days=day)


def saved_articles() -> list[dict[str, object]]:
    return [
        {
            "topic": topic,
            "source": f"{topic}_herald",
            "id": f"{day}/{number}",
            "pub": on(day).isoformat(),
            "sents": [
                f"Report {number} of day {day} .",
                *texts[day % 3 :],
                *texts[: day % 3],
                f"On {on(day):%A} experts looked at the {topic} once more for the council .",
            ],
        }
        for topic, texts in (("bridge", BRIDGE), ("frost", ORCHARD))
        for day, articles in enumerate(ARTICLES_A_DAY)
        for number in range(articles)
    ]


def saved_timelines() -> dict[str, dict[str, list[str]]]:
    return {
        "bridge_herald/long": {on(day).isoformat(): [BRIDGE[day % 3]] for day in range(12)},
        "Bridge_gazette/short": {
            on(0).isoformat(): [BRIDGE[0], BRIDGE[1]],
            on(6).isoformat(): [BRIDGE[0]],
            on(8).isoformat(): [BRIDGE[2], BRIDGE[1]],
        },
        "frost_herald/one": {on(3).isoformat(): [ORCHARD[0]], on(5).isoformat(): [ORCHARD[1]]},
    }


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    folder = data / "timeline" / "harbour"
    folder.mkdir(parents=True)
    zipped(folder / "articles.jsonl.gz", saved_articles())
    (folder / "timelines.json").write_text(json.dumps(saved_timelines()), encoding="utf-8")
    queries = json.dumps({"frost": "frost in the orchards"})
    (folder / "queries.json").write_text(queries, encoding="utf-8")
    return data


@pytest.fixture(scope="module")
def collection(made: Path) -> TimelineCollection:
    (found,) = timeline_collections(made)
    return found


@pytest.fixture(scope="module")
def snapshot(collection: TimelineCollection) -> Snapshot:
    return Snapshot.build(pooled_corpus(collection.articles))


def test_a_collection_is_read(collection: TimelineCollection) -> None:
    assert collection.name == "harbour"
    assert len(collection.articles) == 2 * sum(ARTICLES_A_DAY)
    assert collection.articles[0].published == BEGIN
    assert [(gold.topic, len(gold.days)) for gold in collection.timelines] == [
        ("bridge", 12),
        ("bridge", 3),
        ("frost", 2),
    ]
    assert collection.queries == {"bridge": "bridge", "frost": "frost in the orchards"}
    short = collection.timelines[1]
    assert short.span == (on(0), on(8))
    assert short.sentences_a_day == 2  # 5 sentences in 3 days
    assert short.days[on(6)] == (BRIDGE[0],)


def test_a_folder_is_found_whichever_way_it_is_named(made: Path) -> None:
    for data in (made, made / "timeline", made / "timeline" / "harbour"):
        assert [found.name for found in timeline_collections(data)] == ["harbour"]


def test_timelines_may_be_grouped_by_topic(made: Path, tmp_path: Path) -> None:
    flat = saved_timelines()
    names = list(flat)
    nested = {
        "bridge": {name: flat[name] for name in names[:2]},
        "frost": {names[2]: flat[names[2]], "empty": {}},
    }
    zipped(tmp_path / "articles.jsonl.gz", saved_articles())
    (tmp_path / "timelines.json").write_text(json.dumps(nested), encoding="utf-8")
    (found,), (other,) = timeline_collections(tmp_path), timeline_collections(made)
    assert found.timelines == other.timelines
    assert found.queries == {"bridge": "bridge", "frost": "frost"}


@pytest.mark.parametrize(
    ("days", "expected"), [((1, 1), 1), ((1, 2), 2), ((2, 3), 2), ((1, 0, 0), 1), ((3, 4, 4), 4)]
)
def test_sentences_a_day_is_the_rounded_mean(days: Sequence[int], expected: int) -> None:
    gold = {on(day): ("A sentence .",) * count for day, count in enumerate(days)}
    assert GoldTimeline("x", "x", gold).sentences_a_day == expected


@pytest.mark.parametrize(
    ("topic", "query"),
    [
        ("h1n1", "H1N1 swine flu"),
        ("Haiti", "Haiti earthquake"),
        ("FrostIn_kalvo", "Frost In kalvo"),
        ("EUTalks2019", "EU Talks 2019"),
        ("_", "_"),
    ],
)
def test_a_topic_becomes_a_plain_query(topic: str, query: str) -> None:
    assert plain_query(topic, {}) == query
    assert plain_query(topic, {topic.upper(): "my own words"}) == "my own words"


@pytest.mark.parametrize("count", [0, 1, 3, 4, 7])
def test_a_document_is_exactly_its_sentences(count: int) -> None:
    sentences = tuple(f"Sentence {number} of “Årvik” ." for number in range(count))
    document = document_of(DatedArticle("ferry", "Herald", "1", BEGIN, sentences))
    read = [document.slice(span) for part in document.paragraphs for span in part.sentences]
    assert tuple(read) == sentences
    assert [part.number for part in document.paragraphs] == list(
        range(1, -(-count // SENTENCES_A_PARAGRAPH) + 1)
    )
    for part in document.paragraphs:
        assert part.span == (part.sentences[0].start, part.sentences[-1].end)
    between = "\n\n".join(document.slice(part.span) for part in document.paragraphs)
    assert between == document.text
    assert document.article.date == BEGIN
    assert document.article.source == "Herald"


def test_days_with_most_articles_come_first(snapshot: Snapshot) -> None:
    """Of days 0-9: four articles on day 6, three on 0, two on 3 and 9, one on 1 and 7."""
    ranked = publication_count(snapshot, "bridge", on(0), on(9), 5, 2)
    assert [(day, score) for day, _, score in ranked] == [
        (on(6), 4.0),
        (on(0), 3.0),
        (on(3), 2.0),
        (on(9), 2.0),
        (on(1), 1.0),
    ]
    for _, sentences, _ in ranked:
        assert len(sentences) == len(set(sentences)) == 2
        assert set(sentences) <= set(BRIDGE)
    assert [day for day, *_ in publication_count(snapshot, "bridge", on(7), on(8), 5, 2)] == [on(7)]


def test_the_baseline_has_nothing_for_an_unknown_topic(snapshot: Snapshot) -> None:
    assert publication_count(snapshot, "submarine volcano", on(0), on(9), 5, 2) == []
    assert publication_count(snapshot, "bridge", on(50), on(90), 5, 2) == []


def test_what_a_method_is_asked_and_how_it_is_scored(
    collection: TimelineCollection, snapshot: Snapshot
) -> None:
    """A method that gives days 0, 2, 4, … 22 with the gold sentences of the short timeline's day 0,
    and a third sentence that nobody asked for.

    Timelines of 12, 3 and 2 days. Dates: 6 of 12 and 6 of 12; of days 0, 2, 4 one of the three gold
    days; none of two. Best ten days (0 … 18): 6 of them, 3 (0, 6, 8), none.
    """
    asked = []

    def method(
        _: Snapshot, query: str, first: date, last: date, days: int, sentences: int
    ) -> list[tuple[date, Sequence[str], float]]:
        asked.append((query, first, last, days, sentences))
        text = (BRIDGE[0], BRIDGE[1], "A very long tail of words .")
        return [(on(2 * place), text, 1.0) for place in range(12)]

    results = evaluate(collection, snapshot, method)
    assert asked == [
        ("bridge", on(0), on(11), 12, 1),
        ("bridge", on(0), on(8), 3, 2),
        ("bridge", on(0), on(8), 10, 2),
        ("frost in the orchards", on(3), on(5), 2, 1),
        ("frost in the orchards", on(3), on(5), 10, 1),
    ]
    assert [(r.dates.precision, r.dates.recall) for r in results] == [
        pytest.approx((6 / 12, 6 / 12)),
        pytest.approx((1 / 3, 1 / 3)),
        (0.0, 0.0),
    ]
    assert [result.best_days for result in results] == pytest.approx([0.6, 0.3, 0.0])
    short = results[1].ar1
    # Days 2 and 4 are a copy of gold day 0, so they go there with weights 1/3 and 1/5.
    assert short.precision == pytest.approx((1 + 1 / 3 + 1 / 5) / 3)
    means = figures(results)
    assert means["top10_precision"] == pytest.approx(0.9 / 3)
    assert means["date_f1"] == pytest.approx((6 / 12 + 1 / 3) / 3)


def test_a_gold_timeline_given_back_is_perfect(
    collection: TimelineCollection, snapshot: Snapshot
) -> None:
    """But for its best ten days: all of two, so it is the share of what was given."""
    gold = collection.timelines[2]
    only = TimelineCollection("one", collection.articles, (gold,), collection.queries)
    results = evaluate(only, snapshot, lambda *_: [(d, s, 1.0) for d, s in gold.days.items()])
    assert figures(results) == pytest.approx(
        {"ar1": 1.0, "ar2": 1.0, "date_f1": 1.0, "top10_precision": 1.0}
    )


def test_a_method_that_gives_nothing_scores_nothing(
    collection: TimelineCollection, snapshot: Snapshot
) -> None:
    results = evaluate(collection, snapshot, lambda *_: [])
    assert set(figures(results).values()) == {0.0}
    assert all(isinstance(result, Result) for result in results)


def test_each_query_is_timed_in_turn() -> None:
    told: list[str] = []
    times = durations(["a", "b"], told.append)
    assert told == ["a", "b"] * (ROUNDS + 1)
    assert len(times) == 2 * ROUNDS
    assert all(time >= 0.0 for time in times)


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["bench", "timeline", *arguments])
    return command.main(), capsys.readouterr().out


def test_the_command_prints_one_object(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = run(capsys, monkeypatch, "--data", str(made), "--json")
    assert code == 0
    result: dict[str, Any] = json.loads(out.splitlines()[-1])
    keys = {"ar1", "ar2", "date_f1", "top10_precision"}
    peer = result.pop("publication_count")
    assert set(peer) == keys
    assert set(result) == keys | {"p50_ms", "p99_ms"}
    assert all(0.0 < peer[key] <= 1.0 for key in keys)
    assert all(0.0 <= result[key] <= 1.0 for key in keys)
    assert result["date_f1"] > 0.0
    assert 0.0 < result["p50_ms"] <= result["p99_ms"]
    assert "harbour/bridge_herald/long" in out


def test_a_folder_without_collections_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = run(capsys, monkeypatch, "--data", str(tmp_path))
    assert code == 2
    assert "no collection" in out
