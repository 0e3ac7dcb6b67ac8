from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.articles import keeping
from bot.articles.folder import survey
from bot.articles.keeping import (
    FULL,
    LEFT_OVER_SECONDS,
    PART,
    READ_ONLY,
    REMOVED,
    UNDO_SECONDS,
    TakenError,
    add,
    remove,
    removed,
    restore,
    tidy,
)
from bot.errors import CorpusError, StaleError

OLD, NEW = b"Old text.\n" * 2_000, b"New text.\n" * 3_000


def files(root: Path) -> dict[str, bytes]:
    found = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_a_file_is_added_to_a_collection_that_is_made_for_it(tmp_path: Path) -> None:
    add(tmp_path, "top.md", OLD)
    add(tmp_path, "press/a.md", NEW)
    assert files(tmp_path) == {"top.md": OLD, "press/a.md": NEW}


def test_a_file_that_is_there_is_replaced_only_when_that_is_asked_for(tmp_path: Path) -> None:
    add(tmp_path, "a.md", OLD)
    with pytest.raises(TakenError, match="a file of that name already"):
        add(tmp_path, "a.md", NEW)
    assert files(tmp_path) == {"a.md": OLD}
    add(tmp_path, "a.md", NEW, replace=True)
    assert files(tmp_path) == {"a.md": NEW}


@pytest.mark.parametrize("path", ["../a.md", "/a.md", ".a.md", ".git/a.md", "a//b.md", "x/../a.md"])
def test_nothing_is_written_outside_or_out_of_sight(tmp_path: Path, path: str) -> None:
    root = tmp_path / "root"
    root.mkdir()
    with pytest.raises(CorpusError):
        add(root, path, NEW)
    assert files(tmp_path) == {}


def test_nothing_is_written_through_a_link_or_into_a_file(tmp_path: Path) -> None:
    root, outside = tmp_path / "root", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "press").symlink_to(outside)
    (root / "notes").write_bytes(OLD)
    for path in ("press/a.md", "notes/a.md"):
        with pytest.raises(CorpusError, match="no folder of articles"):
            add(root, path, NEW)
    assert files(outside) == {}


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, FULL),
        (errno.EDQUOT, FULL),
        (errno.EROFS, READ_ONLY),
        (errno.EACCES, READ_ONLY),
        (errno.EIO, "could not be written"),
    ],
)
def test_a_disk_that_refuses_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, said: str
) -> None:
    def fsync(handle: int) -> None:
        raise OSError(code, os.strerror(code))

    add(tmp_path, "a.md", OLD)
    monkeypatch.setattr(os, "fsync", fsync)
    for path, over in (("a.md", True), ("b.md", False)):
        with pytest.raises(CorpusError, match=said):
            add(tmp_path, path, NEW, replace=over)
    monkeypatch.undo()
    assert files(tmp_path) == {"a.md": OLD}


def test_a_collection_is_not_left_behind_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(keeping, "_put", put)
    with pytest.raises(CorpusError, match=FULL):
        add(tmp_path, "press/a.md", NEW)
    assert list(tmp_path.iterdir()) == []


def test_where_there_are_no_hard_links_nothing_is_overwritten_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: Any, **__: Any) -> None:
        raise OSError(errno.ENOTSUP, "no links")

    monkeypatch.setattr(os, "link", link)
    add(tmp_path, "a.md", OLD)
    with pytest.raises(TakenError):
        add(tmp_path, "a.md", NEW)
    assert files(tmp_path) == {"a.md": OLD}


KILLED = """
import sys, time
from pathlib import Path
from bot.articles.keeping import add
root, old, new = Path(sys.argv[1]), b"Old text.\\n" * 2_000, b"New text.\\n" * 3_000
print("begun", flush=True)
while True:
    add(root, "a.md", new, replace=True)
    add(root, "a.md", old, replace=True)
"""


def test_a_process_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    add(tmp_path, "a.md", OLD)
    for _ in range(2):
        command = [sys.executable, "-c", KILLED, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
        assert (tmp_path / "a.md").read_bytes() in (OLD, NEW)
        assert survey(tmp_path, {}).unread == ("a.md",)
    tidy(tmp_path, time.time() + LEFT_OVER_SECONDS + 1)
    assert list(files(tmp_path)) == ["a.md"]


def test_what_is_removed_comes_back_as_it_was(tmp_path: Path) -> None:
    add(tmp_path, "press/a.md", OLD)
    before = (tmp_path / "press/a.md").stat()
    gone = remove(tmp_path, "press/a.md")
    assert survey(tmp_path, {}).unread == ()
    assert removed(tmp_path, gone.token) == gone
    assert gone.until == pytest.approx(time.time() + UNDO_SECONDS, abs=5)
    assert restore(tmp_path, gone.token) == "press/a.md"
    after = (tmp_path / "press/a.md").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert files(tmp_path) == {"press/a.md": OLD}
    with pytest.raises(StaleError):
        restore(tmp_path, gone.token)


def test_what_is_removed_comes_back_into_a_folder_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "press/2019").mkdir(parents=True)
    (tmp_path / "press/2019/a.md").write_bytes(OLD)
    gone = remove(tmp_path, "press/2019/a.md")
    (tmp_path / "press/2019").rmdir()
    restore(tmp_path, gone.token)
    assert files(tmp_path) == {"press/2019/a.md": OLD}


def test_what_has_come_in_its_place_is_not_overwritten(tmp_path: Path) -> None:
    add(tmp_path, "a.md", OLD)
    gone = remove(tmp_path, "a.md")
    add(tmp_path, "a.md", NEW)
    with pytest.raises(TakenError):
        restore(tmp_path, gone.token)
    assert (tmp_path / "a.md").read_bytes() == NEW
    (tmp_path / "a.md").unlink()
    restore(tmp_path, gone.token)
    assert (tmp_path / "a.md").read_bytes() == OLD


def test_after_a_while_it_is_gone_for_good(tmp_path: Path) -> None:
    add(tmp_path, "a.md", OLD)
    add(tmp_path, "b.md", NEW)
    early, late = remove(tmp_path, "a.md"), remove(tmp_path, "b.md")
    home = tmp_path / REMOVED / early.token
    past = time.time() - UNDO_SECONDS - 1
    os.utime(home, (past, past))
    with pytest.raises(StaleError, match="no longer be undone"):
        restore(tmp_path, early.token)
    assert tidy(tmp_path) == 1
    assert not home.exists()
    assert restore(tmp_path, late.token) == "b.md"


@pytest.mark.parametrize("token", ["", "..", "../../a", "x" * 16, "a/b", "\0" * 16])
def test_a_token_that_is_none_brings_nothing_back(tmp_path: Path, token: str) -> None:
    add(tmp_path, "a.md", OLD)
    with pytest.raises(StaleError):
        restore(tmp_path, token)
    assert files(tmp_path) == {"a.md": OLD}


def test_an_article_within_a_file_cannot_be_removed_alone(tmp_path: Path) -> None:
    add(tmp_path, "press/march.zip", OLD)
    with pytest.raises(CorpusError, match=r"part of the file press/march\.zip, .* removed whole"):
        remove(tmp_path, "press/march.zip//talks/one.txt")
    with pytest.raises(CorpusError, match="no longer there"):
        remove(tmp_path, "press/april.zip")


def test_tidying_touches_nothing_else(tmp_path: Path) -> None:
    add(tmp_path, "press/a.md", OLD)
    for name in (".gitignore", f"{REMOVED}/notes/a.txt", f"press/{PART}new", "press/.keep"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    before = files(tmp_path)
    assert tidy(tmp_path) == 0
    assert files(tmp_path) == before
    assert tidy(tmp_path / "nowhere") == 0
