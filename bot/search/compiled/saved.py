"""What is saved of an index for the kernel. Loads no compiler, so that it can be opened without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """For V terms, B blocks of documents and S stretches of them (bot.search.compiled.bounds).

    Impacts are in units of k1 + 1, with the mean length of the time; as a byte they are rounded up.
    A term with many postings has a row, R have one; the postings of the others are plain.

    row_of (V,) int32, a term's row or -1 · at (V,) int64, where its postings begin in `packed` if
    it has a row, else in `impacts` · rows (R * B,) uint8, its greatest impact in each block ·
    offsets (R * (S + 1),) uint32, how many of its postings lie before each stretch · packed uint16,
    of every posting of such a term its place within the stretch, and in the low byte its impact ·
    impacts uint8, of every other posting · tenth, hundredth (V,) float32, the impact with that
    rank, rounded down, 0 where there are fewer postings · about (3,) float64: the mean length, k1
    and b.
    """

    row_of: npt.NDArray[np.int32]
    at: npt.NDArray[np.int64]
    rows: npt.NDArray[np.uint8]
    offsets: npt.NDArray[np.uint32]
    packed: npt.NDArray[np.uint16]
    impacts: npt.NDArray[np.uint8]
    tenth: npt.NDArray[np.float32]
    hundredth: npt.NDArray[np.float32]
    about: npt.NDArray[np.float64]
