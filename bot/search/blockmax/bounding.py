"""Steps 1 and 2: a threshold to begin with, and a bound for each block.

Bounds are float32. Each of m terms adds a product, so that rounding can make a sum smaller by the
factor ``1 - (m + 2) * 2 ** -24`` at most. `worth` is greater than it need be by m + MARGIN times
twice that, which makes up for it, and for rounding the threshold to float32: a document that scores
as much as the threshold is always bounded above it.
"""

from __future__ import annotations

import numpy as np

from bot.search.blockmax.compiling import inner
from bot.search.blockmax.layout import BLOCK_BITS, FULL, RANKS, Query
from bot.search.blockmax.prefetching import prefetch_span

ROUNDING = 2.0**-23
MARGIN = 8

BELOW = 1 - 1e-6
"""Makes up for rounding where a bound is one from below."""

CHUNK = 4096
"""Blocks that are bounded at a time, so that their sums stay in the fastest cache."""

POSTINGS, CONSTANT = -1, -2
"""What else than a row bounds a term."""

LITTLE = 0.02
"""The share of a score that is little."""

_RANKS = np.asarray(RANKS)


@inner()
def prepared(view, terms, weights):  # type: ignore[no-untyped-def]
    """The Query of some terms."""
    size = len(terms)
    factor = (1 + (size + MARGIN) * ROUNDING) * view.factors[1] * view.factors[0] / FULL
    worth, numbers = np.empty(size, np.float32), np.empty((6, size), np.int64)
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


@inner()
def reached(view, query, wanted):  # type: ignore[no-untyped-def]
    """Step 1: a score that at least `wanted` documents have, or 0 where none is known."""
    for rank in range(len(RANKS)):
        if _RANKS[rank] >= wanted:
            greatest = 0.0
            for term in range(len(query.terms)):
                impact = view.ranked[query.terms[term], rank]
                greatest = max(greatest, query.weights[term] * impact)
            if greatest > 0:
                return greatest * view.factors[0] * view.factors[2] * BELOW / FULL
    return 0.0


@inner()
def ease(query, likely):  # type: ignore[no-untyped-def]
    """Lets the lightest terms be bounded by what they add anywhere, so that their rows need not be
    read, as long as that is little beside the likely score; gives what those add together."""
    constant = np.float32(0)
    for term in query.order[::-1]:
        most = query.worth[term] * np.float32(FULL)
        if query.row[term] < 0 or constant + most > likely * LITTLE:
            break
        constant += most
        query.source[term] = CONSTANT
    return constant


@inner()
def bound_blocks(view, query, constant, least, most, strict, room):  # type: ignore[no-untyped-def]
    """Step 2: makes those blocks live whose bound is above `least` and not above `most`, in
    ascending order; gives how many there are. With a strict filter, only opened ones."""
    blocks, count = view.rows.shape[1], 0
    sums, flags = np.empty(CHUNK, np.float32), np.empty(CHUNK, np.uint8)
    for term in range(len(query.terms)):
        query.place[term] = query.begin[term]
        if query.source[term] == POSTINGS:
            prefetch_span(view.documents, query.begin[term], query.end[term])
            prefetch_span(view.impacts, query.begin[term], query.end[term])
    for first in range(0, blocks, CHUNK):
        sums.fill(constant)
        for term in range(len(query.terms)):
            source = query.source[term]
            if source >= 0:
                _add_row(view.rows[source, first : first + CHUNK], query.worth[term], sums)
            elif source == POSTINGS:
                query.place[term] = _add_postings(
                    view.documents,
                    view.impacts,
                    (query.place[term], query.end[term]),
                    query.worth[term],
                    first,
                    sums,
                )
        _flag(sums, np.float32(least), np.float32(most), flags)
        flags[blocks - first :] = 0
        if strict:
            _flag_opened(room.opened[first : min(first + CHUNK, blocks)], flags)
        count = _collect(sums, flags, first, room, count)
    return count


@inner()
def _add_row(row, worth, sums):  # type: ignore[no-untyped-def]
    for block in range(len(row)):
        sums[block] += worth * np.float32(row[block])


@inner()
def _add_postings(documents, impacts, span, worth, first, sums):  # type: ignore[no-untyped-def]
    """Adds the greatest impact in each block, of the postings up to the end of the chunk; gives
    where the rest of them begins.

    Whether the next posting is in the same block cannot be foreseen, so nothing branches on it:
    each writes the sum of its block anew.
    """
    place, end = span
    behind = (first + CHUNK) << BLOCK_BITS
    last, greatest, before = -1, np.float32(0), np.float32(0)
    while place < end and documents[place] < behind:
        block = (documents[place] >> BLOCK_BITS) - first
        added = worth * np.float32(impacts[place])
        before = before if block == last else sums[block]
        greatest = max(greatest, added) if block == last else added
        sums[block] = before + greatest
        last = block
        place += 1
    return place


@inner()
def _flag(sums, least, most, flags):  # type: ignore[no-untyped-def]
    for block in range(CHUNK):
        flags[block] = (sums[block] > least) & (sums[block] <= most)


@inner()
def _flag_opened(opened, flags):  # type: ignore[no-untyped-def]
    for block in range(len(opened)):
        flags[block] &= opened[block]


@inner()
def _collect(sums, flags, first, room, count):  # type: ignore[no-untyped-def]
    """Appends the flagged blocks; where eight flags in a row are 0 they are passed over at once."""
    words = flags.view(np.uint64)
    for word in range(len(words)):
        if words[word]:
            for block in range(8 * word, 8 * word + 8):
                room.live[count] = first + block
                room.live_bounds[count] = sums[block]
                count += flags[block]
    return count
