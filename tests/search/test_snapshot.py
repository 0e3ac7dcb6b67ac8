"""A snapshot agrees with the texts it was made from; a shelf holds one of them at a time."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Corpus
from bot.search.snapshot import UNDATED, Shelf, Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import corpora, document, heading, snapshot, snapshot_of
from tests.search.pieces import check_equal, listed


@given(corpora(longest=30))
def test_the_forward_index_is_what_tokenising_again_gives(corpus: Corpus) -> None:
    built = Snapshot.build(corpus)
    terms, layout = built.terms, built.layout
    names = list(built.vocabulary)
    tokeniser = Tokeniser()
    texts = [d.slice(s) for d in corpus.documents for p in d.paragraphs for s in p.sentences]
    titles = [heading(d.article) for d in corpus.documents]
    assert len(terms.starts) == len(texts) + len(titles) + 1
    assert len(terms.sentence_marks) == len(texts)
    for segment, text in enumerate([*texts, *titles]):
        span = slice(terms.starts[segment], terms.starts[segment + 1])
        expected = tokeniser.sentence(text)
        assert [names[number] for number in terms.ids[span]] == expected.terms
        assert terms.marks[span].tolist() == expected.marks
        if segment < len(texts):
            assert terms.sentence_marks[segment] == expected.sentence
    assert layout.first_sentence[-1] == len(texts)


@given(corpora(longest=30))
def test_paragraphs_are_found_by_their_number(corpus: Corpus) -> None:
    built = Snapshot.build(corpus)
    every = [(d, p) for d in corpus.documents for p in d.paragraphs]
    assert built.paragraphs.corpus_size == len(every)
    for number, (doc, paragraph) in enumerate(every):
        assert built.paragraph(number) == (doc, paragraph)
        first, end = built.layout.first_sentence[number : number + 2]
        assert end - first == len(paragraph.sentences)
    for doc in corpus.documents:
        assert built.document(doc.article.id) == doc
    assert built.document("no such article") is None


@given(corpora(longest=30), st.sampled_from(["crane", "tariff", "us", "2019", "norrhaven"]))
def test_the_indexes_score_the_texts_they_say(corpus: Corpus, term: str) -> None:
    built = Snapshot.build(corpus)
    tokeniser = Tokeniser()
    titles = [tokeniser.terms(heading(d.article)) for d in corpus.documents]
    paragraphs = [
        [*tokeniser.terms(d.slice(p.span)), *title]
        for d, title in zip(corpus.documents, titles, strict=True)
        for p in d.paragraphs
    ]
    articles = [
        [*tokeniser.terms(d.text), *title]
        for d, title in zip(corpus.documents, titles, strict=True)
    ]
    for index, texts in (
        (built.paragraphs, paragraphs),
        (built.articles, articles),
        (built.titles, titles),
    ):
        assert (index.get_scores([term]) > 0).tolist() == [term in text for text in texts]
        assert index.doc_len.tolist() == [len(text) for text in texts]


@given(corpora(longest=30))
def test_every_term_has_a_word_that_stands_for_it(corpus: Corpus) -> None:
    built = Snapshot.build(corpus)
    tokeniser = Tokeniser()
    assert len(built.vocabulary.surfaces) == len(built.vocabulary)
    for term, surface in zip(built.vocabulary, built.vocabulary.surfaces, strict=True):
        assert tokeniser.terms(surface) == [term]


@given(corpora(longest=30), st.text("acentrkpsuoi2中", max_size=4))
def test_terms_that_begin_alike_are_those_that_do(corpus: Corpus, prefix: str) -> None:
    built = Snapshot.build(corpus)
    terms, words = built.beginning_with(prefix)
    assert terms == sorted(term for term in built.vocabulary if term.startswith(prefix))
    assert words == [built.vocabulary.surfaces[built.vocabulary[term]].casefold() for term in terms]


def test_an_empty_corpus_makes_a_snapshot() -> None:
    built = Snapshot.build(Corpus())
    assert built.paragraphs.corpus_size == 0
    assert built.paragraphs.get_scores(["crane"]).tolist() == []


def test_a_paragraph_is_found_by_its_articles_title_and_month() -> None:
    built = snapshot(
        document("It fell on Friday.", path="a.md", title="The crane", day=date(2019, 2, 8)),
        document("It rose on Friday.", path="b.md", title="The ferry"),
    )
    for words, found in ((["crane"], [0]), (["februari", "2019"], [0]), (["ferri"], [1])):
        index = built.paragraphs
        assert index.top(index.term_ids(words), 9).ids.tolist() == found


def test_mentions_count_the_sentences_of_the_layout() -> None:
    built = snapshot(
        document("One crane stood. It fell on 12 May 2019.", "Rain.", path="a.md"),
        document("Two cranes stood in May 2018.", path="b.md"),
    )
    sentences, starts, ends = (
        listed(getattr(built.mentions, name)) for name in ("sentences", "starts", "ends")
    )
    assert sentences == [1, 3]
    paragraphs = built.layout.paragraphs_of(np.asarray(sentences)).tolist()
    places = zip(paragraphs, starts, ends, strict=True)
    named = [built.paragraph(number)[0].text[start:end] for number, start, end in places]
    assert named == ["12 May 2019", "May 2018"]


def test_dates_are_kept_for_filters() -> None:
    built = snapshot(
        document("One crane stood.", path="a.md", day=date(2018, 8, 17)),
        document("Two cranes stood.", path="b.md"),
    )
    assert built.dates.tolist() == [date(2018, 8, 17).toordinal(), UNDATED]


def test_near_copies_share_a_number() -> None:
    wire = "The port of Norrhaven ordered three electric cranes from a yard in Finland on Monday."
    built = snapshot_of([wire, "Herring prices doubled at the auction."], [wire])
    first, other, second = listed(built.layout.copies)
    assert first == second != other
    assert built.copies_of(2).tolist() == [0, 2]


def test_a_snapshot_is_the_same_every_time_it_is_built() -> None:
    texts = (["Sven Dahl met the officials.", "The crane fell."], ["A crane rose in May."])
    one, other = snapshot_of(*texts), snapshot_of(*texts)
    assert one.vocabulary == other.vocabulary
    check_equal(one.base.segment, other.base.segment)
    check_equal(one.base.inverted, other.base.inverted)


def test_swapping_puts_the_new_snapshot_in_service_and_returns_the_old() -> None:
    first, second = snapshot_of(["One crane."]), snapshot_of(["Two cranes."])
    shelf = Shelf(first)
    assert shelf.current is first
    assert shelf.swap(second) is first
    assert shelf.current is second
