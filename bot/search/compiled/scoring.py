"""Stages 4 and 5 of the kernel: scoring blocks, and documents exactly. Scores are float64."""

from __future__ import annotations

import numpy as np

from bot.search.compiled.bounding import ABOVE
from bot.search.compiled.bounds import (
    BLOCK,
    BLOCK_BITS,
    FULL,
    IMPACT_BITS,
    STRETCH,
    STRETCH_BITS,
)
from bot.search.compiled.kinds import Best, Flags, Int32s, Ints, Query, Singles, Uint32s, View
from bot.text.compiled.kernel import inlined, stage


@stage
def score_blocks(
    view: View,
    query: Query,
    blocks: Ints,
    bounds: Singles,
    allowed: Flags,
    best: Best,
    threshold: float,
) -> float:
    """Stages 4 and 5 for blocks in ascending order; gives the threshold after them.

    The arrays of the tuples are named once, before the loop: taking one out costs a reference.
    """
    documents, owner, rows, offsets = view.documents, view.owner, view.rows, view.offsets
    packed, impacts = view.packed, view.impacts
    order, worth, cursor, rare = query.order, query.worth, query.cursor, query.rare
    begins, ends = view.starts[query.terms], view.starts[query.terms + 1]
    row, at = view.row_of[query.terms], view.at[query.terms]
    sums = np.empty(BLOCK, np.float64)
    cursor[:] = begins
    for block in blocks:
        if bounds[block] * ABOVE <= threshold:
            continue
        bounds[block] = 0
        begin = block << BLOCK_BITS
        if len(allowed) and not _any_allowed(owner, begin, allowed):
            continue
        sums.fill(0)
        rest = 0.0
        for place in range(rare, len(order)):
            rest += worth[order[place]] * rows[row[order[place]], block]
        greatest = 0.0
        for place in range(len(order)):
            term = order[place]
            if place < rare:
                first = gallop(documents, cursor[term], ends[term], begin)
                cursor[term] = first
                shift = at[term] - begins[term]
                while first < ends[term] and documents[first] < begin + BLOCK:
                    total = sums[documents[first] - begin] + worth[term] * impacts[first + shift]
                    sums[documents[first] - begin] = total
                    greatest = max(greatest, total)
                    first += 1
            else:
                rest -= worth[term] * rows[row[term], block]
                low, high = _stretch(offsets, row[term], begin)
                for entry in packed[at[term] + low : at[term] + high]:
                    offset = (entry >> IMPACT_BITS) - (begin & (STRETCH - 1))
                    if 0 <= offset < BLOCK:
                        total = sums[offset] + worth[term] * (entry & FULL)
                        sums[offset] = total
                        greatest = max(greatest, total)
            if place >= rare - 1 and (greatest + rest) * ABOVE <= threshold:
                greatest = -1.0
                break
        if greatest < 0.0:
            continue
        for offset in range(BLOCK):
            if sums[offset] > 0.0 and sums[offset] >= threshold:
                document = begin + offset
                if not len(allowed) or allowed[owner[document]]:
                    score = _exact(view, query, document)
                    threshold = max(threshold, _compete(best, document, score))
    return threshold


@inlined
def _stretch(offsets: Uint32s, row: int, document: int) -> tuple[int, int]:
    """Which of a row's postings lie in the stretch of a document."""
    stretch = document >> STRETCH_BITS
    return int(offsets[row, stretch]), int(offsets[row, stretch + 1])


@inlined
def _any_allowed(owner: Int32s, begin: int, allowed: Flags) -> bool:
    found, document = False, begin
    while not found and document < min(begin + BLOCK, len(owner)):
        found = allowed[owner[document]]
        document += 1
    return found


@stage
def _exact(view: View, query: Query, document: int) -> float:
    """The score as bot.search.part computes it, operation by operation."""
    documents, terms = view.documents, query.terms
    score, norm = 0.0, view.norms[view.lengths[document]]
    for term in range(len(terms)):
        begin, end = view.starts[terms[term]], view.starts[terms[term] + 1]
        row = view.row_of[terms[term]]
        place = query.cursor[term]
        if row >= 0:
            low, high = _stretch(view.offsets, row, document)
            place, end = begin + low, begin + high
        place = gallop(documents, place, end, document)
        if place < end and documents[place] == document:
            frequency = float(view.frequencies[place])
            score += (frequency * query.factor / (frequency + norm)) * query.weights[term]
    return score


@inlined
def gallop(documents: Int32s, place: int, end: int, wanted: int) -> int:
    """The first place from `place` up to `end` whose document is not below `wanted`."""
    if place >= end or documents[place] >= wanted:
        return place
    step = 1
    while place + step < end and documents[place + step] < wanted:
        place += step
        step <<= 1
    low, high = place + 1, min(place + step, end)
    while low < high:
        middle = (low + high) >> 1
        if documents[middle] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def _compete(best: Best, document: int, score: float) -> float:
    """Takes a document into the best ones if it belongs there; gives the least of k, else 0."""
    ids, scores, held = best
    k, count = len(ids), held[0]
    if count == k:
        if score < scores[k - 1] or (score == scores[k - 1] and document > ids[k - 1]):
            return float(scores[k - 1])
        place = k - 1
    else:
        place = count
        held[0] = count + 1
    while place > 0 and (
        scores[place - 1] < score or (scores[place - 1] == score and ids[place - 1] > document)
    ):
        scores[place], ids[place] = scores[place - 1], ids[place - 1]
        place -= 1
    scores[place], ids[place] = score, document
    return float(scores[k - 1]) if held[0] == k else 0.0
