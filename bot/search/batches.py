"""Files read a batch at a time: what each holds, in one segment a batch."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from bot.articles.article import Document, Rejection
from bot.articles.folder import FileStamp, read_bytes, understand
from bot.articles.reject import RejectionError
from bot.search.merging import Memory, Piece, merge
from bot.search.reading import read_segment
from bot.search.segment import Segment
from bot.text.batch import BatchTokeniser

BATCH_BYTES = 2_000_000
BATCH_FILES = 500
"""A batch ends with whichever comes first: it is what a reader holds in memory at a time."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Batch:
    """What some files gave: `read` are paths with their digests, `same` those whose bytes are what
    they were, `segments` hold the articles that were read."""

    read: Mapping[str, str] = field(default_factory=dict)
    same: Mapping[str, str] = field(default_factory=dict)
    rejected: tuple[Rejection, ...] = ()
    segments: tuple[Segment, ...] = ()

    @property
    def files(self) -> int:
        return len(self.read) + len(self.same) + len(self.rejected)

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
    digests: Mapping[str, str | None],
    compiled: bool | BatchTokeniser,
) -> Batch:
    """Read the files at `paths`, in order. One whose digest is that in `digests` is not understood
    again. `compiled` tells whether to use the compiled tokeniser, or is one."""
    documents: list[Document] = []
    read, same, rejected = {}, {}, []
    for path in paths:
        try:
            data = read_bytes(root, path)
            digest = sha256(data).hexdigest()
            if digests.get(path) == digest:
                same[path] = digest
                continue
            documents.append(understand(path, data))
            read[path] = digest
        except RejectionError as error:
            _log.warning("corpus: %r rejected: %s %s", path, error, error.detail)
            rejected.append(Rejection(path, str(error)))
    tokeniser = compiled if isinstance(compiled, BatchTokeniser) else BatchTokeniser(compiled)
    segments = (read_segment(documents, tokeniser),) if documents else ()
    return Batch(read, same, tuple(rejected), segments)
