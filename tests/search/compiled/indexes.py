"""Small inverted indexes, invented by hypothesis, and what scoring all of one gives."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from hypothesis import strategies as st

from bot.search.hits import Floats, Hits, Ints, Mask, best
from bot.search.part import Part, Scorer
from bot.search.postings import Postings, invert


class Index(NamedTuple):
    """`owner` and `firsts` put the documents into groups."""

    postings: Postings
    owner: np.ndarray[tuple[int], np.dtype[np.int32]]
    firsts: np.ndarray[tuple[int], np.dtype[np.int32]]

    @property
    def average(self) -> float:
        return float(self.postings.lengths.mean()) or 1.0

    def best(
        self, terms: Ints, weights: Floats, k: int, average: float, allowed: Mask | None
    ) -> Hits:
        """By scoring every document."""
        scores = Scorer(Part(self.postings), 1.5, 0.75, average).scores(terms, weights)
        if allowed is not None:
            scores[~allowed[self.owner]] = 0.0
        return best(scores, k)


@st.composite
def indexes(draw: st.DrawFn) -> Index:
    """Up to some hundred documents, around the borders of blocks and stretches, of few different
    lengths and many copies, so that scores are often equal."""
    documents = draw(st.one_of(st.integers(1, 40), st.sampled_from([127, 128, 129, 300, 513])))
    vocabulary = draw(st.integers(1, 9))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    kinds = draw(st.integers(1, 30))
    longest = draw(st.sampled_from([1, 3, 12]))
    texts = [chance.integers(0, vocabulary, chance.integers(1, longest + 1)) for _ in range(kinds)]
    chosen = [texts[number] for number in chance.integers(0, kinds, documents)]
    terms = np.concatenate(chosen)
    owners = np.repeat(np.arange(documents), [len(text) for text in chosen])
    sizes = chance.integers(1, 40, documents)
    groups = np.repeat(np.arange(documents), sizes)[:documents].astype(np.int32)
    firsts = np.searchsorted(groups, np.arange(groups[-1] + 2)).astype(np.int32)
    return Index(invert(terms, owners, vocabulary, documents), groups, firsts)
