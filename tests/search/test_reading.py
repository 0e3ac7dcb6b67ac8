"""What reading some articles gives, column by column."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from bot.articles.article import Corpus
from bot.articles.bounds import told
from bot.articles.sameweek import weekday_sentences
from bot.search.reading import article_number, heading, ordinal, read_segment
from bot.search.segment import NO_OUTLET, UNDATED
from bot.text.batch import BatchTokeniser
from bot.text.tokens import Tokeniser
from tests.corpora import DATES, corpora, document
from tests.search.pieces import check_equal, listed, read


@given(corpora(longest=30, dates=DATES))
@settings(max_examples=50)
def test_the_terms_are_in_the_order_of_their_code_points(corpus: Corpus) -> None:
    words, tokeniser = read(corpus.documents).words, Tokeniser()
    terms = list(words)
    assert terms == sorted(set(terms))
    for made in corpus.documents:
        tokeniser.terms(made.text)
        tokeniser.terms(heading(made.article))
    assert dict(zip(terms, words.surfaces, strict=True)) == {
        term: surface for term, surface in tokeniser.surfaces.items() if term
    }


@given(corpora(longest=30))
@settings(max_examples=30)
def test_a_tokeniser_that_has_read_before_changes_nothing_but_surfaces(corpus: Corpus) -> None:
    tokeniser = BatchTokeniser(compiled=False)
    tokeniser.texts(["ferry harbours economists zeppelin"])
    check_equal(
        read_segment(corpus.documents, tokeniser), read(corpus.documents), ".words.surfaces"
    )


@given(corpora(longest=12))
@settings(max_examples=30)
def test_places_are_those_of_the_spans(corpus: Corpus) -> None:
    places = read(corpus.documents).places
    paragraphs = [p for d in corpus.documents for p in d.paragraphs]
    spans = [span for paragraph in paragraphs for span in paragraph.sentences]
    bounds = zip(listed(places.paragraph_starts), listed(places.paragraph_ends), strict=True)
    assert list(bounds) == [paragraph.span for paragraph in paragraphs]
    bounds = zip(listed(places.sentence_starts), listed(places.sentence_ends), strict=True)
    assert list(bounds) == spans
    sizes = [len(paragraph.sentences) for paragraph in paragraphs]
    assert np.diff(places.first_sentence).tolist() == sizes
    counts = [len(d.paragraphs) for d in corpus.documents]
    assert np.diff(places.first_paragraph).tolist() == counts
    assert places.article_of.tolist() == np.repeat(np.arange(len(counts)), counts).tolist()
    assert places.first_sentence[0] == places.first_paragraph[0] == 0


ON_FRIDAY = "The crews of all nine ferries will meet the mayor of Norrhaven again on Friday."


def test_the_table_has_what_filters_need() -> None:
    made = [
        document("A crane.", path="a.md", title="Crane", source="Quay Post", day=date(2018, 1, 2)),
        document("The year 2018 is over. The ferry sank on 3 May 2018.", path="b.md"),
        document("A port.", path="c/中.md", title="Port", source="Ledger"),
        document("A quay.", path="d.md", source="Quay Post"),
    ]
    table = read(made).table
    assert list(table.paths) == [each.article.path for each in made]
    assert list(table.texts) == [each.text for each in made]
    assert table.ids.tolist() == [int(each.article.id, 16) for each in made]
    assert table.days.tolist() == [date(2018, 1, 2).toordinal(), UNDATED, UNDATED, UNDATED]
    bounds = [told(each) for each in made[1:]]
    assert table.told_earliest.tolist() == [UNDATED, *(ordinal(b.earliest) for b in bounds)]
    assert table.told_latest.tolist() == [UNDATED, *(ordinal(b.latest) for b in bounds)]
    assert max(table.told_earliest) > UNDATED
    assert table.untitled.tolist() == [False, True, False, True]
    assert list(table.outlets) == ["Quay Post", "Ledger"]
    assert table.sources.tolist() == [0, NO_OUTLET, 1, 0]


def test_sentences_about_a_weekday_know_their_article() -> None:
    made = [
        document("Nothing happened.", path="a.md"),
        document(f"{ON_FRIDAY} It rained.", ON_FRIDAY, path="b.md"),
        document(ON_FRIDAY, path="c.md"),
    ]
    weekdays = read(made).weekdays
    assert weekdays.articles.tolist() == [1, 1, 2]
    assert weekdays.hashes.tolist() == weekday_sentences(made[1]) + weekday_sentences(made[2])


@pytest.mark.parametrize(
    ("title", "day", "expected"),
    [
        ("Crane falls", date(2019, 2, 8), "Crane falls. February 2019"),
        ("Crane falls", None, "Crane falls. "),
        (None, date(2019, 12, 1), ". December 2019"),
        (None, None, ". "),
    ],
)
def test_an_article_is_found_by_its_title_and_month(
    title: str | None, day: date | None, expected: str
) -> None:
    assert heading(document("A crane.", title=title, day=day).article) == expected


@pytest.mark.parametrize(
    ("article_id", "number"),
    [("0", 0), ("00ff", 255), ("f" * 16, 2**64 - 1), ("12" + "f" * 16, 2**64 - 1)],
)
def test_hexadecimal_ids_are_numbers(article_id: str, number: int) -> None:
    assert article_number(article_id) == number


@pytest.mark.parametrize("article_id", ["", "wiki/Norrhaven", "q7", "中美", "a" * 9 + "z" * 40])
def test_any_id_has_a_number_of_64_bits(article_id: str) -> None:
    assert 0 <= article_number(article_id) < 2**64
    assert np.asarray([article_number(article_id)], np.uint64).tolist() == [
        article_number(article_id)
    ]
