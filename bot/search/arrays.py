"""Small array tools that numpy does not have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Array = np.ndarray[Any, Any]


def ranges(starts: Ints, lengths: Ints) -> Ints:
    """``concatenate([arange(s, s + n) for s, n in zip(starts, lengths)])`` without the loop."""
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    joined: Ints = np.arange(total) + np.repeat(starts - (ends - lengths), lengths)
    return joined


def find(ascending: Array, wanted: Any, side: str = "left") -> Ints:
    """numpy's searchsorted for `wanted` that fit the array's kind: where kinds differ, numpy would
    first copy the whole array to the wider one, however few are wanted."""
    found: Ints = np.searchsorted(ascending, np.asarray(wanted, ascending.dtype), side)  # type: ignore[call-overload]
    return found


class Joined:
    """One-dimensional arrays laid end to end without copying them; read by numbers of the whole.

    Each piece may come with a table: what is read from it then stands for ``table[value]``; or with
    a shift that is added. `dtype` is what comes out.
    """

    def __init__(self, pieces: Sequence[Array], changes: Sequence[Array | int]) -> None:
        self._pieces = list(pieces)
        self._changes = list(changes)
        self._bounds = np.cumsum([0, *map(len, pieces)])
        self.dtype = np.result_type(*(piece.dtype for piece in pieces))

    def __len__(self) -> int:
        return int(self._bounds[-1])

    def __getitem__(self, index: Any) -> Any:
        """`index` is a whole number, a slice without a step, or an array of numbers >= 0."""
        if isinstance(index, slice):
            begin, end, _ = index.indices(len(self))
            return self._slice(begin, max(begin, end))
        if isinstance(index, np.ndarray):
            return self._gather(index)
        number = int(index)
        if not -len(self) <= number < len(self):
            raise IndexError(f"{number} of {len(self)}")
        return self._gather(np.asarray([number % len(self)]))[0]

    def searchsorted(self, wanted: Any, side: str = "left") -> Ints:
        """As numpy's, for values that never fall over the whole."""
        found: Ints = np.zeros(np.shape(wanted), np.int64)
        for number, piece in enumerate(self._pieces):
            change = self._changes[number]
            if not isinstance(change, int):
                raise TypeError("values with a table are in no order")
            found = found + find(piece, np.asarray(wanted) - change, side)
        return found

    def __array__(self, dtype: Any = None, copy: Any = None) -> Array:
        return np.asarray(self._slice(0, len(self)), dtype)

    def _slice(self, begin: int, end: int) -> Array:
        parts = []
        for number, piece in enumerate(self._pieces):
            low = int(self._bounds[number])
            part = piece[max(0, begin - low) : max(0, end - low)]
            if len(part):
                parts.append(self._read(number, part))
        if len(parts) == 1:
            return parts[0]
        return np.concatenate(parts) if parts else np.zeros(0, self.dtype)

    def _gather(self, index: Array) -> Array:
        last = len(self._pieces) - 1
        place = np.searchsorted(self._bounds[1:-1], index, "right")
        first = int(place.min()) if len(index) else last
        if not len(index) or first == int(place.max()):  # all of one piece, as most often
            return self._read(first, self._pieces[first][index - self._bounds[first]])
        values = np.empty(index.shape, self.dtype)
        for number in range(first, last + 1):
            here = place == number
            values[here] = self._read(
                number, self._pieces[number][index[here] - self._bounds[number]]
            )
        return values

    def _read(self, number: int, part: Array) -> Array:
        change = self._changes[number]
        if isinstance(change, int):
            return part + part.dtype.type(change) if change else part
        found: Array = change[part]
        return found


Column = Array | Joined


def joined(pieces: Sequence[Array], changes: Sequence[Array | int] | None = None) -> Column:
    """The pieces as one: the array itself where there is one that nothing changes."""
    changes = changes or [0] * len(pieces)
    if len(pieces) == 1 and isinstance(changes[0], int) and not changes[0]:
        return pieces[0]
    return Joined(pieces, changes)
