"""The block-max kernel, compiled or loaded behind the back of the first questions."""

from __future__ import annotations

import logging
import threading

from bot.search.blockmax.saved import Bounds
from bot.search.fast import bounds_of, worth_compiling
from bot.search.halves import Base
from bot.search.part import Kernel, MakeKernel

PATIENCE = 4
"""Searches; a question needs one or two."""

_log = logging.getLogger(__name__)


class Kernels:
    """Gives no kernel until all that it needs is there; until then, numpy answers.

    Loading begins after PATIENCE searches, so that a command that answers one question is not held
    up, or at once.
    """

    def __init__(self, *, at_once: bool = False) -> None:
        self._at_once = at_once
        self._ready = threading.Event()

    def __call__(self, base: Base) -> MakeKernel | None:
        """None where the base is too small, or there is no compiler."""
        if not worth_compiling(base.segment.paragraphs):
            return None
        found: list[Bounds | None] = [base.kernel] if base.kernel else []
        load = threading.Thread(target=self._load, args=(base, found), name="kernel", daemon=True)
        asked = 0
        if self._at_once:
            load.start()

        def make(average: float) -> Kernel | None:
            nonlocal asked
            asked += 1
            if asked == PATIENCE and not self._at_once:
                load.start()
            if not self._ready.is_set() or not found or found[0] is None:
                return None
            from bot.search.blockmax.searcher import BlockMax

            postings, places = base.inverted.paragraphs, base.segment.places
            return BlockMax(postings, found[0], average, places.article_of)

        return make

    def _load(self, base: Base, found: list[Bounds | None]) -> None:
        """What was built without a compiler has no bounds saved, so that they are found now."""
        try:
            from bot.search.blockmax.searcher import warm_up

            warm_up()
            if not found:
                found.append(bounds_of(base.inverted.paragraphs))
        except Exception as error:  # numba that does not fit this machine must not cost an answer
            _log.error("the compiled kernel cannot be used, so numpy answers: %r", error)
        else:
            self._ready.set()
