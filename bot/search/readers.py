"""Processes that read batches side by side, each leaving its segments in files.

They are daemons behind pipes: they end with the process that started them, however it ends.
"""

from __future__ import annotations

import logging
import signal
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any

from bot.articles.edits import Edit
from bot.articles.members import file_of
from bot.articles.sandbox import Sandbox
from bot.errors import CorpusError
from bot.search.batches import Batch, Tools, read_batch
from bot.search.spill import spill, unspill
from bot.text.batch import BatchTokeniser

Digests = Mapping[str, str]
Edits = Mapping[str, Edit]


class Readers:
    """`count` processes that read files below `root` and put segments aside in `folder`."""

    def __init__(self, count: int, root: Path, folder: Path) -> None:
        self._count, self._root, self._folder = count, root, folder
        self._processes: list[SpawnProcess] = []
        self._pipes: list[Connection] = []

    def __enter__(self) -> Readers:
        spawn = get_context("spawn")
        for number in range(self._count):
            ours, theirs = spawn.Pipe()
            process = spawn.Process(
                target=_serve,
                args=(theirs, self._root, self._folder / f"{number}"),
                name=f"reader-{number}",
                daemon=True,
            )
            process.start()
            theirs.close()
            self._processes.append(process)
            self._pipes.append(ours)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.kill()
            process.join()
            process.close()

    def read(self, todo: Iterable[list[str]], known: Digests, edits: Edits) -> Iterator[Batch]:
        """The batches as they get done. Raises CorpusError when a reader dies."""
        waiting = iter(todo)
        busy = {pipe for pipe in self._pipes if _send(pipe, waiting, known, edits)}
        while busy:
            for pipe in wait(list(busy)):
                assert isinstance(pipe, Connection)
                try:
                    batch, paths = pipe.recv()
                except (EOFError, OSError) as error:
                    raise _died() from error
                if isinstance(batch, str):
                    raise CorpusError("The articles could not be read.", detail=batch)
                yield replace(batch, segments=tuple(map(unspill, paths)))
                if not _send(pipe, waiting, known, edits):
                    busy.remove(pipe)


def _send(pipe: Connection, waiting: Iterator[list[str]], known: Digests, edits: Edits) -> bool:
    paths = next(waiting, None)
    if paths is None:
        return False
    try:
        own = {path: known[path] for path in paths if path in known}
        files = set(paths)
        corrected = {path: edit for path, edit in edits.items() if file_of(path) in files}
        pipe.send((paths, own, corrected))
    except OSError as error:
        raise _died() from error
    return True


def _died() -> CorpusError:
    return CorpusError("Reading the articles ended unexpectedly.", detail="a reader has died")


def _serve(pipe: Connection, root: Path, folder: Path) -> None:
    """Read every batch that comes until nobody asks any more; answer a fault with its words."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    logging.getLogger("bot").setLevel(logging.CRITICAL)
    folder.mkdir()
    with Sandbox() as sandbox:
        _serve_all(pipe, root, folder, Tools(BatchTokeniser(), sandbox))


def _serve_all(pipe: Connection, root: Path, folder: Path, tools: Tools) -> None:
    number = 0
    while True:
        try:
            paths, known, edits = pipe.recv()
        except (EOFError, OSError):
            return
        answer: tuple[Any, list[Path]]
        try:
            batch = read_batch(root, paths, known, edits, tools)
            files = []
            for segment in batch.segments:
                number += 1
                files.append(folder / f"{number}")
                spill(segment, files[-1])
            answer = replace(batch, segments=()), files
        except Exception as error:
            answer = repr(error), []
        try:
            pipe.send(answer)
        except OSError:
            return
