"""The speed bench from end to end on a few hundred paragraphs, as the command line runs it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as command
from bench.speed import ENGINE_PARTS, corpus, engines, made, parts, report
from bench.speed.engines import OURS, installed


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "VOCABULARY", 20_000)
    monkeypatch.setattr(corpus, "QUERIES", 100)


def speed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["bench", "speed", *arguments])
    code = command.main()
    return code, capsys.readouterr().out


def last_line(out: str) -> dict[str, Any]:
    value = json.loads(out.rstrip("\n").splitlines()[-1])
    assert isinstance(value, dict)
    return value


def test_figures_ratios_and_the_verdict(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    if not installed("fts5"):
        pytest.skip("this SQLite has no FTS5")
    code, out = speed(
        capsys, monkeypatch, "--paragraphs", "200", "--json", "--peers", "fts5",
        "--only", "queries,add",
    )  # fmt: skip
    assert code == 0
    figures = last_line(out)
    assert figures["corpus"]["paragraphs"] == 200
    assert {"p50_us", "p90_us", "p99_us", "exact", "disk_mb", "add1_s"} <= set(figures[OURS])
    assert figures[OURS]["exact"] == 1.0
    assert 0 < figures[OURS]["p50_us"] <= figures[OURS]["p99_us"]
    assert figures["fts5"]["add1_seen"]
    assert figures["fts5"]["delete1_seen"]
    ratio = figures["ratios"]["fts5"]
    assert ratio["p50"] == pytest.approx(figures[OURS]["p50_us"] / figures["fts5"]["p50_us"])
    assert f"fts5 beats {OURS} in: " in out


def test_too_few_paragraphs_are_told(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code, out = speed(capsys, monkeypatch, "--paragraphs", "500", "--data", str(tmp_path))
    assert code == 2
    assert "0 paragraphs" in out


def test_a_part_that_does_not_exist_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SystemExit):
        speed(capsys, monkeypatch, "--only", "queries,nothing")
    assert "nothing: not one of" in capsys.readouterr().err


def test_a_peer_that_is_absent_is_told_and_left_out(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(engines._LIBRARIES, "bm25s", "no_such_library")
    ran: list[tuple[str, ...]] = []
    monkeypatch.setitem(parts.MEASURES, "build", lambda run: ran.append(run.engines))
    code, out = speed(
        capsys, monkeypatch, "--paragraphs", "100", "--peers", "bm25s", "--only", "build"
    )
    assert code == 0
    assert "bm25s is not installed" in out
    assert ran == [(OURS,)]


def test_every_part_of_the_engines_can_be_measured() -> None:
    assert tuple(parts.MEASURES) == ENGINE_PARTS


def test_where_a_peer_is_better_is_said() -> None:
    figures = {
        OURS: {"exact": 1.0, "build_cpu_s": 2.0, "two_threads": 1.5, "disk_mb": 1.0},
        "one": {"exact": 0.8, "build_cpu_s": 1.0, "two_threads": 1.9, "disk_mb": 1.0},
        "two": {"exact": 1.0},
    }
    ratios = {"one": {"p50": 0.5, "p90": 0.9, "p99": 1.1}, "two": {"p50": 0.5}}
    assert report.beaten(figures, ratios) == {
        "one": ["p99", "build_cpu_s", "two_threads"],
        "two": [],
    }
