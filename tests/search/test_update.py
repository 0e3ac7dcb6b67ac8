"""After every update, what is on disk is what reading the whole folder anew would give."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path
from random import Random
from threading import Thread

import pytest

from bot.articles import files as files_module
from bot.articles import folder as folder_module
from bot.errors import CorpusError, SnapshotError
from bot.search import batches, store
from bot.search import present as present_module
from bot.search import update as update_module
from bot.search.generation import Generation
from bot.search.generations import Generations
from bot.search.snapshot import Snapshot
from bot.search.update import Limits, Order, Progress, Update, update
from tests.search.folders import BROKEN, Folder, anew, check_same, quick_folder

APART = Limits(merge_at_once=0, delta_share=1e9, gone_share=1.0)
"""Changes stay in a delta for ever."""

DUE_SOON = Limits(merge_at_once=0, delta_share=0.2, gone_share=0.2)


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as made:
        yield made / "generations"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "corpus", Random(1))


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stamps prove that a file is the same, however lately it was written."""
    monkeypatch.setattr(folder_module, "RACY_NS", 0)


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are read."""
    seen: list[str] = []
    real = files_module.read_bytes

    def spy(root: Path, path: str) -> bytes:
        seen.append(path)
        return real(root, path)

    monkeypatch.setattr(batches, "read_bytes", spy)
    return seen


def order(folder: Folder, root: Path, limits: Limits = APART, *, merge: bool = False) -> Order:
    return Order(folder.root, root, merge=merge, readers=0, limits=limits)


def newest(root: Path) -> Generation:
    found = Generations(root).newest()
    assert found is not None
    return found


def opened(root: Path) -> Snapshot:
    found = newest(root)
    return found.snapshot(Generations(root).rejected(found.number))


def names(folder: Folder) -> set[str]:
    return {path.relative_to(folder.root).as_posix() for path in folder.paths()}


def test_the_first_update_builds_everything(folder: Folder, root: Path) -> None:
    folder.unsupported()
    told: list[Progress] = []
    done = update(order(folder, root), told.append)
    articles = {name for name in names(folder) if not name.endswith(".png")}
    assert (done.number, set(done.added), done.changed, done.removed) == (1, articles, (), ())
    assert [each.path for each in done.rejected] == sorted(names(folder) - articles)
    assert not done.merge_due
    assert newest(root).delta is None
    assert {each.stage for each in told} == {"looking", "reading", "indexing"}
    assert Progress("reading", 6, 6) in told
    check_same(opened(root), anew(folder.root))
    assert not list(root.glob("*.part"))


@pytest.mark.parametrize("limits", [Limits(), APART, DUE_SOON], ids=["at once", "apart", "due"])
@pytest.mark.parametrize("seed", [0, 1, 2, 35])
def test_any_walk_of_changes_gives_what_reading_anew_would(
    folder: Folder,
    root: Path,
    limits: Limits,
    seed: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = Random(seed)
    if seed % 2:
        monkeypatch.setattr(folder_module, "RACY_NS", 0)
    if seed == 2:
        monkeypatch.setattr(store, "SMALL_BYTES", 0)
    walked = Folder(folder.root.with_name("walked"), chance)
    last = update(order(walked, root, limits))
    for _ in range(5):
        before = known(opened(root))
        for _ in range(chance.randint(1, 4)):
            walked.change()
        done = update(order(walked, root, limits))
        whole = anew(walked.root)
        check_same(opened(root), whole)
        check_report(before, known(whole), done, last)
        if done.merge_due or chance.random() < 0.2:
            merge(walked, root, limits, whole)
        last = done


def known(snapshot: Snapshot) -> dict[str, str]:
    return {each.article.path: each.article.digest for each in snapshot.documents}


def check_report(before: dict[str, str], after: dict[str, str], done: Update, last: Update) -> None:
    assert set(done.added) == after.keys() - before.keys()
    assert set(done.removed) == before.keys() - after.keys()
    assert set(done.changed) == {
        path for path in before.keys() & after.keys() if before[path] != after[path]
    }
    for paths in (done.added, done.changed, done.removed):
        assert list(paths) == sorted(paths)
    if before == after:
        assert done.number >= last.number
    else:
        assert done.number > last.number


def merge(folder: Folder, root: Path, limits: Limits, whole: Snapshot) -> None:
    before = newest(root)
    if before.delta is None:
        with pytest.raises(SnapshotError, match="nothing to merge"):
            update(order(folder, root, limits, merge=True))
        return
    done = update(order(folder, root, limits, merge=True))
    assert done.number == newest(root).number == before.number + 1
    assert newest(root).delta is None
    assert done.rejected == whole.corpus.rejected
    check_same(opened(root), whole)


def test_a_delta_may_hold_nothing_but_what_is_gone(folder: Folder, root: Path) -> None:
    update(order(folder, root))
    gone = folder.any()
    gone.unlink()
    done = update(order(folder, root))
    assert done.removed == (gone.relative_to(folder.root).as_posix(),)
    assert newest(root).delta is not None
    check_same(opened(root), anew(folder.root))
    for path in folder.paths()[1:]:
        folder.write(path, folder.article())
    folder.paths()[0].unlink()
    update(order(folder, root))  # nothing of the base is left
    check_same(opened(root), anew(folder.root))


def test_only_what_has_changed_is_read(
    folder: Folder, root: Path, settled: None, reads: list[str]
) -> None:
    folder.spoil()
    update(order(folder, root))
    assert set(reads) == names(folder)
    assert len(reads) == len(set(reads))
    reads.clear()
    assert update(order(folder, root)).number == 1
    assert reads == []
    changed = folder.any()
    folder.write(changed, folder.article())
    folder.add()
    renamed = max(set(folder.paths()) - {changed, *folder.paths()[-2:]})
    renamed.rename(renamed.with_name("renamed.txt"))
    done = update(order(folder, root))
    assert sorted(reads) == sorted({*done.added, *done.changed})
    assert (len(done.added), len(done.changed), len(done.removed)) == (2, 1, 1)
    reads.clear()
    update(order(folder, root, merge=True))
    update(order(folder, root))
    assert reads == []


def test_the_same_bytes_change_nothing_but_the_stamp(
    folder: Folder, root: Path, settled: None, reads: list[str]
) -> None:
    update(order(folder, root))
    before = newest(root).number
    paths = folder.paths()
    folder.write(paths[0], paths[0].read_bytes())
    folder._stamp(paths[1])
    reads.clear()
    done = update(order(folder, root))
    assert (done.number, done.added, done.changed, done.removed) == (before, (), (), ())
    assert len(reads) == 2
    assert len(list(root.glob("0*"))) == 1
    reads.clear()
    update(order(folder, root))
    assert reads == []


def test_a_file_that_was_just_written_is_read_again(
    folder: Folder, root: Path, reads: list[str]
) -> None:
    """Its stamp proves nothing yet."""
    update(order(folder, root))
    reads.clear()
    path = folder.paths()[0]
    info = path.stat()
    other = path.read_bytes().replace(b"e", b"o")
    path.write_bytes(other)
    os.utime(path, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert update(order(folder, root)).changed == (path.relative_to(folder.root).as_posix(),)


def test_what_was_rejected_stays_rejected_and_may_be_repaired(
    folder: Folder, root: Path, settled: None, reads: list[str]
) -> None:
    path = folder.paths()[0]
    name, good = path.relative_to(folder.root).as_posix(), path.read_bytes()
    update(order(folder, root))
    folder.write(path, BROKEN)
    done = update(order(folder, root))
    assert done.removed == (name,)
    assert [each.path for each in done.rejected] == [name]
    reads.clear()
    again = update(order(folder, root))
    assert (again.rejected, again.number, reads) == (done.rejected, done.number, [])
    assert opened(root).corpus.rejected == done.rejected
    folder.write(path, good)
    repaired = update(order(folder, root))
    assert (repaired.added, repaired.rejected) == ((name,), ())
    check_same(opened(root), anew(folder.root))


@pytest.mark.parametrize("how", ["emptied", "spoilt", "gone"])
def test_without_an_article_the_old_generation_stays(
    folder: Folder, root: Path, how: str, tmp_path: Path
) -> None:
    update(order(folder, root))
    before = newest(root).number
    for path in folder.paths():
        if how == "spoilt":
            folder.write(path, BROKEN)
        else:
            path.unlink()
    if how == "gone":
        folder.root.rename(tmp_path / "elsewhere")
    with pytest.raises(CorpusError) as caught:
        update(order(folder, root))
    assert str(folder.root) not in str(caught.value)
    assert str(folder.root) in caught.value.detail
    assert how != "spoilt" or "(6 files rejected)" in str(caught.value)
    assert newest(root).number == before
    assert len(opened(root).documents) == 6


def test_files_that_are_known_to_be_no_articles_are_not_enough(
    folder: Folder, root: Path, settled: None
) -> None:
    folder.write(folder.root / "bad.txt", BROKEN)
    update(order(folder, root))
    for path in folder.paths():
        if path.name != "bad.txt":
            path.unlink()
    with pytest.raises(CorpusError, match=r"\(1 files rejected\)"):
        update(order(folder, root))
    assert len(opened(root).documents) == 6


def test_a_delta_that_has_grown_is_due(folder: Folder, root: Path) -> None:
    update(order(folder, root))
    base = newest(root).base.segment.paragraphs
    added = 0
    while added <= base * 0.5:
        path = folder.root / f"new {added}.txt"
        folder.write(path, b"The crane of Norrhaven fell.\n\nThe ferry sank.\n")
        added += 2
        done = update(order(folder, root, Limits(0, delta_share=0.5)))
        assert done.merge_due is (added > base * 0.5)
        assert update(order(folder, root, Limits(0, delta_share=0.5))).merge_due is done.merge_due


def test_a_base_of_which_much_is_gone_is_due(folder: Folder, root: Path) -> None:
    update(order(folder, root))
    limits = Limits(0, delta_share=1e9, gone_share=0.4)
    for number, path in enumerate(folder.paths()[:3], 1):
        path.unlink()
        assert update(order(folder, root, limits)).merge_due is (number / 6 > 0.4)


def test_a_small_corpus_never_has_a_delta(folder: Folder, root: Path) -> None:
    for number in range(1, 4):
        done = update(order(folder, root, Limits()))
        assert (done.number, done.merge_due) == (number, False)
        assert newest(root).delta is None
        folder.add()


def test_merging_keeps_what_is_known_of_the_files(
    folder: Folder, root: Path, settled: None, reads: list[str]
) -> None:
    update(order(folder, root))
    folder.spoil()
    folder.unsupported()
    before = update(order(folder, root))
    merged = update(order(folder, root, merge=True))
    assert merged.number > before.number
    assert merged.rejected == before.rejected
    assert Generations(root).scanned(merged.number) == Generations(root).scanned(before.number)
    reads.clear()
    assert update(order(folder, root)).number == merged.number
    assert reads == []


@pytest.mark.parametrize("state", ["none", "base only"])
def test_there_may_be_nothing_to_merge(folder: Folder, root: Path, state: str) -> None:
    if state != "none":
        update(order(folder, root))
    with pytest.raises(SnapshotError, match="nothing to merge"):
        update(order(folder, root, merge=True))


@pytest.mark.parametrize("lost", [None, b"", b"{", b"[]", b'{"files": [["a"]]}', b"\xff"])
def test_what_was_known_of_the_files_may_be_lost(
    folder: Folder, root: Path, settled: None, reads: list[str], lost: bytes | None
) -> None:
    folder.spoil()
    first = update(order(folder, root))
    scan = root / "scan-00000001.json"
    if lost is None:
        scan.unlink()
    else:
        scan.write_bytes(lost)
    reads.clear()
    again = update(order(folder, root))
    assert set(reads) == names(folder)
    assert (again.number, again.rejected) == (first.number, first.rejected)
    reads.clear()
    update(order(folder, root))
    assert reads == []


def test_what_is_known_of_the_files_need_not_be_kept(
    folder: Folder, root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    root.mkdir()
    (root / "scan-00000001.json").mkdir()
    (root / "scan-00000001.json" / "in the way").touch()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Generations, "tidy", lambda self: None)
        assert update(order(folder, root)).number == 1
        assert "not kept" in caplog.text
        assert update(order(folder, root)).number == 1
    assert update(order(folder, root)).number == 1
    assert (root / "scan-00000001.json").is_dir()


def test_a_file_that_cannot_be_read_is_read_again_next_time(
    folder: Folder, root: Path, settled: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = files_module._read_once
    bad = folder.paths()[0]

    def fail(path: Path, name: str) -> bytes | None:
        if path.name == bad.name:
            raise PermissionError(13, "Permission denied")
        return real(path, name)

    with monkeypatch.context() as patch:
        patch.setattr(files_module, "_read_once", fail)
        done = update(order(folder, root))
    assert [each.reason for each in done.rejected] == ["Cannot be read: Permission denied."]
    assert update(order(folder, root)).added == (bad.relative_to(folder.root).as_posix(),)
    check_same(opened(root), anew(folder.root))


def test_two_paths_with_one_id_are_one_article_and_one_rejection(
    folder: Folder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def short(path: str) -> str:
        return "0" if path.endswith("twin.txt") else path

    monkeypatch.setattr(update_module, "article_id", short)
    monkeypatch.setattr(present_module, "article_id", short)
    folder.write(folder.root / "a twin.txt", b"The crane of Norrhaven fell.\n")
    folder.write(folder.root / "b twin.txt", b"The ferry of Norrhaven sank.\n")
    done = update(order(folder, root))
    assert "a twin.txt" in done.added
    [rejected] = done.rejected
    assert (rejected.path, "a twin.txt" in rejected.reason) == ("b twin.txt", True)
    folder.write(folder.root / "0 twin.txt", b"The herring of Norrhaven swam.\n")
    [rejected, _] = update(order(folder, root)).rejected
    assert (rejected.path, "a twin.txt" in rejected.reason) == ("0 twin.txt", True)
    assert len(opened(root).documents) == 7


def test_a_full_disk_leaves_the_old_generation(
    folder: Folder, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    update(order(folder, root))
    whole = anew(folder.root)
    folder.add()

    def full(*_: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "SMALL_BYTES", 0)
    for name in ("_described", "_write_json", "_reserve"):
        with monkeypatch.context() as patch:
            patch.setattr(store, name, full)
            with pytest.raises(SnapshotError, match="could not be saved"):
                update(order(folder, root))
        assert newest(root).number == 1
        check_same(opened(root), whole)
    with monkeypatch.context() as patch:
        patch.setattr(update_module, "TemporaryDirectory", full)
        with pytest.raises(SnapshotError, match="could not be saved"):
            update(order(folder, root))
    assert len(update(order(folder, root)).added) == 1


def test_one_that_dies_at_any_moment_leaves_the_old_generation(folder: Folder, root: Path) -> None:
    """There is then one whole generation more, or none."""
    chance = Random(7)
    update(order(folder, root, DUE_SOON))
    began = time.monotonic()
    update(order(folder, root.with_name("other")))
    most = (time.monotonic() - began) * 1.3
    for _ in range(8):
        before = newest(root).number
        folder.change()
        folder.add()
        process = get_context("fork").Process(target=update, args=(order(folder, root, DUE_SOON),))
        process.start()
        time.sleep(chance.uniform(0, most))
        process.kill()
        process.join()
        number = newest(root).number
        assert number in (before, before + 1)
        assert opened(root).paragraphs.corpus_size > 0
        done = update(order(folder, root, DUE_SOON))
        assert done.number > before
        assert not list(root.glob("*.part"))
        check_same(opened(root), anew(folder.root))
    assert not list(root.glob("*.damaged"))


def test_two_at_once_follow_each_other(folder: Folder, root: Path) -> None:
    done: list[Update] = []
    threads = [Thread(target=lambda: done.append(update(order(folder, root)))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [each.number for each in done] == [1, 1, 1]
    assert [len(each.added) for each in done] == [6, 0, 0]
    check_same(opened(root), anew(folder.root))


def test_a_damaged_generation_is_made_again(folder: Folder, root: Path) -> None:
    update(order(folder, root))
    folder.add()
    update(order(folder, root))
    damage(root / "00000001" / "base.segment.terms.ids.npy")
    folder.add()
    done = update(order(folder, root))
    assert (done.number, len(done.added)) == (3, 8)
    assert newest(root).delta is None
    check_same(opened(root), anew(folder.root))


def test_a_damaged_delta_costs_what_it_held_and_no_more(
    folder: Folder, root: Path, settled: None, reads: list[str]
) -> None:
    update(order(folder, root))
    folder.add()
    added = update(order(folder, root)).added
    damage(root / "00000002" / "delta.segment.terms.ids.npy")
    reads.clear()
    done = update(order(folder, root))
    assert (done.number, done.added) == (3, added)
    assert tuple(reads) == added
    check_same(opened(root), anew(folder.root))


def damage(path: Path) -> None:
    altered = bytearray(path.read_bytes())
    altered[-1] ^= 1
    path.write_bytes(altered)
