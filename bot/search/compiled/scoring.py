"""Stages 4 and 5: bound the documents of some blocks, and score those that may be among the best.

The terms are added one after the other, the weightiest first, to all blocks of a batch: many places
are looked up at once that way, none of which waits for another.
"""

from __future__ import annotations

import numpy as np

from bot.search.compiled.bounding import MARGIN, STEP
from bot.search.compiled.heap import offer
from bot.search.compiled.layout import (
    BLOCK,
    BLOCK_BITS,
    MARK_BITS,
    Batch,
    Best,
    Flags,
    Floats32,
    Ints32,
    Query,
    View,
)
from bot.search.compiled.prefetching import prefetch
from bot.text.compiled.kernel import finite, inlined, stage

BATCH = 64
"""Blocks that are scored at a time."""


@stage
def empty_batch(terms: int) -> Batch:
    return Batch(
        np.empty((BATCH, BLOCK), np.float32),
        np.empty(BATCH, np.float32),
        np.empty(BATCH, np.float64),
        np.empty(BATCH, np.int64),
        np.empty((terms, BATCH), np.int64),
        np.empty(BLOCK, np.float64),
    )


@stage
def score_blocks(
    view: View,
    query: Query,
    allowed: Flags,
    blocks: Ints32,
    bounds: Floats32,
    batch: Batch,
    best: Best,
) -> None:
    """Scores up to BATCH blocks in ascending order, with what bounds them."""
    slack = 1 + (len(query.terms) + MARGIN) * STEP
    alive = len(blocks)
    for at in range(alive):
        batch.alive[at] = at
        batch.rest[at] = bounds[at] * slack
        batch.sums[at] = 0
        batch.greatest[at] = 0
    for term in query.order:
        _find_places(view, query, term, blocks, batch, alive)
        alive = _add_term(view, query, term, blocks, batch, alive, best.threshold[0])
    _best_first(batch, alive)
    _prefetch(view, query, blocks, batch, alive)
    for at in batch.alive[:alive]:
        if batch.greatest[at] <= best.threshold[0]:
            break
        _score(view, query, allowed, blocks[at], at, batch, best)


@stage
def _find_places(
    view: View, query: Query, term: int, blocks: Ints32, batch: Batch, alive: int
) -> None:
    """Where the term's postings of each block begin; for a block without any, some place whose
    document is not in it, or the end."""
    places, begin, end = batch.places[term], query.begin[term], query.end[term]
    if query.row[term] < 0:
        cursor = query.place[term]
        for at in batch.alive[:alive]:
            cursor = _gallop(view.documents, cursor, end, blocks[at] << BLOCK_BITS)
            places[at] = cursor
        query.place[term] = cursor
        return
    row, marks = view.rows[query.row[term]], view.marks[query.row[term]]
    for at in batch.alive[:alive]:
        places[at] = end
        if row[blocks[at]]:
            place = begin + _about(marks, blocks[at] << BLOCK_BITS)
            prefetch(view.documents, place)
            prefetch(view.impacts, place)
            places[at] = place
    for at in batch.alive[:alive]:
        if places[at] < end:
            places[at] = _walk(view.documents, begin, places[at], blocks[at] << BLOCK_BITS)


@inlined
def _about(marks: Ints32, document: int) -> int:
    """How many of a term's postings lie before a document if those between marks lie evenly; less
    than all there are if one of those lies behind the document."""
    span = document >> MARK_BITS
    within = document & ((1 << MARK_BITS) - 1)
    return int(marks[span] + (within * (marks[span + 1] - marks[span]) >> MARK_BITS))


@inlined
def _walk(documents: Ints32, begin: int, place: int, wanted: int) -> int:
    """The first place from `begin` on whose document is not below `wanted`, of which there is one
    near `place`."""
    while documents[place] < wanted:
        place += 1
    while place > begin and documents[place - 1] >= wanted:
        place -= 1
    return place


@inlined
def _gallop(documents: Ints32, place: int, end: int, wanted: int) -> int:
    """The first place from `place` up to `end` whose document is not below `wanted`: by steps of
    doubling length (Bentley, Yao: An Almost Optimal Algorithm for Unbounded Searching, 1976)."""
    step = 1
    while place + step <= end and documents[place + step - 1] < wanted:
        place += step
        step <<= 1
    high = min(place + step - 1, end)
    while place < high:
        middle = (place + high) >> 1
        if documents[middle] < wanted:
            place = middle + 1
        else:
            high = middle
    return place


@finite
def _add_term(
    view: View, query: Query, term: int, blocks: Ints32, batch: Batch, alive: int, threshold: float
) -> int:
    """Adds a term to the blocks that are alive, and gives up those in which no document can reach
    the threshold any more; gives how many are left."""
    places, end, worth = batch.places[term], query.end[term], query.worth[term]
    left = 0
    for at in batch.alive[:alive]:
        batch.alive[left] = at
        place, behind = places[at], (blocks[at] + 1) << BLOCK_BITS
        most = np.uint8(0)
        while place < end and view.documents[place] < behind:
            impact = view.impacts[place]
            batch.sums[at, view.documents[place] & (BLOCK - 1)] += worth * np.float32(impact)
            most = max(most, impact)
            place += 1
        if most == 0:
            left += 1
            continue
        batch.rest[at] -= worth * np.float32(most)
        greatest = np.float32(0)
        for offset in range(BLOCK):
            greatest = max(greatest, batch.sums[at, offset])
        batch.greatest[at] = greatest
        left += greatest + batch.rest[at] > threshold
    return left


@stage
def _prefetch(view: View, query: Query, blocks: Ints32, batch: Batch, alive: int) -> None:
    for at in batch.alive[:alive]:
        prefetch(view.lengths, blocks[at] << BLOCK_BITS)
        for term in range(len(query.terms)):
            prefetch(view.frequencies, batch.places[term, at])


@stage
def _best_first(batch: Batch, alive: int) -> None:
    """Sorts the blocks that are alive by their greatest sum."""
    for end in range(1, alive):
        at, place = batch.alive[end], end
        while place > 0 and batch.greatest[batch.alive[place - 1]] < batch.greatest[at]:
            batch.alive[place] = batch.alive[place - 1]
            place -= 1
        batch.alive[place] = at


@stage
def _score(
    view: View, query: Query, allowed: Flags, block: int, at: int, batch: Batch, best: Best
) -> None:
    """Scores the documents of a block that may be among the best as bot.search.part does, operation
    by operation: term by term in ascending order, in float64."""
    scores, sums = batch.scores, batch.sums[at]
    scores[:] = 0.0
    first, threshold = block << BLOCK_BITS, np.float32(best.threshold[0])
    for term in range(len(query.terms)):
        place, end, weight = batch.places[term, at], query.end[term], query.weights[term]
        while place < end and view.documents[place] < first + BLOCK:
            document = view.documents[place]
            if sums[document - first] > threshold:
                frequency = float(view.frequencies[place])
                norm = view.norms[view.lengths[document]]
                impact = frequency * view.factors[0] / (frequency + norm)
                scores[document - first] += impact * weight
            place += 1
    for offset in range(BLOCK):
        if scores[offset] > 0.0 and _allows(view, allowed, first + offset):
            offer(best, first + offset, scores[offset])


@inlined
def _allows(view: View, allowed: Flags, document: int) -> bool:
    if not len(allowed):
        return True
    return bool(allowed[view.owner[document] if len(view.owner) else document])
