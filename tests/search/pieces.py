"""Segments, bases and deltas made in memory from documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bot.articles.article import Document
from bot.articles.duplicates import labels
from bot.search.arrays import Column
from bot.search.gone import gone_terms
from bot.search.halves import Base, Delta, GoneTerms, infer_bounds
from bot.search.hits import Mask
from bot.search.inverted import invert_segment
from bot.search.reading import read_segment
from bot.search.segment import Segment, arrays_of
from bot.search.snapshot import Snapshot
from bot.search.vocabulary import added
from bot.text.batch import BatchTokeniser

ANY_CHARACTER = st.characters(exclude_categories=[])
"""Lone surrogates too."""


def by_path(documents: Iterable[Document]) -> list[Document]:
    return sorted(documents, key=lambda document: document.article.path)


def read(documents: Iterable[Document]) -> Segment:
    return read_segment(by_path(documents), BatchTokeniser(compiled=False))


def flags(segment: Segment, gone: Collection[str]) -> Mask:
    """Which articles are still there when those at some paths are not."""
    return np.asarray([path not in gone for path in segment.table.paths], np.bool_)


def base_of(documents: Iterable[Document]) -> Base:
    segment = read(documents)
    return Base(segment, invert_segment(segment, labels(segment.shingles)))


def delta_on(base: Base, gone: Collection[str], new: Iterable[Document]) -> Delta:
    """What has changed since `base`: the articles at `gone` went, those of `new` came."""
    segment, alive = read(new), flags(base.segment, gone)
    copies = labels(segment.shingles, base.segment.shingles, base.inverted.copies)
    return Delta(
        segment,
        invert_segment(segment, copies),
        added(base.segment.words, segment.words),
        alive,
        GoneTerms(*gone_terms(base.segment, ~alive)),
    )


def changed(
    old: Iterable[Document], gone: Collection[str] = (), new: Iterable[Document] = ()
) -> Snapshot:
    """A snapshot of a base and a delta. A path that is in both must be in `gone`."""
    base = base_of(old)
    delta = delta_on(base, gone, new)
    segments = [base.segment, delta.segment]
    there = np.concatenate((delta.alive, np.ones(delta.segment.articles, np.bool_)))
    return Snapshot(1, base, infer_bounds(segments, there), delta=delta)


def listed(column: Column) -> list[Any]:
    values: list[Any] = np.asarray(column).tolist()
    return values


def check_equal(one: object, other: object, *but: str) -> None:
    """The same arrays, element by element and kind by kind, but for those whose names begin with
    one of `but`."""
    pairs = zip(arrays_of(one, ""), arrays_of(other, ""), strict=True)
    for (name, array), (other_name, other_array) in pairs:
        assert name == other_name
        if not name.startswith(but):
            np.testing.assert_array_equal(array, other_array, name)
            assert array.dtype == other_array.dtype, name
