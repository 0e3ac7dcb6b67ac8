"""Scan a folder of articles into a Corpus, and tell what changed between two scans."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot.articles.article import Corpus, Document, Rejection
from bot.articles.document import read_document
from bot.articles.folder import MAX_DEPTH, read_bytes, survey, understand
from bot.articles.reject import RejectionError
from bot.articles.undated import bounded

__all__ = ["MAX_DEPTH", "CorpusDiff", "diff", "read_document", "scan"]

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
    known = {document.article.path: document for document in previous.documents} if previous else {}
    found = survey(root, {})
    documents: list[Document] = []
    rejected = list(found.rejected)
    first_with: dict[str, str] = {}
    ids: dict[str, str] = {}
    for path in found.unread:
        try:
            document = _read(root, path, known.get(path))
            twin = ids.setdefault(document.article.id, path)
            if twin != path:
                raise RejectionError(f"Its id is that of {twin}: rename one of the two.")
        except RejectionError as error:
            rejected.append(Rejection(path, str(error)))
            _log.warning("corpus: %r rejected: %s %s", path, error, error.detail)
            continue
        first = first_with.setdefault(document.article.digest, path)
        documents.append(_with_twin(document, None if first == path else first))
    for rejection in found.rejected:
        _log.warning("corpus: %r rejected: %s", rejection.path, rejection.reason)
    return Corpus(bounded(documents), tuple(sorted(rejected, key=lambda item: item.path)))


def diff(old: Corpus, new: Corpus) -> CorpusDiff:
    before = {document.article.path: document.article.digest for document in old.documents}
    after = {document.article.path: document.article.digest for document in new.documents}
    return CorpusDiff(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(p for p in after.keys() & before.keys() if after[p] != before[p])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _read(root: Path, path: str, known: Document | None) -> Document:
    data = read_bytes(root, path)
    if known and known.article.digest == sha256(data).hexdigest():
        return known
    return understand(path, data)


def _with_twin(document: Document, twin: str | None) -> Document:
    """The document with a note when another file has the same bytes, and without a stale one."""
    notes = tuple(note for note in document.notes if not note.startswith(SAME_CONTENT))
    notes += (f"{SAME_CONTENT}{twin}.",) if twin else ()
    return document if notes == document.notes else replace(document, notes=notes)
