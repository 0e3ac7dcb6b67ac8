"""Finding what is saved of an index for the kernel: how much a term can add, block by block.

Documents lie in blocks of BLOCK neighbours, and blocks in stretches of STRETCH documents, which is
how closely the postings of a term with a row can be looked up.
"""

from __future__ import annotations

import numpy as np

from bot.search.compiled.kinds import Bytes, Floats, Int32s, Ints, Singles, Uint16s, Uint32s
from bot.search.compiled.saved import Bounds
from bot.search.postings import Postings
from bot.text.compiled.kernel import kernel, stage

BLOCK_BITS = 4
BLOCK = 1 << BLOCK_BITS
"""Documents a block. Smaller ones bound more closely, larger ones are fewer to bound."""

STRETCH_BITS = 7
STRETCH = 1 << STRETCH_BITS
"""Documents a stretch; their places in it and an impact fit into 16 bits."""

IMPACT_BITS = 8
FULL = (1 << IMPACT_BITS) - 1
"""An impact of k1 + 1, which none reaches, as a byte."""

ROW_SHARE = 8
"""A term with a posting for every ROW_SHARE blocks on average has a row."""

RANKS = (10, 100)
"""Of a term's impacts, those with these ranks are kept."""

BELOW = np.float32(1 - 1e-6)
"""Makes a number rounded to float32 smaller than it was."""


def find_bounds(postings: Postings, k1: float, b: float) -> Bounds:
    """Frequencies must be uint8."""
    documents = len(postings.lengths)
    average = float(postings.lengths.sum(dtype=np.int64)) / max(1, documents) or 1.0
    counts = np.diff(postings.starts)
    row_of = _rows(counts, -(-documents // BLOCK))
    with_row = row_of >= 0
    rows = np.zeros((int(with_row.sum()), -(-documents // BLOCK)), np.uint8)
    offsets = np.zeros((len(rows), -(-documents // STRETCH) + 1), np.uint32)
    ranked = np.zeros((len(RANKS), len(counts)), np.float32)
    packed = np.empty(int(counts[with_row].sum()), np.uint16)
    impacts = np.empty(int(counts[~with_row].sum()), np.uint8)
    at = np.where(with_row, _before(counts * with_row), _before(counts * ~with_row))
    _fill(
        postings.starts,
        postings.documents,
        postings.frequencies.astype(np.uint8, copy=False),
        postings.lengths,
        length_norms(postings.lengths, k1, b, average),
        (row_of, at),
        (rows, offsets, packed, impacts),
        ranked,
    )
    return Bounds(
        row_of,
        at,
        rows.reshape(-1),
        offsets.reshape(-1),
        packed,
        impacts,
        ranked[0] * BELOW,
        ranked[1] * BELOW,
        np.asarray([average, k1, b]),
    )


def length_norms(lengths: Int32s, k1: float, b: float, average: float) -> Floats:
    """``k1 * (1 - b + b * length / average)`` for every length up to the greatest."""
    each = np.arange(int(lengths.max(initial=0)) + 1)
    return np.asarray(k1 * (1 - b + b * each / average), np.float64)


def _rows(counts: Ints, blocks: int) -> Int32s:
    """The row of each term, or -1; rows take at most a byte a posting."""
    least = max(BLOCK, blocks // ROW_SHARE)
    while (counts >= least).sum() * blocks > counts.sum():
        least *= 2
    with_row = counts >= least
    return np.where(with_row, np.cumsum(with_row) - 1, -1).astype(np.int32)


def _before(counts: Ints) -> Ints:
    return np.cumsum(counts) - counts


@kernel
def _fill(
    starts: Ints,
    documents: Int32s,
    frequencies: Bytes,
    lengths: Int32s,
    norms: Floats,
    where: tuple[Int32s, Ints],
    into: tuple[Bytes, Uint32s, Uint16s, Bytes],
    ranked: Singles,
) -> None:
    row_of, at = where
    rows, offsets, packed, impacts = into
    room = np.empty(RANKS[-1], np.float64)
    for term in range(len(starts) - 1):
        row, held, begin = row_of[term], 0, starts[term]
        many = starts[term + 1] - begin >= RANKS[-1]
        greatest = room if many else room[: RANKS[0]]  # a short list costs less to keep
        for place in range(begin, starts[term + 1]):
            document = documents[place]
            frequency = float(frequencies[place])
            impact = frequency / (frequency + norms[lengths[document]])
            byte = int(np.ceil(impact * FULL))
            if row < 0:
                impacts[at[term] + place - begin] = byte
            else:
                block, stretch = document >> BLOCK_BITS, document >> STRETCH_BITS
                rows[row, block] = max(rows[row, block], np.uint8(byte))
                offsets[row, stretch + 1] += 1
                within = (document & (STRETCH - 1)) << IMPACT_BITS
                packed[at[term] + place - begin] = within | byte
            held = _insert(greatest, held, impact)
        for rank in range(len(RANKS)):
            if held >= RANKS[rank]:
                ranked[rank, term] = greatest[RANKS[rank] - 1]
        if row >= 0:
            for stretch in range(1, offsets.shape[1]):
                offsets[row, stretch] += offsets[row, stretch - 1]


@stage
def _insert(greatest: Floats, held: int, impact: float) -> int:
    """Into numbers in falling order, of which the greatest are kept; how many there are then."""
    if held == len(greatest) and impact <= greatest[held - 1]:
        return held
    place = min(held, len(greatest) - 1)
    while place > 0 and greatest[place - 1] < impact:
        greatest[place] = greatest[place - 1]
        place -= 1
    greatest[place] = impact
    return min(held + 1, len(greatest))
