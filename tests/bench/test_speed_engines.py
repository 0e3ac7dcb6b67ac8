"""Each engine on a small corpus, and the check that tells a wrong one from a right one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bench.speed import lag, made, product, queries
from bench.speed.corpus import Stage, stage
from bench.speed.engines import OURS, PEERS, installed, make
from bench.speed.engines.base import TOP, Engine, Hits
from bench.speed.exact import Reference, best, is_exact
from bench.speed.lag import lag_ms

SIZE = 150


@pytest.fixture(scope="module")
def made_stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(made, "VOCABULARY", 20_000)
        stage(folder, SIZE, None)
    return Stage(folder)


@pytest.fixture(autouse=True)
def uncompiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """bm25s compiles for seconds before its first answer; its other backend gives the same."""
    if installed("bm25s"):
        from bench.speed.engines import bm25s

        monkeypatch.setattr(bm25s, "BACKEND", "numpy")


def opened(name: str, lines: Stage, folder: Path, what: str = "terms") -> Engine:
    if name != OURS and not installed(name):
        pytest.skip(f"{name} is not installed")
    engine = make(name)
    if what == "terms":
        engine.build_terms(lines.terms(), folder)
    else:
        engine.build_texts(lines.texts(), folder)
    fresh = make(name)
    fresh.open(folder)
    return fresh


@pytest.mark.parametrize("what", ["terms", "texts"])
def test_ours_is_exact(what: str, made_stage: Stage, tmp_path: Path) -> None:
    engine = opened(OURS, made_stage, tmp_path, what)
    asked = made_stage.queries()[:100]
    timed = queries.interleave({OURS: engine}, asked)
    found = queries.exactness(Reference(made_stage, asked), {OURS: engine}, asked, timed)
    assert found == {OURS: 1.0}


@pytest.mark.parametrize("name", PEERS)
def test_peers_find_a_paragraph_by_its_own_terms(
    name: str, made_stage: Stage, tmp_path: Path
) -> None:
    engine = opened(name, made_stage, tmp_path)
    for number, line in list(enumerate(made_stage.terms()))[::40]:
        assert engine.search(line.split(), TOP).ids[0] == number
    assert engine.search(["nowhere", *line.split()], TOP).ids[0] == number


@pytest.mark.parametrize("name", ["fts5", "tantivy"])
def test_what_is_added_is_found_and_what_is_deleted_is_not(
    name: str, made_stage: Stage, tmp_path: Path
) -> None:
    engine = opened(name, made_stage, tmp_path)
    lines = list(made_stage.terms())
    engine.add(["brandnew term", "another brandnew"], SIZE)
    assert set(engine.search(["brandnew"], TOP).ids) == {SIZE, SIZE + 1}
    engine.delete([0, SIZE], [lines[0], "brandnew term"])
    assert engine.search(["brandnew"], TOP).ids == [SIZE + 1]
    assert 0 not in engine.search(lines[0].split(), TOP).ids


class Spoilt:
    """An engine that is right but for what `spoil` does to its hits."""

    tolerance, ordered = 1e-9, True

    def __init__(self, engine: Engine, spoil: str) -> None:
        self.engine, self.spoil = engine, spoil

    def search(self, terms: Sequence[str], count: int) -> Hits:
        ids, scores = self.engine.search(terms, count + 1)
        if self.spoil == "a better one left out":
            return Hits(ids[1:], scores[1:])
        if self.spoil == "one too few":
            return Hits(ids[: count - 1], scores[: count - 1])
        if self.spoil == "twice the same":
            return Hits([ids[0], *ids[: count - 1]], [scores[0], *scores[: count - 1]])
        if self.spoil == "another order":
            return Hits(ids[:count][::-1], scores[:count][::-1])
        return Hits(ids[:count], [score * (1 + n * 1e-6) for n, score in enumerate(scores[:count])])


@pytest.mark.parametrize(
    "spoil",
    ["a better one left out", "one too few", "twice the same", "another order", "wrong scores"],
)
def test_a_wrong_engine_is_found_out(spoil: str, made_stage: Stage, tmp_path: Path) -> None:
    wrong = Spoilt(opened(OURS, made_stage, tmp_path), spoil)
    query = next(made_stage.terms()).split()
    scores = Reference(made_stage, [query]).scores(query)
    assert is_exact(wrong.engine.search(query, TOP), scores, TOP, 1e-9, True)
    assert not is_exact(wrong.search(query, TOP), scores, TOP, 1e-9, True)


def test_ties_must_come_in_order_only_where_that_is_promised() -> None:
    scores = np.asarray([0.0, 2.0, 2.0, 3.0, 2.0])
    assert best(scores, 3).tolist() == [3, 1, 2]
    late = Hits([3, 4, 2], [3.0, 2.0, 2.0])
    assert is_exact(late, scores, 3, 1e-9, False)
    assert not is_exact(late, scores, 3, 1e-9, True)
    assert is_exact(Hits([3, 1, 2], [1.5, 1.0, 1.0]), scores, 3, 1e-9, True)  # one factor apart


class Slow:
    name = remark = "slow"
    tolerance, ordered = 1e-9, False

    def search(self, terms: Sequence[str], count: int) -> Hits:
        time.sleep(0.03)
        return Hits([], [])


def test_a_slow_engine_is_asked_less_and_compared_over_the_same_queries(
    made_stage: Stage, tmp_path: Path
) -> None:
    ours = opened(OURS, made_stage, tmp_path)
    asked = made_stage.queries()[:60]
    slow: Engine = Slow()  # type: ignore[assignment]
    timed = queries.interleave({OURS: ours, "slow": slow}, asked, budget_s=1.0)
    count = len(timed["slow"].wall_us)
    assert queries.FEWEST <= count < len(timed[OURS].wall_us) == 60
    ratios = queries.ratios(timed[OURS], timed["slow"])
    assert ratios["queries"] == count
    wanted = np.median(timed[OURS].wall_us[:count]) / np.median(timed["slow"].wall_us)
    assert ratios["wall_p50"] == pytest.approx(wanted)


def test_two_threads_that_only_sleep_do_more_than_one() -> None:
    slow: Engine = Slow()  # type: ignore[assignment]
    assert queries.two_threads(slow, [["word"]], seconds=0.1) > 1.3


def test_every_tick_of_a_blocked_loop_counts() -> None:
    async def block() -> None:
        await asyncio.sleep(0.05)
        time.sleep(0.2)  # noqa: ASYNC251
        await asyncio.sleep(0)

    p99, most = asyncio.run(lag_ms(block))
    assert 150 < p99 <= most < 400


def test_the_product_is_asked_and_reloaded(
    made_stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(product, "QUESTIONS", 5)
    monkeypatch.setattr(product, "WARM_UP", 1)
    monkeypatch.setattr(lag, "IDLE_S", 0.1)
    figures = product.measure(made_stage, tmp_path / "product")
    assert figures["paragraphs"] == SIZE
    assert figures["reload_files"] == 1
    assert {"ask_p50_ms", "build_cpu_s", "reload_share_wall", "first_answer_s"} <= set(figures)
    where = figures["where"]
    assert isinstance(where, dict)
    assert "bot/answer/passages.py" in where
