"""Stage 3: which blocks to score next."""

from __future__ import annotations

import numpy as np

from bot.search.compiled.layout import BLOCK, BLOCK_BITS, Flags, Floats32, Ints32, Room, View
from bot.text.compiled.kernel import finite, stage

BUCKETS = 512
BUCKET_BITS = 16
"""Bounds whose float32 differ only in so many bits at the end lie in one bucket: less than 1 %."""


@stage
def choose(room: Room, count: int, threshold: float, wanted: int, drop: bool) -> tuple[int, int]:
    """Moves the blocks with the greatest bounds from the live to the chosen ones: about `wanted`,
    and those about as good as the worst of these. Drops what is not above the threshold. Gives how
    many are left alive and how many are chosen; both stay in ascending order."""
    if drop:
        count = _drop(room, count, np.float32(threshold))
    if count <= wanted:
        room.chosen[:count] = room.live[:count]
        room.chosen_bounds[:count] = room.live_bounds[:count]
        return 0, count
    greatest = _greatest(room.live_bounds[:count])
    bits = room.live_bounds.view(np.int32)
    top = int(np.asarray(greatest).view(np.int32)[()])
    cut = _cut(bits[:count], top, wanted)
    left = chosen = 0
    for at in range(count):
        block, bound = room.live[at], room.live_bounds[at]
        taken = min(top - bits[at] >> BUCKET_BITS, BUCKETS - 1) <= cut
        room.chosen[chosen], room.chosen_bounds[chosen] = block, bound
        room.live[left], room.live_bounds[left] = block, bound
        chosen += taken
        left += not taken
    return left, chosen


@stage
def _drop(room: Room, count: int, threshold: np.float32) -> int:
    left = 0
    for at in range(count):
        bound = room.live_bounds[at]
        room.live[left], room.live_bounds[left] = room.live[at], bound
        left += bound > threshold
    return left


@finite
def _greatest(bounds: Floats32) -> np.float32:
    greatest = np.float32(0)
    for bound in bounds:
        greatest = max(greatest, bound)
    return greatest


@stage
def _cut(bits: Ints32, top: int, wanted: int) -> int:
    """The last bucket from the top that is needed for as many as are wanted.

    The bits of positive float32, taken as whole numbers, are in the order of the numbers.
    """
    sizes = np.zeros(BUCKETS, np.int32)
    for at in range(len(bits)):
        sizes[min(top - bits[at] >> BUCKET_BITS, BUCKETS - 1)] += 1
    cut, above = 0, sizes[0]
    while above < wanted:
        cut += 1
        above += sizes[cut]
    return cut


@stage
def keep_allowed(view: View, allowed: Flags, room: Room, chosen: int) -> int:
    """Drops the chosen blocks without an allowed document; gives how many are left."""
    left = 0
    for at in range(chosen):
        block = room.chosen[at]
        room.chosen[left], room.chosen_bounds[left] = block, room.chosen_bounds[at]
        left += _any_allowed(view, allowed, block)
    return left


@stage
def _any_allowed(view: View, allowed: Flags, block: int) -> bool:
    first = block << BLOCK_BITS
    last = min(first + BLOCK, len(view.lengths)) - 1
    if len(view.owner):
        first, last = view.owner[first], view.owner[last]
    for group in range(first, last + 1):  # noqa: SIM110 - numba has no any()
        if allowed[group]:
            return True
    return False
