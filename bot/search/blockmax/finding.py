"""Where a term's postings of some blocks begin."""

from __future__ import annotations

from bot.search.blockmax.compiling import inner
from bot.search.blockmax.layout import BLOCK_BITS, MARK_BITS
from bot.search.blockmax.prefetching import prefetch


@inner()
def find_places(view, query, term, blocks, batch, alive):  # type: ignore[no-untyped-def]
    """Fills ``batch.places[term]`` for the blocks that are alive. Where a block has none of the
    term's postings, that is some place whose document lies in another block, or the end."""
    if query.row[term] < 0:
        _find_in_list(view, query, term, blocks, batch, alive)
    else:
        _find_in_row(view, query, term, blocks, batch, alive)


@inner(inline="always")
def _find_in_list(view, query, term, blocks, batch, alive):  # type: ignore[no-untyped-def]
    cursor, end = query.place[term], query.end[term]
    for at in batch.alive[:alive]:
        cursor = _gallop(view.documents, cursor, end, blocks[at] << BLOCK_BITS)
        batch.places[term, at] = cursor
    query.place[term] = cursor


@inner(inline="always")
def _find_in_row(view, query, term, blocks, batch, alive):  # type: ignore[no-untyped-def]
    row, marks = view.rows[query.row[term]], view.marks[query.row[term]]
    places, begin, end = batch.places[term], query.begin[term], query.end[term]
    for at in batch.alive[:alive]:
        places[at] = end
        if row[blocks[at]]:
            places[at] = begin + _about(marks, blocks[at] << BLOCK_BITS)
            prefetch(view.documents, places[at])
            prefetch(view.impacts, places[at])
    for at in batch.alive[:alive]:
        if places[at] < end:
            places[at] = _walk(view.documents, begin, places[at], blocks[at] << BLOCK_BITS)


@inner(inline="always")
def _about(marks, document):  # type: ignore[no-untyped-def]
    """How many postings lie before a document if those between two marks lie evenly. There is one
    between them, and the place is that of one of them."""
    span, within = document >> MARK_BITS, document & ((1 << MARK_BITS) - 1)
    return marks[span] + ((within * (marks[span + 1] - marks[span])) >> MARK_BITS)


@inner(inline="always")
def _walk(documents, begin, place, wanted):  # type: ignore[no-untyped-def]
    """The first place from `begin` on whose document is not below `wanted`; there is one, and
    `place` is near it."""
    while documents[place] < wanted:
        place += 1
    while place > begin and documents[place - 1] >= wanted:
        place -= 1
    return place


@inner(inline="always")
def _gallop(documents, place, end, wanted):  # type: ignore[no-untyped-def]
    """The first place from `place` up to `end` whose document is not below `wanted`, by steps of
    doubling length (Bentley, Yao: An Almost Optimal Algorithm for Unbounded Searching, 1976)."""
    step = 1
    while place + step <= end and documents[place + step - 1] < wanted:
        place += step
        step <<= 1
    high = min(place + step - 1, end)
    while place < high:
        middle = (place + high) >> 1
        if documents[middle] < wanted:
            place = middle + 1
        else:
            high = middle
    return place
