"""A base's and a delta's arrays as those of one corpus, without copying them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Array, Column, Ints, Joined, find, joined
from bot.search.mentions import Mentions
from bot.search.segment import Segment, Terms


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Which sentence belongs to which paragraph, and which paragraph to which article.

    Paragraph p holds sentences ``first_sentence[p] … first_sentence[p + 1] - 1``, article a holds
    paragraphs ``first_paragraph[a] … first_paragraph[a + 1] - 1``; `article_of` has shape (P,).
    Paragraphs with the same number in `copies` (P,) are near copies of each other.
    """

    first_sentence: Column
    first_paragraph: Column
    article_of: Column
    copies: Column

    def paragraphs_of(self, sentences: Ints) -> Ints:
        """The paragraph that holds each sentence."""
        return search(self.first_sentence, sentences, "right") - 1

    def copies_of(self, paragraph: int) -> Ints:
        """The near copies of a paragraph, itself among them."""
        return np.flatnonzero(np.asarray(self.copies) == self.copies[paragraph])


def search(column: Column, wanted: Ints, side: str = "left") -> Ints:
    """numpy's searchsorted, for either kind of column."""
    if isinstance(column, Joined):
        return column.searchsorted(wanted, side)
    return find(column, wanted, side)


def join_terms(one: Segment, other: Segment, numbers: npt.NDArray[np.int32]) -> Terms:
    """Sentences of both come first, then titles of both; `numbers` is what the second's terms are
    called in the whole."""
    base, delta = one.terms, other.terms
    text = int(base.starts[one.sentences]), int(delta.starts[other.sentences])
    titles = len(base.ids) - text[0]

    def split(first: Column, second: Column) -> list[Array]:
        return [first[: text[0]], second[: text[1]], first[text[0] :], second[text[1] :]]

    starts = [
        base.starts[: one.sentences],
        delta.starts[: other.sentences],
        base.starts[one.sentences : -1],
        delta.starts[other.sentences :],
    ]
    return Terms(
        joined(split(base.ids, delta.ids), [0, numbers, 0, numbers]),
        joined(split(base.marks, delta.marks)),
        joined(starts, [0, text[0], text[1], text[0] + titles]),
        joined([base.sentence_marks[:], delta.sentence_marks[:]]),
    )


def join_layout(segments: Sequence[Segment], copies: Sequence[Array]) -> Layout:
    """`copies` of the delta are already numbers of the whole."""
    places = [segment.places for segment in segments]
    sentences, paragraphs, articles = (
        segments[0].sentences,
        segments[0].paragraphs,
        segments[0].articles,
    )
    return Layout(
        _posts([each.first_sentence for each in places], sentences),
        _posts([each.first_paragraph for each in places], paragraphs),
        joined([each.article_of for each in places], [0, articles][: len(places)]),
        joined(copies),
    )


def join_mentions(segments: Sequence[Segment]) -> Mentions:
    parts = [segment.mentions for segment in segments]
    shifts = {"sentences": [0, segments[0].sentences][: len(parts)]}
    return Mentions(
        **{
            each.name: joined([getattr(part, each.name) for part in parts], shifts.get(each.name))
            for each in fields(Mentions)
        }
    )


def _posts(pieces: Sequence[Array], shift: int) -> Column:
    """Fenceposts: the end of one piece is the beginning of the next."""
    if len(pieces) == 1:
        return pieces[0]
    return joined([pieces[0][:-1], pieces[1]], [0, shift])
