"""The kernel as the index uses it: made once for a part and a mean length, asked by any thread."""

from __future__ import annotations

import threading

import numpy as np

from bot.search.arrays import Array
from bot.search.compiled.bounding import bound_blocks, ease, prepared, reached, share_of
from bot.search.compiled.bounds import find_bounds, length_norms
from bot.search.compiled.choosing import choose, keep_allowed
from bot.search.compiled.heap import sort
from bot.search.compiled.layout import (
    RANKS,
    Best,
    Flags,
    Ints32,
    Ints64,
    Query,
    Room,
    View,
    blocks_of,
    marks_of,
)
from bot.search.compiled.packing import lane_of, packed, view_of
from bot.search.compiled.saved import Bounds
from bot.search.compiled.scoring import BATCH, empty_batch, score_blocks
from bot.search.hits import Floats, Hits, Ints, Mask
from bot.search.postings import Postings, invert
from bot.text.compiled.kernel import kernel, stage

FIRST_BLOCKS = 16
"""Blocks that are scored first, at least."""

GROWTH = 4
"""How many times as many are scored in each next round."""

SPARE = 1.5
"""Where a filter lets a share of the documents through, so many times more than are asked for
divided by it should hold enough of them."""

LANE_TERMS, LANE_HITS = 48, 400
"""Terms and documents that a thread's scratch has room for from the first."""


class BlockMax:
    """Finds the best of D documents; document d belongs to group ``owner[d]``, which never falls,
    or is a group of its own.

    `average` may differ from the mean length of the time at which the bounds were found. An impact
    ``f (k1 + 1) / (f + c + d / average)`` grows with the mean length, and by no more than the
    factor by which that grows: adding the same ``f + c`` to the greater and the lesser of two
    numbers only brings them closer.

    Raises ValueError for frequencies above 255.
    """

    def __init__(
        self, postings: Postings, bounds: Bounds, average: float, owner: Ints32 | None = None
    ) -> None:
        if postings.frequencies.dtype != np.uint8:
            raise ValueError("frequencies above 255")
        then, k1, b = bounds.made_for.tolist()
        self._size = len(postings.lengths)
        blocks = blocks_of(self._size)
        rows = len(bounds.rows) // max(1, blocks)
        arrays: list[Array] = [
            postings.starts,
            postings.documents,
            postings.frequencies,
            postings.lengths,
            bounds.impacts,
            bounds.row_of,
            bounds.rows.reshape(rows, blocks),
            bounds.marks.reshape(rows, marks_of(self._size)),
            bounds.ranked.reshape(-1, len(RANKS)),
            length_norms(postings.lengths, k1, b, average),
            np.zeros(0, np.int32) if owner is None else owner,
            np.asarray([k1 + 1, max(1.0, average / then), min(1.0, average / then)]),
        ]
        self._arrays = [np.ascontiguousarray(array) for array in arrays]
        self._scratch = threading.local()

    def top(
        self,
        terms: Ints,
        weights: Floats,
        k: int,
        allowed: Mask | None = None,
        floor: float = 0.0,
    ) -> Hits:
        """The `k` best of the documents whose groups are `allowed`; `terms` are different and
        ascending, and weigh idf times how often they were asked. Documents that score `floor` or
        less may be missing."""
        k, size = min(k, self._size), len(terms)
        if k < 1 or not size:
            return Hits(np.zeros(0, np.int64), np.zeros(0))
        lane = self._lane(size, k)
        lane.terms[:size] = terms
        lane.weights[:size] = weights
        filtered = _EVERYTHING if allowed is None else _fixed(allowed)
        count = _search(lane.pack, size, k, filtered, float(floor))
        return Hits(lane.ids[:count].copy(), lane.scores[:count].copy())

    def _lane(self, terms: int, k: int) -> _Lane:
        lane: _Lane | None = getattr(self._scratch, "lane", None)
        if lane is None or terms > len(lane.terms) or k > len(lane.ids):
            room = max(terms, LANE_TERMS), max(k, LANE_HITS)
            lane = self._scratch.lane = _Lane(self._arrays, blocks_of(self._size), *room)
        return lane


class _Lane:
    """What one thread's searches write to, and the addresses of all arrays."""

    def __init__(self, arrays: list[Array], blocks: int, terms: int, k: int) -> None:
        spare = blocks + 8  # whole words of flags are copied from
        self.terms = np.empty(terms, np.int64)
        self.weights = np.empty(terms)
        self.ids = np.empty(k, np.int64)
        self.scores = np.empty(k)
        self._room: list[Array] = [
            np.empty(spare, kind) for kind in (np.int32, np.float32, np.int32, np.float32)
        ]
        own: list[Array] = [*self._room, self.terms, self.weights, self.ids, self.scores]
        self.pack = packed([*arrays, *own])


def _fixed(array: Array) -> Array:
    """The array as one that cannot be written to, as mapped ones are: code is compiled for one or
    the other."""
    view = np.ascontiguousarray(array).view()
    view.flags.writeable = False
    return view


_EVERYTHING = _fixed(np.zeros(0, np.bool_))


@kernel
def _search(pack: Ints64, m: int, k: int, allowed: Flags, floor: float) -> int:
    view = view_of(pack)
    room, terms, weights, ids, scores = lane_of(pack)
    query = prepared(view, terms[:m], weights[:m])
    share = share_of(allowed) / SPARE if len(allowed) else 1.0
    likely = max(floor, reached(view, query, k / share))
    start = floor if len(allowed) else likely
    best = Best(
        ids[:k],
        scores[:k],
        np.zeros(1, np.int64),
        np.full(1, start),
        floor,
    )
    constant = ease(query, likely)
    most, least = np.inf, likely
    while least < most:
        _score_between(view, query, allowed, constant, least, most, room, best)
        most, least = least, best.threshold[0]
    sort(best)
    return int(best.held[0])


@stage
def _score_between(
    view: View,
    query: Query,
    allowed: Flags,
    constant: np.float32,
    least: float,
    most: float,
    room: Room,
    best: Best,
) -> None:
    """Scores the blocks whose bound lies between the two, in rounds, the best ones first."""
    count = bound_blocks(view, query, constant, least, most, room)
    wanted = max(FIRST_BLOCKS, len(best.ids))
    batch = empty_batch(len(query.terms))
    while count:
        count, chosen = choose(
            room, count, max(least, best.threshold[0]), wanted, best.threshold[0] > least
        )
        if len(allowed):
            chosen = keep_allowed(view, allowed, room, chosen)
        query.place[:] = query.begin
        for begin in range(0, chosen, BATCH):
            blocks = room.chosen[begin : min(begin + BATCH, chosen)]
            bounds = room.chosen_bounds[begin : begin + BATCH]
            score_blocks(view, query, allowed, blocks, bounds, batch, best)
        wanted *= GROWTH


def warm_up() -> None:
    """Compile, or load what was compiled before, all that a search runs."""
    postings = invert(np.arange(3), np.arange(3), 3, 3)
    kernel = BlockMax(postings, find_bounds(postings, 1.5, 0.75), 1.0)
    kernel.top(np.arange(2), np.ones(2), 2)
