"""The operator's log lines in a terminal: one dim line on standard error for each, never twice."""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

from bot.console.clean import one_line

_DIM, _NORMAL = "\x1b[2m", "\x1b[0m"


class Notes(logging.Handler):
    """Writes warnings and errors as ``refdesk: note: …``; a line said before is not repeated."""

    def __init__(self, stream: TextIO, *, dim: bool) -> None:
        super().__init__(logging.WARNING)
        self._stream = stream
        self._dim = dim
        self._said: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = f"refdesk: note: {one_line(record.getMessage())}"
            if line in self._said:
                return
            self._said.add(line)
            print(f"{_DIM}{line}{_NORMAL}" if self._dim else line, file=self._stream, flush=True)
        except Exception:
            self.handleError(record)


def note_on_standard_error() -> None:
    plain = not sys.stderr.isatty() or bool(os.environ.get("NO_COLOR"))
    logging.basicConfig(level=logging.WARNING, handlers=[Notes(sys.stderr, dim=not plain)])
    # The commands tell of rejected files themselves: one line, or all of them in order.
    logging.getLogger("bot.articles").setLevel(logging.ERROR)
    # A broken query log says so once; the desk repeats it for every answer.
    logging.getLogger("bot.desk").setLevel(logging.CRITICAL)


def log_to_standard_error(level: str) -> None:
    """For the bot: every line with its time and level."""
    logging.basicConfig(
        level=level, stream=sys.stderr, format="%(asctime)s %(levelname)-7s %(name)s: %(message)s"
    )
