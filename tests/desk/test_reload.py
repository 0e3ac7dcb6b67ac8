"""Reloading: the next snapshot is built aside, and the old one serves until it is whole."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
from pathlib import Path

import pytest

from bot.answer.answer import Question
from bot.desk import Desk
from bot.errors import BusyError, CorpusError, StaleError
from bot.log.entries import TERMINAL
from bot.search.update import Progress
from tests.desk.test_building import until, worker

ARTICLE = "The {thing} of Norrhaven was {done} by Sven Dahl in the spring of the year.\n"
QUESTION = Question("What did Sven Dahl do to the crane of Norrhaven?")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, thing in (("a.txt", "crane"), ("b.txt", "ferry"), ("c.txt", "lighthouse")):
        (corpus / name).write_text(ARTICLE.format(thing=thing, done="painted"))
    return corpus


async def test_a_reload_tells_what_changed_and_the_new_text_answers(folder: Path) -> None:
    async with Desk(folder) as desk:
        before = await desk.ask(QUESTION, TERMINAL)
        old = desk.snapshot
        ferry = await desk.ask(Question("Who painted the ferry of Norrhaven?"), TERMINAL)
        (folder / "a.txt").write_text(ARTICLE.format(thing="crane", done="sold"))
        (folder / "b.txt").unlink()
        (folder / "d.txt").write_text(ARTICLE.format(thing="ferry pier", done="built"))
        (folder / "e.png").write_bytes(b"%PDF")
        told: list[Progress] = []
        report = await desk.reload(told.append)
        assert (report.added, report.changed, report.removed) == (
            ("d.txt",),
            ("a.txt",),
            ("b.txt",),
        )
        assert [rejection.path for rejection in report.rejected] == ["e.png"]
        assert (report.snapshot, report.articles, report.paragraphs) == (2, 3, 3)
        assert report.took_s > 0
        assert Progress("reading", 3, 3) in told
        after = await desk.ask(QUESTION, TERMINAL)
        assert (before.answer.snapshot, after.answer.snapshot) == (1, 2)
        assert "sold" in after.answer.excerpts[0].quote
        assert desk.snapshot is not old
        for excerpt in (before.answer.excerpts[0], ferry.answer.excerpts[0]):
            with pytest.raises(StaleError):
                desk.context(excerpt)
        assert desk.context(after.answer.excerpts[0]).at == 0
        assert await desk.recall(before.key) is before
        assert desk.status().snapshot == 2


@pytest.mark.parametrize("how", ["folder gone", "folder emptied"])
async def test_a_failed_reload_keeps_the_old_snapshot_serving(folder: Path, how: str) -> None:
    async with Desk(folder) as desk:
        old = desk.snapshot
        shutil.rmtree(folder)
        if how == "folder emptied":
            folder.mkdir()
        with pytest.raises(CorpusError) as caught:
            await desk.reload()
        assert str(folder) not in str(caught.value)
        assert caught.value.detail
        assert desk.snapshot is old
        assert (await desk.ask(QUESTION, TERMINAL)).answer.answered
        assert not desk.status().reloading
        assert desk.status().snapshot == 1


async def test_a_second_reload_at_once_is_refused_and_answers_come_from_one_snapshot(
    folder: Path,
) -> None:
    async with Desk(folder) as desk:
        with desk._live._generations.locked():  # so that the update waits
            reloading = asyncio.create_task(desk.reload())
            await asyncio.sleep(0)
            assert desk.status().reloading
            with pytest.raises(BusyError):
                await desk.reload()
            (folder / "a.txt").write_text(ARTICLE.format(thing="crane", done="sold"))
            asking = asyncio.create_task(ask_until(desk, reloading))
            during = await desk.ask(QUESTION, TERMINAL)
            assert "painted" in during.answer.excerpts[0].quote
        assert (await reloading).snapshot == 2
        seen = await asking
        assert {(1, "painted")} < seen <= {(1, "painted"), (2, "sold")}
        assert not desk.status().reloading


async def ask_until(desk: Desk, reloading: asyncio.Task[object]) -> set[tuple[int, str]]:
    """(snapshot, verb quoted) of many answers given while a reload is under way and just after."""
    seen: set[tuple[int, str]] = set()
    last = False
    while not last:
        last = reloading.done()
        answer = (await desk.ask(QUESTION, TERMINAL)).answer
        quoted = answer.excerpts[0].quote
        seen.add((answer.snapshot, "sold" if "sold" in quoted else "painted"))
        await asyncio.sleep(0)
    return seen


async def test_a_build_that_dies_is_told_and_can_be_tried_again(folder: Path) -> None:
    async with Desk(folder) as desk:
        with desk._live._generations.locked():
            reloading = asyncio.create_task(desk.reload())
            await until(lambda: worker(desk._live._builder))
            os.kill(worker(desk._live._builder), signal.SIGKILL)
            with pytest.raises(CorpusError, match="old corpus still serves"):
                await reloading
        assert desk.snapshot.number == 1
        assert not desk.status().reloading
        assert (await desk.ask(QUESTION, TERMINAL)).answer.answered
        (folder / "a.txt").write_text(ARTICLE.format(thing="crane", done="sold"))
        assert (await desk.reload()).changed == ("a.txt",)


async def test_what_is_kept_serves_the_next_desk(folder: Path, tmp_path: Path) -> None:
    async with Desk(folder, data=tmp_path / "data") as desk:
        before = (await desk.ask(QUESTION, TERMINAL)).answer
    (folder / "a.txt").write_text(ARTICLE.format(thing="crane", done="sold"))
    async with Desk(folder, data=tmp_path / "data", at_once=True) as desk:
        after = (await desk.ask(QUESTION, TERMINAL)).answer
        assert (after.snapshot, after.excerpts) == (before.snapshot, before.excerpts)
        await until(lambda: desk.snapshot.number == 2)
        assert "sold" in (await desk.ask(QUESTION, TERMINAL)).answer.excerpts[0].quote
    async with Desk(folder, data=tmp_path / "data") as desk:
        assert desk.snapshot.number == 2
        assert "sold" in (await desk.ask(QUESTION, TERMINAL)).answer.excerpts[0].quote
