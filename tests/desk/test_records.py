"""Records: reports of the desk's own log, and people forgotten wherever the desk has them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answer.answer import Answer, Question
from bot.answer.event import Topic
from bot.articles.members import NOTHING_HIDDEN
from bot.desk import Desk
from bot.desk import desk as desk_module
from bot.desk.given import FORGOTTEN, Given, nameless, reference_of
from bot.errors import LogError, StaleError
from bot.log.entries import Asker, Ended, What
from bot.log.people import Person
from bot.log.reports.export import Kind, Scope
from bot.log.sqlite import QueryLog
from tests.desks import CRANES, ListLog
from tests.log.asked import ANN, BEN, CHANNEL, GUILD, asked

ASKER = Asker("discord", ANN, GUILD, CHANNEL)
QUESTION = Question("When will the electric cranes arrive?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "cranes.md").write_text(CRANES, "utf-8")
    return folder


@pytest.fixture
async def log(tmp_path: Path) -> AsyncIterator[QueryLog]:
    async with QueryLog.open(tmp_path / "log.sqlite3") as log:
        yield log


@pytest.fixture
async def desk(folder: Path, log: QueryLog) -> AsyncIterator[Desk]:
    async with Desk(folder, log=log) as desk:
        yield desk


async def test_reports_are_of_what_the_desk_was_asked(desk: Desk) -> None:
    records = desk.records
    await desk.ask(QUESTION, ASKER)
    await desk.ask(Question("Which zeppelins flew over Ulan Bator?"), ASKER)
    assert (await records.person(ANN)).questions == 2
    assert (await records.stats(GUILD, 1)).usage.asked == 2
    [wanted] = (await records.unanswered(GUILD, 1, 5)).wanted
    assert await records.question(wanted.key, GUILD) == "Which zeppelins flew over Ulan Bator?"
    with pytest.raises(StaleError):
        await records.question(wanted.key, GUILD + 1)
    target = io.BytesIO()
    assert await records.mine(ANN, NOTHING_HIDDEN, target) == 2
    assert await records.export(Scope(GUILD, 0, 2**40), Kind.CSV, target) == 2


@pytest.mark.parametrize("log_of_list", [False, True])
async def test_a_desk_without_a_log_says_so(folder: Path, log_of_list: bool) -> None:
    async with Desk(folder, log=ListLog() if log_of_list else None) as desk:
        for asked_for in (
            desk.records.person(ANN),
            desk.records.forget(ANN),
            desk.records.stats(None, 7),
        ):
            with pytest.raises(LogError, match="no query log here"):
                await asked_for


async def test_what_was_forgotten_is_recalled_without_the_person(desk: Desk) -> None:
    mine = await desk.ask(QUESTION, ASKER)
    other = await desk.ask(QUESTION, replace(ASKER, user_id=BEN))
    await desk.vote(other.key, ANN, True)
    done = await desk.records.forget(ANN)
    assert (done.asked, done.votes, done.failures) == (1, 1, 0)
    assert (await desk.recall(mine.key)).asker == nameless(ASKER)
    assert (await desk.recall(other.key)).asker.user_id == BEN
    assert await desk.records.person(ANN) == Person()


class Slow:
    """Stands in for the desk's work, and waits in the desk's thread until it is let go."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self.begun, self._go = asyncio.Event(), asyncio.Event()
        work = getattr(desk_module, name)

        def slowly(*given: Any) -> Any:
            self._loop.call_soon_threadsafe(self.begun.set)
            asyncio.run_coroutine_threadsafe(self._go.wait(), self._loop).result(5)
            return work(*given)

        monkeypatch.setattr(desk_module, name, slowly)

    def go(self) -> None:
        self._go.set()


@pytest.mark.parametrize("kind", ["ask", "timeline"])
async def test_an_answer_under_way_is_kept_without_the_person(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    slow = Slow(monkeypatch, "respond" if kind == "ask" else "tell")
    asking: asyncio.Future[Any] = asyncio.ensure_future(
        desk.ask(QUESTION, ASKER) if kind == "ask" else desk.timeline(Topic("cranes"), ASKER)
    )
    await slow.begun.wait()
    await desk.records.forget(ANN)
    slow.go()
    entry = await asking
    assert entry.asker == nameless(ASKER)
    assert await desk.records.person(ANN) == Person()
    assert (await desk.records.stats(GUILD, 1)).usage.asked == 1


async def test_answers_that_wait_for_the_log_are_forgotten_too(desk: Desk) -> None:
    asking = [asyncio.create_task(desk.ask(QUESTION, ASKER)) for _ in range(20)]
    await asyncio.sleep(0.01)
    await desk.records.forget(ANN)
    await asyncio.gather(*asking)
    assert await desk.records.person(ANN) == Person()
    assert (await desk.records.stats(GUILD, 1)).usage.asked == 20


async def test_a_recall_that_crosses_the_forgetting_brings_nobody_back(
    desk: Desk, folder: Path, log: QueryLog
) -> None:
    """The log has read the entry before it forgets, and the desk hears of it after."""
    entry = await desk.ask(QUESTION, ASKER)
    async with Desk(folder, log=log) as restarted:
        recalling = asyncio.create_task(restarted.recall(entry.key))
        await asyncio.sleep(0)
        await restarted.records.forget(ANN)
        await recalling
        assert (await restarted.recall(entry.key)).asker.user_id is None


async def test_a_vote_that_crosses_the_forgetting_is_not_kept(log: QueryLog) -> None:
    given = Given(log)
    await log.record(asked(1, user=BEN))
    voting = asyncio.create_task(given.vote(asked(1).key, ANN, True))
    await asyncio.sleep(0)
    given.forget(ANN)
    with pytest.raises(StaleError, match=FORGOTTEN):
        await voting


async def test_a_broken_log_is_told_and_memory_forgets_all_the_same(
    folder: Path, tmp_path: Path
) -> None:
    place = tmp_path / "no"
    async with QueryLog.open(place / "log.sqlite3") as log, Desk(folder, log=log) as desk:
        entry = await desk.ask(QUESTION, ASKER)
        await log.use(lambda connection: connection.execute("DROP TABLE votes"))
        with pytest.raises(LogError):
            await desk.records.forget(ANN)
        assert (await desk.recall(entry.key)).asker.user_id is None


@pytest.mark.parametrize("what", [What.QUESTION, What.TIMELINE])
async def test_an_error_is_kept_once_with_what_it_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: What
) -> None:
    def fail(*_: object) -> Answer:
        raise ZeroDivisionError("no ideal")

    for name in ("respond", "tell"):
        monkeypatch.setattr(desk_module, name, fail)
    log = ListLog()
    async with Desk(folder, log=log) as desk:
        with pytest.raises(ZeroDivisionError) as caught:
            await (
                desk.ask(QUESTION, ASKER)
                if what is What.QUESTION
                else desk.timeline(Topic(QUESTION.text), ASKER)
            )
        await desk.failure(ASKER, "'ask'", caught.value)
        await desk.failure(ASKER, "'ask'", ValueError())
    assert [question for _, question, _, _ in log.failures] == [QUESTION.text, "'ask'"]
    first, second = log.ended
    assert first == Ended(what, reference_of(caught.value))
    assert second.what is What.COMMAND
