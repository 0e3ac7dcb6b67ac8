"""Scan a folder of articles into a Corpus, and tell what changed between two scans."""

from __future__ import annotations

import logging
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot.articles.article import Corpus, Document, Rejection
from bot.articles.decode import MAX_FILE_BYTES, too_large
from bot.articles.document import READERS, read_document
from bot.articles.reject import RejectionError
from bot.articles.undated import bounded
from bot.errors import CorpusError

__all__ = ["CorpusDiff", "diff", "read_document", "scan"]

MAX_DEPTH = 32
"""Folders within folders that a scan goes down."""

SAME_CONTENT = "Same content as "

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CorpusDiff:
    """Paths in order; `changed` are those whose bytes differ."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def scan(root: Path, previous: Corpus | None = None) -> Corpus:
    """Read every article under `root`, by path in order.

    Hidden files and folders are skipped. Whatever else cannot be an article, or cannot be read, is
    rejected with a reason, and the scan goes on. A file whose bytes are those of the same path in
    `previous` keeps its Document, but for what the other files tell of its date. Raises CorpusError
    when `root` is no folder that can be read.
    """
    real_root = _real_folder(root)
    known = {document.article.path: document for document in previous.documents} if previous else {}
    documents: list[Document] = []
    rejected: list[Rejection] = []
    first_with: dict[str, str] = {}
    ids: dict[str, str] = {}
    for path, reason in sorted(_walk(real_root)):
        try:
            if reason:
                raise RejectionError(reason)
            document = _read(real_root, path, known.get(path))
            twin = ids.setdefault(document.article.id, path)
            if twin != path:
                raise RejectionError(f"Its id is that of {twin}: rename one of the two.")
        except RejectionError as error:
            _log.warning("corpus: %r rejected: %s %s", path, error, error.detail)
            rejected.append(Rejection(path, str(error)))
            continue
        first = first_with.setdefault(document.article.digest, path)
        documents.append(_with_twin(document, None if first == path else first))
    return Corpus(bounded(documents), tuple(rejected))


def diff(old: Corpus, new: Corpus) -> CorpusDiff:
    before = {document.article.path: document.article.digest for document in old.documents}
    after = {document.article.path: document.article.digest for document in new.documents}
    return CorpusDiff(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(p for p in after.keys() & before.keys() if after[p] != before[p])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _real_folder(root: Path) -> Path:
    try:
        real = root.resolve(strict=True)
        with os.scandir(real):
            return real
    except (OSError, RuntimeError) as error:
        message = "The corpus folder is missing, is no folder, or cannot be read."
        raise CorpusError(message, detail=f"{root}: {error}") from error


def _walk(root: Path) -> Iterator[tuple[str, str | None]]:
    """Relative paths of what may be an article, each with the reason it is none, if it is clear."""
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            with os.scandir(folder) as found:
                entries = [entry for entry in found if not entry.name.startswith(".")]
        except OSError as error:
            yield _relative(root, folder), f"Cannot be opened: {error.strerror}."
            continue
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                if depth < MAX_DEPTH:
                    waiting.append((path, depth + 1))
                else:
                    yield _relative(root, path), f"More than {MAX_DEPTH} folders deep."
            else:
                yield from _judge(root, path, entry)


def _judge(root: Path, path: Path, entry: os.DirEntry[str]) -> Iterator[tuple[str, str | None]]:
    relative = _relative(root, path)
    if not relative.isprintable():
        yield ascii(relative)[1:-1], "The file's name holds characters that cannot be shown."
        return
    if entry.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):
            yield relative, "A link that leads nowhere."
            return
        if not target.is_relative_to(root):
            yield relative, "A link that leads out of the folder."
            return
        if target.is_dir():
            return  # what it leads to is scanned at its own place
    yield relative, None if path.suffix.lower() in READERS else _unsupported(path)


def _unsupported(path: Path) -> str:
    return f"Unsupported kind of file: only {' and '.join(sorted(READERS, reverse=True))} are read."


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def _read(root: Path, path: str, known: Document | None) -> Document:
    data = _bytes(root / path)
    if known and known.article.digest == sha256(data).hexdigest():
        return known
    try:
        return read_document(path, data)
    except RejectionError:
        raise
    except Exception as error:  # one odd file must not cost the team its whole corpus
        _log.exception("corpus: %r could not be understood", path)
        raise RejectionError("The file could not be understood.", detail=repr(error)) from error


def _bytes(path: Path) -> bytes:
    """The bytes of a regular file. Neither waits for a pipe nor reads more than the limit."""
    try:
        handle = os.open(path.resolve(strict=True), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode):
                raise RejectionError("Not a regular file.")
            if info.st_size > MAX_FILE_BYTES:
                raise RejectionError(too_large(info.st_size))
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "broken link"
        raise RejectionError(f"Cannot be read: {reason}.", detail=repr(error)) from error


def _with_twin(document: Document, twin: str | None) -> Document:
    """The document with a note when another file has the same bytes, and without a stale one."""
    notes = tuple(note for note in document.notes if not note.startswith(SAME_CONTENT))
    notes += (f"{SAME_CONTENT}{twin}.",) if twin else ()
    return document if notes == document.notes else replace(document, notes=notes)
