"""Suggestions: near words that the corpus knows, in place of those it does not."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.answer.question import understand
from bot.answer.spelling import suggestion
from bot.articles.article import Corpus
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, snapshot_of

HARBOUR = snapshot_of(
    [
        "The electric cranes of Norrhaven arrived in 2019. Sven Dahl ordered cranes.",
        "Negotiators met in the harbour. The Treasury's tariffs were low in 1999.",
    ],
    ["The tariff on herring rose. Crates fell."],
)


def suggested(question: str, snapshot: Snapshot = HARBOUR) -> str | None:
    tokeniser = Tokeniser()
    query = understand(question, snapshot, tokeniser)
    return suggestion(question, query.corrected, snapshot, tokeniser)


CASES = {
    "Who ordered the crnaes?": "Who ordered the crane?",
    "What is the tarif?": "What is the tariff?",
    "Who runs Norrhavn, then?": "Who runs Norrhaven, then?",
    "the harbuor": "the harbour",
    "Is “electirc” a word?": "Is “electric” a word?",
    "Is it crnaes-based?": "Is it crane-based?",
}


@pytest.mark.parametrize("question", CASES)
def test_a_misspelt_word_is_replaced_and_nothing_else(question: str) -> None:
    found = suggested(question)
    assert found is not None
    tokeniser = Tokeniser()
    assert tokeniser.terms(found) == tokeniser.terms(CASES[question])
    same = [a == b for a, b in zip(question.split(), found.split(), strict=True)]
    assert same.count(False) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Who ordered the cranes?",  # all known
        "Which zeppelin?",  # nothing near
        "Who saw the dal?",  # too short
        "What was in 2018?",  # a number is never a misspelling
        "",
    ],
)
def test_there_is_not_always_a_suggestion(question: str) -> None:
    assert suggested(question) is None


def test_a_decomposed_word_is_replaced_as_a_whole() -> None:
    assert suggested("the carne\u0301s") == "the cranes"


def test_of_equally_near_words_the_one_in_most_paragraphs_is_taken() -> None:
    snapshot = snapshot_of(["The crate fell.", "A crane rose.", "A crane fell.", "A crane stood."])
    assert suggested("the crave", snapshot) == "the crane"


@given(corpora(), QUESTIONS)
def test_a_suggestion_has_fewer_unknown_words(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    tokeniser = Tokeniser()
    query = understand(question, snapshot, tokeniser)
    found = suggestion(question, query.corrected, snapshot, tokeniser)
    if found is not None:
        assert found != question
        assert len(understand(found, snapshot, tokeniser).unknown) < len(query.unknown)
