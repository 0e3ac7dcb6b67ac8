"""What was given lately: in memory, in the log, and in neither."""

from __future__ import annotations

import logging

import pytest

from bot.answer.answer import Answer, Question
from bot.desk import given as given_module
from bot.desk.given import Given
from bot.errors import LogError, StaleError
from bot.log.entries import TERMINAL, Asker, Logged, LoggedAnswer, LoggedTimeline
from tests.desks import ListLog
from tests.timelines import event, timeline

ASKER = Asker("discord", user_id=1, guild_id=2, channel_id=3)
FELL = event("2019-05-12", "The crane fell on 12 May 2019.", highlight="12 May 2019")


def answer(key: str) -> LoggedAnswer:
    made = Answer(Question("Did it fall?"), False, 0.1, (), (), None, 1, 2.0)
    return LoggedAnswer(key, 1.0, ASKER, made)


def story(key: str) -> LoggedTimeline:
    return LoggedTimeline(key, 2.0, ASKER, timeline([FELL]))


@pytest.fixture
def log() -> ListLog:
    return ListLog()


@pytest.fixture
def given(log: ListLog) -> Given:
    return Given(log)


@pytest.mark.parametrize("entry", [answer("a"), story("t")], ids=["answer", "timeline"])
async def test_what_was_kept_is_recalled_from_memory_and_from_the_log(
    given: Given, log: ListLog, entry: Logged
) -> None:
    await given.keep(entry)
    assert log.entries == {entry.key: entry}
    log.broken = True
    assert await given.recall(entry.key) is entry
    log.broken = False
    restarted = Given(log)
    assert await restarted.recall(entry.key) == entry
    log.entries.clear()
    assert await restarted.recall(entry.key) == entry


async def test_memory_keeps_the_latest_only(
    given: Given, log: ListLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given_module, "REMEMBERED_ANSWERS", 2)
    entries: list[Logged] = [answer("a"), story("b"), answer("c")]
    for entry in entries:
        await given.keep(entry)
    log.entries.clear()
    with pytest.raises(StaleError):
        await given.recall("a")
    assert [await given.recall(key) for key in "bc"] == entries[1:]


async def test_what_is_recalled_from_the_log_counts_as_latest(
    given: Given, log: ListLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(given_module, "REMEMBERED_ANSWERS", 2)
    for key in "abc":
        await given.keep(answer(key))
    await given.recall("a")
    log.entries.clear()
    assert (await given.recall("a")).key == "a"
    with pytest.raises(StaleError):
        await given.recall("b")


async def test_a_broken_log_is_counted_not_raised_and_told_once_a_fault(
    given: Given, log: ListLog, caplog: pytest.LogCaptureFixture
) -> None:
    log.broken = True
    with caplog.at_level(logging.ERROR, "bot.desk.given"):
        for number in range(3):
            await given.keep(answer(str(number)))
        assert (given.lost, given.error) == (3, "The query log could not be written.")
        assert len(caplog.records) == 1
        assert "disk full" in caplog.text
        log.broken = False
        await given.keep(answer("well"))
        assert (given.lost, given.error) == (3, None)
        log.broken = True
        await given.keep(story("again"))
        assert len(caplog.records) == 2
    assert given.lost == 4
    assert (await given.recall("again")).key == "again"


async def test_without_a_log_nothing_is_lost_and_votes_are_not_kept() -> None:
    given = Given(None)
    await given.keep(story("t"))
    assert (given.lost, given.error) == (0, None)
    assert (await given.recall("t")).key == "t"
    with pytest.raises(StaleError):
        await given.recall("other")
    with pytest.raises(LogError, match="there is no log"):
        await given.vote("t", 5, True)
    with pytest.raises(StaleError):
        await given.vote("other", 5, True)
    await given.failure(TERMINAL, "topic", ValueError("x"))
    assert given.error is None


@pytest.mark.parametrize("entry", [answer("k"), story("k")], ids=["answer", "timeline"])
async def test_votes_go_to_the_log(given: Given, log: ListLog, entry: Logged) -> None:
    await given.keep(entry)
    await given.vote("k", 5, True)
    await given.vote("k", 6, False)
    assert log.votes == {("k", 5): True, ("k", 6): False}
    await given.vote("k", 5, None)
    assert log.votes == {("k", 6): False}
    with pytest.raises(StaleError):
        await given.vote("unknown", 5, True)
    log.broken = True
    with pytest.raises(LogError):
        await given.vote("k", 5, True)


async def test_a_key_that_the_log_cannot_look_up_is_a_log_error(given: Given, log: ListLog) -> None:
    log.broken = True
    with pytest.raises(LogError):
        await given.recall("unknown")


async def test_a_failure_is_kept_and_a_broken_log_does_not_hide_it(
    given: Given, log: ListLog
) -> None:
    await given.failure(ASKER, "cranes", ZeroDivisionError("no ideal"))
    kept = (ASKER, "cranes", "ZeroDivisionError", "ZeroDivisionError('no ideal')")
    assert log.failures == [kept]
    log.broken = True
    await given.failure(ASKER, "cranes", ZeroDivisionError("no ideal"))
    assert log.failures == [kept]
    assert given.error == "The query log could not be written."
    assert given.lost == 0
