"""Sentences of the best passages: all of them, in the order of the text, with sound features."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given

from bot.answer.passages import Passages, retrieve
from bot.answer.question import understand
from bot.answer.sentences import FEATURES, PASSAGES, Ranked, rank_sentences
from bot.answer.weights import shipped
from bot.articles.article import Corpus
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, snapshot_of


def ranked(snapshot: Snapshot, question: str) -> tuple[Passages, Ranked]:
    query = understand(question, snapshot, Tokeniser())
    passages = retrieve(snapshot, query, shipped().passage)
    return passages, rank_sentences(snapshot, passages, shipped().sentence)


def texts(snapshot: Snapshot, passages: Passages, found: Ranked) -> list[str]:
    segments = passages.evidence.segment[found.rows].tolist()
    every = [
        d.slice(s) for d in snapshot.corpus.documents for p in d.paragraphs for s in p.sentences
    ]
    return [every[segment] for segment in segments]


@given(corpora(), QUESTIONS)
def test_all_sentences_of_the_best_passages_in_order(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    passages, found = ranked(snapshot, question)
    expected = []
    for number in passages.best_first[:PASSAGES].tolist():
        document, paragraph = snapshot.paragraph(number)
        expected += [document.slice(span) for span in paragraph.sentences]
    assert texts(snapshot, passages, found) == expected
    assert found.features.shape == (len(expected), len(FEATURES))
    assert np.isfinite(found.features).all()
    np.testing.assert_allclose(found.scores, found.features @ shipped().sentence)


def feature(question: str, name: str, *sentences: str) -> list[float]:
    """The feature of each of the sentences, which make up the only paragraph."""
    snapshot = snapshot_of([" ".join(sentences)])
    passages, found = ranked(snapshot, question)
    assert texts(snapshot, passages, found) == list(sentences)
    return [float(value) for value in found.features[:, FEATURES.index(name)]]


BRINGS = {
    "who": ("Who met the crew?", "The crew met Sven Dahl.", "The crew met nobody."),
    "when": ("When did the crew meet?", "The crew met in May 2019.", "The crew met again."),
    "where": ("Where did the crew meet?", "The crew met in Norrhaven.", "The crew met early."),
    "how_many": ("How many met?", "They met 40 men.", "They met men."),
    "how_much": ("How much was paid?", "They paid $12 then.", "They paid then."),
    "why": ("Why did it sink?", "It did sink because of rain.", "It did sink in rain."),
    "said": ("What did Dahl say?", "“We met,” Dahl said.", "But Dahl met them."),
}


@pytest.mark.parametrize("kind", BRINGS)
def test_a_sentence_that_can_answer_the_kind_of_question_is_told(kind: str) -> None:
    question, can, cannot = BRINGS[kind]
    yes, no = feature(question, kind, can, cannot)
    assert yes > no


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert feature("Who is Sven Dahl?", "who", "It was Sven Dahl.") == [0.0]
    assert feature("When in 2019 did it open?", "when", "It did open in 2019.") == [0.0]


def test_cover_is_the_share_of_the_question() -> None:
    whole, none = feature("the electric crane", "cover", "An electric crane.", "It fell.")
    assert whole == pytest.approx(1.0)
    assert none == 0.0


def test_neighbours_lend_their_words() -> None:
    sentences = ("The electric crane came.", "It fell.", "Nobody cared.")
    assert [value > 0 for value in feature("the crane", "with_before", *sentences)] == [
        True,
        True,
        False,
    ]


ORDERS: list[Callable[[list[str]], list[str]]] = [list, lambda texts: texts[::-1]]


@pytest.mark.parametrize("order", ORDERS, ids=["as it stands", "reversed"])
def test_the_sentence_that_answers_comes_first(order: Callable[[list[str]], list[str]]) -> None:
    paragraph = [
        "The port of Norrhaven is old.",
        "Its first electric crane was bought in 1911.",
        "Ferries sail twice a day.",
    ]
    snapshot = snapshot_of([" ".join(order(paragraph))], ["The crane fell."])
    passages, found = ranked(snapshot, "When was the electric crane bought?")
    best = texts(snapshot, passages, found)[int(np.argmax(found.scores))]
    assert best == paragraph[1]
