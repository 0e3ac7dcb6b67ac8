"""How documents lie in blocks, and the tuples that compiled code gets its arrays in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

BLOCK_BITS = 3
BLOCK = 1 << BLOCK_BITS
"""Documents a block. Smaller ones bound more closely, larger ones are fewer to bound."""

MARK_BITS = 9
"""A term's postings are counted up to every 2 ** MARK_BITS-th document."""

FULL = 255
"""An impact of 1, which none exceeds, as a byte."""

RANKS = (10, 40, 160, 640, 2560)
"""Of a term's impacts, those with these ranks are kept."""

Bytes = npt.NDArray[np.uint8]
Ints32 = npt.NDArray[np.int32]
Ints64 = npt.NDArray[np.int64]
Floats32 = npt.NDArray[np.float32]
Floats64 = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Shorts = npt.NDArray[np.uint16]
Words = npt.NDArray[np.uint64]

Lists = tuple[Ints64, Ints32, Bytes, Ints32, Floats64]
"""Postings as compiled code reads them: starts, documents, frequencies, lengths, and norms by
length."""

Made = tuple[Bytes, Bytes, Ints32, Bytes]
"""What is found of them: impacts, rows, marks, ranked."""


def blocks_of(documents: int) -> int:
    return -(-documents // BLOCK)


def marks_of(documents: int) -> int:
    """One for each span of 2 ** MARK_BITS documents, and one for their end."""
    return (documents + (1 << MARK_BITS) - 1 >> MARK_BITS) + 1


class View(NamedTuple):
    """An index as compiled code reads it: arrays of Postings and of Bounds.

    `norms` are by length. `owner` is the group of each document; empty where each is its own group.
    An impact may have grown by the factor `growth` since it was saved, or have shrunk by
    `shrinkage`.
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
    factors: Floats64  # k1 + 1, growth, shrinkage


class Query(NamedTuple):
    """m terms in ascending order. `begin` and `end` are those of their postings, `row` is -1 where
    there is none; `worth` is what a step of an impact adds to a score at most. `order` are their
    places with the weightiest first. `place` (m,) is scratch."""

    terms: Ints64
    weights: Floats64
    worth: Floats32
    begin: Ints64
    end: Ints64
    row: Ints64
    source: Ints64
    order: Ints64
    place: Ints64


class Room(NamedTuple):
    """Scratch of one thread: blocks that are still to be scored, with what bounds them, and those
    chosen to be scored next."""

    live: Ints32
    live_bounds: Floats32
    chosen: Ints32
    chosen_bounds: Floats32


class Batch(NamedTuple):
    """Scratch for blocks that are scored together, BATCH at most.

    `sums` (BATCH, BLOCK) bounds the documents, `rest` what is yet to come for any document of a
    block, `alive` lists the blocks not given up. `places` (m, BATCH) is where a term's postings
    of a block begin. `scores` (BLOCK,) are exact.
    """

    sums: Floats32
    greatest: Floats32
    rest: Floats64
    alive: Ints64
    places: Ints64
    scores: Floats64


class Best(NamedTuple):
    """The best documents so far, `held[0]` of them: a heap with the worst on top. Whatever scores
    less than ``threshold[0]`` is not among the k best, and neither is what scores `floor` or less.
    """

    ids: Ints64
    scores: Floats64
    held: Ints64
    threshold: Floats64
    floor: float
