"""Putting files into the corpus folder and taking them out, so that no crash leaves half of one.

A file is written whole under a hidden name beside its place and then takes it in one step. What is
removed moves into the hidden folder ``.removed`` of the corpus folder, a folder of its own for each
file, from which it can be brought back for a while, also after a restart.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bot.articles.members import SEPARATOR, file_of
from bot.articles.names import checked
from bot.errors import CorpusError, StaleError

UNDO_SECONDS = 900
"""How long what was removed can be brought back."""

LEFT_OVER_SECONDS = 3_600
"""Age at which the unfinished file of an interrupted process is removed."""

REMOVED = ".removed"
PART = ".adding-"
TOKEN_BYTES = 12  # 16 URL-safe characters

READ_ONLY = "The folder of articles cannot be written to, so nothing was changed."
FULL = "The disk is full, so nothing was changed."
TOO_LATE = "That can no longer be undone."

_FULL = (errno.ENOSPC, errno.EDQUOT)
_READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{16}")


@dataclass(frozen=True, slots=True)
class Removed:
    """A file that was taken out: `until` is when, in seconds since 1970, it is gone for good."""

    token: str
    path: str
    until: float


class TakenError(CorpusError):
    """There is a file of that name already."""


def add(root: Path, path: str, data: bytes, *, replace: bool = False) -> None:
    """Write a new file at `path`, or over the one that is there if it may be `replace`d.

    Durable when this returns; until then, and after a crash at any moment, the place has what it
    had or all of `data`. The collection's folder is made if it is not there. Raises TakenError, and
    CorpusError when the folder cannot be written or the disk is full.
    """
    root, target = _placed(root, path)
    with _told():
        made = _make(root, target.parent)
        try:
            _put(target, data, replace=replace)
        except OSError:
            if made:
                with suppress(OSError):
                    target.parent.rmdir()
            raise


def remove(root: Path, path: str) -> Removed:
    """Take the file at `path` out, in one step. Raises CorpusError when it is not there, is an
    article within a file, or cannot be moved."""
    if SEPARATOR in path:
        raise CorpusError(
            f"This article is part of the file {file_of(path)}, which can only be removed whole."
        )
    root, source = _placed(root, path)
    if not os.path.lexists(source):
        raise CorpusError("That file is no longer there.", detail=path)
    token = _token()
    aside = root / REMOVED / token / path
    with _told():
        aside.parent.mkdir(parents=True)
        source.rename(aside)
        _sync(aside.parent, source.parent)
        now = time.time()
        os.utime(root / REMOVED / token, (now, now))
    return Removed(token, path, now + UNDO_SECONDS)


def removed(root: Path, token: str) -> Removed:
    """What a token stands for. Raises StaleError once that cannot be brought back."""
    home = root.resolve() / REMOVED / token
    try:
        if not _TOKEN.fullmatch(token):
            raise StaleError(TOO_LATE)
        until = home.stat().st_mtime + UNDO_SECONDS
        path = next(_files(home), None)
    except OSError as error:
        raise StaleError(TOO_LATE, detail=repr(error)) from error
    if path is None or time.time() > until:
        raise StaleError(TOO_LATE)
    return Removed(token, path, until)


def restore(root: Path, token: str) -> str:
    """Bring back what was removed; the path it is at again. Raises StaleError, and CorpusError when
    another file has taken its place or the folder cannot be written."""
    gone = removed(root, token)
    root, target = _placed(root, gone.path)
    home = root / REMOVED / token
    with _told():
        _make(root, target.parent, whole=True)
        _take_place(home / gone.path, target)
        _sync(target.parent)
    shutil.rmtree(home, ignore_errors=True)
    return gone.path


def tidy(root: Path, now: float | None = None) -> int:
    """Delete for good what was removed longer than UNDO_SECONDS ago, and what an interrupted `add`
    left over; the number of both. What cannot be deleted stays for the next time."""
    now, count = time.time() if now is None else now, 0
    root = Path(os.path.realpath(root))
    for home in _entries(root / REMOVED):
        if _TOKEN.fullmatch(home.name) and _older(home, now - UNDO_SECONDS):
            shutil.rmtree(home, ignore_errors=True)
            count += 1
    folders = [root, *(each for each in _entries(root) if not each.name.startswith("."))]
    for left in (each for folder in folders for each in _entries(folder)):
        if left.name.startswith(PART) and _older(left, now - LEFT_OVER_SECONDS):
            with suppress(OSError):
                left.unlink()
                count += 1
    return count


def _token() -> str:
    """Does not begin like an option of a command line."""
    while not (token := secrets.token_urlsafe(TOKEN_BYTES))[0].isalnum():
        pass
    return token


def _placed(root: Path, path: str) -> tuple[Path, Path]:
    """The folder without links, and the place within it. Raises CorpusError for a path that leads
    out, also through a link."""
    try:
        real = root.resolve(strict=True)
        target = real / checked(path)
        for folder in target.parents:
            if folder == real:
                return real, target
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                break
    except (OSError, RuntimeError, ValueError) as error:
        raise CorpusError("The folder of articles cannot be read.", detail=repr(error)) from error
    raise CorpusError("That is no folder of articles: it is a link or a file.", detail=path)


def _make(root: Path, folder: Path, *, whole: bool = False) -> bool:
    """Whether the folder had to be made. Only a collection's is, unless the `whole` way to it."""
    if folder == root or folder.is_dir():
        return False
    folder.mkdir(parents=whole, exist_ok=True)
    _sync(folder.parent)
    return True


def _put(target: Path, data: bytes, *, replace: bool) -> None:
    aside = target.with_name(f"{PART}{secrets.token_hex(8)}")
    try:
        with aside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            aside.replace(target)
        else:
            _take_place(aside, target)
        _sync(target.parent)
    finally:
        with suppress(OSError):
            aside.unlink()


def _take_place(source: Path, target: Path) -> None:
    """Move a file to where none is. Without hard links there is an instant in which an empty file
    holds the place. Raises TakenError, OSError."""
    try:
        try:
            os.link(source, target, follow_symlinks=False)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            source.replace(target)
    except FileExistsError as error:
        raise TakenError("There is a file of that name already.", detail=str(target)) from error
    with suppress(FileNotFoundError):
        source.unlink()


def _sync(*folders: Path) -> None:
    for folder in folders:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told() -> Iterator[None]:
    """What the file system refuses, in a sentence."""
    try:
        yield
    except OSError as error:
        said = "The file could not be written, so nothing was changed."
        if error.errno in _FULL:
            said = FULL
        elif error.errno in _READ_ONLY:
            said = READ_ONLY
        raise CorpusError(said, detail=repr(error)) from error


def _entries(folder: Path) -> list[Path]:
    """Nothing where there is no folder; links are not followed."""
    try:
        return [] if folder.is_symlink() else list(folder.iterdir())
    except OSError:
        return []


def _older(path: Path, than: float) -> bool:
    try:
        return path.lstat().st_mtime < than
    except OSError:
        return False


def _files(home: Path) -> Iterator[str]:
    for folder, _, names in os.walk(home):
        for name in names:
            yield (Path(folder) / name).relative_to(home).as_posix()
