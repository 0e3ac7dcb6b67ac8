"""Pictures are drawn aside, once each, in limited time, whatever becomes of the worker."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from bot.answer.event import Timeline
from bot.desk import pictures as pictures_module
from bot.desk.pictures import Pictures
from bot.errors import PictureError
from tests.timelines import event, timeline

PNG = b"\x89PNG\r\n\x1a\n"
ROOT = Path(__file__).parents[2]


def story(text: str, **fields: Any) -> Timeline:
    return replace(timeline([event("2018-08-22", text)]), **fields)


@pytest.fixture(scope="module")
def pictures() -> Iterator[Pictures]:
    """For all tests that leave it working; every test tells a story of its own."""
    opened = Pictures()
    yield opened
    opened.close()


@pytest.fixture
async def fresh(pictures: Pictures) -> AsyncIterator[Pictures]:
    """With no worker yet, and none of another test beside it."""
    for pid in workers():
        os.kill(pid, signal.SIGKILL)
    assert await none_left()
    opened = Pictures()
    yield opened
    opened.close()
    assert await none_left()


def workers() -> list[int]:
    return [child.pid for child in active_children() if child.name == "picture" and child.pid]


async def none_left() -> bool:
    for _ in range(200):
        if not workers():
            return True
        await asyncio.sleep(0.02)
    return False


async def worker() -> int:
    for _ in range(1000):
        if found := workers():
            return found[0]
        await asyncio.sleep(0.005)
    raise TimeoutError("no worker was started")


@contextmanager
def stopped(pid: int) -> Iterator[None]:
    """A worker that never finishes."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        if pid in workers():
            os.kill(pid, signal.SIGCONT)


async def test_a_timeline_without_events_has_no_picture_and_starts_no_worker(
    fresh: Pictures,
) -> None:
    assert await fresh.picture(timeline()) is None
    assert not workers()


async def test_pictures_are_drawn_by_one_worker_and_kept(pictures: Pictures) -> None:
    crane = story("The first crane arrived at the quay.")
    first = await pictures.picture(crane)
    assert first is not None
    assert first.startswith(PNG)
    one = workers()
    other = await pictures.picture(story("The ferry returned to the islands."))
    assert other is not None
    assert other != first
    assert workers() == one
    with stopped(one[0]):
        assert await pictures.picture(replace(crane, took_ms=99.0)) is first


async def test_two_requests_for_one_picture_draw_once(pictures: Pictures) -> None:
    both = await asyncio.gather(*(pictures.picture(story("Two asked.")) for _ in range(2)))
    assert both[0] is both[1]


async def test_a_request_given_up_does_not_spoil_the_picture_for_another(
    pictures: Pictures,
) -> None:
    one = asyncio.create_task(pictures.picture(story("One gave up.")))
    await asyncio.sleep(0)
    other = asyncio.create_task(pictures.picture(story("One gave up.")))
    await asyncio.sleep(0)
    one.cancel()
    assert (await other or b"").startswith(PNG)


async def test_the_pictures_asked_for_last_are_kept_whatever_their_snapshot(
    pictures: Pictures, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Snapshots are numbered anew by each process, so their numbers tell no age."""
    old = await pictures.picture(story("It is old.", snapshot=1))
    await pictures.picture(story("It is new.", snapshot=2))
    assert await pictures.picture(story("It is old.", snapshot=7)) is old
    monkeypatch.setattr(pictures_module, "KEPT_PICTURES", 1)
    assert await pictures.picture(story("It is newest."))
    again = await pictures.picture(story("It is old.", snapshot=1))
    assert again == old
    assert again is not old


async def test_a_worker_that_died_is_replaced(
    pictures: Pictures, caplog: pytest.LogCaptureFixture
) -> None:
    await pictures.picture(story("All was well."))
    [pid] = workers()
    os.kill(pid, signal.SIGKILL)
    other = await pictures.picture(story("Then it died."))
    assert (other or b"").startswith(PNG)
    assert workers() != [pid]
    assert "has died" in caplog.text


async def test_a_fault_of_the_drawing_is_told_to_the_operator_alone(
    pictures: Pictures, caplog: pytest.LogCaptureFixture
) -> None:
    [one] = story("A fault.").events
    quoted: Any = None
    broken = replace(one, excerpt=replace(one.excerpt, quote=quoted))
    with pytest.raises(PictureError) as caught:
        await pictures.picture(story("A fault.", events=(broken,)))
    assert str(caught.value) == "The picture could not be drawn."
    assert "TypeError" in caught.value.detail
    assert "TypeError" in caplog.text
    assert (await pictures.picture(story("No fault.")) or b"").startswith(PNG)


async def test_a_worker_that_dies_twice_gives_an_error(fresh: Pictures) -> None:
    drawing = asyncio.create_task(fresh.picture(story("It dies twice.")))
    killed: set[int] = set()
    while not drawing.done():
        for pid in set(workers()) - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
        await asyncio.sleep(0.001)
    with pytest.raises(PictureError, match="could not be drawn"):
        await drawing
    assert len(killed) == 2


async def test_a_drawing_that_takes_too_long_is_ended(
    fresh: Pictures,
) -> None:
    pictures = Pictures(limit_s=0.3)
    drawing = asyncio.create_task(pictures.picture(story("It takes long.")))
    with stopped(await worker()), pytest.raises(PictureError, match="too long"):
        await drawing
    assert await none_left()
    pictures.close()


async def test_a_timeline_that_the_worker_does_not_take_in_is_given_up(fresh: Pictures) -> None:
    """It is larger than what a pipe holds, so that sending it waits for the worker."""
    pictures = Pictures(limit_s=0.5)
    large = event("2018-08-22", "The crane came. " * 100_000)
    drawing = asyncio.create_task(pictures.picture(timeline([large])))
    began = time.perf_counter()
    with stopped(await worker()), pytest.raises(PictureError, match="too long"):
        await drawing
    assert time.perf_counter() - began < 5
    assert await none_left()
    pictures.close()


async def test_closing_while_it_draws_is_no_fault_to_tell_of(
    fresh: Pictures, caplog: pytest.LogCaptureFixture
) -> None:
    drawing = asyncio.create_task(fresh.picture(story("It was closed meanwhile.")))
    with stopped(await worker()):
        fresh.close()
        with pytest.raises(PictureError, match="closing"):
            await drawing
    assert not caplog.records


async def test_closing_before_the_drawing_began_is_told_as_such(fresh: Pictures) -> None:
    drawing = asyncio.create_task(fresh.picture(story("It had not begun.")))
    asyncio.get_running_loop().call_soon(fresh.close)
    with pytest.raises(PictureError, match="closing"):
        await drawing


def test_a_worker_whose_desk_is_gone_leaves_without_a_word() -> None:
    class Gone:
        def recv(self) -> None:
            raise ConnectionResetError

    pipe: Any = Gone()
    before = signal.getsignal(signal.SIGINT)
    try:
        pictures_module._serve(pipe)
    finally:
        signal.signal(signal.SIGINT, before)


async def test_closing_ends_the_worker_at_once_and_for_good(fresh: Pictures) -> None:
    drawing = asyncio.create_task(fresh.picture(story("It is closing.")))
    with stopped(await worker()):
        began = time.perf_counter()
        fresh.close()
        fresh.close()
        with pytest.raises(PictureError):
            await drawing
        assert time.perf_counter() - began < 2
    assert await none_left()
    with pytest.raises(PictureError, match="closing"):
        await fresh.picture(story("Too late."))


async def test_a_cold_start_neither_blocks_the_loop_nor_heeds_ctrl_c(fresh: Pictures) -> None:
    drawing = asyncio.create_task(fresh.picture(story("Ctrl-C was pressed.")))
    pid = await worker()
    longest, before = 0.0, time.perf_counter()
    while not drawing.done():
        os.kill(pid, signal.SIGINT)
        await asyncio.sleep(0.005)
        now = time.perf_counter()
        longest, before = max(longest, now - before), now
    assert (await drawing or b"").startswith(PNG)
    assert workers() == [pid]
    assert longest < 0.5


@pytest.mark.parametrize("closing", ["pictures.close()", "pass"])
def test_the_process_exits_quietly_and_never_loads_matplotlib(tmp_path: Path, closing: str) -> None:
    script = tmp_path / "draws.py"
    script.write_text(
        "import asyncio, sys\n"
        "from bot.desk.pictures import Pictures\n"
        "from tests.timelines import event, timeline\n"
        "async def main():\n"
        "    pictures = Pictures()\n"
        "    assert await pictures.picture(timeline([event('2018-08-22', 'It came.')]))\n"
        f"    {closing}\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
        "    assert 'matplotlib' not in sys.modules\n"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "default", script],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
