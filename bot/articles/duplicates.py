"""Which paragraphs are near copies of one another.

Two paragraphs are near copies when most of the runs of five words of the shorter one stand in the
longer one ("containment of shingles"). Words are compared without case and punctuation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.articles.pairs import Pairs, promising
from bot.articles.shingles import Hashes, Ints, Row, Shingles, shingled
from bot.articles.sieve import Sieve

MIN_CONTAINMENT = 0.6
"""Share of the shorter paragraph's shingles that the longer one holds at least."""

MIN_SIZE_RATIO = 0.3
"""A paragraph that has fewer shingles than this share of the other's is no copy of it."""

MAX_COMPARED = 12
"""Members of a group that a newcomer is compared with."""

Labels = NDArray[np.int32]


def near_duplicates(texts: Sequence[str]) -> Labels:
    """A label per text: equal labels mean near copies. A label is the index of its group's first.

    Every member of a group is a near copy of the members before it, so that a chain of small
    changes does not join unlike paragraphs. Near-linear in the number of words.
    """
    return labels(shingled(texts))


def labels(
    new: Shingles,
    earlier: Shingles | Sequence[Shingles] | None = None,
    earlier_labels: Labels | None = None,
) -> Labels:
    """A label per new paragraph, shape (len(new),), as near_duplicates() gives them.

    `earlier` are paragraphs that have labels, `earlier_labels` of shape (P0,), which stay as they
    are; new paragraphs are numbered from P0 on, and join the groups of earlier ones or form their
    own. `earlier` may be several parts that follow each other, and memory maps: they are read from
    front to back once for every 8 million new shingles (pairs.MAX_HASHES), and little is kept.
    """
    parts = [earlier] if isinstance(earlier, Shingles) else earlier or []
    before, row = Row(parts), Row([*parts, new])
    given = np.zeros(0, np.int32) if earlier_labels is None else earlier_labels
    own = np.arange(len(new)) + len(before)
    same = _first_with_the_same_words(new.whole, before)
    pairs = promising(row, len(before), same == own)
    label = own.copy()
    for paragraph, head in _Groups(row, len(before), given).join(pairs):
        label[paragraph - len(before)] = head
    known = same < len(before)
    label[known] = given[same[known]]
    label[~known] = label[same[~known] - len(before)]
    return label.astype(np.int32)


def _first_with_the_same_words(whole: Hashes, before: Row) -> Ints:
    """For each new paragraph the number of the first one, new or not, that has the same words."""
    wanted, at, which = np.unique(whole, return_index=True, return_inverse=True)
    first = at + len(before)
    if len(before):
        sieve = Sieve(wanted)
        for start, part in reversed(list(before.numbered())):
            places, found = sieve.find(part.whole)
            first[found[::-1]] = places[::-1] + start
    same: Ints = first[which]
    wordless = whole == 0
    same[wordless] = np.flatnonzero(wordless) + len(before)
    return same


class _Groups:
    """The groups that promising pairs may join, each with its first members' shingles."""

    def __init__(self, row: Row, before: int, given: Labels) -> None:
        self._row, self._before, self._given = row, before, given
        self._members: dict[int, list[Hashes]] = {}

    def join(self, pairs: Pairs) -> Iterator[tuple[int, int]]:
        """New paragraphs in order, each with the head of the group that it joins."""
        heads = pairs.earlier.copy()
        known = heads < self._before
        heads[known] = self._given[heads[known]]
        self._recall(np.unique(heads[known]))
        joined: dict[int, int] = {}
        edges = np.flatnonzero(np.diff(pairs.later, prepend=-1, append=-1)).tolist()
        later, listed = pairs.later.tolist(), heads.tolist()
        for begin, end in pairwise(edges):
            paragraph = later[begin]
            own = self._row.of(paragraph)
            for head in dict.fromkeys(joined.get(each, each) for each in listed[begin:end]):
                if self._joins(own, head):
                    joined[paragraph] = head
                    yield paragraph, head
                    break

    def _joins(self, own: Hashes, head: int) -> bool:
        members = self._members.setdefault(head, [])
        if not members:
            members.append(self._row.of(head))
        if not all(_alike(own, member) for member in members):
            return False
        if len(members) < MAX_COMPARED:
            members.append(own)
        return True

    def _recall(self, heads: Ints) -> None:
        """Find the first members of the earlier groups with these heads, copies left out."""
        wanted = np.zeros(self._before, bool)
        wanted[heads] = True
        members = np.flatnonzero(wanted[self._given])
        members = members[np.unique(self._row.whole(members), return_index=True)[1]]
        members.sort()
        for member, head in zip(members.tolist(), self._given[members].tolist(), strict=True):
            group = self._members.setdefault(head, [])
            if len(group) < MAX_COMPARED:
                group.append(self._row.of(member))


def _alike(one: Hashes, other: Hashes) -> bool:
    """Whether two paragraphs, as their shingles in ascending order, are near copies."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < MIN_SIZE_RATIO * len(long):
        return False
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return int(np.count_nonzero(long[at] == short)) >= MIN_CONTAINMENT * len(short)
