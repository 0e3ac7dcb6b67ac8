"""The kill parts of the faults bench with a few kills each; ``python -m bench faults`` has more."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.faults import log_kills, reload_kills, upload_kills
from bench.faults.tally import Held, Tally


def assert_nothing_broken(tally: Tally, *held: Held) -> None:
    """Also that each of these was looked at."""
    assert not tally.broken, "\n".join(tally.lines())
    assert all(tally.checked[each] for each in held), tally.checked


def test_no_acknowledged_row_is_lost_to_kills(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_kills, "MOST_S", 0.2)
    tally = log_kills.run(tmp_path, 3, Random(1))
    assert tally.kills == 3
    assert_nothing_broken(tally, Held.ROW, Held.SOUND)


def test_a_desk_that_is_killed_while_it_reloads_serves_one_state_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How soon is measured where nothing else runs."""
    monkeypatch.setattr(reload_kills, "START_S", 30.0)
    tally = reload_kills.run(tmp_path, 2, Random(2))
    assert tally.kills == 2
    assert_nothing_broken(tally, Held.ROW, Held.QUOTE, Held.ONE, Held.LOGGED, Held.SERVED)


def test_a_change_that_is_killed_leaves_the_old_file_or_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload_kills, "MOST_S", 0.2)
    tally = upload_kills.run(tmp_path, 3, Random(3))
    assert tally.kills == 3
    assert_nothing_broken(tally, Held.SOUND)
