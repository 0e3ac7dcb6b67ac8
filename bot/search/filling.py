"""Filling the arrays of a merged segment from those of its pieces, run by run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Array, Column, find
from bot.search.segment import Segment
from bot.search.strings import Strings

Mask = npt.NDArray[np.bool_]


class Target(Protocol):
    """Where arrays go: memory, or files that are mapped."""

    def array(self, name: str, dtype: Any, size: int) -> Array:
        """A new array of `size` elements, to be filled."""


class Memory:
    """A Target in memory."""

    def array(self, name: str, dtype: Any, size: int) -> Array:
        return np.empty(size, dtype)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A segment and which of its articles are still there, shape (A,); None for all."""

    segment: Segment
    alive: Mask | None = None


class Run(NamedTuple):
    """Neighbouring articles of one piece that are neighbours in the result too, as half-open
    ranges: articles, paragraphs, sentences, terms of sentences, terms of titles, mentions,
    shingles, weekday sentences."""

    piece: int
    articles: tuple[int, int]
    paragraphs: tuple[int, int]
    sentences: tuple[int, int]
    text: tuple[int, int]
    titles: tuple[int, int]
    mentions: tuple[int, int]
    shingles: tuple[int, int]
    weekdays: tuple[int, int]


class Filler:
    """Fills an array of the result from those of the pieces, run by run."""

    def __init__(
        self, pieces: Sequence[Piece], runs: Sequence[Run], target: Target, prefix: str
    ) -> None:
        self.segments = [piece.segment for piece in pieces]
        self.runs = runs
        self.target, self.prefix = target, prefix

    def fill(
        self,
        name: str,
        kind: str,
        read: Callable[[Segment], Column],
        change: Callable[[int, int, Array], Array] | None = None,
    ) -> Array:
        """`read` gives a piece's array, of which a run takes its range named `kind`; `change` gets
        the run's number, its piece and that part."""
        spans = [getattr(run, kind) for run in self.runs]
        sources = [read(segment) for segment in self.segments]
        dtype = np.result_type(*(source.dtype for source in sources)) if sources else np.int32
        whole = self.target.array(
            f"{self.prefix}.{name}", dtype, sum(end - begin for begin, end in spans)
        )
        at = 0
        for number, (run, (begin, end)) in enumerate(zip(self.runs, spans, strict=True)):
            part = sources[run.piece][begin:end]
            whole[at : at + end - begin] = (
                change(number, run.piece, part) if change and end > begin else part
            )
            at += end - begin
        return whole

    def bounds(self, name: str, kind: str, read: Callable[[Segment], Column]) -> Array:
        """Fenceposts: where each element named `kind` begins in what it holds, and the last end."""
        spans = [getattr(run, kind) for run in self.runs]
        sources = [read(segment) for segment in self.segments]
        dtype = np.result_type(*(source.dtype for source in sources)) if sources else np.int64
        size = sum(end - begin for begin, end in spans) + 1
        whole = self.target.array(f"{self.prefix}.{name}", dtype, size)
        whole[0] = 0
        at, held = 0, 0
        for run, (begin, end) in zip(self.runs, spans, strict=True):
            source = sources[run.piece]
            shift = held - int(source[begin])
            whole[at + 1 : at + 1 + end - begin] = source[begin + 1 : end + 1] + shift
            at, held = at + end - begin, int(source[end]) + shift
        return whole

    def strings(self, name: str, kind: str, read: Callable[[Segment], Strings]) -> Strings:
        starts = self.bounds(f"{name}.starts", kind, lambda segment: read(segment).starts)
        blob = self.target.array(f"{self.prefix}.{name}.blob", np.uint8, int(starts[-1]))
        at = 0
        for run in self.runs:
            source, (begin, end) = read(self.segments[run.piece]), getattr(run, kind)
            part = source.blob[int(source.starts[begin]) : int(source.starts[end])]
            blob[at : at + len(part)] = part
            at += len(part)
        return Strings(blob, starts)

    def strings_of(self, name: str, strings: Strings) -> Strings:
        return Strings(
            self.copy(f"{name}.blob", strings.blob), self.copy(f"{name}.starts", strings.starts)
        )

    def copy(self, name: str, array: Array) -> Array:
        whole = self.target.array(f"{self.prefix}.{name}", array.dtype, len(array))
        whole[:] = array
        return whole

    def before(self, kind: str) -> list[int]:
        """For each run, how many elements named `kind` come before it in the result."""
        sizes = [end - begin for begin, end in (getattr(run, kind) for run in self.runs)]
        return np.concatenate(([0], np.cumsum(sizes)))[:-1].astype(int).tolist() if sizes else []


class Twice:
    """Fills arrays over sentences and titles: the runs of sentences, then the runs of titles."""

    def __init__(self, into: Filler) -> None:
        runs = into.runs
        count = [into.segments[run.piece].sentences for run in runs]
        titles = [
            run._replace(
                text=run.titles,
                sentences=(n + run.articles[0], n + run.articles[1]),
            )
            for run, n in zip(runs, count, strict=True)
        ]
        self._into = Filler(
            [Piece(segment) for segment in into.segments],
            [*runs, *titles],
            into.target,
            into.prefix,
        )

    def fill(
        self,
        name: str,
        read: Callable[[Segment], Column],
        change: Callable[[int, int, Array], Array] | None,
    ) -> Array:
        return self._into.fill(name, "text", read, change)

    def starts(self, name: str) -> Array:
        return self._into.bounds(name, "sentences", lambda segment: segment.terms.starts)


def runs_of(pieces: Sequence[Piece]) -> Iterator[Run]:
    """The remaining articles of all pieces in the order of their paths, neighbours together."""
    order = sorted(
        (path, number, article)
        for number, piece in enumerate(pieces)
        for article, path in enumerate(piece.segment.table.paths)
        if piece.alive is None or piece.alive[article]
    )
    first = 0
    for place, (_, piece, article) in enumerate(order):
        follows = order[place + 1][1:] if place + 1 < len(order) else None
        if follows != (piece, article + 1):
            yield _run(pieces[piece].segment, piece, order[first][2], article + 1)
            first = place + 1


def _run(segment: Segment, piece: int, begin: int, end: int) -> Run:
    places, terms, count = segment.places, segment.terms, segment.sentences
    paragraphs = int(places.first_paragraph[begin]), int(places.first_paragraph[end])
    sentences = tuple(int(places.first_sentence[paragraph]) for paragraph in paragraphs)
    mentions = find(np.asarray(segment.mentions.sentences), sentences).tolist()
    weekdays = find(segment.weekdays.articles, (begin, end)).tolist()
    return Run(
        piece,
        (begin, end),
        paragraphs,
        (sentences[0], sentences[1]),
        (int(terms.starts[sentences[0]]), int(terms.starts[sentences[1]])),
        (int(terms.starts[count + begin]), int(terms.starts[count + end])),
        (mentions[0], mentions[1]),
        tuple(int(segment.shingles.starts[paragraph]) for paragraph in paragraphs),  # type: ignore[arg-type]
        (weekdays[0], weekdays[1]),
    )
