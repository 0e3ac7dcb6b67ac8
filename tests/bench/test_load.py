"""The load bench from end to end: a second of questions to the real process."""

from __future__ import annotations

import json
import sys

import pytest

from bench import __main__ as command
from bench.load import run


def test_every_interaction_is_acknowledged_answered_and_logged(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "STEP_S", 0.5)
    monkeypatch.setattr(run, "WARM_UP", 5)
    monkeypatch.setattr(sys, "argv", ["bench", "load", "--rates", "10,20", "--json"])
    assert command.main() == 1  # 200 a second were not even sent
    out = capsys.readouterr().out
    found = json.loads(out.rstrip("\n").splitlines()[-1])
    assert found["lost"] == 0
    assert len(found["rates"]) == 2
    for row in found["rates"]:
        assert 0 < row["ack_p50_ms"] <= row["ack_p99_ms"] <= row["answer_p99_ms"]
        assert row["cpu_ms"] >= 0
    assert "lost (no answer, or an answer without a log row): 0" in out
