"""Stages 1 and 2: a threshold to begin with, and a bound for each block.

Bounds are float32. Each of m terms adds a product, so that rounding can make a sum smaller by the
factor ``1 - (m + 1) * 2 ** -24`` at most; MARGIN steps of 2 ** -23 for each term make up for it,
and for rounding the threshold as well.
"""

from __future__ import annotations

import numpy as np

from bot.search.compiled.layout import (
    BLOCK_BITS,
    FULL,
    RANKS,
    Bytes,
    Flags,
    Floats32,
    Floats64,
    Ints64,
    Query,
    Room,
    View,
    Words,
)
from bot.search.compiled.prefetching import prefetch_span
from bot.text.compiled.kernel import stage

STEP = 2.0**-23
MARGIN = 8

BELOW = 1 - 1e-6
"""Makes up for rounding where a bound is one from below."""

CHUNK = 4096
"""Blocks that are bounded at a time, so that their sums stay in the fastest cache."""

POSTINGS, CONSTANT = -1, -2
"""What else than a row bounds a term."""

LITTLE = 0.02
"""The share of a likely score that is little."""

SAMPLES = 1024
"""Groups that are looked at to guess which share of them is allowed."""

_RANKS = np.asarray(RANKS)


@stage
def prepared(view: View, terms: Ints64, weights: Floats64) -> Query:
    """The Query of some terms."""
    size = len(terms)
    factor = (1 + (size + MARGIN) * STEP) * view.factors[1] * view.factors[0] / FULL
    worth = np.empty(size, np.float32)
    numbers = np.empty((6, size), np.int64)
    begin, end, row = numbers[0], numbers[1], numbers[2]
    source, order, place = numbers[3], numbers[4], numbers[5]
    for term in range(size):
        worth[term] = weights[term] * factor
        begin[term] = view.starts[terms[term]]
        end[term] = view.starts[terms[term] + 1]
        row[term] = source[term] = view.row_of[terms[term]]
        at = term
        while at > 0 and weights[order[at - 1]] < weights[term]:
            order[at] = order[at - 1]
            at -= 1
        order[at] = term
    return Query(terms, weights, worth, begin, end, row, source, order, place)


@stage
def reached(view: View, query: Query, wanted: float) -> float:
    """Stage 1: a score that at least `wanted` documents have, or 0 where none is known."""
    for rank in range(len(RANKS)):
        if _RANKS[rank] >= wanted:
            greatest = 0.0
            for term in range(len(query.terms)):
                impact = view.ranked[query.terms[term], rank]
                greatest = max(greatest, query.weights[term] * impact)
            if greatest > 0:
                return float(greatest * view.factors[0] * view.factors[2] * BELOW / FULL)
    return 0.0


@stage
def share_of(allowed: Flags) -> float:
    """About which share of the groups is allowed; never 0."""
    step = max(1, len(allowed) // SAMPLES)
    seen, found = 0, 1
    for group in range(0, len(allowed), step):
        seen += 1
        found += allowed[group]
    return found / max(1, seen)


@stage
def ease(query: Query, likely: float) -> np.float32:
    """Lets terms that can change little be bounded by what they add at most anywhere, so that their
    rows need not be read; gives what those add together."""
    constant = np.float32(0)
    for term in query.order[::-1]:
        most = query.worth[term] * np.float32(FULL)
        if query.row[term] < 0 or constant + most > likely * LITTLE:
            break
        constant += most
        query.source[term] = CONSTANT
    return constant


@stage
def bound_blocks(
    view: View, query: Query, constant: np.float32, least: float, most: float, room: Room
) -> int:
    """Stage 2: fills `room` with the blocks whose bound is above `least` and not above `most`, in
    ascending order; gives how many there are."""
    sums = np.empty(CHUNK, np.float32)
    flags = np.empty(CHUNK, np.uint8)
    query.place[:] = query.begin
    for term in range(len(query.terms)):
        if query.source[term] == POSTINGS:
            prefetch_span(view.documents, query.begin[term], query.end[term])
            prefetch_span(view.impacts, query.begin[term], query.end[term])
    count = 0
    for first in range(0, view.rows.shape[1], CHUNK):
        sums.fill(constant)
        for term in range(len(query.terms)):
            source = query.source[term]
            if source >= 0:
                _add_row(view.rows[source, first : first + CHUNK], query.worth[term], sums)
            elif source == POSTINGS:
                _add_postings(view, query, term, first, sums)
        _flag(sums, np.float32(least), np.float32(most), flags)
        flags[view.rows.shape[1] - first :] = 0
        count = _collect(sums, flags.view(np.uint64), flags, first, room, count)
    return count


@stage
def _add_row(row: Bytes, worth: np.float32, sums: Floats32) -> None:
    for block in range(len(row)):
        sums[block] += worth * np.float32(row[block])


@stage
def _add_postings(view: View, query: Query, term: int, first: int, sums: Floats32) -> None:
    """Adds the greatest impact of each block, of the postings up to the end of the chunk.

    Without branches, which the processor could not foresee: every posting writes the sum of its
    block anew.
    """
    place, end, worth = query.place[term], query.end[term], query.worth[term]
    behind = (first + CHUNK) << BLOCK_BITS
    last, greatest, before = -1, np.float32(0), np.float32(0)
    while place < end and view.documents[place] < behind:
        block = (view.documents[place] >> BLOCK_BITS) - first
        added = worth * np.float32(view.impacts[place])
        before = before if block == last else sums[block]
        greatest = max(greatest, added) if block == last else added
        sums[block] = before + greatest
        last = block
        place += 1
    query.place[term] = place


@stage
def _flag(sums: Floats32, least: np.float32, most: np.float32, flags: Bytes) -> None:
    for block in range(CHUNK):
        flags[block] = (sums[block] > least) & (sums[block] <= most)


@stage
def _collect(sums: Floats32, words: Words, flags: Bytes, first: int, room: Room, count: int) -> int:
    """Appends the flagged blocks; `words` are the flags, eight at a time."""
    for word in range(len(words)):
        if words[word]:
            for block in range(8 * word, 8 * word + 8):
                room.live[count] = first + block
                room.live_bounds[count] = sums[block]
                count += flags[block]
    return count
