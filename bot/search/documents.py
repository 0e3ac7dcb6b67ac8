"""The articles of a snapshot, read from its tables one at a time when they are asked for."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import overload

import numpy as np
import numpy.typing as npt

from bot.articles.article import Document, Paragraph, Span
from bot.articles.undated import with_bounds
from bot.search import rows
from bot.search.segment import Places, Segment

KEPT_OPEN = 64
"""Documents of one snapshot that stay decoded, for the questions that follow each other."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """When undated articles were published, as far as the whole corpus tells; all shapes (A,).

    `earliest` and `latest` are int32 ordinals or UNDATED; where the evidence is `at_odds` both are
    UNDATED.
    """

    earliest: npt.NDArray[np.int32]
    latest: npt.NDArray[np.int32]
    at_odds: Mask


class Documents(Sequence[Document]):
    """Documents by the number of their article in the snapshot. Counting and going through them
    leaves out those that are gone, whose numbers stay empty."""

    def __init__(
        self, segments: Sequence[Segment], bounds: Bounds, alive: Mask | None = None
    ) -> None:
        self._segments = tuple(segments)
        self._bounds = bounds
        self._alive = alive
        self._firsts = np.cumsum([0, *(segment.articles for segment in segments)]).tolist()
        self._read = lru_cache(KEPT_OPEN)(self._document)

    def __len__(self) -> int:
        return self._firsts[-1] if self._alive is None else int(self._alive.sum())

    def __iter__(self) -> Iterator[Document]:
        return map(self._document, self.numbers().tolist())

    @overload
    def __getitem__(self, number: int) -> Document: ...
    @overload
    def __getitem__(self, number: slice) -> list[Document]: ...
    def __getitem__(self, number: int | slice) -> Document | list[Document]:
        if isinstance(number, slice):
            return [self._read(each) for each in range(*number.indices(self._firsts[-1]))]
        if not -self._firsts[-1] <= number < self._firsts[-1]:
            raise IndexError(f"{number} of {self._firsts[-1]}")
        return self._read(number % self._firsts[-1])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]

    def numbers(self) -> npt.NDArray[np.int64]:
        """The numbers of the articles that are there."""
        if self._alive is None:
            return np.arange(self._firsts[-1])
        return np.flatnonzero(self._alive)

    def paths(self) -> Iterator[tuple[int, str]]:
        """The number and the path of each article that is there."""
        for first, segment in zip(self._firsts, self._segments, strict=False):
            for place, path in enumerate(segment.table.paths, first):
                if self._alive is None or self._alive[place]:
                    yield place, path

    def text(self, number: int) -> str:
        """The decoded file of an article."""
        segment, place = self._place(number)
        return segment.table.texts[place]

    def _place(self, number: int) -> tuple[Segment, int]:
        part = bisect_right(self._firsts, number) - 1
        return self._segments[part], number - self._firsts[part]

    def _document(self, number: int) -> Document:
        segment, place = self._place(number)
        value = json.loads(segment.table.rows.raw(place))
        places = segment.places
        begin, end = places.first_paragraph[place : place + 2].tolist()
        found = Document(
            rows.article(value),
            segment.table.texts[place],
            Paragraphs(places, begin, end),
            rows.dropped(value),
            rows.notes(value),
        )
        if found.article.date:
            return found
        bounds = self._bounds
        return with_bounds(
            found,
            int(bounds.earliest[number]),
            int(bounds.latest[number]),
            bool(bounds.at_odds[number]),
        )


class Paragraphs(Sequence[Paragraph]):
    """The paragraphs of one article, made from the segment's arrays as they are asked for."""

    def __init__(self, places: Places, begin: int, end: int) -> None:
        self._places, self._begin, self._end = places, begin, end

    def __len__(self) -> int:
        return self._end - self._begin

    @overload
    def __getitem__(self, number: int) -> Paragraph: ...
    @overload
    def __getitem__(self, number: slice) -> tuple[Paragraph, ...]: ...
    def __getitem__(self, number: int | slice) -> Paragraph | tuple[Paragraph, ...]:
        if isinstance(number, slice):
            return tuple(self[each] for each in range(*number.indices(len(self))))
        if not -len(self) <= number < len(self):
            raise IndexError(f"{number} of {len(self)}")
        number %= len(self)
        places, row = self._places, self._begin + number
        first, last = places.first_sentence[row : row + 2].tolist()
        starts = places.sentence_starts[first:last].tolist()
        ends = places.sentence_ends[first:last].tolist()
        return Paragraph(
            number + 1,
            Span(int(places.paragraph_starts[row]), int(places.paragraph_ends[row])),
            tuple(map(Span, starts, ends)),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]
