"""Which outlets a snapshot holds, counted from its arrays."""

from __future__ import annotations

from datetime import date

import numpy as np

from bot.desk.once import once_a_snapshot
from bot.desk.status import SourceCount
from bot.search.snapshot import NO_OUTLET, UNDATED, Snapshot


@once_a_snapshot
def count_sources(snapshot: Snapshot) -> tuple[SourceCount, ...]:
    """Most articles first, then in the order in which the outlets appear. Counted once for each
    snapshot: every question asks for it."""
    numbers = snapshot.documents.numbers()
    codes, dates = snapshot.sources[numbers], snapshot.dates[numbers]
    found = []
    for code, first in zip(*np.unique(codes, return_index=True), strict=True):
        here = codes == code
        known = dates[here & (dates != UNDATED)]
        count = SourceCount(
            None if code == NO_OUTLET else snapshot.outlets[int(code)],
            int(np.count_nonzero(here)),
            _day(known.min()) if len(known) else None,
            _day(known.max()) if len(known) else None,
            int(np.count_nonzero(here)) - len(known),
        )
        found.append((-count.articles, int(first), count))
    return tuple(count for *_, count in sorted(found, key=lambda each: each[:2]))


def _day(ordinal: np.int64) -> date:
    return date.fromordinal(int(ordinal))
