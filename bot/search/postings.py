"""The inverted index: which documents hold a term, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MAX_FREQUENCY = 65_535
"""A term that stands more often in one document counts so often; BM25 is long saturated by then."""

CHUNK_TERMS = 4_000_000
"""Terms of the text that are sorted at a time: what inverting needs in memory beside the result."""


@dataclass(frozen=True, slots=True, eq=False)
class Postings:
    """V terms, D documents, n pairs of the two.

    The documents that hold term t are ``documents[starts[t]:starts[t + 1]]``, in ascending order,
    and ``frequencies`` in step with them says how often each holds it.

    starts (V + 1,) int64 · documents (n,) int32 · frequencies (n,) uint8, or uint16 where one is
    above 255 · lengths (D,) int32, the number of terms of each document.
    """

    starts: npt.NDArray[np.int64]
    documents: npt.NDArray[np.int32]
    frequencies: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    lengths: npt.NDArray[np.int32]


def invert(
    terms: npt.NDArray[np.integer[Any]],
    owners: npt.NDArray[np.integer[Any]],
    vocabulary: int,
    size: int,
) -> Postings:
    """Postings of `size` documents whose terms are numbered below `vocabulary`.

    Document ``owners[i]`` holds ``terms[i]``; the order of the pairs does not matter.
    """
    lengths = np.bincount(owners, minlength=size).astype(np.int32)
    runs = [
        _run(terms[at : at + CHUNK_TERMS], owners[at : at + CHUNK_TERMS], max(1, size))
        for at in range(0, len(terms), CHUNK_TERMS)
    ]
    if not runs:
        none = np.zeros(0, np.int32)
        return Postings(np.zeros(vocabulary + 1, np.int64), none, none.astype(np.uint8), lengths)
    keys, counts = runs[0] if len(runs) == 1 else _joined(runs)
    term, document = np.divmod(keys, np.uint64(max(1, size)))
    starts = np.searchsorted(term, np.arange(vocabulary + 1, dtype=np.uint64)).astype(np.int64)
    frequencies: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    frequencies = np.minimum(counts, MAX_FREQUENCY).astype(np.uint16)
    if not len(counts) or counts.max() <= np.iinfo(np.uint8).max:
        frequencies = frequencies.astype(np.uint8)
    return Postings(starts, document.astype(np.int32), frequencies, lengths)


_Run = tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]


def _run(
    terms: npt.NDArray[np.integer[Any]], owners: npt.NDArray[np.integer[Any]], size: int
) -> _Run:
    """The different pairs, each as one number in ascending order, and how often each stands."""
    keys = terms.astype(np.uint64) * np.uint64(size) + owners.astype(np.uint64)
    keys.sort()
    fresh = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint64(1)) != 0)
    return keys[fresh], np.diff(fresh, append=len(keys))


def _joined(runs: list[_Run]) -> _Run:
    keys = np.concatenate([keys for keys, _ in runs])
    counts = np.concatenate([counts for _, counts in runs])
    order = np.argsort(keys, kind="stable")
    keys, counts = keys[order], counts[order]
    fresh = np.flatnonzero(np.diff(keys, prepend=keys[:1] + np.uint64(1)) != 0)
    return keys[fresh], np.add.reduceat(counts, fresh)
