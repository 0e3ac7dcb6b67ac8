"""Step 3: which blocks to score next."""

from __future__ import annotations

import numpy as np

from bot.search.blockmax.compiling import inner

BUCKETS = 512
BUCKET_BITS = 16
"""Bounds whose float32 differ only in so many bits at the end lie in one bucket: less than 1 %."""


@inner()
def drop(room, count, threshold):  # type: ignore[no-untyped-def]
    """Drops the live blocks that are not bounded above the threshold; gives how many are left."""
    left, least = 0, np.float32(threshold)
    for at in range(count):
        bound = room.live_bounds[at]
        room.live[left], room.live_bounds[left] = room.live[at], bound
        left += bound > least
    return left


@inner()
def choose(room, count, wanted):  # type: ignore[no-untyped-def]
    """Moves the blocks with the greatest bounds from the live to the chosen ones: about `wanted`,
    and those about as good as the worst of these. Gives how many are left alive and how many are
    chosen; both stay in ascending order."""
    if count <= wanted:
        for at in range(count):
            room.chosen[at], room.chosen_bounds[at] = room.live[at], room.live_bounds[at]
        return 0, count
    # The bits of positive float32, taken as whole numbers, are in the order of the numbers.
    bits = room.live_bounds.view(np.int32)
    top = _greatest(bits[:count])
    cut = _cut(bits[:count], top, wanted)
    left = chosen = 0
    for at in range(count):
        block, bound = room.live[at], room.live_bounds[at]
        taken = _bucket(bits[at], top) <= cut
        room.chosen[chosen], room.chosen_bounds[chosen] = block, bound
        room.live[left], room.live_bounds[left] = block, bound
        chosen += taken
        left += not taken
    return left, chosen


@inner()
def _greatest(bits):  # type: ignore[no-untyped-def]
    greatest = np.int32(0)
    for one in bits:
        greatest = max(greatest, one)
    return greatest


@inner(inline="always")
def _bucket(bits, top):  # type: ignore[no-untyped-def]
    return min((top - bits) >> BUCKET_BITS, BUCKETS - 1)


@inner()
def _cut(bits, top, wanted):  # type: ignore[no-untyped-def]
    """The last bucket, from the top, that is needed for as many blocks as are wanted."""
    sizes = np.zeros(BUCKETS, np.int32)
    for one in bits:
        sizes[_bucket(one, top)] += 1
    cut, above = 0, sizes[0]
    while above < wanted:
        cut += 1
        above += sizes[cut]
    return cut
