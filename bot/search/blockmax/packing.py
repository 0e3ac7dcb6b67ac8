"""One array of addresses in the stead of some twenty arrays.

Numba looks at every array that a compiled function is called with. That costs little when done
again and again, but ten times as much once other work has emptied the processor's caches: then more
than the search itself. So the addresses and shapes of all arrays are written down once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import carray, types  # type: ignore[attr-defined]
from numba.extending import intrinsic

from bot.search.blockmax.compiling import inner
from bot.search.blockmax.layout import Ints64, Room, View

NUMBERS = 3
"""For each array: its address, rows and columns. A line is one row."""


TYPES = "i8 i4 u1 i4 u1 i4 u1 i4 u1 f8 i4 i4 f8 i4 f4 i4 f4 u1 i8 f8 i8 f8".split()
"""Of the arrays of a View, those of a Room, then terms, weights, ids and scores."""


def packed(arrays: Sequence[npt.NDArray[Any]]) -> Ints64:
    """Addresses and shapes, in the order of TYPES; the caller keeps the arrays alive.

    Raises ValueError for arrays that compiled code would read wrongly.
    """
    for array, kind in zip(arrays, TYPES, strict=True):
        if array.dtype != np.dtype(kind) or not array.flags.c_contiguous:
            raise ValueError(f"an array of {array.dtype} where {kind} in a row are needed")
    each = [(array.ctypes.data, *(1, *array.shape)[-2:]) for array in arrays]
    return np.asarray(each, np.int64).reshape(-1)


@inner(inline="always")
def unpacked(pack):  # type: ignore[no-untyped-def]
    """View, Room, terms, weights, ids, scores."""
    view = View(
        _line(pack, 0, np.int64),
        _line(pack, 1, np.int32),
        _line(pack, 2, np.uint8),
        _line(pack, 3, np.int32),
        _line(pack, 4, np.uint8),
        _line(pack, 5, np.int32),
        _table(pack, 6, np.uint8),
        _table(pack, 7, np.int32),
        _table(pack, 8, np.uint8),
        _line(pack, 9, np.float64),
        _line(pack, 10, np.int32),
        _line(pack, 11, np.int32),
        _line(pack, 12, np.float64),
    )
    room = Room(
        _line(pack, 13, np.int32),
        _line(pack, 14, np.float32),
        _line(pack, 15, np.int32),
        _line(pack, 16, np.float32),
        _line(pack, 17, np.uint8),
    )
    terms, weights = _line(pack, 18, np.int64), _line(pack, 19, np.float64)
    return view, room, terms, weights, _line(pack, 20, np.int64), _line(pack, 21, np.float64)


def _generated(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), generate


_pointer: Any = intrinsic(_generated)


@inner(inline="always")
def _line(pack, number, dtype):  # type: ignore[no-untyped-def]
    return carray(_pointer(pack[NUMBERS * number]), pack[NUMBERS * number + 2], dtype)


@inner(inline="always")
def _table(pack, number, dtype):  # type: ignore[no-untyped-def]
    shape = (pack[NUMBERS * number + 1], pack[NUMBERS * number + 2])
    return carray(_pointer(pack[NUMBERS * number]), shape, dtype)
