"""What a survey tells of a folder without reading it, and how one file is read."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from bot.articles import files
from bot.articles.decode import MAX_FILE_BYTES
from bot.articles.files import read_bytes, read_file
from bot.articles.folder import RACY_NS, FileStamp, Known, Survey, survey
from bot.articles.reject import RejectionError
from bot.errors import CorpusError

TEXT = "The pier stays shut. It opens in May."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path in ("b.txt", "a.md", "in/c.txt"):
        put(tmp_path, path)
    return tmp_path


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every survey takes place an hour later, when no stamp is racy."""
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 3_600_000_000_000)


def put(root: Path, path: str, text: str = TEXT) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def remembered(found: Survey) -> dict[str, Known]:
    return {path: Known(stamp, "0" * 64) for path, stamp in found.stamps.items()}


def test_everything_is_unread_at_first(root: Path) -> None:
    found = survey(root, {})
    assert found.unread == ("a.md", "b.txt", "in/c.txt")
    assert (found.same, found.rejected, found.gone) == ((), (), ())
    assert found.stamps["a.md"].size == len(TEXT)


@pytest.mark.usefixtures("_later")
def test_only_what_changed_is_unread(root: Path) -> None:
    known = remembered(survey(root, {}))
    assert survey(root, known).same == ("a.md", "b.txt", "in/c.txt")
    put(root, "b.txt", "Another text of another length.")
    put(root, "new.txt")
    (root / "a.md").unlink()
    found = survey(root, known)
    assert (found.same, found.unread) == (("in/c.txt",), ("b.txt", "new.txt"))
    assert found.gone == ("a.md",)
    assert list(found.stamps) == ["b.txt", "in/c.txt", "new.txt"]


@pytest.mark.usefixtures("_later")
def test_a_change_that_hides_its_time_and_size_is_seen(root: Path) -> None:
    known = remembered(survey(root, {}))
    before = (root / "a.md").stat()
    put(root, "a.md", TEXT[::-1])
    os.utime(root / "a.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    put(root, "x", TEXT[::-1]).replace(root / "b.txt")
    assert survey(root, known).unread == ("a.md", "b.txt")


def test_a_stamp_taken_right_after_a_write_proves_nothing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = survey(root, {})
    assert all(stamp.racy for stamp in first.stamps.values())
    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 2 * RACY_NS)
    second = survey(root, remembered(first))
    assert second.unread == ("a.md", "b.txt", "in/c.txt")
    assert survey(root, remembered(second)).unread == ()


def test_times_ahead_of_the_clock_do_not_make_a_file_unread_for_ever(root: Path) -> None:
    written = (root / "a.md").stat().st_ctime_ns
    os.utime(root / "a.md", ns=(written, written + 10**15))
    info = (root / "a.md").stat()
    assert FileStamp.of(info, info.st_ctime_ns + RACY_NS // 2).racy
    assert not FileStamp.of(info, info.st_ctime_ns + 2 * RACY_NS).racy
    assert FileStamp.of(info, info.st_ctime_ns - 10 * RACY_NS).racy


@pytest.mark.usefixtures("_later")
def test_a_rejection_holds_until_the_file_changes_or_may_be_read(root: Path) -> None:
    stamps = survey(root, {}).stamps
    known = {
        "a.md": Known(stamps["a.md"], None, "The file is empty."),
        "b.txt": Known(stamps["b.txt"], None, "Cannot be read: Permission denied."),
        "in/c.txt": Known(stamps["in/c.txt"], None, files.STILL_WRITTEN),
    }
    found = survey(root, known)
    assert (found.same, found.unread) == (("a.md",), ("b.txt", "in/c.txt"))


def test_what_cannot_be_an_article_is_rejected_unread(root: Path) -> None:
    put(root, "notes.png")
    put(root, "large.txt", "x" * (MAX_FILE_BYTES + 1))
    put(root, ".hidden/a.txt")
    os.mkfifo(root / "pipe.txt")
    (root / "gone.txt").symlink_to(root / "nothing.txt")
    (root / "up").symlink_to(root.parent)
    found = survey(root, {})
    assert found.unread == ("a.md", "b.txt", "in/c.txt")
    assert [(each.path, each.reason.split(":")[0]) for each in found.rejected] == [
        ("gone.txt", "A link that leads nowhere."),
        ("large.txt", "Larger than 5 MB (5.0 MB)."),
        ("notes.png", "Unsupported kind of file"),
        ("pipe.txt", "Not a regular file."),
        ("up", "A link that leads out of the folder."),
    ]


@pytest.mark.usefixtures("_later")
def test_a_known_file_that_became_a_dead_link_is_gone(root: Path) -> None:
    known = remembered(survey(root, {}))
    (root / "a.md").unlink()
    (root / "a.md").symlink_to(root / "nothing.md")
    found = survey(root, known)
    assert found.gone == ("a.md",)
    assert [each.path for each in found.rejected] == ["a.md"]


@pytest.mark.usefixtures("_later")
def test_a_link_is_followed_to_what_it_leads_to(root: Path) -> None:
    (root / "link.txt").symlink_to(root / "b.txt")
    known = remembered(survey(root, {}))
    assert survey(root, known).unread == ()
    put(root, "b.txt", "Another text.")
    assert survey(root, known).unread == ("b.txt", "link.txt")


def test_no_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        survey(tmp_path / "nothing", {})


def test_a_file_is_read_by_its_path(root: Path) -> None:
    document = read_file(root, "in/c.txt")
    assert (document.article.path, document.text) == ("in/c.txt", TEXT)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nothing.txt", "Cannot be read: No such file or directory."),
        ("empty.txt", "The file is empty."),
        ("out.txt", "A link that leads out of the folder."),
    ],
)
def test_what_cannot_be_read_is_rejected(root: Path, path: str, reason: str) -> None:
    put(root, "in/empty.txt", "")
    put(root, "out.txt")
    (root / "in" / "out.txt").symlink_to(root / "out.txt")
    with pytest.raises(RejectionError) as caught:
        read_file(root / "in", path)
    assert str(caught.value) == reason


class Writer:
    """Adds to a file whenever its state is asked for, so many times."""

    def __init__(self, file: Path, times: int) -> None:
        self._file, self._left, self._fstat = file, times, os.fstat

    def __call__(self, handle: int) -> os.stat_result:
        found = self._fstat(handle)
        if self._left:
            self._left -= 1
            with self._file.open("a") as file:
                file.write(" More.")
        return found


def test_a_file_that_changes_meanwhile_is_read_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(os, "fstat", Writer(root / "b.txt", 1))
    assert read_bytes(root, "b.txt").decode() == TEXT + " More."


def test_a_file_that_does_not_come_to_rest_is_rejected(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "PAUSE_SECONDS", 0)
    monkeypatch.setattr(os, "fstat", Writer(root / "b.txt", 100))
    with pytest.raises(RejectionError, match="still being written"):
        read_bytes(root, "b.txt")
