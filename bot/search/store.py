"""A folder of arrays on disk that appears whole or not at all and is mapped, not read, when opened.

It is written beside its final name, flushed to disk and renamed. The manifest names the format and,
of every other file, size, SHA-256 and how its array lies in it; a seal covers the manifest itself.

To open one costs milliseconds: no array is read. Instead every file must still be the very one that
was checked when it was written, by inode, size, and times of change in nanoseconds, which no
program can alter without their showing. Where anything differs, as in a copy of the folder, all
digests are compared before the folder is used.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import json
import mmap
import os
import shutil
import weakref
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib import format as npy

from bot import __version__
from bot.errors import SnapshotError
from bot.search.arrays import Array

FORMAT = 3
"""To be raised with every change of what is saved, the layout of bot.search.blockmax included."""

MANIFEST, CHECKED, LOCK = "manifest.json", "checked.json", "lock"
CANNOT_RESERVE = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
"""What some file systems answer where disk space is to be taken ahead."""

SMALL_BYTES = 1 << 20
"""An array up to this size is kept in memory until its file is written: mapping costs more."""

UNREADABLE = "The saved snapshot cannot be read."

PASSING = (errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EINTR, errno.EAGAIN, errno.EIO)
"""What keeps a sound folder from being opened, for now; of EIO nobody knows."""

PART = ".part"
"""Ends the name of a folder that is being written; what a crash left of one is removed later."""


class PassingError(SnapshotError):
    """A folder that cannot be opened now, and may well be sound."""


class Writer:
    """Writes one folder: arrays to fill, then `finish`. Use as a context: without `finish`, nothing
    stays. It is a Target of bot.search.merging. What need not survive a crash is not `durable`.

    Raises SnapshotError when `folder` exists or cannot be written.
    """

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self._durable = durable
        self._aside = folder.with_name(folder.name + PART)
        self._small: dict[Path, Array] = {}
        self._open: list[np.memmap[Any, Any]] = []

    def __enter__(self) -> Writer:
        if self.folder.exists():
            raise SnapshotError("This snapshot is already saved.", detail=str(self.folder))
        try:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside.mkdir(parents=True)
        except OSError as error:
            raise _unwritable(error) from error
        return self

    def __exit__(self, *exc: object) -> None:
        self._open.clear()
        shutil.rmtree(self._aside, ignore_errors=True)

    def array(self, name: str, dtype: Any, size: int) -> Array:
        """A new array of `size` elements in a file of its own, to be filled before `finish`."""
        path = self._aside / f"{name}.npy"
        if size * np.dtype(dtype).itemsize <= SMALL_BYTES:
            return self._small.setdefault(path, np.empty(size, dtype))
        try:
            made = npy.open_memmap(path, "w+", np.dtype(dtype), (size,))
            _reserve(path)
        except OSError as error:
            raise _unwritable(error) from error
        self._open.append(made)
        return np.asarray(made)

    def put(self, name: str, array: Array) -> None:
        self.array(name, array.dtype, len(array))[:] = array

    def finish(self, **fields: object) -> None:
        """Flush, seal and rename; `fields` go into the manifest."""
        try:
            for path, array in self._small.items():
                np.save(path, array)
            for made in self._open:
                made.flush()
            self._open.clear()
            paths = sorted(self._aside.iterdir())
            files = {path.name: _described(path, self._durable) for path in paths}
            manifest = {"format": FORMAT, "version": __version__, **fields, "files": files}
            _write_json(self._aside / MANIFEST, manifest | {"seal": _seal(manifest)})
            (self._aside / LOCK).touch()
            _write_json(self._aside / CHECKED, _fingerprints(self._aside, files))
            _sync_folder(self._aside)
            self._aside.rename(self.folder)
            _sync_folder(self.folder.parent)
        except OSError as error:
            raise _unwritable(error) from error


class Opened:
    """A folder in use: its manifest and its arrays, mapped read-only. Holds a shared lock on the
    folder for as long as it is referred to, so that nobody removes it."""

    def __init__(
        self, folder: Path, manifest: Mapping[str, Any], arrays: dict[str, Array], lock: int
    ) -> None:
        """`lock` is the descriptor that holds the lock; it is closed with this."""
        self.folder, self.manifest, self.arrays = folder, manifest, arrays
        weakref.finalize(self, os.close, lock)


def open_folder(folder: Path) -> Opened:
    """Raises SnapshotError when anything is missing, altered or of another format, PassingError
    when the system cannot open it now."""
    lock = None
    try:
        lock = os.open(folder / LOCK, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise SnapshotError(
                "The saved snapshot has another format.", detail=f"format {manifest['format']}"
            )
        if manifest["version"] != __version__:  # it may read articles in another way
            raise SnapshotError(
                "The saved snapshot is of another version.", detail=f"version {manifest['version']}"
            )
        if manifest.pop("seal") != _seal(manifest):
            raise _damaged("the manifest was altered")
        files: dict[str, dict[str, Any]] = manifest["files"]
        _check(folder, files)
        arrays = {
            name.removesuffix(".npy"): _mapped(folder / name, about)
            for name, about in files.items()
            if name.endswith(".npy")
        }
        opened, lock = Opened(folder, manifest, arrays, lock), None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno in PASSING:
            raise PassingError(UNREADABLE, detail=repr(error)) from error
        raise _unreadable(repr(error)) from error
    finally:
        if lock is not None:
            os.close(lock)
    return opened


def verify(folder: Path, stopped: Callable[[], bool] = lambda: False) -> None:
    """Compare every digest, whatever the fingerprints say, until it is `stopped`, which is asked
    before each file. Raises SnapshotError; slow."""
    try:
        files = json.loads((folder / MANIFEST).read_bytes())["files"]
        _compare(folder, files, stopped)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(repr(error)) from error


def remove_unread(folder: Path) -> bool:
    """Remove a folder unless somebody has it open; whether it is gone."""
    try:
        with (folder / LOCK).open("rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder, ignore_errors=True)
    except FileNotFoundError:
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:
        return False
    return not folder.exists()


def _check(folder: Path, files: Mapping[str, Mapping[str, Any]]) -> None:
    now = _fingerprints(folder, files)
    try:
        checked = json.loads((folder / CHECKED).read_bytes())
    except (OSError, ValueError):
        checked = None
    if now == checked:
        return
    _compare(folder, files, lambda: False)
    try:
        _write_json(folder / CHECKED, now)
    except OSError:  # on a read-only disk, comparing again each time is all that can be done
        return


def _compare(folder: Path, files: Mapping[str, Any], stopped: Callable[[], bool]) -> None:
    for name, about in files.items():
        if stopped():
            return
        if (folder / name).stat().st_size != about["bytes"]:
            raise _damaged(f"{name} has another size")
        if _digest(folder / name) != about["sha256"]:
            raise _damaged(f"{name} was altered")


def _fingerprints(folder: Path, names: Mapping[str, Any]) -> dict[str, list[int]]:
    found = {}
    for name in names:
        info = (folder / name).stat()
        found[name] = [info.st_ino, info.st_size, info.st_mtime_ns, info.st_ctime_ns]
    return found


def _reserve(path: Path) -> None:
    """Take the disk space of a file now. Raises OSError when it is not there: a mapped file that
    finds the disk full while it is filled ends the whole process by a signal."""
    if not hasattr(os, "posix_fallocate"):  # macOS
        return
    with path.open("r+b") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, os.fstat(file.fileno()).st_size)
        except OSError as error:
            if error.errno not in CANNOT_RESERVE:
                raise


def _described(path: Path, durable: bool) -> dict[str, Any]:
    """Size, digest, and for an array its type, length and where it begins in the file."""
    with path.open("r+b") as file:
        if durable:
            os.fsync(file.fileno())
        about: dict[str, Any] = {
            "bytes": os.fstat(file.fileno()).st_size,
            "sha256": hashlib.file_digest(file, "sha256").hexdigest(),
        }
        if path.suffix == ".npy":
            file.seek(0)
            npy.read_magic(file)
            (size,), _, dtype = npy.read_array_header_1_0(file)
            about |= {"dtype": dtype.str, "size": size, "at": file.tell()}
    return about


def _mapped(path: Path, about: Mapping[str, Any]) -> Array:
    dtype, size = np.dtype(about["dtype"]), int(about["size"])
    if not size:
        return np.zeros(0, dtype)
    with path.open("rb") as file:
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return np.frombuffer(whole, dtype, size, int(about["at"]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _write_json(path: Path, value: object) -> None:
    with path.open("wb") as file:
        file.write(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _damaged(detail: str) -> SnapshotError:
    return SnapshotError("The saved snapshot is damaged.", detail=detail)


def _unreadable(detail: str) -> SnapshotError:
    return SnapshotError(UNREADABLE, detail=detail)


def _unwritable(error: OSError) -> SnapshotError:
    return SnapshotError("The snapshot could not be saved.", detail=str(error))
