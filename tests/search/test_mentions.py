"""The days that a corpus names, sentence by sentence."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given, settings

from bot.articles.article import Corpus, Document
from bot.search.mentions import Mentions, Trait, read_mentions
from bot.text.dates import Granularity, mentions, tag
from tests.corpora import DATES, corpora, document
from tests.search.pieces import listed

TALKS = document(
    "The crane fell on Aug. 12. Nobody was hurt. It will be raised on Friday.",
    "Dahl met the crews on Aug. 22 and Aug. 23, 2017.",
    path="a.md",
    day=date(2018, 8, 18),
)
UNDATED = document(
    "Nothing happened here.",
    "It fell on Friday. It was bought in 1994 and must be sold before 1 March 2019.",
    path="b.md",
)


def read(*documents: Document) -> Mentions:
    return read_mentions(documents)


def days(found: Mentions) -> list[tuple[str, str]]:
    pairs = zip(listed(found.first), listed(found.last), strict=True)
    return [(str(date.fromordinal(one)), str(date.fromordinal(two))) for one, two in pairs]


def words(found: Mentions, made: Document) -> list[str]:
    bounds = zip(listed(found.starts), listed(found.ends), strict=True)
    return [made.text[start:end] for start, end in bounds]


def test_each_mention_has_its_days_its_words_and_its_sentence() -> None:
    found = read(TALKS)
    assert days(found) == [
        ("2018-08-12", "2018-08-12"),
        ("2018-08-24", "2018-08-24"),
        ("2017-08-22", "2017-08-23"),
    ]
    assert words(found, TALKS) == ["Aug. 12", "Friday", "Aug. 22 and Aug. 23, 2017"]
    assert listed(found.sentences) == [0, 2, 3]
    assert listed(found.granularities) == [Granularity.DAY] * 3


def test_sentences_are_counted_through_the_whole_corpus() -> None:
    found = read(UNDATED, TALKS, UNDATED)
    assert listed(found.sentences) == [2, 2, 3, 5, 6, 9, 9]


def test_traits_say_what_else_is_known() -> None:
    fell, raised, met = [Trait(number) for number in listed(read(TALKS).traits)]
    assert Trait.PAST in fell
    assert Trait.FUTURE in raised
    assert Trait.ANCHORED in fell & raised
    assert Trait.ANCHORED not in met
    assert Trait.RANGED in met
    assert Trait.RANGED not in fell | raised
    bought, sold = [Trait(number) for number in listed(read(UNDATED).traits)]
    assert Trait.OUTSIDE in sold
    assert Trait.OUTSIDE not in bought
    assert not (bought | sold) & Trait.ANCHORED


def test_without_a_publication_date_a_weekday_names_no_day() -> None:
    assert "Friday" not in words(read(UNDATED), UNDATED)
    assert len(read(UNDATED).first) == 2


def test_a_corpus_that_names_no_day_has_no_mentions() -> None:
    for made in (read(), read(document("Nothing happened."))):
        assert [len(getattr(made, name)) for name in made.__slots__] == [0] * 7


def test_the_kinds_of_the_arrays_do_not_depend_on_what_is_in_them() -> None:
    empty, full = read(), read(TALKS, UNDATED)
    for name in full.__slots__:
        assert getattr(empty, name).dtype == getattr(full, name).dtype
        assert getattr(full, name).shape == np.shape(full.first)


@given(corpora(dates=DATES))
@settings(max_examples=40)
def test_mentions_are_what_tagging_again_gives(corpus: Corpus) -> None:
    found = read_mentions(corpus.documents)
    expected = [
        (doc, paragraph.span.start + mention.start, mention)
        for doc in corpus.documents
        for paragraph in doc.paragraphs
        for mention in mentions(
            doc.slice(paragraph.span), tag(doc.slice(paragraph.span), doc.article.date)
        )
    ]
    assert days(found) == [(str(each.first), str(each.last)) for _, _, each in expected]
    assert listed(found.starts) == [start for _, start, _ in expected]
    assert listed(found.granularities) == [each.granularity for _, _, each in expected]
    assert (np.diff(listed(found.sentences)) >= 0).all()
    every = [(doc, s) for doc in corpus.documents for p in doc.paragraphs for s in p.sentences]
    for number, start, end in zip(
        *map(listed, (found.sentences, found.starts, found.ends)), strict=True
    ):
        _, span = every[number]
        assert span.start <= start < end <= span.end
