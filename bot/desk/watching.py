"""The corpus folder watched while a desk is open: what changes there is read by itself.

The system tells of changes where it can, and the whole folder is looked through now and then in any
case: network file systems tell nothing, and the system watches only so many folders.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Self

from watchfiles import Change, watch

from bot.articles.edits import NAME as EDITS
from bot.articles.files import STILL_WRITTEN
from bot.desk.desk import Desk
from bot.errors import ClosingError, RefdeskError

FIRST_SCAN_SECONDS = 60.0
"""For what changed after the desk had read the folder and before it was watched."""

QUIET_SECONDS = 2.0
"""Without a change, until what has changed is read: a burst becomes one reload."""

MAX_WAIT_SECONDS = 30.0
"""From the first change of a burst that does not end."""

AGAIN_SECONDS = 4.0
"""Until the next reload after one that failed, or that met a file still being written; doubled each
time, up to the time between two full scans."""

RETRY_SECONDS = 30.0
"""Until the system is asked again to tell of changes, where it could not."""

LOOK_SECONDS = 1.0
"""Between two looks at whether the folder is still the one that is watched."""

CLOSE_SECONDS = 1.0
"""For the watching thread to end, which waits for the system at most STEP_MS at a time."""

STEP_MS = 100

TEMPORARY = ("~", ".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp")
"""How the names of files end that programs write before they give them their own."""

UNWATCHED = "the corpus folder is not watched, only looked through now and then: %s"

_log = logging.getLogger(__name__)


class Watcher:
    """Open with ``async with Watcher(desk, scan_s=600)`` within the desk's own. Reloads the desk
    when its folder changes, and every `scan_s` seconds; never while another reload is under way.

    What fails is logged, once for each reason, and tried again; nothing is raised.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        scan_s: float,
        quiet_s: float = QUIET_SECONDS,
        max_wait_s: float = MAX_WAIT_SECONDS,
        again_s: float = AGAIN_SECONDS,
        retry_s: float = RETRY_SECONDS,
        look_s: float = LOOK_SECONDS,
    ) -> None:
        self._desk = desk
        self._scan_s, self._quiet_s, self._max_wait_s = scan_s, quiet_s, max_wait_s
        self._again_s = again_s
        self._changed = asyncio.Event()
        self._failed: str | None = None
        self._notices = _Notices(desk.folder, self._notice, retry_s, look_s)
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        self._notices.start()
        self._task = asyncio.create_task(self._tend(), name="watching")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait({self._task})
        await asyncio.to_thread(self._notices.stop)

    def _notice(self) -> None:
        """From the watching thread."""
        try:
            self._loop.call_soon_threadsafe(self._changed.set)
        except RuntimeError:  # the loop has been closed, so that nobody is left to tell
            self._notices.leave()

    async def _tend(self) -> None:
        wait, again = min(self._scan_s, FIRST_SCAN_SECONDS), self._again_s
        while True:
            if await self._changes_within(wait):
                await self._settle()
            if await self._reload():
                wait, again = self._scan_s, self._again_s
            else:
                wait, again = min(again, self._scan_s), again * 2

    async def _changes_within(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._changed.wait(), seconds)
        except TimeoutError:
            return False
        return True

    async def _settle(self) -> None:
        """Wait until nothing has changed for a while, or for as long as may be."""
        end = self._loop.time() + self._max_wait_s
        while (left := end - self._loop.time()) > 0:
            self._changed.clear()
            if not await self._changes_within(min(self._quiet_s, left)):
                break
        self._changed.clear()

    async def _reload(self) -> bool:
        """Whether all went well, so that there is nothing to try again."""
        try:
            report = await self._desk.refresh()
        except ClosingError:
            return True
        except RefdeskError as error:
            self._fail(f"{error} ({error.detail})" if error.detail else str(error))
            return False
        except Exception as error:  # the desk goes on, and so does the watch
            self._fail(f"unexpected: {error!r}")
            return False
        self._failed = None
        return not any(one.reason == STILL_WRITTEN for one in report.rejected)

    def _fail(self, reason: str) -> None:
        if reason != self._failed:
            _log.error("what has changed in the corpus folder could not be read: %s", reason)
        self._failed = reason


class _Notices:
    """A thread that calls `notice` whenever something has changed in a folder, or may have."""

    def __init__(
        self, folder: Path, notice: Callable[[], None], retry_s: float, look_s: float
    ) -> None:
        self._folder, self._notice = folder, notice
        self._retry_s, self._look_s = retry_s, look_s
        self._blind = False
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)
        logging.getLogger("watchfiles").setLevel(logging.WARNING)  # it tells of every change

    def start(self) -> None:
        self._thread.start()

    def leave(self) -> None:
        self._stop.set()

    def stop(self) -> None:
        """A thread that a file system does not answer is left to the end of the process."""
        self.leave()
        self._thread.join(CLOSE_SECONDS)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._watch()
            except Exception as error:  # OSError, and watchfiles' own, which are no family
                if not self._blind:
                    _log.warning(UNWATCHED, error)
                    self._notice()
                self._blind = True
                self._stop.wait(self._retry_s)

    def _watch(self) -> None:
        """Until the folder is another one, is gone, or the desk closes. Raises what watchfiles
        raises, and OSError."""
        real = self._folder.resolve(strict=True)
        watched = _identity(real)
        for changes in watch(
            real,
            watch_filter=_Matters(real),
            debounce=STEP_MS * 5,
            step=STEP_MS,
            stop_event=self._stop,
            rust_timeout=int(self._look_s * 1000),
            yield_on_timeout=True,
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            if self._blind:
                _log.warning("the corpus folder is watched again")
            if changes or self._blind:
                self._notice()
            self._blind = False
            if _identity(self._folder) != watched:
                self._notice()
                return


class _Matters:
    """Tells whether a change may be one of the corpus: hidden and temporary files are not."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, change: Change, path: str) -> bool:
        parts = Path(path).relative_to(self._root).parts
        if parts in ((), (EDITS,)):
            return True
        hidden = any(part.startswith(".") for part in parts)
        return not hidden and not parts[-1].lower().endswith(TEMPORARY)


def _identity(folder: Path) -> tuple[int, int]:
    """Another one where another folder, or file system, has taken the place of the first. Raises
    OSError."""
    info = folder.stat()
    return info.st_dev, info.st_ino
