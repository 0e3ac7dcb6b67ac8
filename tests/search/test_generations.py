"""Which generation is the newest that can be used, and what may be removed."""

from __future__ import annotations

import gc
import logging
import resource
from collections.abc import Iterator
from pathlib import Path
from random import Random
from threading import Event, Thread

import pytest

from bot.articles.article import Rejection
from bot.articles.folder import FileStamp, Known
from bot.errors import SnapshotError
from bot.search.generations import Generations
from bot.search.update import Limits, Order, update
from tests.search.folders import Folder, quick_folder

APART = Limits(merge_at_once=0, delta_share=1e9, gone_share=1.0)


@pytest.fixture
def generations() -> Iterator[Generations]:
    with quick_folder() as made:
        yield Generations(made / "generations")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "corpus", Random(3), articles=3)


def grow(folder: Folder, generations: Generations, *, merge: bool = False) -> int:
    if not merge:
        folder.add()
    made = Order(folder.root, generations.root, merge=merge, readers=0, limits=APART)
    return update(made).number


def there(generations: Generations) -> list[str]:
    return sorted(path.name for path in generations.root.iterdir() if path.name != "lock")


def newest(generations: Generations) -> int:
    found = generations.newest()
    return found.number if found else 0


def damage(folder: Path) -> None:
    path = next(folder.glob("*.segment.terms.ids.npy"))
    altered = bytearray(path.read_bytes())
    altered[-1] ^= 1
    path.write_bytes(altered)


def test_where_there_is_nothing_there_is_no_newest(generations: Generations) -> None:
    assert generations.newest() is None
    assert generations.next_number() == 1
    assert generations.scanned(1) == ({}, ())
    generations.tidy()
    assert not generations.root.exists()


def test_the_newest_opens(folder: Folder, generations: Generations) -> None:
    for number in (1, 2, 3):
        assert grow(folder, generations) == number
        found = generations.newest()
        assert found is not None
        assert (found.number, found.base_number) == (number, 1)
        assert sum(segment.articles for segment in found.segments()) == 3 + number
    assert generations.next_number() == 4


def test_a_damaged_one_is_set_aside_and_the_one_before_opens(
    folder: Folder, generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        grow(folder, generations)
    damage(generations.folder(3))
    assert newest(generations) == 2
    assert "set aside" in caplog.text
    assert "00000003.damaged" in there(generations)
    caplog.clear()
    assert newest(generations) == 2
    assert caplog.text == ""


def test_what_the_system_cannot_open_now_is_not_set_aside(
    folder: Folder, generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    grow(folder, generations)
    monkeypatch.setattr("bot.search.generations.PAUSE_SECONDS", 0.0)
    limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (8, limit[1]))
    try:
        with pytest.raises(SnapshotError, match="cannot be read"):
            generations.newest()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limit)
    assert generations.newest() is not None
    assert not [name for name in there(generations) if name.endswith(".damaged")]


def test_a_number_is_never_used_again(folder: Folder, generations: Generations) -> None:
    for _ in range(3):
        grow(folder, generations)
    for number in (3, 2):
        damage(generations.folder(number))
    assert newest(generations) == 1
    assert grow(folder, generations) == 4
    (generations.root / "00000009.part").mkdir()
    assert generations.next_number() == 10


def test_a_delta_on_a_damaged_base_is_not_opened(folder: Folder, generations: Generations) -> None:
    for _ in range(3):
        grow(folder, generations)
    damage(generations.folder(1))
    assert generations.newest() is None
    assert [name for name in there(generations) if name.startswith("0")] == [
        "00000001.damaged",
        "00000002.damaged",
        "00000003.damaged",
    ]


def test_a_delta_whose_base_has_gone_is_not_opened(
    folder: Folder, generations: Generations
) -> None:
    for _ in range(2):
        grow(folder, generations)
    generations.set_aside(1)
    assert generations.newest() is None


def test_what_was_made_of_something_damaged_is_set_aside_with_it(
    folder: Folder, generations: Generations
) -> None:
    for _ in range(3):
        grow(folder, generations)
    generations.set_aside_from(2)
    assert newest(generations) == 1
    assert {"00000002.damaged", "00000003.damaged"} <= set(there(generations))


def test_tidying_keeps_the_newest_and_its_base(folder: Folder, generations: Generations) -> None:
    for _ in range(4):
        grow(folder, generations)
    generations.tidy()
    assert there(generations) == [
        "00000001",
        "00000004",
        "scan-00000001.json",
        "scan-00000004.json",
    ]
    grow(folder, generations, merge=True)
    generations.tidy()
    assert there(generations) == ["00000005", "scan-00000005.json"]


def test_tidying_keeps_what_somebody_reads(folder: Folder, generations: Generations) -> None:
    grow(folder, generations)
    grow(folder, generations)
    held = generations.newest()
    assert held is not None
    snapshot = held.snapshot()
    del held
    gc.collect()
    grow(folder, generations, merge=True)
    generations.tidy()
    assert {"00000001", "00000002", "00000003"} <= set(there(generations))
    assert len(snapshot.documents) == 5
    del snapshot
    gc.collect()
    generations.tidy()
    assert there(generations) == ["00000003", "scan-00000003.json"]


def test_tidying_keeps_the_last_good_one_when_the_newest_is_damaged(
    folder: Folder, generations: Generations
) -> None:
    for _ in range(3):
        grow(folder, generations)
    damage(generations.folder(3))
    generations.tidy()
    assert there(generations) == [
        "00000001",
        "00000002",
        "00000003.damaged",
        "scan-00000001.json",
        "scan-00000002.json",
    ]


def test_tidying_removes_what_was_left_unfinished(folder: Folder, generations: Generations) -> None:
    grow(folder, generations)
    before = there(generations)
    for name in ("00000002.part", "reading-x.part"):
        (generations.root / name).mkdir()
        (generations.root / name / "ids.npy").write_bytes(b"half")
    (generations.root / "scan-00000001.part").write_bytes(b"half")
    (generations.root / "scan-00000007.json").write_text("of a generation that is not there")
    generations.tidy()
    assert there(generations) == before


def test_tidying_keeps_the_newest_damaged_one(folder: Folder, generations: Generations) -> None:
    for number in (1, 2, 3):
        grow(folder, generations)
        generations.set_aside(number)
    generations.tidy()
    assert there(generations) == ["00000003.damaged"]
    assert generations.next_number() == 4


def test_setting_aside_twice_is_no_fault(folder: Folder, generations: Generations) -> None:
    grow(folder, generations)
    generations.set_aside(1)
    generations.set_aside(1)
    assert generations.newest() is None


def test_only_one_changes_the_generations_at_a_time(generations: Generations) -> None:
    got = Event()

    def wait() -> None:
        with Generations(generations.root).locked():
            got.set()

    with generations.locked():
        thread = Thread(target=wait)
        thread.start()
        assert not got.wait(0.1)
        generations.prepare()  # which does not wait
    assert got.wait(5)
    thread.join()


@pytest.mark.parametrize("how", ["locked", "prepare"])
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, how: str) -> None:
    (tmp_path / "file").write_text("in the way")
    generations = Generations(tmp_path / "file" / "generations")
    prepare = generations.prepare if how == "prepare" else generations.locked().__enter__
    with pytest.raises(SnapshotError, match="could not be saved"):
        prepare()


def stamp(number: int, racy: bool = False) -> FileStamp:
    return FileStamp(number, number + 1, number + 2, number + 3, racy)


def test_what_is_known_of_the_files_comes_back(generations: Generations) -> None:
    generations.prepare()
    known = {
        "b.md": Known(stamp(1), "ab" * 32),
        "中/a.md": Known(stamp(2, racy=True), None, "The file is empty."),
    }
    unread = (Rejection("a.pdf", "Unsupported."), Rejection("z", "A link that leads nowhere."))
    generations.keep_scanned(4, known, unread)
    assert generations.scanned(4) == (known, unread)
    assert generations.scanned(5) == ({}, ())
    assert generations.rejected(4) == (
        Rejection("a.pdf", "Unsupported."),
        Rejection("z", "A link that leads nowhere."),
        Rejection("中/a.md", "The file is empty."),
    )


@pytest.mark.parametrize("kept", [b"", b"{", b"[]", b'{"files": []}', b'{"files": [1]}', b"\xff"])
def test_what_is_known_may_be_broken(
    generations: Generations, kept: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    generations.prepare()
    (generations.root / "scan-00000001.json").write_bytes(kept)
    assert generations.scanned(1) == ({}, ())
    assert "nothing is known" in caplog.text


def test_what_cannot_be_kept_is_said(
    generations: Generations, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        generations.keep_scanned(1, {}, ())  # there is no folder
    assert "not kept" in caplog.text
