"""The files of a folder: which have changed since they were last read.

Whether a file has changed is told from what the file system says of it, without opening it. As in
git's index, that proves nothing of a file that was written a moment before: within one tick of its
clock it may have been written again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.articles.article import Rejection
from bot.articles.files import CANNOT_BE_READ, LEADS_OUT, STILL_WRITTEN, UNPRINTABLE, unfit
from bot.articles.readers.kinds import supported, unsupported_sentence
from bot.errors import CorpusError

NEEDS_EXTRA = " need an extra: "
"""In the reason of a file whose library is not installed (bot.articles.readers.extras)."""

MAX_DEPTH = 32
"""Folders within folders that are gone down."""

RACY_NS = 2_000_000_000
"""Nanoseconds after a write within which a stamp does not prove that nothing was written since."""


class FileStamp(NamedTuple):
    """What the file system says of a file, or of the one that a link leads to.

    Sizes in bytes, times in nanoseconds since 1970. `racy` when it was taken within RACY_NS of a
    change, so that the file must be read again next time. Two equal stamps that are not racy are of
    the same bytes.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    racy: bool = False

    @classmethod
    def of(cls, info: os.stat_result, now_ns: int) -> FileStamp:
        """A file whose times lie ahead of the clock was not written just now, unless the file
        system's own clock, which sets the time of its last change, is ahead as well."""
        mtime, ctime = info.st_mtime_ns, info.st_ctime_ns
        racy = now_ns - ctime < RACY_NS or -RACY_NS < now_ns - mtime < RACY_NS
        return cls(info.st_size, mtime, ctime, info.st_ino, racy)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a file since it was last read: the SHA-256 of its bytes, or the reason why
    it was rejected. `members` are those of its members that were left out, each with the reason;
    `edits` tells the corrections of its articles apart from others, as `edits.by_file` has them."""

    stamp: FileStamp
    digest: str | None
    reason: str | None = None
    members: tuple[tuple[str, str], ...] = ()
    edits: str = ""

    @property
    def settled(self) -> bool:
        """Whether reading the same bytes again would give the same: not where reading failed, and
        not where a library was missing."""
        if self.digest is not None:
            return True
        reason = self.reason or ""
        return not (reason.startswith((STILL_WRITTEN, CANNOT_BE_READ)) or NEEDS_EXTRA in reason)

    def rejections(self, path: str) -> tuple[Rejection, ...]:
        """What of the file at `path` was left out."""
        whole = (Rejection(path, self.reason),) if self.reason else ()
        return (*whole, *(Rejection(*each) for each in self.members))


@dataclass(frozen=True, slots=True)
class Survey:
    """A folder as it was found; every tuple is in the order of the paths.

    `same` paths need not be read: what is known of them holds, a rejection too. `unread` ones are
    new or may have changed. `rejected` cannot be articles, which was clear without reading. `gone`
    are known paths that are neither `same` nor `unread`. `stamps` has those of `same` and `unread`;
    it is older than what is read afterwards, so whatever is written meanwhile is seen next time.
    """

    same: tuple[str, ...]
    unread: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    gone: tuple[str, ...]
    stamps: Mapping[str, FileStamp]


def survey(
    root: Path, known: Mapping[str, Known], edits: Mapping[str, str] | None = None
) -> Survey:
    """Look through `root` without reading a file. `edits` are the corrections that hold now, by
    file, as in `Known.edits`; a file with others than it was read with is unread. None: those that
    it was read with hold.

    Hidden files and folders are skipped. Raises CorpusError when `root` is no folder that can be
    read.
    """
    same: list[str] = []
    unread: list[str] = []
    rejected: list[Rejection] = []
    stamps: dict[str, FileStamp] = {}
    for path, found in sorted(_walk(real_folder(root)), key=lambda item: item[0]):
        if isinstance(found, str):
            rejected.append(Rejection(path, found))
            continue
        stamps[path] = found
        earlier = known.get(path)
        holds = earlier and earlier.stamp == found and not found.racy and earlier.settled
        if holds and earlier and edits is not None:
            holds = earlier.edits == edits.get(path, "")
        (same if holds else unread).append(path)
    gone = tuple(sorted(known.keys() - stamps.keys()))
    return Survey(tuple(same), tuple(unread), tuple(rejected), gone, stamps)


def real_folder(root: Path) -> Path:
    """`root` without links. Raises CorpusError when it is no folder that can be read."""
    try:
        real = root.resolve(strict=True)
        with os.scandir(real):
            return real
    except (OSError, RuntimeError) as error:
        message = "The corpus folder is missing, is no folder, or cannot be read."
        raise CorpusError(message, detail=f"{root}: {error}") from error


def _walk(root: Path) -> Iterator[tuple[str, FileStamp | str]]:
    """Relative paths of what may be an article, each with its stamp, or with the reason why it is
    none. Works on strings: a Path for each of 100,000 files would take longer than all else."""
    waiting = [(os.fspath(root), "", 0)]
    while waiting:
        folder, prefix, depth = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = [entry for entry in found if not entry.name.startswith(".")]
        except OSError as error:
            yield prefix.rstrip("/") or ".", f"Cannot be opened: {error.strerror}."
            continue
        for entry in entries:
            path = prefix + entry.name
            if not entry.is_dir(follow_symlinks=False):
                yield from _judge(root, path, entry)
            elif depth < MAX_DEPTH:
                waiting.append((entry.path, path + "/", depth + 1))
            else:
                yield path, f"More than {MAX_DEPTH} folders deep."


def _judge(root: Path, path: str, entry: os.DirEntry[str]) -> Iterator[tuple[str, FileStamp | str]]:
    if not path.isprintable():
        yield ascii(path)[1:-1], UNPRINTABLE
        return
    if entry.is_symlink():
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            yield path, "A link that leads nowhere."
            return
        if not target.is_relative_to(root):
            yield path, LEADS_OUT
            return
        if target.is_dir():
            return  # what it leads to is found at its own place
    yield path, _stamp(entry) if supported(entry.name) else unsupported_sentence()


def _stamp(entry: os.DirEntry[str]) -> FileStamp | str:
    try:
        info = entry.stat()
    except OSError as error:
        return f"{CANNOT_BE_READ}: {error.strerror}."
    return unfit(entry.name, info) or FileStamp.of(info, time.time_ns())
