"""The files of a folder: which have changed since they were last read, and one file's Document.

Whether a file has changed is told from what the file system says of it, without opening it. As in
git's index, that proves nothing of a file that was written a moment before: within one tick of its
clock it may have been written again.
"""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.articles.article import Document, Rejection
from bot.articles.decode import MAX_FILE_BYTES, too_large
from bot.articles.document import READERS, read_document
from bot.articles.reject import RejectionError
from bot.errors import CorpusError

MAX_DEPTH = 32
"""Folders within folders that are gone down."""

RACY_NS = 2_000_000_000
"""Nanoseconds after a write within which a stamp does not prove that nothing was written since."""

MAX_READS = 3
"""Times that a file is read which changes meanwhile."""

PAUSE_SECONDS = 0.05
"""Between two of these times."""

CANNOT_BE_READ = "Cannot be read"
STILL_WRITTEN = "The file is still being written."
NOT_REGULAR = "Not a regular file."
LEADS_OUT = "A link that leads out of the folder."

_log = logging.getLogger(__name__)


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
    """What is known of a path since it was last read: the SHA-256 of the file's bytes, or the
    reason why the file was rejected."""

    stamp: FileStamp
    digest: str | None
    reason: str | None = None

    @property
    def settled(self) -> bool:
        """Whether reading the same bytes again would give the same: not where reading failed."""
        if self.digest is not None:
            return True
        reason = self.reason or ""
        return reason != STILL_WRITTEN and not reason.startswith(CANNOT_BE_READ)


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


def survey(root: Path, known: Mapping[str, Known]) -> Survey:
    """Look through `root` without reading a file.

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
        yield ascii(path)[1:-1], "The file's name holds characters that cannot be shown."
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
    yield path, _stamp(entry) if _supported(entry.name) else _unsupported()


def _stamp(entry: os.DirEntry[str]) -> FileStamp | str:
    try:
        info = entry.stat()
    except OSError as error:
        return f"{CANNOT_BE_READ}: {error.strerror}."
    return _unfit(info) or FileStamp.of(info, time.time_ns())


def _unfit(info: os.stat_result) -> str | None:
    if not stat.S_ISREG(info.st_mode):
        return NOT_REGULAR
    return too_large(info.st_size) if info.st_size > MAX_FILE_BYTES else None


def _supported(name: str) -> bool:
    return name.lower().endswith(tuple(READERS))


def _unsupported() -> str:
    return f"Unsupported kind of file: only {' and '.join(sorted(READERS, reverse=True))} are read."


def read_file(root: Path, path: str) -> Document:
    """Read and understand one file; `path` is relative to `root`, with forward slashes.

    Raises RejectionError, whose text is the reason, whatever is wrong with the file.
    """
    return understand(path, read_bytes(root, path))


def understand(path: str, data: bytes) -> Document:
    """`read_document`, which raises nothing but RejectionError."""
    try:
        return read_document(path, data)
    except RejectionError:
        raise
    except Exception as error:  # one odd file must not cost the team its whole corpus
        _log.exception("corpus: %r could not be understood", path)
        raise RejectionError("The file could not be understood.", detail=repr(error)) from error


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of a regular file within `root`, all of one moment as far as its times tell.

    Neither waits for a pipe nor reads more than the limit. Raises RejectionError.
    """
    try:
        real = (root / path).resolve(strict=True)
        if not real.is_relative_to(root.resolve(strict=True)):
            raise RejectionError(LEADS_OUT)
        for attempt in range(MAX_READS):
            if attempt:
                time.sleep(PAUSE_SECONDS)
            if (data := _read_once(real)) is not None:
                return data
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "broken link"
        raise RejectionError(f"{CANNOT_BE_READ}: {reason}.", detail=repr(error)) from error
    raise RejectionError(STILL_WRITTEN)


def _read_once(real: Path) -> bytes | None:
    """None when the file changed meanwhile."""
    handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if reason := _unfit(before):
            raise RejectionError(reason)
        data = file.read(MAX_FILE_BYTES + 1)
        after = os.fstat(handle)
    whole = before.st_size == after.st_size == len(data)
    return data if whole and before.st_mtime_ns == after.st_mtime_ns else None
