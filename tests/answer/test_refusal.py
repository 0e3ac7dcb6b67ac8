"""Confidence: a number between 0 and 1 on anything, low where the corpus has nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answer import Answer, Question
from bot.answer.passages import retrieve
from bot.answer.question import understand
from bot.answer.refusal import FEATURES, confidence, signals
from bot.answer.respond import respond
from bot.answer.sentences import rank_sentences
from bot.answer.weights import shipped
from bot.articles.article import Corpus
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, snapshot_of

HARBOUR = snapshot_of(
    ["Three electric cranes arrived in Norrhaven on 12 May 2019. Sven Dahl had ordered them."],
    ["Ferry crews ended their strike after nine days. The union won a pay rise of four percent."],
    ["Herring prices doubled at the auction because storms kept the boats in port."],
)


def signals_of(snapshot: Snapshot, question: str) -> Floats:
    query = understand(question, snapshot, Tokeniser())
    passages = retrieve(snapshot, query, shipped().passage)
    return signals(snapshot, passages, rank_sentences(snapshot, passages, shipped().sentence))


def ask(question: str, snapshot: Snapshot = HARBOUR) -> Answer:
    return respond(snapshot, Question(question), shipped())


@given(corpora(), st.one_of(QUESTIONS, st.text(max_size=40)))
def test_signals_are_finite_on_anything(corpus: Corpus, question: str) -> None:
    found = signals_of(Snapshot.build(corpus), question)
    assert found.shape == (len(FEATURES),)
    assert np.isfinite(found).all()
    assert 0.0 <= confidence(found, shipped().confidence) <= 1.0


@given(
    st.lists(st.floats(-1e300, 1e300), min_size=3, max_size=3),
    st.lists(st.floats(-100, 100), min_size=3, max_size=3),
)
def test_confidence_stays_between_0_and_1(found: list[float], weights: list[float]) -> None:
    assert 0.0 <= confidence(np.asarray(found), np.asarray(weights)) <= 1.0


@pytest.mark.parametrize(
    "question", ["the of and why", "Which zeppelin?", "????", "Wo ist Fräulein Müller?"]
)
def test_nothing_found_is_refused_without_confidence(question: str) -> None:
    answer = ask(question)
    assert not answer.answered
    assert answer.confidence == 0.0
    assert answer.excerpts == answer.near_misses == ()


def test_nothing_found_is_refused_whatever_the_threshold() -> None:
    weights = replace(shipped(), threshold=0.0)
    assert not respond(HARBOUR, Question("Which zeppelin?"), weights).answered


def test_an_empty_corpus_refuses() -> None:
    answer = ask("When did the cranes arrive?", Snapshot.build(Corpus()))
    assert not answer.answered
    assert answer.confidence == 0.0


ANSWERABLE = [
    "When did the electric cranes arrive in Norrhaven?",
    "Why did herring prices double at the auction?",
    "How long was the strike of the ferry crews?",
]
OFF_TOPIC = [
    "Which opera singer performed at the wedding in Vienna?",
    "What is the boiling point of water on Mars in May?",
    "Who won the auction for the Rembrandt portrait?",
]


@pytest.mark.parametrize("question", ANSWERABLE)
def test_what_the_corpus_says_is_answered(question: str) -> None:
    answer = ask(question)
    assert answer.answered
    assert answer.confidence >= shipped().threshold


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_the_corpus_does_not_hold_is_refused(question: str) -> None:
    answer = ask(question)
    assert not answer.answered
    assert answer.confidence < min(ask(other).confidence for other in ANSWERABLE)


def test_a_word_nobody_wrote_lowers_confidence() -> None:
    known = ask("When did the electric cranes arrive in Norrhaven?").confidence
    unknown = ask("When did the electric zeppelins arrive in Ostrava?").confidence
    assert unknown < known
