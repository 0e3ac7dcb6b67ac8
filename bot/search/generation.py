"""A snapshot on disk: what a generation's folder holds, how it is written and how it is opened.

A generation with a base of its own has ``base.*``; one with a delta has ``delta.*`` and names, in
its manifest, the generation whose base it builds on. Both have ``bounds.*``, which depend on all
articles together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.articles.article import Rejection
from bot.articles.duplicates import labels
from bot.errors import SnapshotError
from bot.search.blockmax.saved import Bounds as KernelBounds
from bot.search.documents import Bounds
from bot.search.fast import bounds_of
from bot.search.gone import gone_terms
from bot.search.halves import Base, Delta, GoneTerms, Kernels, infer_bounds
from bot.search.hits import Mask
from bot.search.inverted import Invert, Inverted, invert_segment
from bot.search.merging import Piece, merge
from bot.search.reading import read_segment
from bot.search.segment import Segment, arrays_of, from_arrays
from bot.search.snapshot import Snapshot
from bot.search.store import Opened, Writer, open_folder
from bot.search.vocabulary import Added, added
from bot.text.batch import BatchTokeniser


@dataclass(frozen=True, slots=True, eq=False)
class Generation:
    """An opened one; `held` are its folder and its base's. `base_number` is the number of the
    generation whose base it has, which may be its own."""

    number: int
    base_number: int
    base: Base
    delta: Delta | None
    bounds: Bounds
    held: tuple[Opened, ...]

    def segments(self) -> list[Segment]:
        return [self.base.segment, *([self.delta.segment] if self.delta else [])]

    def snapshot(
        self, rejected: Sequence[Rejection] = (), kernels: Kernels | None = None
    ) -> Snapshot:
        """`rejected` are the files that its scan left out."""
        return Snapshot(
            self.number,
            self.base,
            self.bounds,
            delta=self.delta,
            rejected=tuple(rejected),
            kernels=kernels,
            held=self.held,
        )


def open_generation(folder: Path) -> Generation:
    """Raises SnapshotError when it, or the one that holds its base, is missing or damaged."""
    opened = open_folder(folder)
    try:
        number, base_number = int(opened.manifest["number"]), int(opened.manifest["base"])
        home = (
            opened if number == base_number else open_folder(folder_of(folder.parent, base_number))
        )
        base = Base(*_half(home, "base"), _saved_bounds(home))
        delta = None
        if home is not opened:
            delta = Delta(
                *_half(opened, "delta"),
                from_arrays(Added, opened.arrays, "added"),
                opened.arrays["alive"],
                from_arrays(GoneTerms, opened.arrays, "gone"),
            )
        bounds = from_arrays(Bounds, opened.arrays, "bounds")
    except (KeyError, TypeError, ValueError) as error:
        raise SnapshotError("The saved snapshot is incomplete.", detail=repr(error)) from error
    held = (opened,) if home is opened else (opened, home)
    return Generation(number, base_number, base, delta, bounds, held)


def folder_of(root: Path, number: int) -> Path:
    return root / f"{number:08}"


def write_base(
    root: Path,
    number: int,
    pieces: Sequence[Piece],
    invert: Invert,
    *,
    durable: bool = True,
) -> None:
    """Merge the pieces to a base and save it as generation `number`. Raises SnapshotError."""
    with Writer(folder_of(root, number), durable=durable) as writer:
        segment = merge(pieces, writer, "base.segment")
        inverted = invert_segment(segment, labels(segment.shingles), invert)
        _put(writer, inverted, "base.inverted")
        if (bounds := bounds_of(inverted.paragraphs)) is not None:
            _put(writer, bounds, "base.kernel")
        _put(writer, infer_bounds([segment]), "bounds")
        writer.finish(number=number, base=number)


def write_delta(
    root: Path,
    number: int,
    on: Generation,
    alive: Mask,
    pieces: Sequence[Piece],
    invert: Invert,
) -> None:
    """Merge the pieces to a delta on the base of generation `on`, of whose articles those flagged
    in `alive` are still there, and save it as generation `number`. Raises SnapshotError."""
    base = on.base
    with Writer(folder_of(root, number)) as writer:
        segment = merge(pieces or [_nothing()], writer, "delta.segment")
        copies = labels(segment.shingles, base.segment.shingles, base.inverted.copies)
        _put(writer, invert_segment(segment, copies, invert), "delta.inverted")
        _put(writer, added(base.segment.words, segment.words), "added")
        writer.put("alive", alive)
        _put(writer, GoneTerms(*gone_terms(base.segment, ~alive)), "gone")
        segments = [base.segment, segment]
        there = np.concatenate((alive, np.ones(segment.articles, np.bool_)))
        _put(writer, infer_bounds(segments, there), "bounds")
        writer.finish(number=number, base=on.base_number)


def _nothing() -> Piece:
    """What a delta is merged from where articles have only gone."""
    return Piece(read_segment((), BatchTokeniser(compiled=False)))


def _saved_bounds(opened: Opened) -> KernelBounds | None:
    """None where the base was made without a compiler, or is too small for one."""
    if "base.kernel.made_for" not in opened.arrays:
        return None
    return from_arrays(KernelBounds, opened.arrays, "base.kernel")


def _half(opened: Opened, prefix: str) -> tuple[Segment, Inverted]:
    return (
        from_arrays(Segment, opened.arrays, f"{prefix}.segment"),
        from_arrays(Inverted, opened.arrays, f"{prefix}.inverted"),
    )


def _put(writer: Writer, value: object, prefix: str) -> None:
    for name, array in arrays_of(value, prefix):
        writer.put(name, array)
