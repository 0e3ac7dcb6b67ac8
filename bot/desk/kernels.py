"""The block-max kernel, compiled or loaded behind the back of the first questions."""

from __future__ import annotations

import logging
import threading

from bot.search.compiled.saved import Bounds
from bot.search.fast import bounds_of, worth_compiling
from bot.search.halves import Base
from bot.search.part import Kernel, MakeKernel

_log = logging.getLogger(__name__)


class Kernels:
    """Gives no kernel until all that it needs is there; until then, numpy answers."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._loading = False

    def __call__(self, base: Base) -> MakeKernel | None:
        """None where the base is too small, or there is no compiler."""
        if not worth_compiling(base.segment.paragraphs):
            return None
        found: list[Bounds | None] = [base.kernel] if base.kernel else []
        if not self._loading or not found:
            self._loading = True
            args = base, found
            threading.Thread(target=self._load, args=args, name="kernel", daemon=True).start()

        def make(average: float) -> Kernel | None:
            if not self._ready.is_set() or not found or found[0] is None:
                return None
            from bot.search.compiled.searcher import BlockMax

            postings, places = base.inverted.paragraphs, base.segment.places
            return BlockMax(postings, found[0], average, places.article_of)

        return make

    def _load(self, base: Base, found: list[Bounds | None]) -> None:
        """What was built without a compiler has no bounds saved, so that they are found now."""
        try:
            from bot.search.compiled.searcher import warm_up

            warm_up()
            if not found:
                found.append(bounds_of(base.inverted.paragraphs))
        except Exception as error:  # numba that does not fit this machine must not cost an answer
            _log.error("the compiled kernel cannot be used, so numpy answers: %r", error)
        else:
            self._ready.set()
