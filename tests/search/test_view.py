"""Columns of a base and a delta together against those of one segment with all their articles."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.article import Corpus
from bot.search.arrays import Column, Joined
from bot.search.segment import Segment
from bot.search.view import join_layout, join_mentions, join_terms, search
from bot.search.vocabulary import Vocabulary, added
from tests.corpora import DATES, corpora, document
from tests.search.pieces import check_equal, listed, read

CORPORA = corpora(longest=12, dates=DATES)


def halves(corpus: Corpus, cut: int) -> tuple[Segment, Segment, Segment]:
    """All articles, those before the cut, and the others, which come later by their paths too."""
    every = corpus.documents
    return read(every), read(every[:cut]), read(every[cut:])


def check_column(found: Column, expected: Column) -> None:
    assert listed(found) == listed(expected)
    assert found.dtype == expected.dtype


@given(CORPORA, st.integers(0, 5))
@settings(max_examples=50)
def test_terms_are_those_of_one_segment(corpus: Corpus, cut: int) -> None:
    whole, one, other = halves(corpus, cut)
    new = added(one.words, other.words)
    found = join_terms(one, other, new.numbers)
    for name in ("marks", "starts", "sentence_marks"):
        check_column(getattr(found, name), getattr(whole.terms, name))
    names, expected = list(Vocabulary(one.words, other.words, new)), list(whole.words)
    assert [names[n] for n in listed(found.ids)] == [expected[n] for n in listed(whole.terms.ids)]
    for stretch in range(whole.sentences + whole.articles):
        begin, end = found.starts[stretch : stretch + 2]
        numbers = np.arange(begin, end)
        assert found.ids[begin:end].tolist() == found.ids[numbers].tolist()


@given(CORPORA, st.integers(0, 5))
@settings(max_examples=50)
def test_layout_and_mentions_are_those_of_one_segment(corpus: Corpus, cut: int) -> None:
    whole, *parts = halves(corpus, cut)
    numbers = np.arange(whole.paragraphs, dtype=np.int32)
    size = parts[0].paragraphs
    layout = join_layout(parts, [numbers[:size], numbers[size:]])
    for name in ("first_sentence", "first_paragraph", "article_of"):
        check_column(getattr(layout, name), getattr(whole.places, name))
    check_column(layout.copies, numbers)
    for name in whole.mentions.__slots__:
        check_column(getattr(join_mentions(parts), name), getattr(whole.mentions, name))
    sentences = np.arange(whole.sentences)
    owners = np.repeat(numbers, np.diff(whole.places.first_sentence))
    assert layout.paragraphs_of(sentences).tolist() == owners.tolist()


def test_one_segment_alone_is_not_copied() -> None:
    segment = read([document("One crane stood on 2 May 2018.", title="Crane")])
    copies = np.zeros(1, np.int32)
    layout = join_layout([segment], [copies])
    assert layout.copies is copies
    assert layout.first_sentence is segment.places.first_sentence
    assert layout.article_of is segment.places.article_of
    check_equal(join_mentions([segment]), segment.mentions)
    assert join_mentions([segment]).first is segment.mentions.first


def test_near_copies_are_found_in_both() -> None:
    parts = [read([document("One.", "Two.", path="a.md")]), read([document("One.", path="b.md")])]
    layout = join_layout(parts, [np.asarray([0, 1]), np.asarray([0])])
    assert layout.copies_of(0).tolist() == layout.copies_of(2).tolist() == [0, 2]
    assert layout.copies_of(1).tolist() == [1]


def test_either_kind_of_column_is_searched() -> None:
    plain = np.asarray([0, 2, 2, 5])
    column = Joined([plain[:2], plain[2:] - 2], [0, 2])
    for side, expected in (("left", [1, 3, 4]), ("right", [3, 3, 4])):
        for each in (plain, column):
            assert search(each, np.asarray([2, 4, 9]), side).tolist() == expected
