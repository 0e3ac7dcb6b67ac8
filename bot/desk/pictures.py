"""Drawing pictures aside: a worker process that draws, and the pictures drawn so far."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import signal
import threading
import traceback
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from bot.answer.chart.usage import Usage
from bot.answer.event import Timeline
from bot.desk.processes import start
from bot.errors import PictureError

DRAWING_LIMIT_S = 20.0
"""From the request, or from the end of the drawing before, the start of the worker included."""

LEAVING_S = 1.0
"""For an idle worker to leave by itself, and to tidy up: matplotlib may have a temporary folder."""

KEPT_PICTURES = 32

Drawable = Timeline | Usage

_log = logging.getLogger(__name__)


class Pictures:
    """Draws one picture after the other with one worker process, which starts with the first, is
    replaced when it dies, and is killed when a drawing takes longer than `limit_s` seconds.

    The KEPT_PICTURES asked for last are kept.
    """

    def __init__(self, *, limit_s: float = DRAWING_LIMIT_S) -> None:
        self._worker = _Worker(limit_s)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="picture")
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._drawing: dict[str, asyncio.Task[bytes]] = {}
        self._closed = False

    async def picture(self, what: Drawable) -> bytes | None:
        """The PNG, None for a timeline without events and for use without questions. Raises
        PictureError."""
        if not (what.events if isinstance(what, Timeline) else what.asked):
            return None
        if self._closed:
            raise _closing()
        key = _key(what)
        if (kept := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return kept
        task = self._drawing.get(key)
        if task is None:
            task = asyncio.create_task(self._draw(key, what))
            self._drawing[key] = task
            task.add_done_callback(lambda done: self._drawn(key, done))
        return await asyncio.shield(task)

    def has(self, timeline: Timeline) -> bool:
        """Whether a picture is drawn already, or being drawn."""
        key = _key(timeline)
        return key in self._kept or key in self._drawing

    def close(self) -> None:
        """End the worker, whatever it is drawing."""
        if self._closed:
            return
        self._closed = True
        self._worker.dismiss(at_once=bool(self._drawing))
        self._thread.submit(self._worker.end, LEAVING_S)
        self._thread.shutdown(wait=False)

    async def _draw(self, key: str, what: Drawable) -> bytes:
        if self._closed:  # since the picture was asked for
            raise _closing()
        loop = asyncio.get_running_loop()
        png = await loop.run_in_executor(self._thread, self._worker.draw, what)
        self._kept[key] = png
        while len(self._kept) > KEPT_PICTURES:
            self._kept.popitem(last=False)
        return png

    def _drawn(self, key: str, task: asyncio.Task[bytes]) -> None:
        """An error is logged here: whoever asked may be gone."""
        del self._drawing[key]
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, PictureError) and not self._closed:
            _log.error("picture: %s (%s)", error, error.detail)


class _Worker:
    """The process behind a pipe. All but `dismiss` belongs to one thread, which may wait here."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._lock = threading.Lock()  # between starting and dismissing
        self._dismissed = False

    def draw(self, what: Drawable) -> bytes:
        """A worker that has died is replaced once. Raises PictureError."""
        try:
            return self._ask(what)
        except (EOFError, OSError) as error:
            self.end()
            if self._dismissed:
                raise _closing() from error
            _log.warning("picture: the worker has died (%r); starting another", error)
        try:
            return self._ask(what)
        except (EOFError, OSError) as error:
            self.end()
            if self._dismissed:
                raise _closing() from error
            raise PictureError("The picture could not be drawn.", detail=repr(error)) from error

    def dismiss(self, *, at_once: bool) -> None:
        """From any thread: no process is started any more, and with `at_once` the one that draws is
        killed."""
        with self._lock:
            self._dismissed = True
            if at_once and self._process is not None:
                self._process.kill()

    def end(self, grace_s: float = 0.0) -> None:
        """Take leave of the process, which is killed unless it goes within `grace_s` seconds."""
        with self._lock:
            process, self._process = self._process, None
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if process is not None:
            process.join(grace_s)
            process.kill()
            process.join()
            process.close()

    def _ask(self, what: Drawable) -> bytes:
        """Raises EOFError or OSError when the process dies, before or while it draws."""
        pipe = self._pipe or self._started()
        late = threading.Event()
        limit = threading.Timer(self._limit_s, self._kill, (self._process, late))
        limit.daemon = True
        limit.start()
        try:
            pipe.send(what)
            drawn: bytes | str = pipe.recv()
        except (EOFError, OSError) as error:
            if not late.is_set():
                raise
            self.end()
            detail = f"over {self._limit_s:g} s; worker killed"
            raise PictureError("The picture took too long to draw.", detail=detail) from error
        finally:
            limit.cancel()
        if isinstance(drawn, str):
            raise PictureError("The picture could not be drawn.", detail=drawn)
        return drawn

    def _kill(self, process: SpawnProcess | None, late: threading.Event) -> None:
        """From the thread of a limit: whatever waits for this process then gets an error."""
        with self._lock:
            if process is not None and process is self._process:
                late.set()
                process.kill()

    def _started(self) -> Connection:
        """A daemon, so that it cannot keep the bot from exiting."""
        spawn = get_context("spawn")
        ours, theirs = spawn.Pipe()
        process = spawn.Process(target=_serve, args=(theirs,), name="picture", daemon=True)
        with self._lock:
            if self._dismissed:
                raise _closing()
            start(process)
            self._process = process
        theirs.close()
        self._pipe = ours
        return ours


def _serve(pipe: Connection) -> None:
    """Draw whatever comes, until the bot is gone; answer a fault with its words.

    Only here is matplotlib loaded.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("matplotlib").setLevel(logging.CRITICAL)
    from bot.answer.chart import draw, draw_usage

    while True:
        try:
            what: Drawable = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            drawn: bytes | str = draw(what) if isinstance(what, Timeline) else draw_usage(what)
        except Exception as error:
            drawn = f"{error!r} at {_place(error)}"
        try:
            pipe.send(drawn)
        except OSError:
            return


def _closing() -> PictureError:
    return PictureError("The desk is closing, so no picture was drawn.")


def _place(error: Exception) -> str:
    last = traceback.extract_tb(error.__traceback__)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"


def _key(what: Drawable) -> str:
    """A digest of all that the picture shows."""
    drawn = _shown(what) if isinstance(what, Timeline) else what
    return hashlib.sha256(repr(drawn).encode("utf-8", "surrogatepass")).hexdigest()


def _shown(timeline: Timeline) -> tuple[object, ...]:
    events = [
        (
            event.first,
            event.last,
            event.granularity,
            event.ranged,
            event.planned,
            event.inferred,
            event.excerpt.quote,
            tuple(event.excerpt.highlight),
            event.excerpt.cut_before,
            event.excerpt.cut_after,
        )
        for event in timeline.events
    ]
    return (
        timeline.topic.text,
        timeline.articles,
        timeline.activity,
        timeline.activity_unit,
        events,
    )
