"""Inverting by counting, compiled: what bot.search.postings does by sorting."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from bot.search.blockmax.bounds import fixed
from bot.search.postings import MAX_FREQUENCY, Postings


def invert(
    terms: npt.NDArray[np.integer[Any]],
    owners: npt.NDArray[np.integer[Any]],
    vocabulary: int,
    size: int,
) -> Postings:
    """Equal to bot.search.postings.invert, for pairs in the order of ascending owners.

    Reads the pairs twice: to count each term's documents, then to put them where the counts say.
    Needs 12 bytes a term of the vocabulary beside the result.
    """
    terms = fixed(terms.astype(np.int32, copy=False))
    owners = fixed(owners.astype(np.int32, copy=False))
    starts, lengths = _count(terms, owners, vocabulary, size)
    documents = np.empty(int(starts[-1]), np.int32)
    frequencies = np.empty(len(documents), np.uint8)
    if _place(terms, owners, starts, documents, frequencies):
        return Postings(starts, documents, frequencies, lengths)
    large = np.empty(len(documents), np.uint32)
    _place(terms, owners, starts, documents, large)
    return Postings(starts, documents, np.minimum(large, MAX_FREQUENCY).astype(np.uint16), lengths)


@njit(nogil=True, cache=True)
def _count(terms, owners, vocabulary, size):  # type: ignore[no-untyped-def]
    """Where each term's postings begin, and how many terms each document has."""
    starts, lengths = np.zeros(vocabulary + 1, np.int64), np.zeros(size, np.int32)
    last = np.full(vocabulary, -1, np.int32)
    for at in range(len(terms)):
        term, owner = terms[at], owners[at]
        lengths[owner] += 1
        starts[term + 1] += last[term] != owner
        last[term] = owner
    for term in range(vocabulary):
        starts[term + 1] += starts[term]
    return starts, lengths


@njit(nogil=True, cache=True)
def _place(terms, owners, starts, documents, frequencies):  # type: ignore[no-untyped-def]
    """Fills the postings; False where a frequency does not fit."""
    fits = True
    ends, last = starts[:-1].copy(), np.full(len(starts) - 1, -1, np.int32)
    for at in range(len(terms)):
        term, owner = terms[at], owners[at]
        place = ends[term]
        if last[term] == owner:
            frequencies[place - 1] += 1
            fits &= frequencies[place - 1] != 0
        else:
            last[term] = owner
            documents[place] = owner
            frequencies[place] = 1
            ends[term] = place + 1
    return fits
