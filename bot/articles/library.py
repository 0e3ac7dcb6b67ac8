"""Scan a folder of articles into a Corpus, and tell what changed between two scans."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from bot.articles.article import Corpus, Document, Rejection
from bot.articles.document import read_document
from bot.articles.edits import Edits
from bot.articles.files import read_articles, read_bytes
from bot.articles.folder import MAX_DEPTH, survey
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
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
    found, edits = survey(root, {}), Edits.of(root)
    rejected = [*found.rejected, *edits.rejected]
    documents: list[Document] = []
    with Sandbox() as sandbox:
        for path in found.unread:
            try:
                read = _read(root, path, known.get(path), edits, sandbox)
            except RejectionError as error:
                read = (Rejection(path, str(error)),)
                _log.warning("corpus: %r rejected: %s %s", path, error, error.detail)
            documents += (each for each in read if isinstance(each, Document))
            rejected += (each for each in read if isinstance(each, Rejection))
    for rejection in found.rejected:
        _log.warning("corpus: %r rejected: %s", rejection.path, rejection.reason)
    documents, twins = _apart(documents)
    rejected = sorted([*rejected, *twins], key=lambda item: item.path)
    return Corpus(bounded(documents), tuple(rejected))


def _apart(documents: list[Document]) -> tuple[list[Document], list[Rejection]]:
    """Those whose ids differ, with a note where another file has the same bytes; and the others."""
    kept, twins = [], []
    ids: dict[str, str] = {}
    first_with: dict[str, str] = {}
    for document in sorted(documents, key=lambda each: each.article.path):
        path, digest = document.article.path, document.article.digest
        twin = ids.setdefault(document.article.id, path)
        if twin != path:
            twins.append(Rejection(path, f"Its id is that of {twin}: rename one of the two."))
            continue
        first = first_with.setdefault(digest, path)
        kept.append(_with_twin(document, None if first == path else first))
    return kept, twins


def diff(old: Corpus, new: Corpus) -> CorpusDiff:
    before = {document.article.path: document.article.digest for document in old.documents}
    after = {document.article.path: document.article.digest for document in new.documents}
    return CorpusDiff(
        added=tuple(sorted(after.keys() - before.keys())),
        changed=tuple(sorted(p for p in after.keys() & before.keys() if after[p] != before[p])),
        removed=tuple(sorted(before.keys() - after.keys())),
    )


def _read(
    root: Path, path: str, known: Document | None, edits: Edits, sandbox: Sandbox
) -> tuple[Document | Rejection, ...]:
    data = read_bytes(root, path)
    if known and known.article.digest == sha256(data).hexdigest() and not edits.edits:
        return (known,)
    return read_articles(path, data, sandbox, edits.edits)


def _with_twin(document: Document, twin: str | None) -> Document:
    """The document with a note when another file has the same bytes, and without a stale one."""
    notes = tuple(note for note in document.notes if not note.startswith(SAME_CONTENT))
    notes += (f"{SAME_CONTENT}{twin}.",) if twin else ()
    return document if notes == document.notes else replace(document, notes=notes)
