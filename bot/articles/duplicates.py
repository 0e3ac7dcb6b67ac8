"""Which paragraphs are near copies of one another.

Two paragraphs are near copies when most of the runs of five words of the shorter one stand in the
longer one ("containment of shingles"). Words are compared without case and punctuation.
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

SHINGLE_WORDS = 5
MIN_WORDS = 8
"""Shorter paragraphs are copies only when all their words are the same."""

MIN_CONTAINMENT = 0.6
"""Share of the shorter paragraph's shingles that the longer one holds at least."""

MIN_SIZE_RATIO = 0.3
"""A paragraph that has fewer shingles than this share of the other's is no copy of it."""

MAX_ALL_PAIRS = 8
"""Paragraphs with one shingle in common that are all paired with each other; of more, only the
first FIRST_PAIRED are paired with the rest, so that a stock phrase costs linear time."""

FIRST_PAIRED = 3

MIN_SEEN = 0.3
"""Share of the shorter paragraph's shingles that pairing must have seen to compare in full."""

MAX_COMPARED = 12
"""Members of a group that a newcomer is compared with."""

_WORD = re.compile(r"\w+")
_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
     0xA0761D6478BD642F],
    dtype=np.uint64,
)  # fmt: skip
_Ints = NDArray[np.int64]
_Hashes = NDArray[np.uint64]


def near_duplicates(texts: Sequence[str]) -> _Ints:
    """A label per text: equal labels mean near copies. A label is the index of its group's first.

    Every member of a group is a near copy of the members before it, so that a chain of small
    changes does not join unlike paragraphs. Near-linear in the number of words.
    """
    words, counts, same = _words(texts)
    heads = (same == np.arange(len(texts))) & (counts >= MIN_WORDS)
    shingles = _Shingles(words, counts, heads)
    label = _group(shingles, len(texts))
    return label[same]


def _words(texts: Sequence[str]) -> tuple[_Hashes, _Ints, _Ints]:
    """All words as numbers in one row; words a text; and the first text with the same words."""
    numbers: defaultdict[str, int] = defaultdict()
    numbers.default_factory = numbers.__len__
    counts, same = np.zeros(len(texts), np.int64), np.arange(len(texts))
    row = array("Q")
    first: dict[int, int] = {}
    for at, text in enumerate(texts):
        words = _WORD.findall(text.casefold())
        counts[at] = len(words)
        row.extend(map(numbers.__getitem__, words))
        if words:
            same[at] = first.setdefault(hash(" ".join(words)), at)
    return np.frombuffer(row, dtype=np.uint64), counts, same


class _Shingles:
    """The distinct shingles of the texts marked in `heads`, both ways round.

    `hashes` and `texts` run in parallel, by hash and then by text; these hashes are cut short to
    leave room for the text's number in one sortable key, so they only propose pairs to compare.
    """

    def __init__(self, words: _Hashes, counts: _Ints, heads: NDArray[np.bool_]) -> None:
        text_of = np.repeat(np.arange(len(counts)), counts)
        span = max(0, len(words) - SHINGLE_WORDS + 1)
        whole = (text_of[:span] == text_of[len(words) - span :]) & heads[text_of[:span]]
        hashes = np.zeros(span, np.uint64)
        for place, factor in enumerate(_FACTORS):
            hashes += (words[place : place + span] + np.uint64(1)) * factor
        self._all, texts = hashes[whole], text_of[:span][whole]
        self._starts = np.searchsorted(texts, np.arange(len(counts) + 1))
        bits = np.uint64(len(counts).bit_length())
        keys = _distinct((self._all >> bits << bits) | texts.astype(np.uint64))
        self.hashes: _Hashes = keys >> bits
        self.texts: _Ints = (keys & ((np.uint64(1) << bits) - np.uint64(1))).astype(np.int64)
        self.sizes: _Ints = np.bincount(self.texts, minlength=len(counts)).astype(np.int64)

    def of(self, text: int) -> _Hashes:
        """The text's own shingles, whole and in ascending order."""
        return _distinct(self._all[self._starts[text] : self._starts[text + 1]])


def _alike(one: _Hashes, other: _Hashes) -> bool:
    """Whether two texts, as their shingles in ascending order, are near copies."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    if len(short) < MIN_SIZE_RATIO * len(long):
        return False
    at = np.minimum(np.searchsorted(long, short), len(long) - 1)
    return int(np.count_nonzero(long[at] == short)) >= MIN_CONTAINMENT * len(short)


def _distinct(values: _Hashes) -> _Hashes:
    """`values` in ascending order, each once."""
    ordered = np.sort(values)
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = ordered[1:] != ordered[:-1]
    return ordered[fresh]


def _group(shingles: _Shingles, count: int) -> _Ints:
    label = np.arange(count)
    members: dict[int, list[_Hashes]] = {}
    for text, earlier in _candidates(shingles, count):
        own = shingles.of(text)
        for head in dict.fromkeys(label[earlier].tolist()):
            group = members.setdefault(head, [shingles.of(head)])
            if all(_alike(own, member) for member in group):
                label[text] = head
                if len(group) < MAX_COMPARED:
                    group.append(own)
                break
    return label


def _candidates(shingles: _Shingles, count: int) -> Iterator[tuple[int, list[int]]]:
    """Texts in order, each with the earlier texts that share many shingles with it, most first."""
    keys = _pairs(shingles.hashes, shingles.texts, count)
    pairs, seen = np.unique(keys, return_counts=True)
    later, earlier = pairs // count, pairs % count
    enough = seen >= MIN_SEEN * np.minimum(shingles.sizes[later], shingles.sizes[earlier])
    later, earlier, seen = later[enough], earlier[enough], seen[enough]
    order = np.lexsort((earlier, -seen, later))
    later, earlier = later[order], earlier[order]
    edges = np.flatnonzero(np.diff(later)) + 1
    for group in np.split(np.arange(len(later)), edges) if len(later) else ():
        yield int(later[group[0]]), earlier[group].tolist()


def _pairs(hashes: _Hashes, texts: _Ints, count: int) -> _Ints:
    """A number later * count + earlier for every pair of texts, once a shingle they share."""
    edges = np.flatnonzero(np.concatenate([[True], hashes[1:] != hashes[:-1], [True]]))
    starts, lengths = edges[:-1], np.diff(edges)
    found: list[_Ints] = [np.zeros(0, np.int64)]
    for length in range(2, MAX_ALL_PAIRS + 1):
        begin = starts[lengths == length]
        for one in range(length):
            for other in range(one + 1, length):
                found.append(texts[begin + other] * count + texts[begin + one])
    for start, length in zip(
        starts[lengths > MAX_ALL_PAIRS], lengths[lengths > MAX_ALL_PAIRS], strict=True
    ):
        run = texts[start : start + length]
        found += [run[one + 1 :] * count + run[one] for one in range(FIRST_PAIRED)]
    return np.concatenate(found)
