"""One file of a folder: its bytes, and the articles in it."""

from __future__ import annotations

import logging
import os
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.articles.article import Document, Rejection
from bot.articles.document import document_of_extracted, read_document
from bot.articles.edits import Edit
from bot.articles.members import member_path
from bot.articles.readers.extracted import Found
from bot.articles.readers.kinds import is_plain, too_large
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox

MAX_READS = 3
"""Times that a file is read which changes meanwhile."""

PAUSE_SECONDS = 0.05
"""Between two of these times."""

CANNOT_BE_READ = "Cannot be read"
STILL_WRITTEN = "The file is still being written."
NOT_REGULAR = "Not a regular file."
UNPRINTABLE = "The file's name holds characters that cannot be shown."
LEADS_OUT = "A link that leads out of the folder."

T = TypeVar("T")

_log = logging.getLogger(__name__)


def read_file(root: Path, path: str) -> Document:
    """Read and understand one plain file; `path` is relative to `root`, with forward slashes.

    Raises RejectionError, whose text is the reason, whatever is wrong with the file.
    """
    return understand(path, read_bytes(root, path))


def read_articles(
    path: str, data: bytes, sandbox: Sandbox, edits: Mapping[str, Edit] | None = None
) -> tuple[Document | Rejection, ...]:
    """Every article of a file's bytes, with what moderators have corrected (`edits` by path), or
    why a member is none. Files that are not plain text are read in the sandbox.

    Raises RejectionError when there is something wrong with the file as a whole.
    """
    found: list[Document | Rejection]
    if is_plain(path):
        found = [understand(path, data)]
    else:
        found = [_member(path, each) for each in sandbox.read(path, data)]
    if not edits:
        return tuple(found)
    return tuple(each if isinstance(each, Rejection) else _edited(each, edits) for each in found)


def _member(path: str, found: Found) -> Document | Rejection:
    """Raises RejectionError for what is the whole file."""
    whole = member_path(path, found.member)
    try:
        if not whole.isprintable():
            raise RejectionError(UNPRINTABLE)
        if found.extracted is None:
            raise RejectionError(found.reason)
        read = partial(document_of_extracted, whole, found.digest)
        return _guarded(whole, read, found.extracted)
    except RejectionError as error:
        if not found.member:
            raise
        return Rejection(ascii(whole)[1:-1] if not whole.isprintable() else whole, str(error))


def _edited(document: Document, edits: Mapping[str, Edit]) -> Document:
    edit = edits.get(document.article.path)
    return replace(document, article=edit.applied(document.article)) if edit else document


def understand(path: str, data: bytes) -> Document:
    """`read_document`, which raises nothing but RejectionError."""
    return _guarded(path, partial(read_document, path), data)


def _guarded(path: str, read: Callable[[T], Document], given: T) -> Document:
    try:
        return read(given)
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
            if (data := _read_once(real, path)) is not None:
                return data
    except (OSError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else "broken link"
        raise RejectionError(f"{CANNOT_BE_READ}: {reason}.", detail=repr(error)) from error
    raise RejectionError(STILL_WRITTEN)


def _read_once(real: Path, name: str) -> bytes | None:
    """None when the file changed meanwhile."""
    handle = os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    with os.fdopen(handle, "rb") as file:
        before = os.fstat(handle)
        if reason := unfit(name, before):
            raise RejectionError(reason)
        data = file.read(before.st_size + 1)
        after = os.fstat(handle)
    whole = before.st_size == after.st_size == len(data)
    return data if whole and before.st_mtime_ns == after.st_mtime_ns else None


def unfit(name: str, info: os.stat_result) -> str | None:
    """Why what the file system says of a file rules it out, or None."""
    if not stat.S_ISREG(info.st_mode):
        return NOT_REGULAR
    return too_large(name, info.st_size)
