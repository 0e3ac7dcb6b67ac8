"""Array tools against the loops they stand for."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.search.arrays import ranges


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), max_size=12))
def test_ranges_are_joined_as_a_loop_would(pairs: list[tuple[int, int]]) -> None:
    starts = np.asarray([start for start, _ in pairs], np.int64)
    lengths = np.asarray([length for _, length in pairs], np.int64)
    expected = [number for start, length in pairs for number in range(start, start + length)]
    assert ranges(starts, lengths).tolist() == expected
