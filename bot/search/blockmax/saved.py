"""What is saved of an index for the kernel. Loads no compiler, so that it can be opened without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """For V terms, n postings, and R terms with so many postings that each has a row.

    An impact is ``f / (f + k1 * (1 - b + b * length / mean length))``, from 0 to 1, with the mean
    length of the documents at hand; it is saved in steps of 1 / FULL.

    impacts (n,) uint8, of each posting, rounded up · row_of (V,) int32, a term's row or -1 ·
    rows (R * blocks,) uint8, the greatest impact in each block · marks (R * marks,) int32, how many
    of the term's postings lie before each span of documents · ranked (V * len(RANKS),) uint8, a
    term's impacts with those ranks, rounded down, 0 where it has fewer postings · made_for (3,)
    float64, the mean length, k1 and b.
    """

    impacts: npt.NDArray[np.uint8]
    row_of: npt.NDArray[np.int32]
    rows: npt.NDArray[np.uint8]
    marks: npt.NDArray[np.int32]
    ranked: npt.NDArray[np.uint8]
    made_for: npt.NDArray[np.float64]
