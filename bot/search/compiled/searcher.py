"""The kernel as the index uses it: made once for a part and a mean length, asked by any thread."""

from __future__ import annotations

import threading

import numpy as np

from bot.search.arrays import Array
from bot.search.compiled.bounding import (
    ABOVE,
    FIRST_BLOCKS,
    FIRST_FILTERED,
    WORD,
    best_blocks,
    blocks_above,
    bound_blocks,
    ordered,
)
from bot.search.compiled.bounds import BLOCK, FULL, RANKS, STRETCH, find_bounds, length_norms
from bot.search.compiled.kinds import Best, Flags, Int32s, Query, Room, Singles, View
from bot.search.compiled.saved import Bounds
from bot.search.compiled.scoring import score_blocks
from bot.search.hits import Floats, Hits, Ints, Mask
from bot.search.postings import Postings, invert
from bot.text.compiled.kernel import kernel, stage


class BlockMax:
    """Finds the best of D documents, which belong to groups: document d to group ``owner[d]``.

    `owner` (D,) never falls, and group g holds documents ``firsts[g] … firsts[g + 1] - 1``.
    `average` may differ from the mean length of the time at which the bounds were found. An impact
    ``f (k1 + 1) / (f + c + d / average)`` grows with the mean length, and by no more than the
    factor by which that grows: adding the same ``f + c`` to the greater and the lesser of two
    numbers only brings them closer.

    Raises ValueError for frequencies above 255.
    """

    def __init__(
        self,
        postings: Postings,
        bounds: Bounds,
        average: float,
        owner: Int32s | None = None,
        firsts: Int32s | None = None,
    ) -> None:
        if postings.frequencies.dtype != np.uint8:
            raise ValueError("frequencies above 255")
        size = len(postings.lengths)
        then, k1, b = bounds.about.tolist()
        self._growth = max(1.0, average / then)
        self._shrinkage = min(1.0, average / then)
        self._factor = k1 + 1
        self._blocks = -(-size // BLOCK)
        self._ranked = dict(zip(RANKS, map(_fixed, (bounds.tenth, bounds.hundredth)), strict=True))
        if owner is None or firsts is None:
            firsts = np.arange(size + 1, dtype=np.int32)
            owner = firsts[:-1]
        self._firsts = _fixed(firsts)
        self._view = View(
            _fixed(postings.starts),
            _fixed(postings.documents),
            _fixed(postings.frequencies),
            _fixed(postings.lengths),
            _fixed(length_norms(postings.lengths, k1, b, average)),
            _fixed(owner),
            _fixed(bounds.row_of),
            _fixed(bounds.at),
            _fixed(bounds.rows.reshape(-1, max(1, self._blocks))),
            _fixed(bounds.offsets.reshape(-1, -(-size // STRETCH) + 1)),
            _fixed(bounds.packed),
            _fixed(bounds.impacts),
        )
        self._scratch = threading.local()

    def top(
        self,
        terms: Ints,
        weights: Floats,
        k: int,
        allowed: Mask | None = None,
        floor: float = 0.0,
    ) -> Hits:
        """The `k` best of the documents whose groups are `allowed` (G,); `terms` are different and
        ascending, and weigh idf times how often they were asked. Documents that score `floor` or
        less may be missing."""
        ids, scores = np.empty(k, np.int64), np.empty(k)
        filtered = _NO_FILTER if allowed is None else _fixed(allowed)
        if not self._blocks or not len(terms) or k < 1:
            return Hits(ids[:0], scores[:0])
        count = _search(
            self._view,
            self._firsts,
            terms,
            weights,
            self._factor,
            self._growth,
            self._ranked[RANKS[0] if k <= RANKS[0] else RANKS[-1]],
            self._shrinkage if k <= RANKS[-1] else 0.0,
            floor,
            filtered,
            self._room(),
            (ids, scores, np.zeros(1, np.int64)),
        )
        return Hits(ids[:count], scores[:count])

    def _room(self) -> Room:
        """Scratch of this thread."""
        if not hasattr(self._scratch, "room"):
            whole = -(-self._blocks // WORD) * WORD
            self._scratch.room = (
                np.empty(self._blocks, np.float32),
                np.empty(whole, np.uint8),
                np.empty(whole + 1, np.int64),
            )
        room: Room = self._scratch.room
        return room


def _fixed(array: Array) -> Array:
    """The array as one that cannot be written to, as mapped ones are: code is compiled for one or
    the other."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


_NO_FILTER = _fixed(np.zeros(0, np.bool_))


@kernel
def _search(
    view: View,
    firsts: Int32s,
    terms: Ints,
    weights: Floats,
    factor: float,
    growth: float,
    ranked: Singles,
    shrinkage: float,
    floor: float,
    allowed: Flags,
    room: Room,
    best: Best,
) -> int:
    """Fills `best` with documents and scores; gives how many there are."""
    bounds, flags, live = room
    likely = 0.0
    for term in range(len(terms)):
        likely = max(likely, weights[term] * ranked[terms[term]] * factor * shrinkage)
    order, rare = ordered(view, terms, weights)
    worth = weights * (factor * growth * ABOVE / FULL)
    query = Query(terms, weights, factor, order, rare, worth, np.empty(len(terms), np.int64))
    bound_blocks(view, query, bounds)
    reached = floor if len(allowed) else max(floor, likely)
    least = np.float32(max(floor, likely) / ABOVE)
    reached = _score_best(view, query, allowed, room, least, reached, best)
    if len(allowed) and reached < likely:
        _leave_allowed(bounds, firsts, allowed)
        reached = _score_best(
            view, query, allowed, room, np.float32(reached / ABOVE), reached, best
        )
    count = blocks_above(bounds, np.float32(reached / ABOVE), flags, live)
    score_blocks(view, query, live[:count], bounds, allowed, best, reached)
    return int(best[2][0])


@stage
def _score_best(
    view: View,
    query: Query,
    allowed: Flags,
    room: Room,
    least: np.float32,
    threshold: float,
    best: Best,
) -> float:
    """Scores the best of the blocks that are bounded above `least`; gives the threshold then."""
    bounds, flags, live = room
    wanted = FIRST_FILTERED if len(allowed) else FIRST_BLOCKS
    chosen = np.empty(2 * wanted, np.int64)
    count = blocks_above(bounds, least, flags, live)
    count = best_blocks(bounds, live[:count], least, wanted, chosen)
    return score_blocks(view, query, chosen[:count], bounds, allowed, best, threshold)


@stage
def _leave_allowed(bounds: Singles, firsts: Int32s, allowed: Flags) -> None:
    """Leaves only the bounds of blocks that hold an allowed document."""
    held = np.zeros(len(bounds), np.bool_)
    for group in range(len(allowed)):
        if firsts[group + 1] > firsts[group]:
            first, last = firsts[group] // BLOCK, (firsts[group + 1] - 1) // BLOCK
            held[first] |= allowed[group]
            held[last] |= allowed[group]
            if allowed[group]:
                held[first:last] = True
    for block in range(len(bounds)):
        bounds[block] *= held[block]


def warm_up() -> None:
    """Compile, or load what was compiled before, all that a search runs."""
    postings = invert(np.arange(3), np.arange(3), 3, 3)
    kernel = BlockMax(postings, find_bounds(postings, 1.5, 0.75), 1.0)
    terms, weights = np.arange(2), np.ones(2)
    kernel.top(terms, weights, 2)
    kernel.top(terms, weights, 2, np.ones(3, np.bool_))
