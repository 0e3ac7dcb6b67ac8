"""Asks the processor to fetch an element of an array while it goes on with other work.

A posting list that was not read lately comes from main memory, which takes as long as some hundred
additions. Where it is known in time what will be read, the fetches overlap.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils

from bot.text.compiled.kernel import intrinsic, stage

LINE = 64
"""Bytes that are fetched together."""


@intrinsic
def prefetch(typing_context: Any, array: Any, index: Any) -> Any:
    """Changes nothing; `index` may be that behind the last element."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        shape = context.make_array(array)(context, builder, arguments[0])
        place = context.cast(builder, arguments[1], index, types.intp)
        element = cgutils.get_item_pointer(  # type: ignore[no-untyped-call]
            context, builder, array, shape, [place], wraparound=False
        )
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        module = builder.module
        function = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
            module, kind, "llvm.prefetch.p0"
        )
        read, keep, data = number(0), number(3), number(1)
        builder.call(function, [builder.bitcast(element, pointer), read, keep, data])
        return context.get_dummy_value()

    return types.void(array, index), generate


@stage
def prefetch_span(array: Any, begin: int, end: int) -> None:
    """Of the elements from `begin` up to `end`."""
    step = LINE // array.itemsize
    for place in range(begin, end, step):
        prefetch(array, place)
