"""How far the reading of the articles is: a bar in a terminal, lines in the bot's log.

What is told is kept by one assignment, so that any thread may tell it; a thread of its own looks at
it now and then, and alone draws or logs. Whatever is done sooner than SHOW_AFTER_S is not shown.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING, TextIO

from bot.search.update import Progress, Tell

if TYPE_CHECKING:
    from rich.table import Table

SHOW_AFTER_S = 0.5
"""Seconds that nothing is shown for, counted from the beginning."""

DRAW_EVERY_S = 0.1
"""Seconds between two drawings of the bar."""

LOG_EVERY_S = 10.0
"""Seconds between two lines of the log."""

BAR_COLUMNS = 30
"""Columns of the bar itself."""

STAGES = {
    "looking": "Looking for articles",
    "reading": "Reading articles",
    "indexing": "Indexing",
}
"""What people are told of a stage; any other is told by its own name."""

_log = logging.getLogger(__name__)


def words(progress: Progress) -> str:
    """As "Reading articles 1,200 of 20,000", or the stage alone while nobody knows the total."""
    stage = STAGES.get(progress.stage, progress.stage.capitalize())
    return f"{stage} {progress.done:,} of {progress.total:,}" if progress.total else stage


@contextmanager
def progress_bar(stream: TextIO, environ: Mapping[str, str] = os.environ) -> Iterator[Tell]:
    """Draws on `stream`, where that is a terminal, what is told within; at the end it is as if
    nothing had been drawn. What is told later goes nowhere."""
    if not stream.isatty() or environ.get("TERM") == "dumb":
        yield _untold
        return
    with _shown(lambda told: _draw(told, stream, environ)) as tell:
        yield tell


@contextmanager
def progress_log() -> Iterator[Tell]:
    """Logs at INFO what is told within, if it is news."""
    with _shown(_log_news) as tell:
        yield tell


class _Told:
    """The latest that was told, until the end."""

    def __init__(self) -> None:
        self._latest: Progress | None = None
        self._ended = threading.Event()

    def tell(self, progress: Progress) -> None:
        self._latest = progress

    def end(self) -> None:
        self._ended.set()

    def looks(self, every_s: float) -> Iterator[Progress]:
        """What is the latest once SHOW_AFTER_S have passed and something was told, and then so
        often. Waits in between."""
        pause_s = SHOW_AFTER_S
        while not self._ended.wait(pause_s):
            if (latest := self._latest) is not None:
                yield latest
            pause_s = DRAW_EVERY_S if latest is None else every_s


@contextmanager
def _shown(show: Callable[[_Told], None]) -> Iterator[Tell]:
    told = _Told()
    thread = threading.Thread(target=show, args=(told,), name="progress", daemon=True)
    thread.start()
    try:
        yield told.tell
    finally:
        told.end()
        thread.join()


def _draw(told: _Told, stream: TextIO, environ: Mapping[str, str]) -> None:
    """Rich is loaded only when something is to be drawn, which most commands never do."""
    looks = told.looks(DRAW_EVERY_S)
    first = next(looks, None)
    if first is None:
        return
    from rich.console import Console
    from rich.live import Live

    live = Live(
        console=Console(file=stream, legacy_windows=False, _environ=environ),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with suppress(OSError), live:  # a terminal that is gone shows nothing
        for latest in chain([first], looks):
            live.update(_row(latest), refresh=True)


def _row(progress: Progress) -> Table:
    """One row, which a narrow terminal cuts; the bar only swings while nobody knows the total."""
    from rich.progress_bar import ProgressBar
    from rich.table import Table

    total = progress.total or None
    bar = ProgressBar(total, progress.done, width=BAR_COLUMNS, pulse=total is None)
    row = Table.grid(padding=(0, 1))
    row.add_column(no_wrap=True)
    row.add_row(words(progress), bar)
    return row


def _log_news(told: _Told) -> None:
    logged: Progress | None = None
    for latest in told.looks(LOG_EVERY_S):
        if latest != logged:
            _log.info("%s", words(latest))
            logged = latest


def _untold(progress: Progress) -> None:
    """Nobody wants to know."""
