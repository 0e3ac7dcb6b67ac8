"""One array of addresses in the stead of some twenty arrays.

Numba looks at every array that a compiled function is called with. That costs little while it is
done again and again, but ten times as much where other work has emptied the processor's caches, and
then more than the search itself. So the addresses and shapes of all arrays are written down once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types
from numba.np.numpy_support import carray

from bot.search.compiled.layout import Floats64, Ints64, Room, View
from bot.text.compiled.kernel import inlined, intrinsic

SHAPE = 3
"""Numbers an array: its address, and as many rows and columns; one dimension counts as one row."""


def packed(arrays: list[npt.NDArray[Any]]) -> Ints64:
    """Addresses and shapes; the caller keeps the arrays alive and where they are."""
    each = [(array.ctypes.data, *(1, *array.shape)[-2:]) for array in arrays]
    return np.asarray(each, np.int64).reshape(-1)


@intrinsic
def _pointer(typing_context: Any, address: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))

    return types.voidptr(types.int64), generate


@inlined
def _line(pack: Ints64, number: int, dtype: Any) -> Any:
    return carray(_pointer(pack[SHAPE * number]), pack[SHAPE * number + 2], dtype)


@inlined
def _table(pack: Ints64, number: int, dtype: Any) -> Any:
    shape = (pack[SHAPE * number + 1], pack[SHAPE * number + 2])
    return carray(_pointer(pack[SHAPE * number]), shape, dtype)


@inlined
def view_of(pack: Ints64) -> View:
    """The View whose arrays come first."""
    return View(
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
        _line(pack, 11, np.float64),
    )


@inlined
def lane_of(pack: Ints64) -> tuple[Room, Ints64, Floats64, Ints64, Floats64]:
    """Room, then terms, weights, ids, scores."""
    room = Room(
        _line(pack, 12, np.int32),
        _line(pack, 13, np.float32),
        _line(pack, 14, np.int32),
        _line(pack, 15, np.float32),
    )
    return (
        room,
        _line(pack, 16, np.int64),
        _line(pack, 17, np.float64),
        _line(pack, 18, np.int64),
        _line(pack, 19, np.float64),
    )
