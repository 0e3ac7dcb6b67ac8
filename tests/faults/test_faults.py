"""Parts of the faults bench that kill nothing, cut down to a second or two each."""

from __future__ import annotations

import asyncio
from pathlib import Path
from random import Random

import pytest

from bench.faults import access, clock, damage, mixed, questions, soak
from bench.faults.gauges import GaugeFolder, Quoted
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import Question
from bot.answer.respond import respond
from bot.answer.weights import shipped
from bot.articles.library import scan
from bot.search.snapshot import Snapshot
from bot.search.update import Limits

from .test_kills import assert_nothing_broken


@pytest.mark.parametrize("limits", [Limits(), Limits(merge_at_once=0)], ids=["bases", "deltas"])
async def test_questions_asked_at_once_while_reloading_mix_nothing(
    tmp_path: Path, limits: Limits
) -> None:
    tally = Tally("mixed")
    await mixed.mixed(tally, tmp_path, limits, reloads=2, at_once=20)
    assert_nothing_broken(tally, Held.ONE, Held.QUOTE, Held.LOGGED)


def test_spoilt_files_are_noticed_and_answers_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(damage, "VARIANTS", 1)
    tally = damage.run(tmp_path, 0, Random(4))
    assert_nothing_broken(tally, Held.QUOTE, Held.SERVED, Held.NOTICED)


def test_a_clock_that_jumps_spoils_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "JUMPS", (clock.DAY, -clock.YEAR))
    tally = clock.run(tmp_path, 0, Random(5))
    assert_nothing_broken(tally, Held.ORDERLY, Held.ROW)


async def test_hostile_questions_and_articles_break_no_card(tmp_path: Path) -> None:
    tally = Tally("questions")
    with watched():
        await questions.ask_all(tally, tmp_path, Random(6), articles=6, every=15)
    assert_nothing_broken(tally, Held.WELL_FORMED, Held.QUIET, Held.QUOTE)


async def test_nobody_sees_what_is_hidden_while_reloading(tmp_path: Path) -> None:
    tally = Tally("access")
    await access.hidden_from_all(tally, tmp_path, Random(7), Limits(merge_at_once=0), rounds=3)
    assert_nothing_broken(tally, Held.HIDDEN)


def test_a_short_soak_leaves_no_handle_or_thread_behind(tmp_path: Path) -> None:
    """Memory is measured where nothing else runs in the process, by the bench."""
    told = asyncio.run(soak.soak(tmp_path / "corpus", tmp_path / "data", 120, 2, first=40))
    tally = Tally("soak")
    soak.judge(tally, told, bar=2.0)
    assert_nothing_broken(tally, Held.STEADY)


@pytest.mark.parametrize("groups", [1, 5])
def test_the_judge_sees_a_wrong_quote_and_a_mix(tmp_path: Path, groups: int) -> None:
    gauges = GaugeFolder(10, groups)
    quotes = []
    for state in (0, 3):
        gauges.write(tmp_path, state)
        snapshot = Snapshot.build(scan(tmp_path))
        answer = respond(snapshot, Question(gauges.questions()[0], limit=9), shipped())
        quotes.append([Quoted.of(each) for each in answer.excerpts])
        tally = Tally("judge")
        assert state in gauges.check(tally, quotes[-1], 5)
        assert not tally.broken
    tally = Tally("judge")
    gauges.check(tally, [quotes[0][0]._replace(quote="No gauge says so.")], 5)
    assert tally.violations(Held.QUOTE) == 1
    tally = Tally("judge")
    old, new = quotes[0][0], next(each for each in quotes[1] if each.digest != quotes[0][0].digest)
    if groups == 1:  # two states of a folder that changes as a whole
        gauges.check(tally, [old, new], 5)
        assert tally.violations(Held.ONE) == 1
