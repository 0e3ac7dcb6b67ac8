"""What moderators have corrected about articles, in a sidecar file of the corpus folder.

The file is ``.edits.json``: an object with an edit for each path. An article's own file is never
written, so that a corrected copy of it, added again, keeps its corrections.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from bot.articles.article import Article, Provenance, Rejection
from bot.articles.members import file_of
from bot.articles.readers.front_matter import MAX_SOURCE_CHARS, MAX_TITLE_CHARS
from bot.errors import CorpusError

NAME = ".edits.json"
LOCK = ".edits.lock"

MAX_EDITS_BYTES = 50_000_000
"""A larger sidecar was not written by us."""

_log = logging.getLogger(__name__)

Day = date  # within a class that has a field called date


@dataclass(frozen=True, slots=True)
class Edit:
    """What to say in the stead of the file; None leaves what the file says."""

    title: str | None = None
    source: str | None = None
    date: Day | None = None

    @property
    def digest(self) -> str:
        """The same for equal edits: 16 hexadecimal digits."""
        value = json.dumps(_fields(self), sort_keys=True)
        return blake2b(value.encode(), digest_size=8).hexdigest()

    def applied(self, article: Article) -> Article:
        """The article as corrected; what a moderator says is DECLARED."""
        said = {
            name: value
            for name in ("title", "source", "date")
            if (value := getattr(self, name)) is not None
        }
        provenance = dict(article.provenance) | dict.fromkeys(said, Provenance.DECLARED)
        return replace(article, **said, provenance=provenance)


def read_edits(root: Path) -> dict[str, Edit]:
    """The edits by path; none where there is no sidecar. Raises CorpusError when it is damaged."""
    path = root / NAME
    try:
        with path.open("rb") as file:
            data = file.read(MAX_EDITS_BYTES + 1)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _damaged(repr(error)) from error
    try:
        if len(data) > MAX_EDITS_BYTES:
            raise ValueError("too large")
        return {name: _edit(fields) for name, fields in json.loads(data)["articles"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged(repr(error)) from error


def by_file(edits: Mapping[str, Edit]) -> dict[str, str]:
    """For each file with corrected articles what tells these corrections from others."""
    found: dict[str, list[str]] = {}
    for path, edit in sorted(edits.items()):
        found.setdefault(file_of(path), []).append(f"{path}\0{edit.digest}")
    return {
        file: blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
        for file, told in found.items()
    }


@dataclass(frozen=True, slots=True)
class Edits:
    """The corrections of a folder: `edits` by article, and `by_file` what tells them apart, None
    where the sidecar is damaged. Then those hold that articles were read with, and `rejected`
    says so."""

    edits: Mapping[str, Edit]
    by_file: Mapping[str, str] | None
    rejected: tuple[Rejection, ...] = ()

    @classmethod
    def of(cls, root: Path) -> Edits:
        try:
            edits = read_edits(root)
        except CorpusError as error:
            _log.error("corpus: %s (%s)", error, error.detail)
            return cls({}, None, (Rejection(NAME, str(error)),))
        return cls(edits, by_file(edits))

    def now(self, file: str) -> str:
        return (self.by_file or {}).get(file, "")

    def hold(self, file: str, read_with: str) -> bool:
        """Whether a file need not be read again because of them."""
        return self.by_file is None or self.now(file) == read_with


def keep_edit(root: Path, path: str, edit: Edit | None) -> None:
    """Keep the edit of the article at `path` in the stead of an earlier one; None, or an edit that
    says nothing, takes it away. Atomic and durable: afterwards, and after a crash at any moment,
    the sidecar is as it was or as it is to be. Raises CorpusError."""
    with _locked(root):
        edits = read_edits(root)
        if edit is None or edit == Edit():
            edits.pop(path, None)
        else:
            edits[path] = edit
        _write(root, edits)


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    try:
        with (root / LOCK).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as error:
        raise _unwritable(error) from error


def _write(root: Path, edits: Mapping[str, Edit]) -> None:
    articles = {path: _fields(edit) for path, edit in sorted(edits.items())}
    data = json.dumps({"articles": articles}, ensure_ascii=False, indent=1)
    aside = root / f"{NAME}.part"
    try:
        with aside.open("wb") as file:
            file.write(data.encode("utf-8", "surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(root / NAME)
        handle = os.open(root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise _unwritable(error) from error


def _fields(edit: Edit) -> dict[str, str]:
    fields = {
        "title": edit.title,
        "source": edit.source,
        "date": edit.date.isoformat() if edit.date else None,
    }
    return {name: value for name, value in fields.items() if value is not None}


def _edit(fields: Any) -> Edit:
    """Raises ValueError, TypeError, AttributeError."""
    day = fields.get("date")
    return Edit(
        _line(fields.get("title"), MAX_TITLE_CHARS),
        _line(fields.get("source"), MAX_SOURCE_CHARS),
        date.fromisoformat(day) if day is not None else None,
    )


def _line(text: str | None, most: int) -> str | None:
    return " ".join(text.split())[:most] or None if text is not None else None


def _damaged(detail: str) -> CorpusError:
    message = f"The corrections of articles cannot be read: {NAME} in the corpus folder is damaged."
    return CorpusError(message, detail=detail)


def _unwritable(error: OSError) -> CorpusError:
    message = "The correction could not be kept: the corpus folder cannot be written."
    return CorpusError(message, detail=repr(error))
