"""What articles that are gone took with them, against counting without them."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.article import Corpus
from bot.search.gone import gone_terms
from bot.search.part import Gone
from bot.search.postings import Postings
from tests.corpora import corpora, document
from tests.search.pieces import base_of, flags


@given(corpora(longest=12), st.sets(st.integers(0, 4)))
@settings(max_examples=60)
def test_what_is_left_is_what_the_remaining_articles_hold(corpus: Corpus, lost: set[int]) -> None:
    whole = base_of(corpus.documents)
    gone = {f"{place}.md" for place in lost}
    kept = base_of(d for d in corpus.documents if d.article.path not in gone)
    taken = gone_terms(whole.segment, ~flags(whole.segment, gone))
    for index, counted in zip(("paragraphs", "articles", "titles"), taken, strict=True):
        before = held(getattr(whole.inverted, index))
        after = held(getattr(kept.inverted, index))
        left = before - counts(counted, len(before))
        names = list(whole.segment.words)
        assert {names[number]: int(left[number]) for number in np.flatnonzero(left)} == {
            term: int(after[number]) for term, number in kept.segment.words.items() if after[number]
        }
        assert (np.diff(counted.terms) > 0).all()
        assert (counted.counts > 0).all()


def held(postings: Postings) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """In how many documents each term stands."""
    return np.diff(postings.starts)


def counts(gone: Gone, size: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.bincount(gone.terms, gone.counts, size).astype(np.int64)


def test_nothing_is_gone_where_every_article_is_there() -> None:
    for articles in ([], [document("One crane.", title="Crane")]):
        segment = base_of(articles).segment
        for gone in gone_terms(segment, np.zeros(len(articles), np.bool_)):
            assert (gone.terms.tolist(), gone.counts.tolist()) == ([], [])
            assert gone.terms.dtype == gone.counts.dtype == np.int32
