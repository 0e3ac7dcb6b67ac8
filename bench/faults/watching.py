"""What the operator would read: the warnings and errors of the desk, kept for a part to look at."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Keeping(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(record.getMessage())


@contextmanager
def watched() -> Iterator[list[str]]:
    """What is logged meanwhile as a warning or worse, and not printed."""
    kept: list[str] = []
    logger, handler = logging.getLogger("bot"), _Keeping(kept)
    before = logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield kept
    finally:
        logger.removeHandler(handler)
        logger.propagate = before
