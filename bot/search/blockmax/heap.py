"""The k best documents as a binary heap with the worst on top; of equal scores, the lower id is
better (Williams: Algorithm 232, Heapsort, 1964)."""

from __future__ import annotations

from bot.search.blockmax.compiling import inner


@inner()
def offer(best, document, score):  # type: ignore[no-untyped-def]
    """Takes a document in if it is one of the k best so far, and raises the threshold then."""
    if score <= best.floor or score < best.threshold[0]:
        return
    held, k = best.held[0], len(best.ids)
    if held < k:
        _rise(best, held, document, score)
        best.held[0] = held = held + 1
    elif _worse(best.scores[0], best.ids[0], score, document):
        _sink(best, k, document, score)
    if held == k:
        best.threshold[0] = max(best.threshold[0], best.scores[0])


@inner()
def sort(best):  # type: ignore[no-untyped-def]
    """Puts the heap in order, best first."""
    for last in range(best.held[0] - 1, 0, -1):
        document, score = best.ids[last], best.scores[last]
        best.ids[last], best.scores[last] = best.ids[0], best.scores[0]
        _sink(best, last, document, score)


@inner(inline="always")
def _worse(score, document, other_score, other):  # type: ignore[no-untyped-def]
    return score < other_score or (score == other_score and document > other)


@inner()
def _rise(best, place, document, score):  # type: ignore[no-untyped-def]
    """Puts a document into the heap, whose last place is free."""
    while place > 0:
        above = (place - 1) >> 1
        if not _worse(score, document, best.scores[above], best.ids[above]):
            break
        best.ids[place], best.scores[place] = best.ids[above], best.scores[above]
        place = above
    best.ids[place], best.scores[place] = document, score


@inner()
def _sink(best, size, document, score):  # type: ignore[no-untyped-def]
    """Puts a document into a heap of `size` in the stead of the one on top."""
    place, below = 0, 1
    while below < size:
        if below + 1 < size and _worse(
            best.scores[below + 1], best.ids[below + 1], best.scores[below], best.ids[below]
        ):
            below += 1
        if not _worse(best.scores[below], best.ids[below], score, document):
            break
        best.ids[place], best.scores[place] = best.ids[below], best.scores[below]
        place, below = below, 2 * below + 1
    best.ids[place], best.scores[place] = document, score
