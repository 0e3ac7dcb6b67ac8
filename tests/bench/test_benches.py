"""Each bench from end to end on a tiny collection, as the command line runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench import __main__ as command
from bench import ask
from bot.answer.weights import parse

from .made import data

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data(tmp_path_factory.mktemp("data"))


def bench(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *arguments: str
) -> tuple[int, str]:
    monkeypatch.setattr(sys, "argv", ["bench", *arguments])
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", os.environ.get("OPENBLAS_NUM_THREADS", "1"))
    code = command.main()
    return code, capsys.readouterr().out


def last_line(out: str) -> dict[str, Any]:
    value = json.loads(out.rstrip("\n").splitlines()[-1])
    assert isinstance(value, dict)
    return value


KEYS = {
    "quotes": "paragraph_at1 quote_at1 quote_at3 mean_chars naive_quote_at1",
    "refusal": "auroc kept_at_5 naive_auroc",
    "ask": "paragraphs questions ask_p50_ms ask_p99_ms rank_bm25_p99_ms p99_x_rank_bm25",
}


def test_retrieval(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = bench(capsys, monkeypatch, "retrieval", "--data", str(made), "--json")
    assert code == 0
    (figures,) = [last_line(out)[name] for name in ["harbours"]]
    assert list(last_line(out)) == ["harbours"]
    assert set(figures) == {"ndcg10", "success1", "recall100", "naive_ndcg10", "naive_success1"}
    assert all(0.0 <= value <= 1.0 for value in figures.values())
    assert figures["success1"] > 0.8
    assert "harbours" in out.splitlines()[2]


@pytest.mark.parametrize("name", ["quotes", "refusal"])
def test_reading_benches(
    name: str, made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = bench(capsys, monkeypatch, name, "--data", str(made), "--json")
    assert code == 0
    figures = last_line(out)
    assert set(KEYS[name].split()) <= set(figures)
    assert all(isinstance(value, float) for value in figures.values())
    if name == "quotes":
        assert figures["quote_at1"] <= figures["quote_at3"]
        assert figures["longest_chars"] <= 400
        assert figures["quote_at3"] > 0.9
    else:
        assert figures["auroc"] > 0.5


def test_ask(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask, "QUESTIONS", 12)
    code, out = bench(capsys, monkeypatch, "ask", "--data", str(made), "--json")
    assert code == 0
    figures = last_line(out)
    assert set(KEYS["ask"].split()) <= set(figures)
    assert figures["questions"] == 12
    assert 0 < figures["ask_p50_ms"] <= figures["ask_p99_ms"]


def test_train_writes_weights_that_can_be_read(
    made: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shipped = command.WEIGHTS_FILE.read_bytes()
    out_file = tmp_path / "weights.json"
    code, out = bench(
        capsys, monkeypatch, "train", "--data", str(made), "--json", "--out", str(out_file)
    )
    assert code == 0
    weights = parse(out_file.read_text(encoding="utf-8"))
    assert weights.trained_on == {"Norrhaven", "Storvik", "Kalvo", "Revet", "Hamnskar"} | {
        "Aspo", "Holmen", "Skagen", "Vinga", "Torso"
    }  # fmt: skip
    assert last_line(out)["threshold"] == pytest.approx(weights.threshold, abs=1e-4)
    assert command.WEIGHTS_FILE.read_bytes() == shipped


@pytest.mark.parametrize("name", ["retrieval", "quotes", "refusal", "ask"])
def test_a_folder_without_collections_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out = bench(capsys, monkeypatch, name, "--data", str(tmp_path))
    assert code == 2
    assert "no collection" in out


def test_the_command_runs_as_a_module(made: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "retrieval", "--data", str(made)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert "ndcg10" in done.stdout
    with pytest.raises(json.JSONDecodeError):
        last_line(done.stdout)
