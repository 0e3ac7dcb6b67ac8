"""A saved snapshot on disk: a folder with a manifest, the corpus, the vocabulary and the arrays.

The folder is written beside its final name, flushed to disk and renamed, so a reader finds all of
it or nothing. The manifest names the format and the SHA-256 of every other file, and of itself
without that line.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from bot.articles.article import (
    Article,
    Corpus,
    Document,
    Dropped,
    Paragraph,
    Provenance,
    Rejection,
    Span,
    article_fields,
)
from bot.errors import SnapshotError

FORMAT = 2
MANIFEST, CORPUS, VOCABULARY, ARRAYS = "manifest.json", "corpus.json", "vocabulary.json", "arrays"


@dataclass(frozen=True, slots=True)
class Saved:
    number: int
    corpus: Corpus
    vocabulary: list[tuple[str, str]]  # (term, surface)
    arrays: dict[str, np.ndarray[Any, Any]]


def write(
    folder: Path,
    number: int,
    corpus: Corpus,
    vocabulary: list[tuple[str, str]],
    arrays: dict[str, np.ndarray[Any, Any]],
) -> None:
    """Raises SnapshotError when `folder` exists or cannot be written."""
    if folder.exists():
        raise SnapshotError("This snapshot is already saved.", detail=str(folder))
    aside = folder.with_name(folder.name + ".part")
    try:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        _write_json(aside / CORPUS, _corpus_to_json(corpus))
        _write_json(aside / VOCABULARY, vocabulary)
        for name, array in arrays.items():
            with (aside / f"{ARRAYS}.{name}.npy").open("wb") as file:
                np.save(file, array)
                file.flush()
                os.fsync(file.fileno())
        digests = {path.name: _digest(path) for path in sorted(aside.iterdir())}
        manifest = {"format": FORMAT, "number": number, "files": digests}
        _write_json(aside / MANIFEST, manifest | {"self": _seal(manifest)})
        aside.rename(folder)
        _sync_folder(folder.parent)
    except OSError as error:
        raise SnapshotError("The snapshot could not be saved.", detail=str(error)) from error


def read(folder: Path) -> Saved:
    """Raises SnapshotError when anything is missing, altered or of another format."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        if manifest["format"] != FORMAT:
            raise SnapshotError(
                "The saved snapshot has another format.", detail=f"format {manifest['format']}"
            )
        if manifest.pop("self") != _seal(manifest):
            raise SnapshotError("The saved snapshot is damaged.", detail="manifest was altered")
        for name, digest in manifest["files"].items():
            if _digest(folder / name) != digest:
                raise SnapshotError("The saved snapshot is damaged.", detail=f"{name} was altered")
        arrays = {
            name.split(".")[1]: np.load(folder / name, allow_pickle=False)
            for name in manifest["files"]
            if name.startswith(ARRAYS)
        }
        corpus = _corpus_from_json(json.loads((folder / CORPUS).read_bytes()))
        vocabulary = json.loads((folder / VOCABULARY).read_bytes())
        return Saved(int(manifest["number"]), corpus, vocabulary, arrays)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise SnapshotError("The saved snapshot cannot be read.", detail=repr(error)) from error


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _seal(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _write_json(path: Path, value: object) -> None:
    with path.open("w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _corpus_to_json(corpus: Corpus) -> dict[str, Any]:
    return {
        "documents": [_document_to_json(document) for document in corpus.documents],
        "rejected": [[rejection.path, rejection.reason] for rejection in corpus.rejected],
    }


def _document_to_json(document: Document) -> dict[str, Any]:
    return {
        "article": article_fields(document.article),
        "text": document.text,
        "paragraphs": [[p.number, p.span, p.sentences] for p in document.paragraphs],
        "dropped": [[dropped.span, dropped.reason] for dropped in document.dropped],
        "notes": list(document.notes),
    }


def _corpus_from_json(value: dict[str, Any]) -> Corpus:
    return Corpus(
        tuple(_document_from_json(document) for document in value["documents"]),
        tuple(Rejection(path, reason) for path, reason in value["rejected"]),
    )


def _document_from_json(value: dict[str, Any]) -> Document:
    fields = dict(value["article"])
    fields["authors"] = tuple(fields["authors"])
    fields["warnings"] = tuple(fields["warnings"])
    for name in ("date", "earliest", "latest"):
        fields[name] = date.fromisoformat(fields[name]) if fields[name] else None
    fields["provenance"] = {name: Provenance(how) for name, how in fields["provenance"].items()}
    return Document(
        Article(**fields),
        value["text"],
        tuple(
            Paragraph(number, Span(*span), tuple(Span(*s) for s in sentences))
            for number, span, sentences in value["paragraphs"]
        ),
        tuple(Dropped(Span(*span), reason) for span, reason in value["dropped"]),
        tuple(value["notes"]),
    )
