from __future__ import annotations

import os
import socket
import stat
from pathlib import Path

import pytest

from bot.console.picture import picture_target, write_picture
from bot.errors import PictureError, QuestionError

PNG = b"\x89PNG\r\n\x1a\n"


def test_no_name_means_no_picture() -> None:
    assert picture_target(None) is None


def test_a_picture_is_written_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = picture_target(tmp_path / "quay.png")
    assert target is not None
    write_picture(target, b"one")
    write_picture(target, b"another")
    assert target.read_bytes() == b"another"
    assert list(tmp_path.iterdir()) == [target]
    assert not target.stat().st_mode & stat.S_IXUSR


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.png").write_bytes(PNG + b"old")
    (tmp_path / "link.png").symlink_to("real.png")
    target = picture_target(tmp_path / "link.png")
    assert target is not None
    write_picture(target, b"new")
    assert (tmp_path / "link.png").is_symlink()
    assert (tmp_path / "real.png").read_bytes() == b"new"


def test_a_file_made_to_hold_the_picture_may_be_empty(tmp_path: Path) -> None:
    (tmp_path / "quay.png").touch()
    assert picture_target(tmp_path / "quay.png")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666])
def test_the_mode_of_an_older_picture_stays(tmp_path: Path, mode: int) -> None:
    target = tmp_path / "quay.png"
    target.write_bytes(PNG)
    target.chmod(mode)
    write_picture(target, PNG + b"new")
    assert stat.S_IMODE(target.stat().st_mode) == mode
    assert target.read_bytes() == PNG + b"new"


def test_a_home_folder_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert picture_target("~/quay.png") == (tmp_path / "quay.png").resolve()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "needs the name of a file"),
        ("a\0b.png", "needs the name of a file"),
        ("folder", "names a folder"),
        ("folder/", "names a folder"),
        ("new/", "names a folder"),
        ("new/.", "names a folder"),
        ("new/..", "names a folder"),
        ("-", "a picture is not printed"),
        ("report.txt", "no PNG picture"),
        ("short.png", "no PNG picture"),
        ("missing/quay.png", "a folder that does not exist"),
        ("file/quay.png", "a folder that does not exist"),
        ("pipe", "not an ordinary file"),
        ("socket", "not an ordinary file"),
        ("loop", "cannot be written"),
        ("x" * 300, "cannot be written"),
    ],
)
def test_a_name_that_cannot_be_written_is_refused_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, sentence: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("a file")
    (tmp_path / "report.txt").write_text("Three months of work, and no copy of it.")
    (tmp_path / "short.png").write_bytes(PNG[:4])
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to("loop")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
        with pytest.raises(QuestionError, match=sentence) as caught:
            picture_target(name)
    assert str(tmp_path) not in str(caught.value)


@pytest.mark.parametrize(
    ("denied", "sentence"),
    [("folder", "folder that may not be written to"), ("folder/quay.png", "may not be written to")],
)
def test_what_may_not_be_written_to_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, denied: str, sentence: str
) -> None:
    """Permissions do not bind every user that runs tests, so the question for them is answered."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "quay.png").write_bytes(PNG)
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path / denied)
    with pytest.raises(QuestionError, match=sentence):
        picture_target(tmp_path / "folder" / "quay.png")
    assert (tmp_path / "folder" / "quay.png").read_bytes() == PNG


def test_a_picture_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "quay.png"
    target.mkdir()  # since the name was looked at
    (target / "inside").write_bytes(b"old")
    with pytest.raises(PictureError, match="could not be written") as caught:
        write_picture(target, b"new")
    assert str(tmp_path) not in str(caught.value)
    assert caught.value.detail
    assert list(tmp_path.iterdir()) == [target]
