"""A segment put aside in one file, and mapped back: how batches leave the memory of a build."""

from __future__ import annotations

import json
import mmap
from pathlib import Path

import numpy as np

from bot.search.segment import Segment, arrays_of, from_arrays

ALIGNMENT = 64
"""Bytes; every array begins at a multiple of it."""


def spill(segment: Segment, path: Path) -> None:
    """Raises OSError."""
    head, at = {}, 0
    arrays = dict(arrays_of(segment, "segment"))
    for name, array in arrays.items():
        head[name] = [array.dtype.str, len(array), at]
        at += -(-array.nbytes // ALIGNMENT) * ALIGNMENT
    with path.open("wb") as file:
        file.write(json.dumps(head).encode() + b"\n")
        begin = -(-file.tell() // ALIGNMENT) * ALIGNMENT
        for name, array in arrays.items():
            file.seek(begin + int(head[name][2]))
            file.write(np.ascontiguousarray(array).data)
        file.truncate(begin + at + 1)


def unspill(path: Path) -> Segment:
    """The arrays are mapped; the file may be removed while they are in use. Raises OSError."""
    with path.open("rb") as file:
        head = json.loads(file.readline())
        begin = -(-file.tell() // ALIGNMENT) * ALIGNMENT
        whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    arrays = {
        name: np.frombuffer(whole, dtype, size, begin + at)
        for name, (dtype, size, at) in head.items()
    }
    return from_arrays(Segment, arrays, "segment")
