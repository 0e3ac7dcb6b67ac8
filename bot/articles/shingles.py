"""Paragraphs as sets of hashed runs of words, the same in every process.

By them near copies are found (bot.articles.duplicates) without reading a text again. Words are
compared without case and punctuation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

SHINGLE_WORDS = 5
MIN_WORDS = 8
"""Shorter paragraphs are copies only when all their words are the same."""

PIECE_CHARS = 1 << 19
"""Characters of text that are hashed at a time, in about 50 MB."""

_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93,
     0xA0761D6478BD642F],
    dtype=np.uint64,
)  # fmt: skip
_BETWEEN = "\x00"
Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shingles:
    """P paragraphs in order. Paragraph p has the distinct shingles
    ``hashes[starts[p]:starts[p + 1]]`` in ascending order, none when it is shorter than MIN_WORDS.

    `starts` has shape (P + 1,). `whole`, of shape (P,), hashes all its words in order; it is 0 when
    there are none.
    """

    hashes: Hashes
    starts: Ints
    whole: Hashes

    def __len__(self) -> int:
        return len(self.whole)

    def of(self, paragraph: int) -> Hashes:
        return self.hashes[self.starts[paragraph] : self.starts[paragraph + 1]]


class Row:
    """Several Shingles as if they were one, their paragraphs numbered through; nothing is copied,
    so that each may be a memory map of its own."""

    def __init__(self, parts: Sequence[Shingles]) -> None:
        # Plain arrays: to slice a numpy.memmap takes ten times as long.
        self.parts = tuple(
            Shingles(np.asarray(part.hashes), np.asarray(part.starts), np.asarray(part.whole))
            for part in parts
        )
        self.firsts: list[int] = list(accumulate((len(part) for part in parts), initial=0))

    def __len__(self) -> int:
        return self.firsts[-1]

    def of(self, paragraph: int) -> Hashes:
        place = bisect_right(self.firsts, paragraph) - 1
        return self.parts[place].of(paragraph - self.firsts[place])

    def numbered(self) -> Iterator[tuple[int, Shingles]]:
        """Every part with the number of its first paragraph."""
        return zip(self.firsts, self.parts, strict=False)

    def whole(self, paragraphs: Ints) -> Hashes:
        """Of each of `paragraphs`, which are in ascending order."""
        edges = np.searchsorted(paragraphs, self.firsts)
        found = np.zeros(len(paragraphs), np.uint64)
        for place, (first, part) in enumerate(self.numbered()):
            within = slice(edges[place], edges[place + 1])
            found[within] = part.whole[paragraphs[within] - first]
        return found


def shingled(texts: Sequence[str]) -> Shingles:
    """The shingles of one paragraph a text. Linear; best called with some thousand at a time."""
    return joined([_shingled(piece) for piece in _pieces(texts)])


def joined(parts: Sequence[Shingles]) -> Shingles:
    """The paragraphs of all parts, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    lengths = [np.diff(part.starts) for part in parts]
    return Shingles(
        np.concatenate([np.zeros(0, np.uint64), *(part.hashes for part in parts)]),
        _starts(np.concatenate([np.zeros(0, np.int64), *lengths])),
        np.concatenate([np.zeros(0, np.uint64), *(part.whole for part in parts)]),
    )


def _pieces(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    begin = chars = 0
    for at, text in enumerate(texts):
        if chars and chars + len(text) > PIECE_CHARS:
            yield texts[begin:at]
            begin, chars = at, 0
        chars += len(text)
    if begin < len(texts):
        yield texts[begin:]


def _shingled(texts: Sequence[str]) -> Shingles:
    return _of_words(*_words(texts))


def _of_words(words: Hashes, counts: Ints) -> Shingles:
    paragraph = np.repeat(np.arange(len(counts)), counts)
    span = max(0, len(words) - SHINGLE_WORDS + 1)
    hashes = np.zeros(span, np.uint64)
    for place, factor in enumerate(_FACTORS):
        hashes += words[place : place + span] * factor
    within = paragraph[:span] == paragraph[len(words) - span :]
    within &= counts[paragraph[:span]] >= MIN_WORDS
    lengths = np.where(counts >= MIN_WORDS, counts - SHINGLE_WORDS + 1, 0)
    distinct, starts = _distinct(hashes[within], lengths)
    return Shingles(distinct, starts, _row_hashes(words, counts))


def _words(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """The hashes of all words in one row, and how many each text has.

    Words are those of `\\w+` in the text's lower case, but found and hashed for all texts at once.
    """
    plain = (text.replace(_BETWEEN, " ") if _BETWEEN in text else text for text in texts)
    text = _BETWEEN.join(plain).casefold()
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    of_word = np.zeros(len(points) + 2, bool)
    of_word[1:-1] = _word_characters(points)
    edges = np.flatnonzero(of_word[1:] != of_word[:-1])
    begins, ends = edges[::2], edges[1::2]
    values = points[of_word[1:-1]].astype(np.uint64)
    texts_end = np.append(np.flatnonzero(points == 0), len(points))
    counts = np.diff(np.searchsorted(begins, texts_end), prepend=0)
    return _mixed(_row_hashes(values, ends - begins)), counts


def _word_characters(points: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which code points are those of letters, digits and the like."""
    table: NDArray[np.bool_] = np.zeros(int(points.max(initial=0)) + 1, bool)
    table[points] = True
    for point in np.flatnonzero(table):
        table[point] = chr(point).isalnum() or chr(point) == "_"
    return table[points]


def _row_hashes(values: Hashes, lengths: Ints) -> Hashes:
    """One hash of each row of values, the rows lying one after the other: their sum, each times a
    factor of its place in the row. 0 for an empty row, and for no other."""
    starts, some = _starts(lengths)[:-1], lengths > 0
    factors = _mixed(np.arange(int(lengths.max(initial=0)), dtype=np.uint64)) | np.uint64(1)
    places = np.arange(len(values)) - np.repeat(starts, lengths)
    found = np.zeros(len(lengths), np.uint64)
    if len(values):
        sums = np.add.reduceat(values * factors[places], starts[some])
        found[some] = np.maximum(sums, np.uint64(1))
    return found


def _mixed(numbers: Hashes) -> Hashes:
    """A number that looks random for each number (the finaliser of SplitMix64)."""
    mixed: Hashes = (numbers + np.uint64(1)) * _FACTORS[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


def _distinct(values: Hashes, lengths: Ints) -> tuple[Hashes, Ints]:
    """Each run of `values` in ascending order and without repeats; and where the runs now start.

    Runs of equal length are sorted together, as the rows of one matrix.
    """
    starts = _starts(lengths)
    by_length = np.argsort(lengths, kind="stable")
    edges = np.flatnonzero(np.diff(lengths[by_length])) + 1
    for group in np.split(by_length, edges) if len(lengths) else ():
        rows = starts[group][:, None] + np.arange(lengths[group[0]])
        values[rows] = np.sort(values[rows], axis=1)
    fresh = np.ones(len(values), bool)
    fresh[1:] = values[1:] != values[:-1]
    fresh[starts[:-1][lengths > 0]] = True
    before = _starts(fresh.astype(np.int64))
    return values[fresh], before[starts]


def _starts(lengths: Ints) -> Ints:
    starts = np.zeros(len(lengths) + 1, np.int64)
    np.cumsum(lengths, out=starts[1:])
    return starts
