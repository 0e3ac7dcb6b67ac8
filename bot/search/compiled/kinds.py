"""What the kernel reads and writes: arrays, and tuples that compiled code gets as one argument."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Int32s = npt.NDArray[np.int32]
Ints = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
Uint16s = npt.NDArray[np.uint16]
Uint32s = npt.NDArray[np.uint32]

Best = tuple[Ints, Floats, Ints]
"""Room for k documents and their scores, best first, and how many there are (1,)."""

Room = tuple[Singles, Bytes, Ints]
"""Scratch: of B blocks a bound each, flags in whole words, and space for their numbers."""


class View(NamedTuple):
    """An index as the kernel reads it: its postings, norms by length, and what
    bot.search.compiled.saved tells of, rows and offsets with two dimensions."""

    starts: Ints
    documents: Int32s
    frequencies: Bytes
    lengths: Int32s
    norms: Floats
    owner: Int32s
    row_of: Int32s
    at: Ints
    rows: Bytes
    offsets: Uint32s
    packed: Uint16s
    impacts: Bytes


class Query(NamedTuple):
    """m terms, ascending, with their weights. `order` are their places, those without a row first,
    then the weightiest first; the first `rare` have none. `worth` is what a byte of impact adds to
    a bound. `cursor` is a place in each plain posting list, before which nothing is wanted any
    more."""

    terms: Ints
    weights: Floats
    factor: float  # k1 + 1
    order: Ints
    rare: int
    worth: Floats
    cursor: Ints
