"""How documents lie in blocks, and the tuples in which compiled code hands on its arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK_BITS = 3
BLOCK = 1 << BLOCK_BITS
"""Documents a block. Smaller ones bound more closely, larger ones are fewer to bound."""

MARK_BITS = 9
"""A long list's postings are counted up to every 2 ** MARK_BITS-th document."""

FULL = 255
"""An impact of 1, which none exceeds, as a byte."""

RANKS = (10, 40, 160, 640, 2560)
"""Of a term's impacts, those with these ranks are saved."""

Bytes = npt.NDArray[np.uint8]
Ints32 = npt.NDArray[np.int32]
Ints64 = npt.NDArray[np.int64]
Floats32 = npt.NDArray[np.float32]
Floats64 = npt.NDArray[np.float64]


def blocks_of(documents: int) -> int:
    return -(-documents >> BLOCK_BITS)


def marks_of(documents: int) -> int:
    """One for each span of 2 ** MARK_BITS documents, and one for their end."""
    return -(-documents >> MARK_BITS) + 1


class View(NamedTuple):
    """An index: arrays of Postings and Bounds, and what follows from the mean length.

    `norms` are by length. `owner` (D,) is the group of each document, and `firsts` (G + 1,) where
    each group begins; both are empty where each document is its own group. `factors` are k1 + 1,
    and by how much impacts can have grown and shrunk since the bounds were found.
    """

    starts: Ints64
    documents: Ints32
    frequencies: Bytes
    lengths: Ints32
    impacts: Bytes
    row_of: Ints32
    rows: Bytes  # (R, blocks)
    marks: Ints32  # (R, marks)
    ranked: Bytes  # (V, RANKS)
    norms: Floats64
    owner: Ints32
    firsts: Ints32
    factors: Floats64


class Room(NamedTuple):
    """A thread's scratch: blocks that are still to be scored, with what bounds them, and those that
    were chosen to be scored next; `opened` tells which blocks hold an allowed document."""

    live: Ints32
    live_bounds: Floats32
    chosen: Ints32
    chosen_bounds: Floats32
    opened: Bytes


class Query(NamedTuple):
    """m terms, ascending. `worth` is what a step of a term's impact adds to a score at most, its
    postings are those from `begin` up to `end`, and `row` is its row or -1. `source` tells what
    bounds it in a block: the number of a row, POSTINGS or CONSTANT. `order` are the places of the
    terms, the weightiest first. `place` (m,) is a cursor into each list."""

    terms: Ints64
    weights: Floats64
    worth: Floats32
    begin: Ints64
    end: Ints64
    row: Ints64
    source: Ints64
    order: Ints64
    place: Ints64


class Batch(NamedTuple):
    """Scratch for blocks that are scored together, BATCH at most.

    `sums` (BATCH, BLOCK) is what the terms so far add to each document at most, `greatest` the
    greatest of a block, and `rest` what the other terms add within it. `alive` are the blocks not
    given up. `places` (m, BATCH) is where a term's postings of a block begin. `scores` (BLOCK,) are
    exact.
    """

    sums: Floats32
    greatest: Floats32
    rest: Floats64
    alive: Ints64
    places: Ints64
    scores: Floats64


class Best(NamedTuple):
    """The best documents so far, ``held[0]`` of k: a heap with the worst on top.

    What scores less than ``threshold[0]`` is not among the k best. What scores `floor` or less is
    not wanted.
    """

    ids: Ints64
    scores: Floats64
    held: Ints64
    threshold: Floats64
    floor: float
