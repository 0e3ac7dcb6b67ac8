"""The folder is real, and so is time, but short; the desk counts reloads, but for one test."""

from __future__ import annotations

import asyncio
import logging
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from bot.articles.article import Rejection
from bot.articles.files import STILL_WRITTEN
from bot.desk import Desk, ReloadReport, watching
from bot.desk.watching import Watcher
from bot.errors import ClosingError, CorpusError
from tests.desks import CRANES, FERRY

QUIET_S = 0.15
LONG_S = 30.0
PATIENCE_S = 8.0


class CountingDesk:
    """Reloads take `takes_s`; each says what `outcomes` says next, or that all is well."""

    def __init__(self, folder: Path, *outcomes: Exception | str) -> None:
        self.folder = folder
        self.outcomes = list(outcomes)
        self.reloads: list[float] = []
        self.takes_s = 0.0
        self.under_way = 0

    async def refresh(self) -> ReloadReport:
        self.reloads.append(time.monotonic())
        self.under_way += 1
        assert self.under_way == 1
        await asyncio.sleep(self.takes_s)
        self.under_way -= 1
        outcome = self.outcomes.pop(0) if self.outcomes else ""
        if isinstance(outcome, Exception):
            raise outcome
        rejected = (Rejection("a.md", outcome),) if outcome else ()
        return ReloadReport(1, (), (), (), rejected, 1, 1, 0.0)

    async def reloaded(self, times: int) -> None:
        await until(lambda: len(self.reloads) >= times)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not true():  # noqa: ASYNC110 - what is waited for is in another thread
            await asyncio.sleep(0.02)


@asynccontextmanager
async def watched(desk: CountingDesk, **short: float) -> AsyncIterator[Watcher]:
    """From when the system tells of changes in the folder, if there is one."""
    short = {"scan_s": LONG_S, "quiet_s": QUIET_S, "retry_s": 0.1, "look_s": 0.1} | short
    async with Watcher(cast(Desk, desk), **cast(Any, short)) as watcher:
        if desk.folder.exists():
            await asyncio.sleep(0.1)
        yield watcher


@pytest.fixture(autouse=True)
def _soon_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "STEP_MS", 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "corpus" / "press").mkdir(parents=True)
    return tmp_path / "corpus"


async def test_a_desk_answers_from_a_file_that_has_come(folder: Path) -> None:
    (folder / "cranes.md").write_text(CRANES, "utf-8")
    async with Desk(folder) as desk, Watcher(desk, scan_s=LONG_S, quiet_s=QUIET_S):
        await asyncio.sleep(0.1)
        (folder / "press" / "ferry.md").write_text(FERRY, "utf-8")
        await until(lambda: len(desk.snapshot.documents) == 2)
        number = desk.snapshot.number
        await asyncio.sleep(4 * QUIET_S)
        assert desk.snapshot.number == number, "reading the folder is no change of it"


async def test_a_burst_becomes_one_reload(folder: Path) -> None:
    desk = CountingDesk(folder)
    async with watched(desk):
        for number in range(12):
            (folder / "press" / f"{number}.md").write_text("Ferry.", "utf-8")
            await asyncio.sleep(0.03)
        last = time.monotonic()
        await desk.reloaded(1)
        await asyncio.sleep(3 * QUIET_S)
    assert len(desk.reloads) == 1
    assert desk.reloads[0] - last >= QUIET_S * 0.8


async def test_a_burst_without_end_is_read_after_a_while_and_never_twice_at_once(
    folder: Path,
) -> None:
    desk = CountingDesk(folder)
    desk.takes_s = 0.2
    async with watched(desk, quiet_s=5.0, max_wait_s=0.5):
        began = time.monotonic()
        while len(desk.reloads) < 2 and time.monotonic() - began < PATIENCE_S:
            (folder / "growing.md").write_text(str(time.monotonic()), "utf-8")
            await asyncio.sleep(0.05)
        await until(lambda: not desk.under_way)
    assert len(desk.reloads) >= 2
    assert desk.reloads[1] - desk.reloads[0] >= 0.5


async def test_hidden_and_temporary_files_are_no_change_but_the_edits_are(folder: Path) -> None:
    desk = CountingDesk(folder)
    (folder / ".git").mkdir()
    async with watched(desk):
        for name in (".hidden.md", ".git/index", "a.md~", "b.md.part", "press/c.TMP", "d.swp"):
            (folder / name).write_text("x", "utf-8")
        await asyncio.sleep(0.3 + QUIET_S)
        assert desk.reloads == []
        (folder / ".edits.json").write_text("{}", "utf-8")
        await desk.reloaded(1)


@pytest.mark.parametrize("change", ["removed", "moved", "in a new folder"])
async def test_every_kind_of_change_is_seen(folder: Path, change: str) -> None:
    (folder / "old.md").write_text("Ferry.", "utf-8")
    desk = CountingDesk(folder)
    async with watched(desk):
        match change:
            case "removed":
                (folder / "old.md").unlink()
            case "moved":
                (folder / "old.md").rename(folder / "press" / "new.md")
            case _:
                (folder / "new" / "deep").mkdir(parents=True)
                (folder / "new" / "deep" / "a.md").write_text("Ferry.", "utf-8")
        await desk.reloaded(1)


async def test_the_folder_is_looked_through_now_and_then(folder: Path) -> None:
    desk = CountingDesk(folder)
    async with watched(desk, scan_s=0.1):
        await desk.reloaded(3)


async def test_a_file_still_written_is_read_again_later_and_later(folder: Path) -> None:
    desk = CountingDesk(folder, STILL_WRITTEN, STILL_WRITTEN, STILL_WRITTEN)
    async with watched(desk, again_s=0.05):
        (folder / "slow.md").write_text("Fer", "utf-8")
        await desk.reloaded(4)
        await asyncio.sleep(0.5)
    assert len(desk.reloads) == 4
    first, second, third = (
        later - earlier for earlier, later in zip(desk.reloads, desk.reloads[1:], strict=False)
    )
    assert first >= 0.05
    assert second >= 0.1
    assert third >= 0.2


async def test_a_failure_is_logged_once_a_reason_and_tried_again(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    lost, odd = CorpusError("No folder.", detail="why"), RuntimeError("a bug")
    desk = CountingDesk(folder, lost, lost, odd, odd, "", lost)
    async with watched(desk, again_s=0.02, scan_s=0.1):
        await desk.reloaded(7)
    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert [line.rpartition(": ")[2] for line in said] == [
        "No folder. (why)",
        "RuntimeError('a bug')",
        "No folder. (why)",
    ]


async def test_a_closing_desk_is_no_failure(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    desk = CountingDesk(folder, ClosingError("Closing."))
    async with watched(desk, scan_s=0.05):
        await desk.reloaded(2)
    assert not caplog.records


async def test_a_folder_that_goes_and_comes_back_is_watched_again(
    folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = CountingDesk(folder)
    async with watched(desk):
        shutil.rmtree(folder)
        await until(lambda: "not watched" in caplog.text)
        await asyncio.sleep(0.3)
        folder.mkdir()
        await until(lambda: "watched again" in caplog.text)
        before = len(desk.reloads)
        await asyncio.sleep(0.1 + 2 * QUIET_S)
        (folder / "a.md").write_text("Ferry.", "utf-8")
        await desk.reloaded(before + 1)
    assert caplog.text.count("not watched") == 1


async def test_another_folder_in_its_place_is_watched(folder: Path, tmp_path: Path) -> None:
    """As when a volume is mounted over it."""
    other = tmp_path / "other"
    other.mkdir()
    desk = CountingDesk(folder)
    async with watched(desk):
        folder.rename(tmp_path / "away")
        other.rename(folder)
        await desk.reloaded(1)
        await asyncio.sleep(0.2 + 2 * QUIET_S)
        before = len(desk.reloads)
        (folder / "a.md").write_text("Ferry.", "utf-8")
        await desk.reloaded(before + 1)


async def test_where_the_system_cannot_tell_the_scan_goes_on_after_one_warning(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError(28, "OS file watch limit reached")

    monkeypatch.setattr(watching, "watch", refused)
    desk = CountingDesk(folder)
    async with watched(desk, scan_s=0.2, retry_s=0.02):
        await desk.reloaded(3)
    assert caplog.text.count("OS file watch limit reached") == 1


async def test_closing_is_quick_and_leaves_no_thread(folder: Path) -> None:
    desk = CountingDesk(folder)
    desk.takes_s = LONG_S
    before = threading.active_count()
    async with watched(desk, scan_s=0.1):
        await desk.reloaded(1)
        began = time.monotonic()
    assert time.monotonic() - began < 1.0
    assert not [each for each in threading.enumerate() if each.name == "watching"]
    assert threading.active_count() <= before + 1, "the loop's own pool may have one"
