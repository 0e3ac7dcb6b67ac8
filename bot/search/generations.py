"""The generations of one corpus on disk: which is the newest, and which nobody needs any more.

A folder holds one folder a generation, numbered upward. Beside each lies what the last look at the
files told (``scan-*.json``): it is replaced whenever files were looked at, also when none of them
had changed, and may be lost without harm.
"""

from __future__ import annotations

import errno
import fcntl
import json
import logging
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from bot.articles.article import Rejection
from bot.articles.folder import FileStamp, Known
from bot.errors import SnapshotError
from bot.search.generation import Generation, folder_of, open_generation
from bot.search.store import PART, PASSING, UNREADABLE, PassingError, remove_unread

ASIDE = ".damaged"
"""Ends the name of a generation that could not be opened; the newest such one is kept."""

SCAN = "scan-"

TRIES, PAUSE_SECONDS = 4, 0.05
"""Times that a generation is opened that the system cannot open, and between two of these."""

_NUMBER = re.compile(r"([0-9]{8})(?:\..*)?")

Scanned = tuple[dict[str, Known], tuple[Rejection, ...]]

_log = logging.getLogger(__name__)


class Generations:
    """`root` need not exist yet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._last: tuple[tuple[int, int], Scanned] | None = None

    def newest(self) -> Generation | None:
        """The newest one that opens. What does not is set aside, and said in the log. Raises
        SnapshotError where the system opens nothing now, as with too many open files."""
        for number in sorted(self._numbers(), reverse=True):
            folder = folder_of(self.root, number)
            try:
                return _opened(folder)
            except PassingError:
                raise
            except SnapshotError as error:
                if not folder.exists():  # removed meanwhile, as it was no longer needed
                    continue
                _log.error("snapshot %d: %s (%s); set aside", number, error, error.detail)
                self.set_aside(number)
        return None

    def next_number(self) -> int:
        """Above that of every generation there was, damaged ones too."""
        found = [int(match[1]) for match in map(_NUMBER.fullmatch, self._names()) if match]
        return max(found, default=0) + 1

    def set_aside(self, number: int) -> None:
        folder = folder_of(self.root, number)
        aside = folder.with_name(folder.name + ASIDE)
        shutil.rmtree(aside, ignore_errors=True)
        try:
            folder.rename(aside)
        except OSError as error:
            _log.warning("snapshot %d could not be set aside: %s", number, error)

    def set_aside_from(self, number: int) -> None:
        """That generation and all after it, which may hold copies of what is damaged in it."""
        for each in sorted(self._numbers()):
            if each >= number:
                self.set_aside(each)

    def tidy(self) -> None:
        """Remove what nobody reads: older generations, unfinished ones, older damaged ones. Call it
        under the lock."""
        newest = self.newest()
        needed = {newest.number, newest.base_number} if newest else set()
        for number in set(self._numbers()) - needed:
            remove_unread(folder_of(self.root, number))
        names, scans = self._names(), {self._scan(number).name for number in self._numbers()}
        unfinished = [name for name in names if name.endswith(PART)]
        damaged = sorted(name for name in names if name.endswith(ASIDE))[:-1]
        alone = [name for name in names if name.startswith(SCAN) and name not in scans]
        for name in (*unfinished, *damaged, *alone):
            _remove(self.root / name)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Wait until no other process changes the generations. Raises SnapshotError when the folder
        cannot be written."""
        with self._lock_file() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def prepare(self) -> None:
        """Make the folder, waiting for nobody. Raises SnapshotError when it cannot be written."""
        self._lock_file().close()

    def scanned(self, number: int) -> Scanned:
        """What is known of the files that generation was made of, and which were rejected without
        reading; nothing when that was lost."""
        try:
            written = self._scan(number).stat().st_mtime_ns
        except OSError:
            return {}, ()
        if self._last is None or self._last[0] != (number, written):
            self._last = (number, written), self._read_scan(number)
        return self._last[1]

    def _read_scan(self, number: int) -> Scanned:
        try:
            value = json.loads(self._scan(number).read_bytes())
            known = dict(map(_known, value["files"]))
            return known, tuple(Rejection(path, reason) for path, reason in value["rejected"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("snapshot %d: nothing is known of its files (%r)", number, error)
            return {}, ()

    def rejected(self, number: int) -> tuple[Rejection, ...]:
        """Every file that the scan of a generation rejected, in the order of the paths."""
        known, unread = self.scanned(number)
        read = (one for path, each in known.items() for one in each.rejections(path))
        return tuple(sorted((*read, *unread), key=lambda each: each.path))

    def folder(self, number: int) -> Path:
        return folder_of(self.root, number)

    def keep_scanned(
        self, number: int, known: Mapping[str, Known], rejected: Sequence[Rejection]
    ) -> None:
        """What cannot be kept costs no more than reading all files again."""
        value = {
            "files": [_row(path, each) for path, each in known.items()],
            "rejected": [[each.path, each.reason] for each in rejected],
        }
        path = self._scan(number)
        aside = path.with_suffix(PART)
        whole = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        try:
            aside.write_bytes(whole)
            aside.replace(path)
        except OSError as error:
            _log.warning("snapshot %d: what is known of its files is not kept: %s", number, error)

    def _lock_file(self) -> IO[bytes]:
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            return (self.root / "lock").open("wb")
        except OSError as error:
            raise SnapshotError("The snapshot could not be saved.", detail=str(error)) from error

    def _scan(self, number: int) -> Path:
        return self.root / f"{SCAN}{number:08}.json"

    def _names(self) -> list[str]:
        try:
            return [path.name for path in self.root.iterdir()]
        except OSError as error:
            if error.errno in PASSING:
                raise PassingError(UNREADABLE, detail=repr(error)) from error
            return []

    def _numbers(self) -> list[int]:
        return [int(name) for name in self._names() if _NUMBER.fullmatch(name) and name.isdigit()]


def _row(path: str, known: Known) -> list[object]:
    """As short as can be: most files are plain, and there may be 100,000."""
    row: list[object] = [path, known.stamp, known.digest, known.reason]
    return [*row, known.members, known.edits] if known.members or known.edits else row


def _known(row: Sequence[Any]) -> tuple[str, Known]:
    path, stamp, digest, reason, *more = row
    members, edits = more if more else ((), "")
    left_out = tuple((str(member), str(why)) for member, why in members)
    return path, Known(FileStamp(*stamp), digest, reason, left_out, edits)


def _opened(folder: Path) -> Generation:
    """Tried again where the fault may pass. Raises SnapshotError, PassingError if it stays. A disk
    that still reports an error is damage; a folder that somebody removes is as good as gone."""
    for _ in range(TRIES - 1):
        try:
            return open_generation(folder)
        except PassingError:
            time.sleep(PAUSE_SECONDS)
    try:
        return open_generation(folder)
    except PassingError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in (errno.EIO, errno.EAGAIN):
            raise SnapshotError(str(error), detail=error.detail) from error
        raise


def _remove(path: Path) -> None:
    """A file or a whole folder; what cannot be removed stays."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
