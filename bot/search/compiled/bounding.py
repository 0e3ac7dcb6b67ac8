"""Stages 1 and 3 of the kernel: bounding every block, and finding those worth scoring.

Bounds are float32, each made larger by more than rounding can have made it smaller.
"""

from __future__ import annotations

import numpy as np

from bot.search.compiled.bounds import BLOCK_BITS
from bot.search.compiled.kinds import Bytes, Floats, Int32s, Ints, Query, Singles, View
from bot.text.compiled.kernel import stage

ABOVE = 1 + 1e-5
"""Makes a bound larger than 48 additions in float32 can make it smaller: 48 * 2 ** -24 < 3e-6."""

FIRST_BLOCKS, FIRST_FILTERED = 32, 256
"""Blocks that are scored first, about; with a filter, many of them may hold nothing allowed."""

BUCKETS = 256

WORD = 8
"""Bytes of a machine word."""


@stage
def ordered(view: View, terms: Ints, weights: Floats) -> tuple[Ints, int]:
    """`order` and `rare` of a Query."""
    order, rare = np.empty(len(terms), np.int64), 0
    for term in range(len(terms)):
        if view.row_of[terms[term]] < 0:
            order[rare] = term
            rare += 1
    held = rare
    for term in range(len(terms)):
        if view.row_of[terms[term]] >= 0:
            place = held
            while place > rare and weights[order[place - 1]] < weights[term]:
                order[place] = order[place - 1]
                place -= 1
            order[place] = term
            held += 1
    return order, rare


@stage
def bound_blocks(view: View, query: Query, bounds: Singles) -> None:
    """Stage 1: fills `bounds` (B,)."""
    bounds.fill(0)
    for place in range(len(query.terms)):
        term = query.order[place]
        worth = np.float32(query.worth[term])
        if place < query.rare:
            number = query.terms[term]
            begin, end = view.starts[number], view.starts[number + 1]
            impacts = view.impacts[view.at[number] : view.at[number] + end - begin]
            _add_postings(view.documents[begin:end], impacts, worth, bounds)
        else:
            _add_row(view.rows[view.row_of[query.terms[term]]], worth, bounds)


@stage
def _add_row(row: Bytes, worth: np.float32, bounds: Singles) -> None:
    for block in range(len(bounds)):
        bounds[block] += worth * np.float32(row[block])


@stage
def _add_postings(documents: Int32s, impacts: Bytes, worth: np.float32, bounds: Singles) -> None:
    place = 0
    while place < len(documents):
        block = documents[place] >> BLOCK_BITS
        greatest = impacts[place]
        place += 1
        while place < len(documents) and documents[place] >> BLOCK_BITS == block:
            greatest = max(greatest, impacts[place])
            place += 1
        bounds[block] += worth * np.float32(greatest)


@stage
def blocks_above(bounds: Singles, least: np.float32, flags: Bytes, live: Ints) -> int:
    """The numbers of blocks bounded above `least`, into `live`, in order; how many there are.

    Flags are set for all blocks at first, which is done in vectors, and then read WORD at a time;
    `flags` has room for whole words.
    """
    for block in range(len(bounds)):
        flags[block] = bounds[block] > least
    flags[len(bounds) :] = 0
    words = flags.view(np.uint64)
    count = 0
    for word in range(len(words)):
        if words[word] != 0:
            for block in range(word * WORD, (word + 1) * WORD):
                live[count] = block
                count += flags[block]
    return count


@stage
def best_blocks(bounds: Singles, live: Ints, least: np.float32, wanted: int, chosen: Ints) -> int:
    """Stage 3: about `wanted` of `live` with the greatest bounds, into `chosen`, in order; at most
    as many as that has room for. How many there are."""
    greatest = np.float32(least)
    for block in live:
        greatest = max(greatest, bounds[block])
    scale = np.float32(BUCKETS - 1) / max(greatest - least, np.float32(1e-9))
    sizes = np.zeros(BUCKETS, np.int64)
    for block in live:
        sizes[int((bounds[block] - least) * scale)] += 1
    bucket, above = BUCKETS - 1, sizes[BUCKETS - 1]
    while bucket > 0 and above < wanted:
        bucket -= 1
        above += sizes[bucket]
    count = 0
    for block in live:
        if count < len(chosen) and int((bounds[block] - least) * scale) >= bucket:
            chosen[count] = block
            count += 1
    return count
