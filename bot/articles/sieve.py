"""Find a few wanted hashes among very many."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MAX_COARSE_BITS = 22
"""The first table has at most so many bits as its size in bytes: it should stay in the cache."""

MAX_FINE_BITS = 26

SLICE = 1 << 17
"""Hashes that are looked at in one go."""

_Hashes = NDArray[np.uint64]
_Ints = NDArray[np.int64]


class Sieve:
    """Two tables, of different bits of the wanted hashes, let through nearly nothing else, so that
    a binary search is needed for the rest alone."""

    def __init__(self, wanted: _Hashes) -> None:
        """`wanted` is in ascending order, each once."""
        self.wanted = wanted
        size = len(wanted).bit_length()
        self._coarse = _table(wanted, 0, min(size + 3, MAX_COARSE_BITS))
        self._fine = _table(wanted, 32, min(size + 5, MAX_FINE_BITS))

    def find(self, values: _Hashes) -> tuple[_Ints, _Ints]:
        """Where in `values` a wanted hash stands, in ascending order, and its place in `wanted`.

        Holds no more than what it finds and a slice of `values`, which may be a memory map.
        """
        places: list[_Ints] = [np.zeros(0, np.int64)]
        found: list[_Ints] = [np.zeros(0, np.int64)]
        for begin in range(0, len(values) if len(self.wanted) else 0, SLICE):
            at, which = self._find(np.asarray(values[begin : begin + SLICE]))
            places.append(at + begin)
            found.append(which)
        return np.concatenate(places), np.concatenate(found)

    def _find(self, values: _Hashes) -> tuple[_Ints, _Ints]:
        at = np.flatnonzero(_look_up(self._coarse, values, 0))
        at = at[_look_up(self._fine, values[at], 32)]
        which = np.searchsorted(self.wanted, values[at])
        which = np.minimum(which, len(self.wanted) - 1)
        same = self.wanted[which] == values[at]
        return at[same], which[same]


def _table(wanted: _Hashes, skip: int, bits: int) -> NDArray[np.bool_]:
    table = np.zeros(1 << bits, bool)
    table[_bits(wanted, skip, len(table))] = True
    return table


def _look_up(table: NDArray[np.bool_], hashes: _Hashes, skip: int) -> NDArray[np.bool_]:
    return np.take(table, _bits(hashes, skip, len(table)), mode="clip")  # clip checks no bounds


def _bits(hashes: _Hashes, skip: int, size: int) -> _Ints:
    """A number below `size`, which is a power of two: the hash's bits above the lowest `skip`."""
    above = hashes >> np.uint64(skip) if skip else hashes
    return (above & np.uint64(size - 1)).view(np.int64)
