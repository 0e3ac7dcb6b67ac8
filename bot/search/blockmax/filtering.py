"""Which blocks hold a document that is allowed.

A strict filter is looked at once as a whole, group by group, so that blocks it leaves nothing of
never come into question. A lenient one leaves something of most blocks; there it costs less to look
at the few blocks that are chosen.
"""

from __future__ import annotations

import numpy as np

from bot.search.blockmax.compiling import inner
from bot.search.blockmax.layout import BLOCK, BLOCK_BITS

STRICT = 0.2
"""A filter that lets less than this share of the groups through is strict."""

SAMPLES = 1024
"""Groups that are looked at to guess the share."""


@inner()
def share_of(allowed):  # type: ignore[no-untyped-def]
    """About which share of the groups is allowed: 1 without a filter, never 0."""
    if not len(allowed):
        return 1.0
    seen, found = 0, 1
    for group in range(0, len(allowed), max(1, len(allowed) // SAMPLES)):
        seen += 1
        found += allowed[group]
    return min(1.0, found / seen)


@inner()
def open_blocks(view, allowed, room):  # type: ignore[no-untyped-def]
    """Marks the blocks that hold an allowed document, of which there must be few."""
    room.opened[:] = 0
    whole = len(allowed) // 8
    words = allowed[: 8 * whole].view(np.uint64)
    for word in range(whole):
        if words[word]:
            for group in range(8 * word, 8 * word + 8):
                if allowed[group]:
                    _open(view.firsts, group, room.opened)
    for group in range(8 * whole, len(allowed)):
        if allowed[group]:
            _open(view.firsts, group, room.opened)


@inner()
def _open(firsts, group, opened):  # type: ignore[no-untyped-def]
    first, end = group, group + 1
    if len(firsts):
        first, end = firsts[group], firsts[min(group + 1, len(firsts) - 1)]
    if first < end:
        for block in range(first >> BLOCK_BITS, ((end - 1) >> BLOCK_BITS) + 1):
            opened[block] = 1


@inner()
def keep_allowed(view, allowed, room, chosen):  # type: ignore[no-untyped-def]
    """Drops the chosen blocks without an allowed document; gives how many are left."""
    left = 0
    for at in range(chosen):
        block = room.chosen[at]
        room.chosen[left], room.chosen_bounds[left] = block, room.chosen_bounds[at]
        left += _holds_allowed(view.owner, len(view.lengths), allowed, block)
    return left


@inner()
def _holds_allowed(owner, size, allowed, block):  # type: ignore[no-untyped-def]
    first = block << BLOCK_BITS
    last = min(first + BLOCK, size) - 1
    if len(owner):
        first, last = owner[first], owner[last]
    for group in range(first, last + 1):  # noqa: SIM110 - numba has no any()
        if allowed[group]:
            return True
    return False


@inner(inline="always")
def allows(view, allowed, document):  # type: ignore[no-untyped-def]
    if not len(allowed):
        return True
    return allowed[view.owner[document] if len(view.owner) else document]
