"""One part of an index and how it is scored: a segment's postings, its articles that are gone, and
what its numbers are called in the whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from bot.search.arrays import find
from bot.search.hits import Floats, Hits, Ints, Mask, best
from bot.search.postings import Postings


class Kernel(Protocol):
    """Finds a part's best documents without scoring all of them (bot.search.blockmax)."""

    def top(
        self, terms: Ints, weights: Floats, k: int, allowed: Mask | None, floor: float
    ) -> Hits: ...


class MakeKernel(Protocol):
    """Makes the kernel of a part for the mean length of all; None while it is not to be used."""

    def __call__(self, average: float) -> Kernel | None: ...


@dataclass(frozen=True, slots=True, eq=False)
class Gone:
    """How many of the documents that are gone hold a term: `terms` (ascending, in the part's own
    numbers) and `counts` in step."""

    terms: npt.NDArray[np.int32]
    counts: npt.NDArray[np.int32]

    @classmethod
    def of(cls, postings: Postings, lost: Mask) -> Gone:
        """Counted where `lost` (D,) flags the documents that are gone."""
        begins = np.flatnonzero(np.diff(postings.starts))  # of terms that some document holds
        if not len(begins):
            return cls(np.zeros(0, np.int32), np.zeros(0, np.int32))
        held = lost[postings.documents]
        counts = np.add.reduceat(held, postings.starts[begins], dtype=np.int32)
        some = counts > 0
        return cls(begins[some].astype(np.int32), counts[some])


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """D documents, which are numbered from `first` on in the whole index, in G groups from
    `first_group` on.

    `owner` (D,), ascending, is the group of each, counted from 0 within the part; None where each
    is a group of its own. `alive` (G,) tells which groups are still there, None for all.
    `numbers` (V,) is the number in the whole of each of the part's terms, and `order` (V,) sorts
    it; both are None where they are the same. `kernel` makes the kernel, if there is one.
    """

    postings: Postings
    first: int = 0
    first_group: int = 0
    owner: npt.NDArray[np.int32] | None = None
    alive: Mask | None = None
    gone: Gone | None = None
    numbers: npt.NDArray[np.int32] | None = None
    order: npt.NDArray[np.int32] | None = None
    kernel: MakeKernel | None = None

    @property
    def slots(self) -> int:
        return len(self.postings.lengths)

    @property
    def terms(self) -> int:
        return len(self.postings.starts) - 1

    def there(self) -> Mask | None:
        """Which documents are still there, shape (D,); None for all."""
        if self.alive is None:
            return None
        return self.alive if self.owner is None else self.alive[self.owner]

    @property
    def groups(self) -> int:
        """How many there are; groups without documents at the end do not count."""
        if self.owner is None:
            return self.slots
        return int(self.owner[-1]) + 1 if self.slots else 0

    def only(self, groups: Mask) -> Part:
        """The part as if those of its groups that `groups`, which flags the whole index's, leaves
        out were gone too; itself where it leaves none out."""
        own = groups[self.first_group : self.first_group + self.groups]
        if self.alive is not None:
            there = self.alive[: self.groups]
            own = own & there
            if (own == there).all():
                return self
        elif own.all():
            return self
        lost = ~(own if self.owner is None else own[self.owner])
        return replace(self, alive=own, gone=Gone.of(self.postings, lost))

    def extent(self) -> tuple[int, int]:
        """How many documents are there, and how many terms they have together."""
        there = self.there()
        lengths = self.postings.lengths
        if there is None:
            return self.slots, int(lengths.sum(dtype=np.int64))
        return int(there.sum()), int(lengths[there].sum(dtype=np.int64))

    def local_terms(self, numbers: Ints) -> tuple[Mask, Ints]:
        """Which of the whole's term numbers the part has, and its own numbers of those."""
        size = len(self.postings.starts) - 1
        if self.numbers is None or self.order is None:
            here = numbers < size
            return here, numbers[here]
        if not size:
            return np.zeros(len(numbers), np.bool_), np.zeros(0, np.int64)
        place = np.searchsorted(self.numbers, numbers.astype(np.int32), sorter=self.order)
        local = self.order[np.minimum(place, size - 1)]
        here = self.numbers[local] == numbers
        return here, local[here].astype(np.int64)

    def frequency_of(self, numbers: Ints) -> Ints:
        """In how many of the documents that are there each of the whole's terms stands."""
        found = np.zeros(len(numbers), np.int64)
        here, local = self.local_terms(numbers)
        held = self.postings.starts[local + 1] - self.postings.starts[local]
        if self.gone is not None and len(self.gone.terms):
            place = np.minimum(find(self.gone.terms, local), len(self.gone.terms) - 1)
            held = held - np.where(self.gone.terms[place] == local, self.gone.counts[place], 0)
        found[here] = held
        return found


class Scorer:
    """A part together with what the whole index makes of it: k1, b and the mean length."""

    def __init__(self, part: Part, k1: float, b: float, average: float) -> None:
        self.part = part
        self._k1, self._b, self._average = k1, b, average
        self._kernel: Kernel | None = None

    def lengthened(self, documents: Any) -> Floats:
        """``k1 * (1 - b + b * length / average)`` of documents of the part."""
        lengths = self.part.postings.lengths[documents]
        values: Floats = self._k1 * (1 - self._b + self._b * lengths / self._average)
        return values

    @cached_property
    def _lengthened(self) -> Floats:
        return self.lengthened(slice(None))

    def scores(self, numbers: Ints, weights: Floats) -> Floats:
        """Of every document of the part, 0 for those that are gone. Terms are added in the order
        of the part's own numbers, so that equal documents score equal in every part."""
        postings = self.part.postings
        scores = np.zeros(self.part.slots)
        for term, weight in self._terms(numbers, weights):
            span = slice(postings.starts[term], postings.starts[term + 1])
            documents, frequency = postings.documents[span], postings.frequencies[span]
            impacts = frequency * (self._k1 + 1) / (frequency + self._lengthened[documents])
            scores[documents] += impacts * weight
        there = self.part.there()
        if there is not None:
            scores[~there] = 0.0
        return scores

    def scores_at(self, numbers: Ints, weights: Floats, documents: Ints) -> Floats:
        """As `scores`, of some documents only."""
        postings = self.part.postings
        scores = np.zeros(len(documents))
        lengthened = self.lengthened(documents)
        for term, weight in self._terms(numbers, weights):
            span = slice(postings.starts[term], postings.starts[term + 1])
            held = postings.documents[span]
            place = find(held, documents)
            found = place < len(held)
            found[found] = held[place[found]] == documents[found]
            frequency = postings.frequencies[span][place[found]]
            impacts = frequency * (self._k1 + 1) / (frequency + lengthened[found])
            scores[found] += impacts * weight
        there = self.part.there() if self.part.alive is not None else None
        if there is not None:
            scores[~there[documents]] = 0.0
        return scores

    def top(
        self, numbers: Ints, weights: Floats, k: int, allowed: Mask | None, floor: float
    ) -> Hits:
        """The part's `k` best, in the whole's numbers; those that score `floor` or less may be
        left out."""
        groups = self._groups(allowed)
        kernel = self._chosen()
        if kernel is None:
            scores = self.scores(numbers, weights)
            if groups is not None:
                owner = self.part.owner
                scores[~(groups if owner is None else groups[owner])] = 0.0
            hits = best(scores, k)
        else:
            hits = kernel.top(*self._own(numbers, weights), k, groups, floor)
        return Hits(hits.ids + self.part.first, hits.scores) if self.part.first else hits

    def _own(self, numbers: Ints, weights: Floats) -> tuple[Ints, Floats]:
        """The part's own numbers in ascending order, with their weights."""
        if self.part.numbers is None and len(numbers) and numbers[-1] < self.part.terms:
            return numbers, weights  # as nearly always, and asked of every question
        here, local = self.part.local_terms(numbers)
        order = np.argsort(local)
        return local[order], weights[here][order]

    def _terms(self, numbers: Ints, weights: Floats) -> list[tuple[int, float]]:
        """The part's own numbers, ascending, with their weights."""
        local, own = self._own(numbers, weights)
        return list(zip(local.tolist(), own.tolist(), strict=True))

    def _groups(self, allowed: Mask | None) -> Mask | None:
        """Which of the part's groups may be found."""
        part = self.part
        if allowed is None:
            return part.alive
        own = allowed[part.first_group : part.first_group + part.groups]
        return own if part.alive is None else own & part.alive[: part.groups]

    def _chosen(self) -> Kernel | None:
        if self._kernel is None and self.part.kernel is not None:
            self._kernel = self.part.kernel(self._average)
        return self._kernel
