"""From a folder of articles to the next generation: read what has changed, keep the rest.

Changed and new articles go into a delta on the base that is there, and what they replace is flagged
as gone. A delta that has grown is merged with its base into a new one, and where the whole corpus
is small that is done at once, so that most desks never have a delta at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

from bot.articles.article import Rejection
from bot.articles.document import article_id
from bot.articles.folder import Known, Survey, survey
from bot.errors import CorpusError, SnapshotError
from bot.search.batches import Batch, batches, joined, read_batch
from bot.search.fast import choose_invert, compile_aside
from bot.search.generation import Generation, write_base, write_delta
from bot.search.generations import Generations
from bot.search.merging import Piece
from bot.search.postings import invert
from bot.search.readers import Readers
from bot.search.segment import Segment
from bot.search.store import PART

MERGE_AT_ONCE = 20_000
"""Paragraphs of a corpus up to which every change is merged into the base right away: it takes less
than a second, and one part answers faster than two."""

MERGE_DELTA_SHARE = 0.1
"""A delta with more paragraphs than this share of the base's is to be merged with it …"""

MERGE_GONE_SHARE = 0.2
"""… and so is one when more than this share of the base's articles are gone."""

READ_HERE_BYTES = 1_000_000
"""Bytes of changed files up to which this process reads them itself; starting others costs more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """See the constants of the same names."""

    merge_at_once: int = MERGE_AT_ONCE
    delta_share: float = MERGE_DELTA_SHARE
    gone_share: float = MERGE_GONE_SHARE
    read_here_bytes: int = READ_HERE_BYTES


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: `folder` holds the articles, `root` the generations. `merge` asks to make one
    base of base and delta, without looking at the articles; `readers` is how many processes may
    read at a time, 0 for this one alone."""

    folder: Path
    root: Path
    merge: bool = False
    readers: int = 1
    limits: Limits = Limits()
    durable: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an update is; `total` is 0 while nobody knows."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Update:
    """What an update did, as paths; `number` is the generation that now is the newest, and
    `merge_due` tells that its delta has grown."""

    number: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    merge_due: bool


Tell = Callable[[Progress], None]


def update(order: Order, tell: Tell = lambda progress: None) -> Update:
    """Bring the generations in step with the folder. Slow: for a worker process.

    Raises CorpusError (no folder, or no article in it) and SnapshotError; the generations are then
    as they were.
    """
    generations = Generations(order.root)
    with generations.locked():
        generations.tidy()
        try:
            if order.merge:
                return _merged(order, generations)
            return _Updating(order, generations, tell).run()
        except OSError as error:
            raise SnapshotError("The snapshot could not be saved.", detail=repr(error)) from error


def _merged(order: Order, generations: Generations) -> Update:
    on = generations.newest()
    if on is None or on.delta is None:
        raise SnapshotError("There is nothing to merge.")
    known, rejected = generations.scanned(on.number)
    pieces = [Piece(on.base.segment, on.delta.alive), Piece(on.delta.segment)]
    number, count = generations.next_number(), _paragraphs(pieces)
    write_base(order.root, number, pieces, choose_invert(count), durable=order.durable)
    generations.keep_scanned(number, known, rejected)
    return Update(number, (), (), (), generations.rejected(number), False)


class _Updating:
    def __init__(self, order: Order, generations: Generations, tell: Tell) -> None:
        self._order, self._generations, self._tell = order, generations, tell
        self._on = generations.newest()
        self._known: Mapping[str, Known] = {}
        if self._on is not None:
            self._known, _ = generations.scanned(self._on.number)

    def run(self) -> Update:
        """Raises CorpusError and SnapshotError."""
        order, on = self._order, self._on
        self._tell(Progress("looking", 0, 0))
        found = survey(order.folder, self._known)
        here = _Here(on)
        with TemporaryDirectory(prefix="reading-", suffix=PART, dir=order.root) as folder:
            batch = self._read(found, here, Path(folder))
            batch = _without_twins(batch, here)
            rejected = _sorted([*found.rejected, *batch.rejected, *self._still_rejected(found)])
            kept = {*found.same, *batch.same} & here.paths
            added = tuple(sorted(path for path in batch.read if path not in here.paths))
            changed = tuple(sorted(path for path in batch.read if path in here.paths))
            removed = tuple(sorted(here.paths - kept - set(changed)))
            if not kept and not batch.read:
                raise CorpusError(
                    f"The corpus holds no readable article ({len(rejected)} files rejected).",
                    detail=str(order.folder),
                )
            number, due = self._write(batch, here, {*changed, *removed}, bool(added))
            self._generations.keep_scanned(number, self._now_known(found, batch), found.rejected)
        return Update(number, added, changed, removed, rejected, due)

    def _read(self, found: Survey, here: _Here, spill: Path) -> Batch:
        """What the files that must be read hold."""
        digests = {path: here.digest(path) for path in found.unread if path in here.paths}
        size = sum(found.stamps[path].size for path in found.unread)
        here_alone = size <= self._order.limits.read_here_bytes or self._order.readers < 1
        todo = batches(found.unread, found.stamps)
        if here_alone:
            read = (read_batch(self._order.folder, paths, digests, False) for paths in todo)
            return self._collect(read, len(found.unread))
        compile_aside()  # this process waits for the readers anyway
        with Readers(self._order.readers, self._order.folder, spill) as readers:
            return self._collect(readers.read(todo, digests), len(found.unread))

    def _collect(self, read: Iterable[Batch], total: int) -> Batch:
        parts: list[Batch] = []
        self._tell(Progress("reading", 0, total))
        for batch in read:
            parts.append(batch)
            self._tell(Progress("reading", sum(part.files for part in parts), total))
        return joined(parts)

    def _still_rejected(self, found: Survey) -> list[Rejection]:
        known = ((path, self._known[path]) for path in found.same)
        return [Rejection(path, each.reason) for path, each in known if each.reason]

    def _now_known(self, found: Survey, batch: Batch) -> dict[str, Known]:
        reasons = {each.path: each.reason for each in batch.rejected}
        known = {path: self._known[path] for path in found.same}
        for path in found.unread:
            digest = batch.read.get(path) or batch.same.get(path)
            known[path] = Known(found.stamps[path], digest, reasons.get(path))
        return known

    def _write(self, batch: Batch, here: _Here, gone: set[str], added: bool) -> tuple[int, bool]:
        """The number of the newest generation, and whether its delta has grown."""
        order, on = self._order, self._on
        if on is not None and not gone and not added:
            return on.number, _due(on, order.limits)
        self._tell(Progress("indexing", 0, 0))
        alive = here.alive(gone)
        pieces = [*map(Piece, here.segments, alive), *map(Piece, batch.segments)]
        number = self._generations.next_number()
        count = _paragraphs(pieces)
        if on is None or count <= order.limits.merge_at_once:
            write_base(order.root, number, pieces, choose_invert(count), durable=order.durable)
            return number, False
        write_delta(order.root, number, on, alive[0], pieces[1:], invert)
        made = self._generations.newest()
        return number, made is not None and _due(made, order.limits)


class _Here:
    """The articles of a generation by path."""

    def __init__(self, on: Generation | None) -> None:
        self.segments: list[Segment] = on.segments() if on else []
        self._alive: list[npt.NDArray[np.bool_]] = [
            np.ones(segment.articles, np.bool_) for segment in self.segments
        ]
        if on and on.delta:
            self._alive[0] = on.delta.alive
        self._places = {
            path: (part, place)
            for part, segment in enumerate(self.segments)
            for place, path in enumerate(segment.table.paths)
            if self._alive[part][place]
        }
        self.paths = self._places.keys()
        self.ids = {article_id(path): path for path in self.paths}

    def digest(self, path: str) -> str:
        """The SHA-256 of the article's file."""
        part, place = self._places[path]
        return self.segments[part].table.digest(place)

    def alive(self, gone: set[str]) -> list[npt.NDArray[np.bool_]]:
        """For each segment its articles that are there, without those of some paths."""
        flags = [each.copy() for each in self._alive]
        for path in gone:
            part, place = self._places[path]
            flags[part][place] = False
        return flags


def _due(on: Generation, limits: Limits) -> bool:
    if on.delta is None:
        return False
    grown = on.delta.segment.paragraphs > limits.delta_share * on.base.segment.paragraphs
    return grown or bool((~on.delta.alive).mean() > limits.gone_share)


def _paragraphs(pieces: Sequence[Piece]) -> int:
    return sum(piece.segment.paragraphs for piece in pieces)


def _without_twins(batch: Batch, here: _Here) -> Batch:
    """Two paths may, once in billions, have one id: the later one is then rejected."""
    ids, twins = dict(here.ids), {}
    for path in sorted(batch.read):
        first = ids.setdefault(article_id(path), path)
        if first != path:
            twins[path] = f"Its id is that of {first}: rename one of the two."
    return batch.without(twins) if twins else batch


def _sorted(rejected: Sequence[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejected, key=lambda each: each.path))
