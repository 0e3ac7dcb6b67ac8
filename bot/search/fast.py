"""What numba makes faster, where it is installed (the extra ``fast``); numpy gives the same."""

from __future__ import annotations

import threading
from importlib.util import find_spec

import numpy as np

from bot.search.blockmax.saved import Bounds
from bot.search.bm25 import K1, B
from bot.search.inverted import Invert
from bot.search.postings import Postings, invert

COMPILED_FROM = 5_000
"""Paragraphs from which compiled code is worth the time it takes to load."""


def worth_compiling(paragraphs: int) -> bool:
    return paragraphs >= COMPILED_FROM and find_spec("numba") is not None


def choose_invert(paragraphs: int) -> Invert:
    """A function like bot.search.postings.invert, for owners in ascending order."""
    if not worth_compiling(paragraphs):
        return invert
    from bot.search.blockmax.inverting import invert as compiled

    return compiled


def bounds_of(postings: Postings) -> Bounds | None:
    """What the kernel needs of an index of paragraphs; None where it will not be used."""
    if not worth_compiling(len(postings.lengths)) or postings.frequencies.dtype != np.uint8:
        return None
    from bot.search.blockmax.bounds import find_bounds

    return find_bounds(postings, K1, B)


def compile_all() -> None:
    """Compile, or load what was compiled before, all that numba makes faster."""
    from bot.search.blockmax import inverting, searcher
    from bot.text import compiled

    compiled.warm_up()
    inverting.invert(np.zeros(1, np.int32), np.zeros(1, np.int32), 1, 1)
    searcher.warm_up()


def compile_aside() -> None:
    """`compile_all` in a thread, where there is a compiler: what it keeps on disk is then there for
    other processes, so that no answer waits for it."""
    if find_spec("numba") is not None:
        threading.Thread(target=compile_all, name="compile", daemon=True).start()


if __name__ == "__main__":
    compile_all()
