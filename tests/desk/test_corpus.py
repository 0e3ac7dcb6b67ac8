"""The desk's corpus: what was built before serves at once, and is brought up to date."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from multiprocessing import active_children
from pathlib import Path
from random import Random

import pytest

from bot.articles import folder as folder_module
from bot.desk.corpus import FOLDER, LiveCorpus
from bot.errors import ClosingError, CorpusError
from bot.search import batches, store
from bot.search.generations import Generations
from bot.search.update import Limits, Order, Progress, update
from tests.desk.test_building import until, worker
from tests.search.folders import BROKEN, Folder, anew, check_same, quick_folder

HERE = Limits()
APART = Limits(merge_at_once=0, delta_share=1e9, gone_share=1.0)
MERGING = Limits(merge_at_once=0, delta_share=0.0)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "corpus", Random(2))


@pytest.fixture
def data() -> Iterator[Path]:
    with quick_folder() as made:
        yield made / "data"


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps prove that a file is the same, however lately it was written."""
    monkeypatch.setattr(folder_module, "RACY_NS", 0)


@asynccontextmanager
async def opened(
    folder: Folder,
    data: Path | None,
    limits: Limits = HERE,
    *,
    at_once: bool = False,
    told: list[Progress] | None = None,
) -> AsyncIterator[LiveCorpus]:
    live = LiveCorpus(folder.root, data, limits, at_once=at_once)
    try:
        await live.open((told if told is not None else []).append)
        yield live
    finally:
        await live.close()
        assert active_children() == []


def root_of(data: Path) -> Path:
    [found] = (data / FOLDER).iterdir()
    return found


def untold(progress: Progress) -> None:
    """Nobody wants to know."""


def rot(root: Path, number: int, name: str = "texts.blob", bits: int = 1) -> None:
    """Alter a byte so that only digests tell."""
    generation = root / f"{number:08}"
    path = generation / f"base.segment.table.{name}.npy"
    altered = bytearray(path.read_bytes())
    altered[-3] ^= bits
    path.write_bytes(altered)
    info = path.stat()
    checked = json.loads((generation / store.CHECKED).read_text())
    checked[path.name] = [info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns]
    (generation / store.CHECKED).write_text(json.dumps(checked))


async def test_before_it_is_open_there_is_no_snapshot(folder: Folder) -> None:
    live = LiveCorpus(folder.root, None, HERE)
    with pytest.raises(ClosingError, match="not open yet"):
        _ = live.snapshot
    await live.close()


async def test_without_a_data_folder_all_is_gone_when_it_closes(folder: Folder) -> None:
    async with opened(folder, None) as live:
        root = live._generations.root
        assert root.exists()
        check_same(live.snapshot, anew(folder.root))
        assert live.updated_at == pytest.approx(time.time(), abs=60)
    assert not root.exists()


@pytest.mark.parametrize("at_once", [False, True])
async def test_what_was_built_before_is_not_read_again(
    folder: Folder,
    data: Path,
    settled: None,
    monkeypatch: pytest.MonkeyPatch,
    at_once: bool,
) -> None:
    folder.spoil()
    folder.unsupported()
    async with opened(folder, data) as live:
        rejected = live.snapshot.corpus.rejected
        assert len(rejected) == 2

    def never(*_: object) -> bytes:
        raise AssertionError("a file was read")

    monkeypatch.setattr(batches, "read_bytes", never)
    async with opened(folder, data, at_once=at_once) as live:
        assert live.snapshot.number == 1
        assert live.snapshot.corpus.rejected == rejected
        await until(lambda: not live._behind)
        assert not live.updating
        check_same(live.snapshot, anew(folder.root))
    assert [path.name for path in sorted(root_of(data).glob("0*"))] == ["00000001"]


async def test_it_is_up_to_date_before_the_first_answer(folder: Folder, data: Path) -> None:
    async with opened(folder, data):
        pass
    folder.add()
    folder.any().unlink()
    folder.spoil()
    async with opened(folder, data, APART) as live:
        assert live.snapshot.number == 2
        assert live.snapshot.delta is not None
        check_same(live.snapshot, anew(folder.root))


async def test_at_once_it_serves_even_without_the_folder(
    folder: Folder, data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with opened(folder, data):
        pass
    before = anew(folder.root)
    folder.root.rename(tmp_path / "elsewhere")
    async with opened(folder, data, at_once=True) as live:
        await until(lambda: not live._behind)
        check_same(live.snapshot, before)
    assert "corpus folder is missing" in caplog.text
    with pytest.raises(CorpusError):
        async with opened(folder, data):
            pass


async def test_nothing_that_is_damaged_is_taken_for_read(
    folder: Folder, data: Path, settled: None
) -> None:
    """The files are as they were when what is damaged was made of them; all are read all the same,
    and by a worker, for they are many."""
    async with opened(folder, data):
        pass
    (root_of(data) / "00000001" / "manifest.json").write_text("{")
    told: list[Progress] = []
    limits = Limits(read_here_bytes=1)
    async with opened(folder, data, limits, told=told) as live:
        assert live.snapshot.number == 2
        check_same(live.snapshot, anew(folder.root))
    assert Progress("reading", 6, 6) in told


async def test_a_data_folder_that_cannot_be_written_is_done_without(
    folder: Folder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    data = tmp_path / "data"
    data.write_text("a file")
    with caplog.at_level(logging.WARNING):
        async with opened(folder, data) as live:
            root = live._generations.root
            check_same(live.snapshot, anew(folder.root))
    assert "snapshots cannot be kept" in caplog.text
    assert not root.exists()
    assert data.read_text() == "a file"


async def test_two_folders_of_articles_have_generations_of_their_own(
    folder: Folder, data: Path
) -> None:
    other = Folder(folder.root.with_name("other"), Random(9), articles=2)
    async with opened(folder, data) as one, opened(other, data) as two:
        assert one._generations.root != two._generations.root
        check_same(two.snapshot, anew(other.root))


async def test_opening_waits_for_nobody(folder: Folder, data: Path, settled: None) -> None:
    async with opened(folder, data):
        pass
    with Generations(root_of(data)).locked():
        for at_once in (False, True):
            async with opened(folder, data, at_once=at_once) as live:
                assert live.snapshot.number == 1


async def test_others_may_bring_the_same_generations_up_to_date(folder: Folder, data: Path) -> None:
    async with opened(folder, data) as live:
        serving, before = live.snapshot, anew(folder.root)
        for _ in range(3):
            folder.add()
            update(Order(folder.root, root_of(data), readers=0))
        check_same(serving, before)
        done = await live.reload(untold)
        assert (done.number, done.added) == (4, ())
        assert live.snapshot.number == 4
        check_same(live.snapshot, anew(folder.root))
        del serving
        gc.collect()


async def test_a_reload_stops_merging_and_merging_comes_again(folder: Folder, data: Path) -> None:
    async with opened(folder, data, MERGING) as live:
        folder.add()
        done = await live.reload(untold)
        assert (done.number, done.merge_due) == (2, True)
        with Generations(root_of(data)).locked():
            await until(lambda: live._merging and worker(live._builder))
            merging = worker(live._builder)
            folder.add()
            reloading = asyncio.create_task(live.reload(untold))
            await until(lambda: worker(live._builder) not in (0, merging))
            assert live.updating
            assert not live._merging
            assert live.snapshot.number == 2
        done = await reloading
        assert (done.number, len(done.added), live.snapshot.number) == (3, 1, 3)
        assert live.snapshot.delta is not None
        await until(lambda: live.snapshot.number == 4)
        assert live.snapshot.delta is None
        check_same(live.snapshot, anew(folder.root))


async def test_merging_waits_while_a_reload_is_under_way(folder: Folder, data: Path) -> None:
    """The reload then tells whether it is still due."""
    async with opened(folder, data) as live:
        live._updating = True
        await live._merge()
        assert live._builder._job is None


async def test_a_late_merge_never_replaces_what_is_newer(folder: Folder, data: Path) -> None:
    async with opened(folder, data) as live:
        old = live._generations.newest()
        folder.add()
        update(Order(folder.root, root_of(data), readers=0))
        new = live._generations.newest()
        assert old is not None
        assert new is not None
        for each in (new, old):
            await live._put(each)
            assert live.snapshot.number == 2


async def test_closing_while_it_reloads_leaves_no_process(folder: Folder, data: Path) -> None:
    async with opened(folder, data) as live:
        folder.add()
        with Generations(root_of(data)).locked():
            reloading = asyncio.create_task(live.reload(untold))
            await until(lambda: worker(live._builder))
            began = time.monotonic()
            await live.close()
            assert time.monotonic() - began < 10
            with pytest.raises(ClosingError):
                await reloading
        with pytest.raises(ClosingError):
            await live.reload(untold)
        assert live.snapshot.number == 1


async def test_what_has_gone_bad_is_found_and_built_again(
    folder: Folder,
    data: Path,
    settled: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also where what is damaged was merged into something newer before that was found."""
    async with opened(folder, data):
        pass
    rot(root_of(data), 1)
    folder.add()
    async with opened(folder, data, at_once=True) as live:
        assert live.snapshot.number == 1
        await until(lambda: not live._behind)
        assert "damaged" in caplog.text
        assert live.snapshot.number == 3
        check_same(live.snapshot, anew(folder.root))
        assert list(root_of(data).glob("*.damaged"))


async def test_an_opening_that_fails_leaves_nothing_behind(folder: Folder) -> None:
    for path in folder.paths():
        folder.write(path, BROKEN)
    live = LiveCorpus(folder.root, None, HERE)
    with pytest.raises(CorpusError, match="no readable article"):
        await live.open(untold)
    await live.close()
    assert not live._generations.root.exists()


async def test_damage_that_keeps_a_snapshot_from_being_made_is_set_aside(
    folder: Folder, data: Path
) -> None:
    async with opened(folder, data):
        pass
    rot(root_of(data), 1, "sources", 0x40)  # an outlet far beyond the last
    async with opened(folder, data, at_once=True) as live:
        assert live.snapshot.number == 2
        check_same(live.snapshot, anew(folder.root))
    assert (root_of(data) / "00000001.damaged").exists()
