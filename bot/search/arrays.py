"""Small array tools that numpy does not have."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """``concatenate([arange(s, s + n) for s, n in zip(starts, lengths)])`` without the loop."""
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    joined: Ints = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return joined
