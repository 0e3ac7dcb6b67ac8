"""Asks the processor to fetch an element of an array while it goes on with other work.

A posting list that was not read lately comes from main memory, which takes as long as some hundred
additions. Where it is known in time what will be read, the fetches overlap.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from bot.search.blockmax.compiling import inner

LINE = 64
"""Bytes that are fetched together."""


def _generated(typing_context: Any, array: Any, index: Any) -> Any:
    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        tools: Any = cgutils
        shape = context.make_array(array)(context, builder, arguments[0])
        place = context.cast(builder, arguments[1], index, types.intp)
        element = tools.get_item_pointer(context, builder, array, shape, [place], wraparound=False)
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        function = tools.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        read, keep, data = number(0), number(3), number(1)
        builder.call(function, [builder.bitcast(element, pointer), read, keep, data])
        return context.get_dummy_value()

    return types.void(array, index), generate


prefetch: Any = intrinsic(_generated)
"""``prefetch(array, index)`` changes nothing; `index` may be that behind the last element."""


@inner()
def prefetch_span(array, begin, end):  # type: ignore[no-untyped-def]
    for place in range(begin, end, LINE // array.itemsize):
        prefetch(array, place)
