"""A folder of arrays appears whole or not at all, and opens only as it was written."""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import SnapshotError
from bot.search import store
from bot.search.store import Opened, Writer, open_folder, remove_unread, verify

ARRAYS: dict[str, npt.NDArray[Any]] = {
    "ids": np.arange(1000, dtype=np.int32),
    "large": np.arange(140_000, dtype=np.int64),  # too large to be kept in memory
    "scores": np.linspace(0, 1, 77),
    "flags": np.array([True, False, True]),
    "text.blob": np.frombuffer("Dahl’s crane".encode(), np.uint8),
    "none": np.zeros(0, np.uint64),
}
OLD = (1_500_000_000, 1_500_000_000)


def write(folder: Path) -> None:
    with Writer(folder) as writer:
        writer.array("ids", np.int32, 1000)[:] = ARRAYS["ids"]
        for name in ARRAYS.keys() - {"ids"}:
            writer.put(name, ARRAYS[name])
        writer.finish(number=7, note="Dahl’s")


def files_of(folder: Path) -> list[Path]:
    """All that is compared: not the lock, which is empty, nor the fingerprints."""
    return sorted(path for path in folder.iterdir() if path.name not in (store.LOCK, store.CHECKED))


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "snapshots" / "7"
    write(folder)
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Written once for many tries; each must leave it as it was."""
    folder = tmp_path_factory.mktemp("kept") / "7"
    write(folder)
    return folder


@pytest.fixture
def digests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files whose digests were compared."""
    compared: list[str] = []
    real = store._digest

    def spy(path: Path) -> str:
        compared.append(path.name)
        return real(path)

    monkeypatch.setattr(store, "_digest", spy)
    return compared


def check_whole(opened: Opened) -> None:
    assert opened.arrays.keys() == ARRAYS.keys()
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(opened.arrays[name], array)
        assert opened.arrays[name].dtype == array.dtype
    assert (opened.manifest["number"], opened.manifest["note"]) == (7, "Dahl’s")


def test_everything_comes_back_without_a_file_being_read(saved: Path, digests: list[str]) -> None:
    opened = open_folder(saved)
    check_whole(opened)
    assert digests == []
    assert not opened.arrays["ids"].flags.writeable
    assert not list(saved.parent.glob("*.part"))


def test_small_arrays_and_large_ones_are_written_by_different_ways() -> None:
    sizes = [array.nbytes > store.SMALL_BYTES for array in ARRAYS.values()]
    assert set(sizes) == {False, True}


def test_nothing_is_there_before_it_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "7"
    with Writer(folder) as writer:
        writer.put("ids", ARRAYS["ids"])
        assert not folder.exists()
        with pytest.raises(SnapshotError):
            open_folder(folder)
    assert list(tmp_path.iterdir()) == []


def test_the_manifest_lists_every_file(saved: Path) -> None:
    manifest = json.loads((saved / store.MANIFEST).read_text())
    others = {path.name for path in files_of(saved)} - {store.MANIFEST}
    assert set(manifest["files"]) == others


STEPS = ("mkdir", "fsync", "rename")


def failing_at(
    monkeypatch: pytest.MonkeyPatch, at: int, fail: Callable[[], None]
) -> Callable[[], int]:
    """Let the system call with this number fail, of all that writing makes; how many there were."""
    calls = 0

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            nonlocal calls
            calls += 1
            if calls == at:
                fail()
            return real(*arguments, **named)

        return call

    for name in STEPS:
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    return lambda: calls


def steps(tmp_path: Path) -> int:
    with pytest.MonkeyPatch.context() as patch:
        count = failing_at(patch, 0, lambda: None)
        write(tmp_path / "counted")
        return count()


def full() -> None:
    raise OSError(28, "No space left on device")


def test_a_disk_that_is_full_leaves_nothing_that_opens(tmp_path: Path) -> None:
    count, folder = steps(tmp_path), tmp_path / "1"
    assert count > len(ARRAYS)
    for at in range(1, count + 1):
        with pytest.MonkeyPatch.context() as patch:
            failing_at(patch, at, full)
            with pytest.raises(SnapshotError, match="could not be saved"):
                write(folder)
        assert not list(tmp_path.glob("*.part"))
        if at < count:
            assert not folder.exists()
        else:  # all was there, renamed too, and only then something failed
            check_whole(open_folder(folder))


def test_a_writer_that_dies_leaves_nothing_that_opens(tmp_path: Path) -> None:
    count, folder = steps(tmp_path), tmp_path / "1"
    for at in range(1, count):
        process = get_context("fork").Process(target=write_and_die, args=(folder, at))
        process.start()
        process.join()
        assert process.exitcode == 9
        assert not folder.exists()
    assert (tmp_path / "1.part").exists()
    write(folder)
    check_whole(open_folder(folder))
    assert not (tmp_path / "1.part").exists()


def write_and_die(folder: Path, at: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        failing_at(patch, at, lambda: os._exit(9))
        write(folder)


def test_disk_space_is_taken_before_an_array_is_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mapped file on a full disk would end the process by a signal."""

    def nothing_left(handle: int, at: int, size: int) -> None:
        full()

    monkeypatch.setattr(os, "posix_fallocate", nothing_left)
    with Writer(tmp_path / "1") as writer, pytest.raises(SnapshotError, match="could not be saved"):
        writer.array("large", np.int64, 140_000)


def test_a_disk_that_takes_no_space_ahead_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(handle: int, at: int, size: int) -> None:
        raise OSError(store.CANNOT_RESERVE[-1], "Operation not supported")

    monkeypatch.setattr(os, "posix_fallocate", unknown)
    write(tmp_path / "1")
    check_whole(open_folder(tmp_path / "1"))


def test_what_need_not_last_is_not_forced_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    with Writer(tmp_path / "1", durable=False) as writer:
        for name, array in ARRAYS.items():
            writer.put(name, array)
        writer.finish(number=7, note="Dahl’s")
    assert len(synced) < len(ARRAYS)
    check_whole(open_folder(tmp_path / "1"))


def test_what_an_earlier_writer_left_is_no_hindrance(saved: Path) -> None:
    aside = saved.with_name("8.part")
    shutil.copytree(saved, aside)
    (aside / "stray").write_text("left behind")
    write(saved.with_name("8"))
    assert not aside.exists()
    assert not (saved.with_name("8") / "stray").exists()
    check_whole(open_folder(saved.with_name("8")))


def test_nothing_is_written_over(saved: Path) -> None:
    before = {file.name: file.read_bytes() for file in files_of(saved)}
    with pytest.raises(SnapshotError, match="already saved"):
        write(saved)
    assert {file.name: file.read_bytes() for file in files_of(saved)} == before


def test_where_no_folder_can_be_made_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SnapshotError, match="could not be saved"):
        write(tmp_path / "file" / "7")


@given(st.data())
@settings(max_examples=60)
def test_an_altered_byte_is_an_error_whatever_its_times_say(
    kept: Path, data: st.DataObject
) -> None:
    file = data.draw(st.sampled_from(files_of(kept)))
    whole, info = file.read_bytes(), file.stat()
    altered = bytearray(whole)
    altered[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    try:
        file.write_bytes(altered)
        os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
        with pytest.raises(SnapshotError):
            open_folder(kept)
    finally:
        file.write_bytes(whole)
    check_whole(open_folder(kept))


@pytest.mark.parametrize("how", ["truncated", "emptied", "zeroed", "longer", "removed", "a folder"])
def test_a_damaged_file_is_an_error(saved: Path, how: str) -> None:
    for file in files_of(saved):
        whole = file.read_bytes()
        file.unlink()
        if how == "a folder":
            file.mkdir()
        elif how != "removed":
            made = {"truncated": whole[:-1], "emptied": b"", "zeroed": bytes(len(whole))}
            file.write_bytes(made.get(how, whole + b"\0"))
        with pytest.raises(SnapshotError):
            open_folder(saved)
        if how == "a folder":
            file.rmdir()
        file.write_bytes(whole)
    check_whole(open_folder(saved))


@pytest.mark.parametrize(
    "manifest",
    ["[]", "null", "{}", '{"format": 0}', '{"format": 99}', "{", '{"format": 3, "files": {}}'],
)
def test_a_manifest_of_another_kind_is_an_error(saved: Path, manifest: str) -> None:
    (saved / store.MANIFEST).write_text(manifest)
    with pytest.raises(SnapshotError):
        open_folder(saved)


def test_a_manifest_without_its_seal_is_an_error(saved: Path) -> None:
    manifest = json.loads((saved / store.MANIFEST).read_text())
    manifest["note"] = "altered"
    (saved / store.MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(SnapshotError, match="damaged"):
        open_folder(saved)


def test_another_format_is_named(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    with pytest.raises(SnapshotError, match="another format"):
        open_folder(saved)


def test_what_a_person_is_told_holds_no_path(saved: Path) -> None:
    (saved / "ids.npy").unlink()
    with pytest.raises(SnapshotError) as caught:
        open_folder(saved)
    assert str(saved) not in str(caught.value)
    assert caught.value.detail


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError):
        open_folder(tmp_path / "none")


def test_a_copy_is_compared_once(saved: Path, digests: list[str]) -> None:
    copy = saved.with_name("8")
    shutil.copytree(saved, copy)
    check_whole(open_folder(copy))
    assert sorted(digests) == sorted(f"{name}.npy" for name in ARRAYS)
    digests.clear()
    check_whole(open_folder(copy))
    assert digests == []


def test_a_copy_that_cannot_be_written_is_compared_every_time(
    saved: Path, digests: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = saved.with_name("8")
    shutil.copytree(saved, copy)

    def read_only(path: Path, value: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(store, "_write_json", read_only)
    for _ in range(2):
        digests.clear()
        check_whole(open_folder(copy))
        assert len(digests) == len(ARRAYS)


@pytest.mark.parametrize("checked", [b"", b"[]", b"{", b"{}", b"\xff"])
def test_without_good_fingerprints_all_is_compared(
    saved: Path, digests: list[str], checked: bytes
) -> None:
    (saved / store.CHECKED).write_bytes(checked)
    check_whole(open_folder(saved))
    assert len(digests) == len(ARRAYS)


def test_a_folder_without_the_right_to_write_opens(saved: Path, digests: list[str]) -> None:
    for file in (*saved.iterdir(), saved):
        file.chmod(0o555 if file == saved else 0o444)
    digests.clear()
    check_whole(open_folder(saved))  # changing modes changes ctime, so that it is compared
    assert len(digests) == len(ARRAYS)
    saved.chmod(0o755)


def test_a_folder_is_not_removed_while_somebody_reads_it(saved: Path) -> None:
    one, two = open_folder(saved), open_folder(saved)
    assert not remove_unread(saved)
    del one
    gc.collect()
    assert not remove_unread(saved)
    check_whole(two)
    del two
    gc.collect()
    assert remove_unread(saved)
    assert not saved.exists()


def test_arrays_outlive_the_folder(saved: Path) -> None:
    opened = open_folder(saved)
    shutil.rmtree(saved)
    check_whole(opened)


def test_a_folder_that_somebody_else_reads_is_not_removed(saved: Path) -> None:
    fork = get_context("fork")
    here, there = fork.Pipe()
    process = fork.Process(target=hold_open, args=(saved, there))
    process.start()
    here.recv()
    assert not remove_unread(saved)
    process.kill()
    process.join()
    assert remove_unread(saved)


def hold_open(folder: Path, pipe: object) -> None:
    opened = open_folder(folder)
    pipe.send(str(opened.folder))  # type: ignore[attr-defined]
    pipe.recv()  # type: ignore[attr-defined]


def test_what_is_left_of_a_folder_is_removed(saved: Path, tmp_path: Path) -> None:
    (saved / store.LOCK).unlink()
    assert remove_unread(saved)
    assert remove_unread(tmp_path / "none")


def test_digests_find_what_fingerprints_cannot(saved: Path) -> None:
    verify(saved)
    array = saved / "ids.npy"
    altered = bytearray(array.read_bytes())
    altered[-1] ^= 1
    array.write_bytes(altered)
    info = array.stat()
    checked = json.loads((saved / store.CHECKED).read_text())
    checked["ids.npy"] = [info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns]
    (saved / store.CHECKED).write_text(json.dumps(checked))
    open_folder(saved)
    with pytest.raises(SnapshotError, match="damaged"):
        verify(saved)


def test_verifying_ends_where_it_is_stopped(saved: Path) -> None:
    last = sorted(saved.glob("*.npy"))[-1]
    last.write_bytes(last.read_bytes()[:-1] + b"?")
    answers = iter([False, True])
    verify(saved, lambda: next(answers))
    assert not list(answers)


def test_verifying_what_is_not_there_is_an_error(saved: Path, tmp_path: Path) -> None:
    (saved / "ids.npy").unlink()
    for folder in (saved, tmp_path / "none"):
        with pytest.raises(SnapshotError):
            verify(folder)
