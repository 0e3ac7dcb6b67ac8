"""What a question asks for, in the terms of one snapshot."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from bot.answer.question import MAX_TERMS, Kind, Query, kind_of, understand
from bot.articles.article import Corpus
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, snapshot_of

KINDS = {
    "Who led the delegation?": Kind.WHO,
    "Whose yard built the cranes?": Kind.WHO,
    "Which minister resigned?": Kind.WHO,
    "When did the strike end?": Kind.WHEN,
    "In what year was the port opened?": Kind.WHEN,
    "What was the deadline?": Kind.WHEN,
    "Where do the cranes stand?": Kind.WHERE,
    "Which country built them?": Kind.WHERE,
    "How many cranes arrived?": Kind.HOW_MANY,
    "How long did it last?": Kind.HOW_MANY,
    "What percentage was agreed?": Kind.HOW_MANY,
    "How much did it cost?": Kind.HOW_MUCH,
    "What price was paid?": Kind.HOW_MUCH,
    "Why did the ferries stop?": Kind.WHY,
    "What caused the delay?": Kind.WHY,
    "What did Dahl say about the cranes?": Kind.SAID,
    "How did Beijing react?": Kind.SAID,
    "Quotes about the harbour": Kind.SAID,
    "Tell me about the harbour": Kind.OTHER,
    "Is the harbour open?": Kind.OTHER,
    "WHO LED IT": Kind.WHO,
    "": Kind.OTHER,
}
HARBOUR = snapshot_of(
    ["Sven Dahl met the officials in Norrhaven. The economist praised the electric cranes."],
    ["The ferry strike ended.", "Officials said the talks on tariffs go on in May 2019."],
)


def asked(question: str, snapshot: Snapshot = HARBOUR) -> Query:
    return understand(question, snapshot, Tokeniser())


@pytest.mark.parametrize("question", KINDS, ids=list(KINDS))
def test_the_kind_of_a_question(question: str) -> None:
    assert kind_of(question) is KINDS[question]


@pytest.mark.parametrize(
    "phrase",
    [
        "Tell me about",
        "Please tell us about",
        "Could you please show me",
        "Can you find quotes about",
        "Search for",
        "give me quotes on",
    ],
)
def test_a_request_phrase_is_no_part_of_the_question(phrase: str) -> None:
    assert asked(f"{phrase} the ferry strike").terms == ("ferri", "strike")


def test_a_request_phrase_that_is_all_there_is_counts() -> None:
    snapshot = snapshot_of(["They find a way to tell the truth."])
    assert asked("tell me", snapshot).terms == ("tell",)


def test_words_that_ask_for_speech_are_no_part_of_the_question() -> None:
    query = asked("What did Dahl say about the talks?")
    assert query.kind is Kind.SAID
    assert query.terms == ("dahl", "talk")
    assert asked("The officials said it").terms == ("offici", "say")


@pytest.mark.parametrize("question", ["What did he say?", "the of and", "Why not?", "???", "   "])
def test_a_question_without_terms_is_an_empty_query(question: str) -> None:
    query = asked(question)
    assert query.terms == query.unknown == ()
    assert query.ids.shape == query.repeats.shape == query.idf.shape == query.names.shape == (0,)
    assert query.kin.shape == query.kin_of.shape == (0,)
    assert query.ideal > 0


def test_unknown_words_are_told_and_make_the_ideal_greater() -> None:
    known, partly = asked("the ferry strike"), asked("the ferry zeppelin strike")
    assert partly.unknown == ("zeppelin",)
    assert partly.terms == known.terms
    assert partly.ideal == pytest.approx(known.ideal + HARBOUR.paragraphs.unknown_idf)


def test_a_misspelt_word_is_searched_for_as_what_it_probably_means() -> None:
    meant, misspelt = asked("the ferry strike"), asked("the ferry strkie")
    assert misspelt.terms == meant.terms
    assert misspelt.ideal == pytest.approx(meant.ideal)
    assert misspelt.unknown == ("strkie",)
    assert misspelt.corrected == {"strkie": "strike"}
    assert asked("the strike, the strkie").corrected == {}


def test_repeats_and_names_are_kept() -> None:
    query = asked("Did Dahl, Sven Dahl, meet the ferry?")
    assert query.terms == ("dahl", "sven", "meet", "ferri")
    assert query.repeats.tolist() == [2, 1, 1, 1]
    assert query.names.tolist() == [True, True, False, False]


def test_kindred_terms_begin_alike() -> None:
    query = asked("economic officials")
    assert (query.terms, query.unknown) == (("offici",), ("econom",))
    held = list(HARBOUR.vocabulary)
    pairs = zip(query.kin.tolist(), query.kin_of.tolist(), strict=True)
    assert [(held[number], place) for number, place in pairs] == [("economist", 1)]


def test_of_very_many_words_the_rarest_count() -> None:
    rare = [f"rare{chr(97 + n // 26)}{chr(97 + n % 26)}x" for n in range(MAX_TERMS)]
    snapshot = snapshot_of([f"The common {word} is here." for word in rare])
    query = asked(" ".join(["common", *rare]), snapshot)
    assert len(query.terms) == MAX_TERMS
    assert "common" not in query.terms


@given(corpora(), QUESTIONS)
def test_a_query_is_sound_against_any_corpus(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    query = understand(question, snapshot, Tokeniser())
    m = len(query.terms)
    assert query.ids.shape == query.repeats.shape == query.idf.shape == query.names.shape == (m,)
    assert [snapshot.vocabulary[term] for term in query.terms] == query.ids.tolist()
    assert len(set(query.terms) | set(query.unknown)) == m + len(query.unknown)
    assert (snapshot.paragraphs.frequency_of(query.ids) > 0).all()
    assert set(query.corrected) <= set(query.unknown)
    assert set(query.corrected.values()) <= set(query.terms)
    np.testing.assert_array_equal(query.idf, snapshot.paragraphs.idf_of(query.ids))
    assert query.ideal > 0
    assert query.ideal >= query.idf.sum() - 1e-9
    words = [*query.terms, *query.unknown]
    held = list(snapshot.vocabulary)
    for number, place in zip(query.kin.tolist(), query.kin_of.tolist(), strict=True):
        assert held[number] != words[place]
        assert held[number][:2] == words[place][:2]
