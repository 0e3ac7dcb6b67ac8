"""What is worked out of a segment: three inverted indexes, and which paragraphs are near copies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.search.arrays import ranges
from bot.search.postings import Postings, invert
from bot.search.segment import Segment

Invert = Callable[..., Postings]


@dataclass(frozen=True, slots=True, eq=False)
class Inverted:
    """Of paragraphs (each with its article's title), of articles, and of titles alone.

    Paragraphs with the same number in `copies` (P,) int32 are near copies of each other.
    """

    paragraphs: Postings
    articles: Postings
    titles: Postings
    copies: npt.NDArray[np.int32]


def invert_segment(
    segment: Segment, copies: npt.NDArray[np.int32], invert: Invert = invert
) -> Inverted:
    """`invert` is that of bot.search.postings, or a compiled one that gives the same."""
    terms, places, vocabulary = segment.terms, segment.places, len(segment.words)
    sentences, paragraphs, articles = segment.sentences, segment.paragraphs, segment.articles
    starts = terms.starts
    text, titles = terms.ids[: starts[sentences]], terms.ids[starts[sentences] :]
    title_sizes = np.diff(starts[sentences:])
    sizes = np.diff(starts[places.first_sentence])  # terms of each paragraph
    article_sizes = np.diff(starts[places.first_sentence[places.first_paragraph]])
    own = title_sizes[places.article_of]
    return Inverted(
        invert(
            _alternating(
                text, sizes, titles, starts[sentences:] - starts[sentences], places.article_of
            ),
            np.repeat(np.arange(paragraphs, dtype=np.int32), sizes + own),
            vocabulary,
            paragraphs,
        ),
        invert(
            _alternating(
                text,
                article_sizes,
                titles,
                starts[sentences:] - starts[sentences],
                np.arange(articles, dtype=np.int32),
            ),
            np.repeat(np.arange(articles, dtype=np.int32), article_sizes + title_sizes),
            vocabulary,
            articles,
        ),
        invert(
            titles,
            np.repeat(np.arange(articles, dtype=np.int32), title_sizes),
            vocabulary,
            articles,
        ),
        copies,
    )


def _alternating(
    text: npt.NDArray[np.int32],
    sizes: npt.NDArray[np.int64],
    titles: npt.NDArray[np.int32],
    title_starts: npt.NDArray[np.int64],
    title_of: npt.NDArray[np.int32],
) -> npt.NDArray[np.int32]:
    """The next `sizes[i]` terms of the text, then those of title ``title_of[i]``, for every i."""
    own = title_starts[title_of + 1] - title_starts[title_of]
    begins = np.cumsum(sizes + own) - (sizes + own)
    whole = np.empty(int((sizes + own).sum()), np.int32)
    is_title = np.zeros(len(whole), np.bool_)
    is_title[ranges(begins + sizes, own)] = True
    whole[~is_title] = text
    whole[is_title] = titles[ranges(title_starts[title_of], own)]
    return whole
