"""Steps 4 and 5: bound the documents of some blocks, and score those that may be among the best.

One term after the other is added to all blocks of a batch: many places are looked up at once that
way, none of which waits for another.
"""

from __future__ import annotations

import numpy as np

from bot.search.blockmax.bounding import MARGIN, ROUNDING
from bot.search.blockmax.compiling import inner
from bot.search.blockmax.filtering import allows
from bot.search.blockmax.finding import find_places
from bot.search.blockmax.heap import offer
from bot.search.blockmax.layout import BLOCK, BLOCK_BITS, Batch
from bot.search.blockmax.prefetching import prefetch

BATCH = 64
"""Blocks that are scored at a time."""


@inner()
def empty_batch(terms):  # type: ignore[no-untyped-def]
    return Batch(
        np.empty((BATCH, BLOCK), np.float32),
        np.empty(BATCH, np.float32),
        np.empty(BATCH, np.float64),
        np.empty(BATCH, np.int64),
        np.empty((terms, BATCH), np.int64),
        np.empty(BLOCK, np.float64),
    )


@inner()
def score_blocks(view, query, allowed, blocks, bounds, batch, best):  # type: ignore[no-untyped-def]
    """Lets the documents of up to BATCH blocks, in ascending order, compete. `bounds` are those of
    the blocks; as terms are taken off them, the slack keeps what is left a bound."""
    slack = 1 + (len(query.terms) + MARGIN) * ROUNDING
    alive = len(blocks)
    for at in range(alive):
        batch.alive[at] = at
        batch.rest[at] = bounds[at] * slack
        batch.sums[at] = 0
        batch.greatest[at] = 0
    for term in query.order:
        find_places(view, query, term, blocks, batch, alive)
        alive = _add_term(view, query, term, blocks, batch, alive, best.threshold[0])
    _sort(batch, alive)
    _prefetch(view, query, blocks, batch, alive)
    for at in batch.alive[:alive]:
        if batch.greatest[at] <= best.threshold[0]:
            break
        _score(view, query, allowed, blocks[at], at, batch, best)


@inner(fastmath={"nnan", "ninf", "nsz"})  # so that the maximum is vectorised
def _add_term(view, query, term, blocks, batch, alive, threshold):  # type: ignore[no-untyped-def]
    """Adds a term to the blocks that are alive and gives up those in which no document can reach
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
        greatest = np.float32(0)
        for offset in range(BLOCK):
            greatest = max(greatest, batch.sums[at, offset])
        batch.greatest[at] = greatest
        batch.rest[at] -= worth * np.float32(most)
        left += greatest + batch.rest[at] > threshold
    return left


@inner()
def _sort(batch, alive):  # type: ignore[no-untyped-def]
    """Puts the blocks that are alive in order of their greatest sum: the first few raise the
    threshold, and most of the others need not be scored."""
    for end in range(1, alive):
        at, place = batch.alive[end], end
        while place > 0 and batch.greatest[batch.alive[place - 1]] < batch.greatest[at]:
            batch.alive[place] = batch.alive[place - 1]
            place -= 1
        batch.alive[place] = at


@inner()
def _prefetch(view, query, blocks, batch, alive):  # type: ignore[no-untyped-def]
    for at in batch.alive[:alive]:
        prefetch(view.lengths, blocks[at] << BLOCK_BITS)
        for term in range(len(query.terms)):
            prefetch(view.frequencies, batch.places[term, at])


@inner()
def _score(view, query, allowed, block, at, batch, best):  # type: ignore[no-untyped-def]
    """Scores what may be among the best in a block as bot.search.part does, operation by operation:
    term by term in ascending order, in float64, and never with a fused multiplication."""
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
        if scores[offset] > 0.0 and allows(view, allowed, first + offset):
            offer(best, first + offset, scores[offset])
