"""The block-max kernel, compiled or loaded behind the back of the first questions."""

from __future__ import annotations

import logging
import threading

from bot.search.fast import bounds_of, worth_compiling
from bot.search.halves import Base
from bot.search.part import Kernel, MakeKernel

_log = logging.getLogger(__name__)


class Kernels:
    """Gives no kernel until the compiled code is there; until then, numpy answers."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread: threading.Thread | None = None

    def __call__(self, base: Base) -> MakeKernel | None:
        """None where the base is too small, or there is no compiler."""
        if not worth_compiling(base.segment.paragraphs):
            return None
        self._warm()

        def make(average: float) -> Kernel | None:
            return self._make(base, average) if self._ready.is_set() else None

        return make

    def _make(self, base: Base, average: float) -> Kernel | None:
        from bot.search.compiled.searcher import BlockMax

        bounds = base.kernel or bounds_of(base.inverted.paragraphs)
        if bounds is None:
            return None
        places = base.segment.places
        return BlockMax(
            base.inverted.paragraphs, bounds, average, places.article_of, places.first_paragraph
        )

    def _warm(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._load, name="kernel", daemon=True)
            self._thread.start()

    def _load(self) -> None:
        try:
            from bot.search.compiled.searcher import warm_up

            warm_up()
        except Exception as error:  # numba that does not fit this machine must not cost an answer
            _log.error("the compiled kernel cannot be used, so numpy answers: %r", error)
        else:
            self._ready.set()
