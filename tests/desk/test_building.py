"""Building aside: in a process of its own, which ends with the update or with the bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from multiprocessing import active_children
from pathlib import Path

import pytest

from bot.desk.building import Builder
from bot.errors import ClosingError
from bot.search.generations import Generations
from bot.search.update import Limits, Order, Progress
from tests.desks import CRANES, FERRY
from tests.search.folders import anew, check_same

IN_OTHERS = Limits(read_here_bytes=0)
"""Even a little is read by readers."""


@pytest.fixture
def order(tmp_path: Path) -> Order:
    corpus = tmp_path / "secret-name"
    corpus.mkdir()
    (corpus / "cranes.md").write_text(CRANES)
    (corpus / "ferry.md").write_text(FERRY)
    (corpus / "notes.png").write_bytes(b"%PDF")
    return Order(corpus, tmp_path / "generations", limits=IN_OTHERS)


@pytest.fixture
async def builder() -> AsyncIterator[Builder]:
    made = Builder()
    yield made
    await made.close()
    assert active_children() == []


def untold(progress: Progress) -> None:
    """Nobody wants to know."""


async def until(happens: Callable[[], object], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end
        await asyncio.sleep(0.01)


def worker(builder: Builder) -> int:
    """The number of the process that updates, 0 before it has started."""
    process = builder._job._process if builder._job else None
    return process.pid or 0 if process else 0


def group(leader: int) -> list[int]:
    """The running processes of a group."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            state, _, own = (entry / "stat").read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):
            continue
        if int(own) == leader and state != "Z":
            found.append(int(entry.name))
    return found


async def test_built_aside_it_is_the_same_and_the_loop_goes_on(
    builder: Builder, order: Order
) -> None:
    beats = 0
    told: list[Progress] = []

    async def heart() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beating = asyncio.create_task(heart())
    done = await builder.run(order, told.append)
    beating.cancel()
    assert beats > 5
    assert (done.number, done.added) == (1, ("cranes.md", "ferry.md"))
    assert [each.path for each in done.rejected] == ["notes.png"]
    assert told[0] == Progress("looking", 0, 0)
    assert Progress("reading", 2, 2) in told
    generations = Generations(order.root)
    made = generations.newest()
    assert made is not None
    check_same(made.snapshot(generations.rejected(1)), anew(order.folder))


async def test_stopping_ends_the_worker_and_its_readers(builder: Builder, order: Order) -> None:
    running = asyncio.create_task(builder.run(order, untold))
    await until(lambda: len(group(worker(builder))) == 2)
    leader = worker(builder)
    builder.stop()
    with pytest.raises(ClosingError, match="stopped"):
        await running
    await until(lambda: not group(leader), 0.3)  # sooner than a reader would notice
    assert Generations(order.root).newest() is None
    assert list(order.root.glob("*.part"))
    Generations(order.root).tidy()
    assert not list(order.root.glob("*.part"))


async def test_an_update_that_nobody_waits_for_is_stopped(builder: Builder, order: Order) -> None:
    with Generations(order.root).locked():
        running = asyncio.create_task(builder.run(order, untold))
        await until(lambda: worker(builder))
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        await until(lambda: not active_children(), 2)
