"""Indexes of several parts with documents that are gone, and the same documents indexed anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from hypothesis import strategies as st

from bot.search.bm25 import PostingsBM25
from bot.search.hits import Floats, Hits, Ints, Mask, best
from bot.search.part import Gone, Part, Scorer
from bot.search.postings import Postings, invert

TERMS = st.sampled_from("tariff talk crane port ferry strike yuan beef".split())
K1 = st.floats(0.1, 3.0)
B = st.floats(0.0, 0.99)  # at 1, rank-bm25 divides 0 by 0 for an empty document


@dataclass(frozen=True)
class Group:
    """Documents of one article, which is `gone` or not."""

    documents: list[list[str]]
    gone: bool = False


GROUPS = st.lists(
    st.builds(Group, st.lists(st.lists(TERMS, max_size=6), max_size=3), st.booleans()), max_size=4
)
PARTS = st.lists(GROUPS, min_size=1, max_size=3)


def inverted(documents: Sequence[Sequence[str]], vocabulary: Sequence[str]) -> Postings:
    """`vocabulary` in its order."""
    numbers = {term: number for number, term in enumerate(vocabulary)}
    terms = np.asarray([numbers[term] for text in documents for term in text], np.int32)
    owners = np.repeat(np.arange(len(documents), dtype=np.int32), [len(text) for text in documents])
    return invert(terms, owners, len(vocabulary), len(documents))


def part_of(groups: Sequence[Group], first: int, first_group: int, whole: dict[str, int]) -> Part:
    """A part with a vocabulary of its own, whose new terms are given the next numbers of `whole`.
    What nothing is known of is left out, as a snapshot does."""
    documents = [text for group in groups for text in group.documents]
    own = sorted({term for text in documents for term in text})
    is_first = not whole
    numbers = np.asarray([whole.setdefault(term, len(whole)) for term in own], np.int32)
    lost = Counter(t for g in groups if g.gone for text in g.documents for t in set(text))
    gone = [(place, lost[term]) for place, term in enumerate(own) if lost[term]]
    some_gone = any(group.gone for group in groups)
    return Part(
        inverted(documents, own),
        first,
        first_group,
        owner=np.repeat(np.arange(len(groups)), [len(g.documents) for g in groups]).astype(
            np.int32
        ),
        alive=np.asarray([not group.gone for group in groups], np.bool_) if some_gone else None,
        gone=Gone(*np.asarray(gone, np.int32).reshape(-1, 2).T) if some_gone else None,
        numbers=None if is_first else numbers,
        order=None if is_first else np.argsort(numbers).astype(np.int32),
    )


class Exhaustive:
    """A kernel that scores all of a part, leaves out what it may, and holds its caller to what
    kernels are promised."""

    def __init__(self, part: Part, average: float) -> None:
        self._part = part
        bare = replace(part, numbers=None, order=None, alive=None, kernel=None)
        self._scorer = Scorer(bare, 1.5, 0.75, average)

    def top(self, terms: Ints, weights: Floats, k: int, allowed: Mask | None, floor: float) -> Hits:
        assert (np.diff(terms) > 0).all()
        scores = self._scorer.scores(terms, weights)
        if allowed is not None:
            owner = self._part.owner
            scores[~(allowed if owner is None else allowed[owner])] = 0.0
        scores[scores <= floor] = 0.0
        return best(scores, k)


def with_kernel(part: Part) -> Part:
    return replace(part, kernel=lambda average: Exhaustive(part, average))


@dataclass(frozen=True)
class Both:
    """An index of several parts, and one part made anew of what is there in them.

    `kernels` is the former with a kernel for each part; `there` are the numbers, in the former, of
    the latter's documents; `owners` the group of every document of the former.
    """

    parts: PostingsBM25
    anew: PostingsBM25
    kernels: PostingsBM25
    there: Ints
    owners: Ints
    documents: list[list[str]]
    groups: int

    def of_groups(self, flags: Mask) -> Mask:
        """Which documents the former's top() may find where `flags` limits the groups."""
        found: Mask = flags[self.owners]
        return found


def both(parts: Sequence[Sequence[Group]], k1: float = 1.5, b: float = 0.75) -> Both:
    whole: dict[str, int] = {}
    made: list[Part] = []
    first, first_group = 0, 0
    for groups in parts:
        made.append(part_of(groups, first, first_group, whole))
        first, first_group = first + made[-1].slots, first_group + len(groups)
    every = [group for groups in parts for group in groups]
    kept = [text for group in every if not group.gone for text in group.documents]
    vocabulary = sorted({term for text in kept for term in text})
    there = [not group.gone for group in every for _ in group.documents]
    sizes = [len(group.documents) for group in every]
    return Both(
        PostingsBM25.of_parts(whole, made, k1, b),
        PostingsBM25.of_parts(
            {term: number for number, term in enumerate(vocabulary)},
            [Part(inverted(kept, vocabulary))],
            k1,
            b,
        ),
        PostingsBM25.of_parts(whole, [with_kernel(part) for part in made]),
        np.flatnonzero(there),
        np.repeat(np.arange(len(every)), sizes),
        kept,
        len(every),
    )
