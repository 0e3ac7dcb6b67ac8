"""The desk's corpus: opened at once if it was built before, brought up to date, merged, swapped.

What serves is replaced by one assignment, whatever happens: an update that fails, or is stopped,
leaves it as it was.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import os
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.articles.article import Rejection
from bot.articles.edits import Edits
from bot.articles.folder import survey
from bot.desk.access import AccessFile
from bot.desk.building import Builder
from bot.desk.kernels import Kernels
from bot.errors import BusyError, ClosingError, RefdeskError, SnapshotError
from bot.search.generation import Generation, open_generation
from bot.search.generations import Generations
from bot.search.snapshot import Shelf, Snapshot
from bot.search.store import verify
from bot.search.update import Limits, Order, Tell, Update, update

READERS = max(1, os.cpu_count() or 1)
"""Processes that read a large corpus side by side."""

FOLDER = "snapshots"

_log = logging.getLogger(__name__)


class LiveCorpus:
    """Holds the snapshot that serves. `data` is where generations are kept; None, or a folder that
    cannot be written, means until the desk closes."""

    def __init__(
        self,
        folder: Path,
        data: Path | None,
        limits: Limits,
        *,
        at_once: bool = False,
        access: AccessFile | None = None,
    ) -> None:
        """`at_once` tells that what was built last is to serve before it is up to date."""
        self.folder = folder
        self._access = access or AccessFile(None)
        self._at_once = at_once
        self.updated_at = 0.0
        self.last: Update | None = None
        """What the latest update did, the one when this was opened among them."""
        self._limits = limits
        self._temporary: TemporaryDirectory[str] | None = None
        self._generations = Generations(self._root(data))
        self._builder = Builder()
        self._kernels = Kernels(at_once=at_once)
        self._shelf: Shelf | None = None
        self._updating = self._merging = self._closed = False
        self._idle = asyncio.Event()
        self._idle.set()
        self._behind: set[asyncio.Task[None]] = set()

    @property
    def snapshot(self) -> Snapshot:
        if self._shelf is None:
            raise ClosingError("The desk is not open yet. Please try again in a moment.")
        return self._shelf.current

    @property
    def updating(self) -> bool:
        return self._updating

    async def idle(self) -> None:
        """Return once no reload is under way."""
        await self._idle.wait()

    async def open(self, tell: Tell) -> None:
        """Serve what was built last, brought up to date first, or behind the first answers if it is
        to be there at once; build it where there is nothing. Raises CorpusError."""
        found = await asyncio.to_thread(self._generations.newest)
        while found and self._at_once and not await self._put_sound(found):
            found = await asyncio.to_thread(self._generations.newest)
        if found is None:
            await self._swap_in(await self._first(tell, None))
        elif not self._at_once:
            if await asyncio.to_thread(self._differs, found):
                await self._swap_in(await self._first(tell, found))
            else:
                await self._put(found)
        else:
            self._start(self._catch_up(found))

    async def reload(self, tell: Tell) -> Update:
        """Raises CorpusError, SnapshotError, BusyError (one is under way) and ClosingError."""
        if self._closed:
            raise ClosingError("The desk is closing, so nothing was reloaded.")
        if self._updating:
            raise BusyError("A reload is already under way. Please wait for it to finish.")
        self._updating = True
        self._idle.clear()
        try:
            if self._merging:  # what is new is to be seen at once, so that merging waits
                self._builder.stop()
            await asyncio.to_thread(self._access.read)
            done = await self._builder.run(self._order(), tell)
            await self._swap_in(done)
        finally:
            self._updating = False
            self._idle.set()
        if done.merge_due:
            self._start(self._merge())
        return done

    async def close(self) -> None:
        self._closed = True
        for task in self._behind:
            task.cancel()
        await self._builder.close()
        await asyncio.gather(*self._behind, return_exceptions=True)
        if self._temporary is not None:
            self._temporary.cleanup()

    def _root(self, data: Path | None) -> Path:
        if data is not None:
            key = hashlib.blake2b(os.fsencode(self.folder.resolve()), digest_size=6).hexdigest()
            root = data / FOLDER / key
            try:
                Generations(root).prepare()
                return root
            except SnapshotError as error:
                _log.warning("snapshots cannot be kept: %s (%s)", error, error.detail)
        self._temporary = TemporaryDirectory(prefix="refdesk-", ignore_cleanup_errors=True)
        return Path(self._temporary.name)

    def _order(self, *, merge: bool = False) -> Order:
        durable = self._temporary is None
        return Order(self.folder, self._generations.root, merge, READERS, self._limits, durable)

    async def _first(self, tell: Tell, found: Generation | None) -> Update:
        """Nobody is being served yet: where little is to be read, it is read here, which is done
        sooner than starting a process."""
        if await asyncio.to_thread(self._unread_bytes, found) > self._limits.read_here_bytes:
            return await self._builder.run(self._order(), tell)
        return await asyncio.to_thread(update, replace(self._order(), readers=0))

    def _differs(self, found: Generation) -> bool:
        """Whether files have to be read to bring a generation up to date. Raises CorpusError."""
        known, rejected = self._generations.scanned(found.number)
        edits = Edits.of(self.folder)
        looked = survey(self.folder, known, edits.by_file)
        return bool(looked.unread or looked.gone) or (*looked.rejected, *edits.rejected) != rejected

    def _unread_bytes(self, found: Generation | None) -> int:
        known = self._generations.scanned(found.number)[0] if found else {}
        looked = survey(self.folder, known, Edits.of(self.folder).by_file)
        return sum(looked.stamps[path].size for path in looked.unread)

    async def _swap_in(self, done: Update) -> None:
        for rejection in done.rejected:
            _log.warning("corpus: %r rejected: %s", rejection.path, rejection.reason)
        folder = self._generations.folder(done.number)
        await self._put(await asyncio.to_thread(open_generation, folder), done.rejected)
        self.updated_at = time.time()
        self.last = done

    async def _put(self, found: Generation, rejected: tuple[Rejection, ...] | None = None) -> None:
        """`rejected` are its files that were left out; None reads what its scan told."""
        snapshot = await asyncio.to_thread(self._snapshot, found, rejected)
        if self._shelf is None:
            self._shelf = Shelf(snapshot)
            self.updated_at = time.time()
        elif snapshot.number >= self._shelf.current.number:  # a merge may be late
            self._shelf.swap(snapshot)

    def _snapshot(
        self, found: Generation, rejected: tuple[Rejection, ...] | None = None
    ) -> Snapshot:
        """Who may see it is read again after its files were, as rules come before what they are
        about, and before anybody is served."""
        if rejected is None:
            rejected = self._generations.rejected(found.number)
        snapshot = found.snapshot(rejected, self._kernels)
        self._access.prepare(self._shelf.current if self._shelf else None, snapshot)
        return snapshot

    async def _catch_up(self, found: Generation) -> None:
        """What changed while no desk was open, and what of the disk has gone bad since."""
        try:
            if await asyncio.to_thread(self._differs, found):
                done = await self.reload(lambda progress: None)
                changes = map(len, (done.added, done.changed, done.removed))
                _log.info("since the last time: %d added, %d changed, %d removed", *changes)
        except RefdeskError as error:
            _log.error("corpus: %s (%s)", error, error.detail)
        await self._verify(found)

    async def _merge(self) -> None:
        """Make one base of base and delta; what stops it leaves them as they are."""
        if self._updating:  # which tells whether it is still due
            return
        self._merging = True
        try:
            done = await self._builder.run(self._order(merge=True), lambda progress: None)
            if not self._updating:
                await self._swap_in(done)
        except RefdeskError as error:
            _log.info("merging: %s (%s)", error, error.detail)
        finally:
            self._merging = False

    async def _put_sound(self, found: Generation) -> bool:
        """Whether it serves now. Altered arrays may lead to any error: if it is damaged, it is set
        aside."""
        try:
            await self._put(found)
        except RefdeskError:
            raise
        except Exception:
            if await asyncio.to_thread(self._sound, found):
                raise
            return False
        return True

    async def _verify(self, found: Generation) -> None:
        """Compare all digests of what serves; what is damaged is set aside and built again."""
        if await asyncio.to_thread(self._sound, found):
            return
        try:
            await self.reload(lambda progress: None)
        except RefdeskError as error:
            _log.error("corpus: %s (%s)", error, error.detail)

    def _sound(self, found: Generation) -> bool:
        """Whether all digests are right; what is damaged is set aside."""
        for opened in found.held:
            try:
                verify(opened.folder, lambda: self._closed)
            except SnapshotError as error:
                _log.error("snapshot %d: %s (%s)", found.number, error, error.detail)
                self._generations.set_aside_from(int(opened.folder.name))
                return False
        return True

    def _start(self, work: object) -> asyncio.Task[None]:
        task: asyncio.Task[None] = asyncio.create_task(work)  # type: ignore[arg-type]
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)
        return task
