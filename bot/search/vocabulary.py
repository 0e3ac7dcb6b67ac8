"""The terms of a snapshot: those of its base, and behind them those that only its delta has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import overload

import numpy as np
import numpy.typing as npt

from bot.search.words import Words


@dataclass(frozen=True, slots=True, eq=False)
class Added:
    """A delta's words beside the base's V terms.

    `numbers` is what the whole calls each of the delta's terms: the base's number, or V, V + 1, …
    for terms the base does not have; `order` sorts it; `new` are the delta's own numbers of the
    latter. All int32.
    """

    numbers: npt.NDArray[np.int32]
    order: npt.NDArray[np.int32]
    new: npt.NDArray[np.int32]


def added(base: Words, delta: Words) -> Added:
    """Loads the base's terms: for a worker process."""
    places = dict(zip(base.terms, range(len(base)), strict=True))
    numbers = np.asarray([places.get(term, -1) for term in delta.terms], np.int32)
    new = np.flatnonzero(numbers < 0).astype(np.int32)
    numbers[new] = len(base) + np.arange(len(new), dtype=np.int32)
    return Added(numbers, np.argsort(numbers, kind="stable").astype(np.int32), new)


class Vocabulary(Mapping[str, int]):
    """Numbers by term. Terms of articles that are gone may still be there."""

    def __init__(self, base: Words, delta: Words | None = None, added: Added | None = None) -> None:
        self._base, self._delta, self._added = base, delta, added
        self.surfaces = Surfaces(self)

    def __len__(self) -> int:
        return len(self._base) + (len(self._added.new) if self._added else 0)

    def __iter__(self) -> Iterator[str]:
        if self._delta is None or self._added is None:
            return iter(self._base)
        delta = self._delta.terms
        return chain(self._base, (delta[number] for number in self._added.new.tolist()))

    def __getitem__(self, term: str) -> int:
        number = self.find(term)
        if number < 0:
            raise KeyError(term)
        return number

    def find(self, term: str) -> int:
        """Its number, -1 if it is not there."""
        number = self._base.find(term)
        if number < 0 and self._delta is not None and self._added is not None:
            place = self._delta.find(term)
            number = int(self._added.numbers[place]) if place >= 0 else -1
        return number

    def surface(self, number: int) -> str:
        """A word as written that stands for the term."""
        if number < len(self._base) or self._delta is None or self._added is None:
            return self._base.surfaces[number]
        return self._delta.surfaces[int(self._added.new[number - len(self._base)])]

    def beginning_with(
        self,
        prefix: str,
        most: int | None = None,
        there: npt.NDArray[np.bool_] | None = None,
    ) -> tuple[list[str], list[str]]:
        """At most so many terms that begin with `prefix`, in the order of their code points, and
        for each a word that it stands for, in lower case; of those that `there` (V,) flags."""
        begin, end = self._base.span(prefix)
        if there is not None:
            kept = np.flatnonzero(there[begin:end])[:most].tolist()
            end = begin + kept[-1] + 1 if kept else begin
        else:
            end = end if most is None else min(end, begin + most)
        terms = self._base.terms.between(begin, end)
        words = self._base.surfaces.between(begin, end)
        if there is not None:
            terms, words = [terms[place] for place in kept], [words[place] for place in kept]
        if self._delta is not None and self._added is not None:
            low, high = self._delta.span(prefix)
            new = self._added.new
            for place in new[np.searchsorted(new, low) : np.searchsorted(new, high)].tolist():
                if there is not None and not there[self._added.numbers[place]]:
                    continue
                terms.append(self._delta.terms[place])
                words.append(self._delta.surfaces[place])
            order = sorted(range(len(terms)), key=terms.__getitem__)[:most]
            terms, words = [terms[n] for n in order], [words[n] for n in order]
        return terms, "\n".join(words).casefold().split("\n") if words else []


class Surfaces(Sequence[str]):
    """The surfaces of a vocabulary by number."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def __len__(self) -> int:
        return len(self._vocabulary)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> list[str]: ...
    def __getitem__(self, number: int | slice) -> str | list[str]:
        if isinstance(number, slice):
            return [self._vocabulary.surface(n) for n in range(*number.indices(len(self)))]
        if not 0 <= number < len(self):
            raise IndexError(f"{number} of {len(self)}")
        return self._vocabulary.surface(number)
