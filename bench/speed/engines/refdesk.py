"""Our own index: vocabulary, postings and bounds of the kernel, saved, mapped, and changed by a
delta and by what is gone, as a snapshot's are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bench.speed.engines.base import K1, B, Hits
from bot.search.blockmax.saved import Bounds
from bot.search.bm25 import PostingsBM25
from bot.search.fast import COMPILED_FROM, choose_invert, worth_compiling
from bot.search.part import Gone, Kernel, MakeKernel, Part
from bot.search.postings import Postings
from bot.search.segment import arrays_of, from_arrays
from bot.search.store import Writer, open_folder
from bot.search.vocabulary import Vocabulary, added
from bot.search.words import Words, vocabulary

WORDS, POSTINGS, BOUNDS, INDEX = "words", "postings", "bounds", "index"

BATCH_TEXTS = 5_000
"""Paragraphs tokenised at a time."""

Ids = npt.NDArray[np.int32]
Read = Callable[[Sequence[str]], tuple[Ids, npt.NDArray[np.int64]]]


class Refdesk:
    name = "refdesk"
    remark = "this project's index; texts by its own tokeniser"
    tolerance = 1e-9
    ordered = True
    changes = True

    def __init__(self) -> None:
        if worth_compiling(COMPILED_FROM):
            import bot.search.blockmax.searcher  # noqa: F401 - what `open` is not to be timed for
        self._words = vocabulary([], [])
        self._base = Part(choose_invert(0)(np.zeros(0, np.int32), np.zeros(0, np.int32), 0, 0))
        self._delta: tuple[Words, Part] | None = None
        self._gone: npt.NDArray[np.bool_] | None = None

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        from bot.text.batch import BatchTokeniser  # serving needs none

        tokeniser = BatchTokeniser()
        _save(*_indexed(texts, tokeniser.texts, tokeniser.terms), folder / INDEX)

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        numbering = _Numbering()
        _save(*_indexed(texts, numbering.read, numbering.terms), folder / INDEX)

    def open(self, folder: Path) -> None:
        arrays = open_folder(folder / INDEX).arrays
        self._words = from_arrays(Words, arrays, WORDS)
        bounds = None
        if f"{BOUNDS}.made_for" in arrays:
            bounds = from_arrays(Bounds, arrays, BOUNDS)
        postings = from_arrays(Postings, arrays, POSTINGS)
        self._base = Part(postings, kernel=_kernel(postings, bounds))
        self._join()

    def search(self, terms: Sequence[str], count: int) -> Hits:
        ids, scores = self._index.top(self._index.term_ids(terms), count)
        return Hits(ids.tolist(), scores.tolist())

    def add(self, texts: Sequence[str], first: int) -> None:
        numbering = _Numbering()
        words, postings = _indexed(texts, numbering.read, numbering.terms)
        new = added(self._words, words)
        part = Part(postings, first=first, first_group=first, numbers=new.numbers, order=new.order)
        self._delta = words, part
        self._vocabulary = Vocabulary(self._words, words, new)
        self._join()

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        alive = np.ones(self._base.slots, np.bool_)
        alive[np.asarray(ids, np.int64)] = False
        held = [self._words.find(term) for text in texts for term in set(text.split())]
        terms, counts = np.unique(np.asarray(held, np.int32), return_counts=True)
        gone = Gone(terms, counts.astype(np.int32))
        base = self._base
        self._base = Part(base.postings, alive=alive, gone=gone, kernel=base.kernel)
        self._join()

    def _join(self) -> None:
        words = Vocabulary(self._words) if self._delta is None else self._vocabulary
        parts = [self._base, *([self._delta[1]] if self._delta else [])]
        self._index = PostingsBM25.of_parts(words, parts, K1, B)


class _Numbering:
    """Terms that come joined by blanks, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self.terms: list[str] = []

    def read(self, texts: Sequence[str]) -> tuple[Ids, npt.NDArray[np.int64]]:
        numbers = self._numbers
        ids, starts = array("i"), [0]
        for text in texts:
            ids.extend([numbers.setdefault(term, len(numbers)) for term in text.split()])
            starts.append(len(ids))
        self.terms += islice(numbers, len(self.terms), None)
        return np.frombuffer(ids, np.int32), np.asarray(starts, np.int64)


def _kernel(postings: Postings, bounds: Bounds | None) -> MakeKernel | None:
    if bounds is None:
        return None
    from bot.search.blockmax.searcher import BlockMax

    def make(average: float) -> Kernel:
        return BlockMax(postings, bounds, average)

    return make


def _indexed(texts: Iterable[str], read: Read, terms: list[str]) -> tuple[Words, Postings]:
    """`read` numbers the terms of a batch; `terms` grows with it."""
    parts, sizes = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for batch in _batches(iter(texts)):
        ids, starts = read(batch)
        parts.append(ids)
        sizes.append(np.diff(starts))
    lengths = np.concatenate(sizes)
    order = sorted(range(len(terms)), key=terms.__getitem__)
    rank = np.empty(len(terms), np.int32)
    rank[order] = np.arange(len(terms), dtype=np.int32)
    names = [terms[place] for place in order]
    owners = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    invert = choose_invert(len(lengths))
    return vocabulary(names, names), invert(
        rank[np.concatenate(parts)], owners, len(names), len(lengths)
    )


def _save(words: Words, postings: Postings, folder: Path) -> None:
    values: list[tuple[object, str]] = [(words, WORDS), (postings, POSTINGS)]
    if worth_compiling(len(postings.lengths)):
        from bot.search.blockmax.bounds import find_bounds

        values.append((find_bounds(postings, K1, B), BOUNDS))
    with Writer(folder) as writer:
        for value, prefix in values:
            for name, values_ in arrays_of(value, prefix):
                writer.put(name, values_)
        writer.finish(number=1)


def _batches(texts: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(texts, BATCH_TEXTS)):
        yield batch
