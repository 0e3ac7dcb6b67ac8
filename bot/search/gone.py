"""How often the terms of a base stand in its articles that are gone: what idf must not count."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bot.search.arrays import Array, ranges
from bot.search.hits import Mask
from bot.search.part import Gone
from bot.search.segment import Segment


def gone_terms(segment: Segment, gone: Mask) -> tuple[Gone, Gone, Gone]:
    """Of paragraphs, of articles and of titles, in this order; `gone` (A,) flags articles."""
    starts, places = segment.terms.starts, segment.places
    articles = np.flatnonzero(gone)
    first = places.first_paragraph[articles].astype(np.int64)
    end = places.first_paragraph[articles + 1]
    paragraphs = ranges(first, end - first)
    begins = starts[places.first_sentence[paragraphs]]
    sizes = starts[places.first_sentence[paragraphs + 1]] - begins
    titles = segment.sentences + places.article_of[paragraphs]
    own = segment.sentences + articles
    title_sizes = starts[titles + 1] - starts[titles]
    own_sizes = starts[own + 1] - starts[own]
    text = segment.terms.ids[ranges(begins, sizes)]
    in_titles = segment.terms.ids[ranges(starts[titles], title_sizes)]
    of_articles = segment.terms.ids[ranges(starts[own], own_sizes)]
    return (
        _counted(
            np.concatenate((text, in_titles)),
            np.concatenate((np.repeat(paragraphs, sizes), np.repeat(paragraphs, title_sizes))),
        ),
        _counted(
            np.concatenate((text, of_articles)),
            np.concatenate(
                (
                    np.repeat(places.article_of[paragraphs], sizes),
                    np.repeat(articles, own_sizes),
                )
            ),
        ),
        _counted(of_articles, np.repeat(articles, own_sizes)),
    )


def _counted(terms: npt.NDArray[np.int32], owners: Array) -> Gone:
    """In how many different owners each term stands."""
    pairs = np.unique(terms.astype(np.int64) << 32 | owners.astype(np.int64))
    found, counts = np.unique(pairs >> 32, return_counts=True)
    return Gone(found.astype(np.int32), counts.astype(np.int32))
