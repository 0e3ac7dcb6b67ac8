"""Inverting by counting, compiled: what bot.search.postings does by sorting."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bot.search.compiled.layout import Ints32, Ints64, Shorts
from bot.search.postings import MAX_FREQUENCY, Postings
from bot.text.compiled.kernel import kernel


def invert(
    terms: npt.NDArray[np.integer[Any]],
    owners: npt.NDArray[np.integer[Any]],
    vocabulary: int,
    size: int,
) -> Postings:
    """As bot.search.postings.invert, of pairs whose owners are in ascending order."""
    lengths = np.bincount(owners, minlength=size).astype(np.int32)
    numbers: Ints32 = np.ascontiguousarray(terms, np.int32)
    holders: Ints32 = np.ascontiguousarray(owners, np.int32)
    starts = _starts(numbers, holders, vocabulary)
    documents = np.empty(int(starts[-1]), np.int32)
    frequencies = np.empty(int(starts[-1]), np.uint16)
    greatest = _place(numbers, holders, starts, documents, frequencies)
    if greatest <= np.iinfo(np.uint8).max:
        return Postings(starts, documents, frequencies.astype(np.uint8), lengths)
    return Postings(starts, documents, frequencies, lengths)


@kernel
def _starts(terms: Ints32, owners: Ints32, vocabulary: int) -> Ints64:
    """Where each term's postings begin: an owner counts once a term."""
    starts = np.zeros(vocabulary + 1, np.int64)
    last = np.full(vocabulary, -1, np.int32)
    for place in range(len(terms)):
        term, owner = terms[place], owners[place]
        if last[term] != owner:
            last[term] = owner
            starts[term + 1] += 1
    for term in range(vocabulary):
        starts[term + 1] += starts[term]
    return starts


@kernel
def _place(
    terms: Ints32, owners: Ints32, starts: Ints64, documents: Ints32, frequencies: Shorts
) -> int:
    """Fills the postings; gives the greatest frequency."""
    end = starts[:-1].copy()
    greatest = 0
    for place in range(len(terms)):
        term, owner = terms[place], owners[place]
        at = end[term] - 1
        if at >= starts[term] and documents[at] == owner:
            if frequencies[at] < MAX_FREQUENCY:
                frequencies[at] += 1
        else:
            at += 1
            documents[at] = owner
            frequencies[at] = 1
            end[term] = at + 1
        greatest = max(greatest, frequencies[at])
    return greatest
