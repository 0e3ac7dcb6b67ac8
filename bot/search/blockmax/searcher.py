"""The kernel as the index uses it: made once for a part and a mean length, asked by any thread."""

from __future__ import annotations

import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from bot.search.blockmax.bounding import bound_blocks, ease, prepared, reached
from bot.search.blockmax.bounds import find_bounds, fixed, length_norms
from bot.search.blockmax.choosing import choose, drop
from bot.search.blockmax.compiling import inner
from bot.search.blockmax.filtering import STRICT, keep_allowed, open_blocks, share_of
from bot.search.blockmax.heap import sort
from bot.search.blockmax.layout import RANKS, Best, blocks_of, marks_of
from bot.search.blockmax.packing import packed, unpacked
from bot.search.blockmax.saved import Bounds
from bot.search.blockmax.scoring import BATCH, empty_batch, score_blocks
from bot.search.hits import Floats, Hits, Ints, Mask
from bot.search.postings import Postings, invert

FIRST_BLOCKS = 32
"""Blocks that are scored in the first round, or as many as documents are wanted."""

GROWTH = 4
"""So many times as many are scored in the next round."""

SPARE = 1.5
"""Where a filter lets a share of the documents through, so many times more than are wanted divided
by the share should hold enough of them."""

USUAL_TERMS, USUAL_K = 48, 400
"""For larger queries a thread's scratch is made anew."""


class BlockMax:
    """Finds the best of D documents, which form groups: document d belongs to group ``owner[d]``,
    where `owner` (D,) never falls; without it, each document is a group of its own.

    Everything may be mapped from files, and only what queries touch is read.

    `average` is the mean length now. It may have grown by a factor g since the bounds were found.
    An impact is ``f / (a + c / average)`` with ``a = f + k1 * (1 - b)``, ``c = k1 * b * length``,
    none of them negative. If g > 1, then ``a + c / average <= g * (a + c / (g * average))``, since
    ``a <= g * a``: the impact has not shrunk, and has grown by the factor g at most. If g < 1, the
    same with the two mean lengths exchanged says that it has not grown, and has shrunk by the
    factor g at most. So ``max(1, g)`` and ``min(1, g)`` times a saved bound are bounds still.

    Raises ValueError for frequencies above 255.
    """

    def __init__(
        self,
        postings: Postings,
        bounds: Bounds,
        average: float,
        owner: npt.NDArray[np.int32] | None = None,
    ) -> None:
        if postings.frequencies.dtype != np.uint8:
            raise ValueError("frequencies above 255")
        then, k1, b = bounds.made_for.tolist()
        self._size = len(postings.lengths)
        blocks, marks = blocks_of(self._size), marks_of(self._size)
        owner = np.zeros(0, np.int32) if owner is None else owner
        self._arrays = (
            postings.starts,
            postings.documents,
            postings.frequencies,
            postings.lengths,
            bounds.impacts,
            bounds.row_of,
            bounds.rows.reshape(len(bounds.marks) // marks, blocks),
            bounds.marks.reshape(-1, marks),
            bounds.ranked.reshape(-1, len(RANKS)),
            length_norms(postings.lengths, k1, b, average),
            owner,
            _firsts(owner),
            np.asarray([k1 + 1, max(1.0, average / then), min(1.0, average / then)]),
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
        """The `k` best documents, exactly: equal scores in order of their ids.

        `terms` are different and ascending, `weights` above 0: idf times how often a term was
        asked for. `allowed` (G,) tells which groups' documents may be found. Documents that score
        `floor` or less are not found, which is 0 at least.
        """
        size, k = len(terms), min(k, self._size)
        if k < 1 or not size:
            return Hits(np.zeros(0, np.int64), np.zeros(0))
        lane: _Lane | None = getattr(self._scratch, "lane", None)
        if lane is None or size > len(lane.terms) or k > len(lane.ids):
            lane = self._scratch.lane = _Lane(self._arrays, blocks_of(self._size), size, k)
        lane.terms[:size] = terms
        lane.weights[:size] = weights
        groups = _NO_FILTER if allowed is None else fixed(allowed)
        found = _search(lane.pack, size, k, groups, float(floor))
        return Hits(lane.ids[:found].copy(), lane.scores[:found].copy())


class _Lane:
    """What one thread needs for itself: scratch, and places for what it hands in and gets back."""

    def __init__(
        self, arrays: tuple[npt.NDArray[Any], ...], blocks: int, terms: int, k: int
    ) -> None:
        self.terms = np.empty(max(terms, USUAL_TERMS), np.int64)
        self.weights = np.empty(len(self.terms), np.float64)
        self.ids = np.empty(max(k, USUAL_K), np.int64)
        self.scores = np.empty(len(self.ids), np.float64)
        blocks += 1  # one is written behind the last that counts
        self._arrays = (
            *arrays,
            np.empty(blocks, np.int32),
            np.empty(blocks, np.float32),
            np.empty(blocks, np.int32),
            np.empty(blocks, np.float32),
            np.empty(blocks, np.uint8),
            *(self.terms, self.weights, self.ids, self.scores),
        )
        self.pack = packed(self._arrays)


def _firsts(owner: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Where each group begins, and where the last ends."""
    if not len(owner):
        return np.zeros(0, np.int32)
    counts = np.bincount(owner)
    return np.concatenate((np.zeros(1, np.int32), np.cumsum(counts, dtype=np.int32)))


_NO_FILTER = fixed(np.zeros(0, np.bool_))


def _compiled(edition: int) -> Any:
    """The search. Numba finds what it compiled before by the file of this function alone; `edition`
    makes it look at all files of the package, as it goes into the key."""

    @njit(nogil=True, cache=True)
    def search(pack, size, k, allowed, floor):  # type: ignore[no-untyped-def]
        """Fills the lane's ids and scores; gives how many there are."""
        if not edition:
            return 0
        view, room, terms, weights, ids, scores = unpacked(pack)
        query = prepared(view, terms[:size], weights[:size])
        share = share_of(allowed)
        if share < STRICT:
            open_blocks(view, allowed, room)
        likely = max(floor, reached(view, query, k if share == 1 else SPARE * k / share))
        certain = floor if len(allowed) else likely
        held, threshold = np.zeros(1, np.int64), np.full(1, certain)
        best = Best(ids[:k], scores[:k], held, threshold, floor)
        constant = ease(query, likely)
        least, most = likely, np.inf
        while least < most:
            spans = (constant, least, most, share < STRICT)
            _score_between(view, query, allowed, spans, room, best)
            least, most = threshold[0], least
        sort(best)
        return held[0]

    return search


@inner()
def _score_between(view, query, allowed, spans, room, best):  # type: ignore[no-untyped-def]
    """Scores the blocks whose bound lies between two values, in rounds, the best ones first."""
    constant, least, most, strict = spans
    count = bound_blocks(view, query, constant, least, most, strict, room)
    wanted = max(FIRST_BLOCKS, len(best.ids))
    batch = empty_batch(len(query.terms))
    while count:
        count, chosen = choose(room, count, wanted)
        if len(allowed) and not strict:
            chosen = keep_allowed(view, allowed, room, chosen)
        for term in range(len(query.terms)):
            query.place[term] = query.begin[term]
        for begin in range(0, chosen, BATCH):
            blocks = room.chosen[begin : min(begin + BATCH, chosen)]
            bounds = room.chosen_bounds[begin : begin + BATCH]
            score_blocks(view, query, allowed, blocks, bounds, batch, best)
        if best.threshold[0] > least:
            count = drop(room, count, best.threshold[0])
        wanted *= GROWTH


def _edition() -> int:
    """A number for what the package's files say; never 0."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    return zlib.crc32(b"".join(file.read_bytes() for file in files)) or 1


_search = _compiled(_edition())


def warm_up() -> None:
    """Compile, or load what was compiled before, all that building and searching run.

    Takes some ten seconds of one core the first time, else a fraction of one.
    """
    from bot.search.blockmax.inverting import invert as fast_invert

    terms, owners = np.arange(3, dtype=np.int32), np.arange(3, dtype=np.int32)
    fast_invert(terms, owners, 3, 3)
    postings = invert(terms, owners, 3, 3)
    BlockMax(postings, find_bounds(postings, 1.5, 0.75), 1.0).top(np.arange(2), np.ones(2), 2)
