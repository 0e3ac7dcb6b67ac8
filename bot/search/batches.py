"""Files read a batch at a time: what each holds, in one segment a batch."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from bot.articles.article import Document, Rejection
from bot.articles.edits import Edit
from bot.articles.files import read_articles, read_bytes
from bot.articles.folder import FileStamp
from bot.articles.members import member_of
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from bot.search.merging import Memory, Piece, merge
from bot.search.reading import read_segment
from bot.search.segment import Segment
from bot.text.batch import BatchTokeniser

BATCH_BYTES = 2_000_000
BATCH_FILES = 500
"""A batch ends with whichever comes first: it is what a reader holds in memory at a time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading needs and what is dear to make."""

    tokeniser: BatchTokeniser
    sandbox: Sandbox


@dataclass(frozen=True, slots=True)
class Batch:
    """What some files gave: `read` are files with their digests, `same` those whose bytes are what
    they were, `rejected` those that are no articles, or members of files that are none. `segments`
    hold the articles that were read."""

    read: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    rejected: tuple[Rejection, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def files(self) -> int:
        whole = sum(not member_of(rejection.path) for rejection in self.rejected)
        return len(self.read) + len(self.same) + whole

    @property
    def articles(self) -> dict[str, str]:
        """The digest of each article that was read, by path."""
        return {
            path: segment.table.digest(place)
            for segment in self.segments
            for place, path in enumerate(segment.table.paths)
        }

    def without(self, reasons: Mapping[str, str]) -> Batch:
        """The same with some of the articles rejected."""
        segments = []
        for segment in self.segments:
            kept = [path not in reasons for path in segment.table.paths]
            piece = Piece(segment, np.asarray(kept, np.bool_))
            segments.append(segment if all(kept) else merge([piece], Memory()))
        return replace(
            self,
            read={path: digest for path, digest in self.read.items() if path not in reasons},
            rejected=(*self.rejected, *(Rejection(*each) for each in reasons.items())),
            segments=tuple(segments),
        )


def joined(parts: Sequence[Batch]) -> Batch:
    """What several batches gave together."""
    return Batch(
        {path: digest for part in parts for path, digest in part.read.items()},
        {path: digest for part in parts for path, digest in part.same.items()},
        tuple(rejection for part in parts for rejection in part.rejected),
        tuple(segment for part in parts for segment in part.segments),
    )


def batches(paths: Sequence[str], stamps: Mapping[str, FileStamp]) -> Iterator[list[str]]:
    """The paths in their order, a batch at a time."""
    batch: list[str] = []
    size = 0
    for path in paths:
        if batch and (size >= BATCH_BYTES or len(batch) >= BATCH_FILES):
            yield batch
            batch, size = [], 0
        batch.append(path)
        size += stamps[path].size
    if batch:
        yield batch


def read_batch(
    root: Path,
    paths: Sequence[str],
    known: Mapping[str, str],
    edits: Mapping[str, Edit],
    tools: Tools,
) -> Batch:
    """Read the files at `paths`, in order. One whose digest is that in `known` is not understood
    again. `edits` are the corrections by article."""
    documents: list[Document] = []
    read: dict[str, str] = {}
    same: dict[str, str] = {}
    rejected: list[Rejection] = []
    for path in paths:
        try:
            data = read_bytes(root, path)
            digest = sha256(data).hexdigest()
            if known.get(path) == digest:
                same[path] = digest
                continue
            found = read_articles(path, data, tools.sandbox, edits)
            documents += (each for each in found if isinstance(each, Document))
            rejected += (each for each in found if isinstance(each, Rejection))
            read[path] = digest
        except RejectionError as error:
            _log.warning("corpus: %r rejected: %s %s", path, error, error.detail)
            rejected.append(Rejection(path, str(error)))
    segments = (read_segment(documents, tools.tokeniser),) if documents else ()
    return Batch(read, same, tuple(rejected), segments)
