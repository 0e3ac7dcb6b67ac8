"""From a folder of articles to the next generation: read what has changed, keep the rest.

Changed and new articles go into a delta on the base that is there, and what they replace is flagged
as gone. A delta that has grown is merged with its base into a new one, and where the whole corpus
is small that is done at once, so that most desks never have a delta at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.articles.article import Rejection
from bot.articles.document import article_id
from bot.articles.edits import Edits
from bot.articles.folder import Known, Survey, survey
from bot.articles.members import file_of, member_of
from bot.articles.sandbox import Sandbox
from bot.errors import CorpusError, SnapshotError
from bot.search.batches import Batch, Tools, batches, joined, read_batch
from bot.search.fast import choose_invert, compile_aside
from bot.search.generation import Generation, write_base, write_delta
from bot.search.generations import Generations
from bot.search.merging import Piece
from bot.search.postings import invert
from bot.search.present import Present
from bot.search.readers import Readers
from bot.search.store import PART
from bot.text.batch import BatchTokeniser

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
        self._edits = Edits.of(order.folder)

    def run(self) -> Update:
        """Raises CorpusError and SnapshotError."""
        order, on = self._order, self._on
        self._tell(Progress("looking", 0, 0))
        found = survey(order.folder, self._known, self._edits.by_file)
        here = Present(on)
        with TemporaryDirectory(prefix="reading-", suffix=PART, dir=order.root) as folder:
            batch = self._read(found, here, Path(folder))
            batch = _without_twins(batch, here)
            looked = [*found.rejected, *self._edits.rejected]
            rejected = _sorted([*looked, *batch.rejected, *self._still_rejected(found, batch)])
            change = here.change(batch, {*found.same, *batch.same}, self._edits.edits)
            if not change.kept and not batch.segments:
                raise CorpusError(
                    f"The corpus holds no readable article ({len(rejected)} files rejected).",
                    detail=str(order.folder),
                )
            number, due = self._write(batch, here, change.gone)
            self._generations.keep_scanned(number, self._now_known(found, batch), looked)
        return Update(number, change.added, change.changed, change.removed, rejected, due)

    def _read(self, found: Survey, here: Present, spill: Path) -> Batch:
        """What the files that must be read hold."""
        known = {path: digest for path in found.unread if (digest := self._digest(path, here))}
        size = sum(found.stamps[path].size for path in found.unread)
        here_alone = size <= self._order.limits.read_here_bytes or self._order.readers < 1
        todo, total = batches(found.unread, found.stamps), len(found.unread)
        edits = self._edits.edits
        if here_alone:
            with Sandbox() as sandbox:
                tools = Tools(BatchTokeniser(compiled=False), sandbox)
                folder = self._order.folder
                read = (read_batch(folder, paths, known, edits, tools) for paths in todo)
                return self._collect(read, total)
        compile_aside()  # this process waits for the readers anyway
        with Readers(self._order.readers, self._order.folder, spill) as readers:
            return self._collect(readers.read(todo, known, edits), total)

    def _digest(self, file: str, here: Present) -> str | None:
        """Of the bytes that need not be understood again; None for a file that was read with other
        corrections. Where nothing is known of the files, the articles themselves tell."""
        earlier = self._known.get(file)
        if earlier is None:
            here_alone = file in here.paths and not self._edits.now(file)
            return here.digest(file) if here_alone else None
        return earlier.digest if self._edits.hold(file, earlier.edits) else None

    def _collect(self, read: Iterable[Batch], total: int) -> Batch:
        parts: list[Batch] = []
        self._tell(Progress("reading", 0, total))
        for batch in read:
            parts.append(batch)
            self._tell(Progress("reading", sum(part.files for part in parts), total))
        return joined(parts)

    def _still_rejected(self, found: Survey, batch: Batch) -> list[Rejection]:
        return [
            rejection
            for path in (*found.same, *batch.same)
            if (known := self._known.get(path))
            for rejection in known.rejections(path)
        ]

    def _now_known(self, found: Survey, batch: Batch) -> dict[str, Known]:
        left_out: dict[str, list[tuple[str, str]]] = {}
        reasons: dict[str, str] = {}
        for each in batch.rejected:
            if member_of(each.path):
                left_out.setdefault(file_of(each.path), []).append((each.path, each.reason))
            else:
                reasons[each.path] = each.reason
        known = {path: self._known[path] for path in found.same}
        for path in found.unread:
            stamp = found.stamps[path]
            if path in batch.same:
                earlier = self._known.get(path) or Known(stamp, batch.same[path])
                known[path] = replace(earlier, stamp=stamp)
            else:
                known[path] = Known(
                    stamp,
                    batch.read.get(path),
                    reasons.get(path),
                    tuple(left_out.get(path, ())),
                    self._edits.now(path),
                )
        return known

    def _write(self, batch: Batch, here: Present, gone: Set[str]) -> tuple[int, bool]:
        """The number of the newest generation, and whether its delta has grown."""
        order, on = self._order, self._on
        if on is not None and not gone and not batch.segments:
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


def _due(on: Generation, limits: Limits) -> bool:
    if on.delta is None:
        return False
    grown = on.delta.segment.paragraphs > limits.delta_share * on.base.segment.paragraphs
    return grown or bool((~on.delta.alive).mean() > limits.gone_share)


def _paragraphs(pieces: Sequence[Piece]) -> int:
    return sum(piece.segment.paragraphs for piece in pieces)


def _without_twins(batch: Batch, here: Present) -> Batch:
    """Two paths may, once in billions, have one id: the later one is then rejected."""
    ids, twins = dict(here.ids), {}
    for path in sorted(batch.articles):
        first = ids.setdefault(article_id(path), path)
        if first != path:
            twins[path] = f"Its id is that of {first}: rename one of the two."
    return batch.without(twins) if twins else batch


def _sorted(rejected: Sequence[Rejection]) -> tuple[Rejection, ...]:
    return tuple(sorted(rejected, key=lambda each: each.path))
