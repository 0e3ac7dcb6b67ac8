"""Keeper: what faces ask for when moderators change the corpus."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from bot.articles import keeping
from bot.articles.edits import Edit, keep_edit, read_edits
from bot.articles.keeping import Removed
from bot.articles.members import NOTHING_HIDDEN, TOP, Hidden, collection_of
from bot.articles.names import place_for
from bot.articles.sandbox import Sandbox
from bot.desk.pending import Pending
from bot.desk.preview import Preview, preview
from bot.desk.status import ReloadReport
from bot.errors import ClosingError, CorpusError, RefdeskError

if TYPE_CHECKING:
    from bot.desk.desk import Desk

T = TypeVar("T")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """A change that was made: the file's path, and the reload that took it over."""

    path: str
    report: ReloadReport


class NotReloadedError(CorpusError):
    """The change is made, but the reload after it failed: the old articles serve on."""


class Keeper:
    """Every change is on the disk, and a reload has taken it over, when its method returns. Changes
    are made one after the other, in a thread. Where the reload fails the change stays, unless it is
    said otherwise, and NotReloadedError is raised."""

    def __init__(self, desk: Desk) -> None:
        self.pending = Pending()
        self._desk = desk
        self._sandbox = Sandbox()
        self._changing = ThreadPoolExecutor(1, thread_name_prefix="keeper")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="preview")
        self._closed = False

    @property
    def folder(self) -> Path:
        return self._desk.folder

    async def preview(
        self,
        name: str,
        data: bytes,
        collection: str = TOP,
        *,
        edit: Edit | None = None,
        hidden: Hidden = NOTHING_HIDDEN,
    ) -> tuple[Preview, ...]:
        """How the file would be read under that name in that collection, with `edit` in the stead
        of the corrections kept for that path. Copies are looked for in what is not `hidden`.

        Raises CorpusError when it could have no place there; a file that cannot be an article is
        told in a Preview.
        """
        path = place_for(name, collection)
        seen = self._desk.seen(hidden)

        def look() -> tuple[Preview, ...]:
            edits = read_edits(self.folder)
            if edit is not None:
                edits[path] = edit
            return preview(path, data, edits, seen, self._sandbox)

        return await self._run(look, self._reading)

    async def taken(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        return await asyncio.to_thread(os.path.lexists, self.folder / path)

    async def add(
        self,
        collection: str,
        name: str,
        data: bytes,
        edit: Edit | None = None,
        *,
        replace: bool = False,
    ) -> Kept:
        """Keep a file with its corrections; None leaves those kept for its path earlier. Raises
        TakenError where a file is and may not be replaced, and CorpusError."""
        path = await self.put(collection, name, data, edit, replace=replace)
        return Kept(path, await self.reloaded("The file is kept"))

    async def put(
        self,
        collection: str,
        name: str,
        data: bytes,
        edit: Edit | None = None,
        *,
        replace: bool = False,
    ) -> str:
        """As `add`, without a reload, for several files; gives the path."""
        path = place_for(name, collection)

        def keep() -> None:
            keeping.tidy(self.folder)
            keeping.add(self.folder, path, data, replace=replace)
            if edit is not None:
                keep_edit(self.folder, path, edit)

        await self._run(keep)
        return path

    async def remove(self, path: str) -> tuple[Removed, ReloadReport]:
        """Take a file out, for good after keeping.UNDO_SECONDS. If the desk cannot do without it,
        as with the last article, it is put back. Raises CorpusError."""

        def take_out() -> Removed:
            keeping.tidy(self.folder)
            return keeping.remove(self.folder, path)

        gone = await self._run(take_out)
        asyncio.get_running_loop().call_later(keeping.UNDO_SECONDS + 1, self._tidy)
        try:
            return gone, await self._desk.refresh()
        except ClosingError:
            raise
        except RefdeskError as error:
            await self._run(lambda: keeping.restore(self.folder, gone.token))
            raise CorpusError(f"Nothing was removed: {error}", detail=error.detail) from error

    async def removed(self, token: str) -> Removed:
        """What could be brought back. Raises StaleError."""
        return await asyncio.to_thread(keeping.removed, self.folder, token)

    async def undo(self, token: str) -> Kept:
        """Bring back what was removed. Raises StaleError, CorpusError."""
        path = await self._run(lambda: keeping.restore(self.folder, token))
        return Kept(path, await self.reloaded("The file is back"))

    async def edit(self, path: str, edit: Edit | None) -> ReloadReport:
        """Keep the corrections of an article in the stead of earlier ones; None takes them away.
        Raises CorpusError."""
        await self._run(lambda: keep_edit(self.folder, path, edit))
        return await self.reloaded("The correction is kept")

    async def edits(self) -> dict[str, Edit]:
        """All corrections by path. Raises CorpusError."""
        return await asyncio.to_thread(read_edits, self.folder)

    async def collections(self, hidden: Hidden = NOTHING_HIDDEN) -> tuple[str, ...]:
        """The top-level folders that are not `hidden`, in order; TOP is none of them."""

        def look() -> tuple[str, ...]:
            try:
                with os.scandir(self.folder) as found:
                    names = [each.name for each in found if each.is_dir(follow_symlinks=False)]
            except OSError as error:
                _log.warning("corpus: %r", error)
                return ()
            shown = (name for name in names if not name.startswith(".") and name.isprintable())
            return tuple(sorted(name for name in shown if name not in hidden))

        return await asyncio.to_thread(look)

    async def tidy(self) -> int:
        """Delete for good what can no longer be brought back; how many files that were."""
        return await self._run(lambda: keeping.tidy(self.folder))

    async def close(self) -> None:
        """Once the change and the preview that are under way are done."""
        self._closed = True
        self._reading.shutdown(wait=False, cancel_futures=True)
        await asyncio.to_thread(self._changing.shutdown)
        await asyncio.to_thread(self._reading.shutdown)
        await asyncio.to_thread(self._sandbox.close)

    def _tidy(self) -> None:
        if not self._closed:
            self._changing.submit(keeping.tidy, self.folder)

    async def reloaded(self, made: str) -> ReloadReport:
        """Take over what has been changed; `made` is the beginning of what is said where that
        fails. Raises NotReloadedError."""
        try:
            return await self._desk.refresh()
        except RefdeskError as error:
            said = f"{made}, but the articles could not be read again: {error}"
            raise NotReloadedError(said, detail=error.detail) from error

    async def _run(self, work: Callable[[], T], thread: ThreadPoolExecutor | None = None) -> T:
        """In the thread for changes, unless another is named."""
        if self._closed:
            raise ClosingError("The desk is closing. Please try again in a minute.")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(thread or self._changing, work)


def reachable(path: str, hidden: Hidden) -> str:
    """`path`, for those who may see its collection. Raises CorpusError for others, in the words of
    a path that is not there."""
    if collection_of(path) in hidden:
        raise CorpusError("There is no such article.")
    return path
