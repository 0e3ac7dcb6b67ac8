"""Which paragraphs come first, and that nothing but the texts and the question decides it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.passages import CANDIDATES, FEATURES, Passages, retrieve
from bot.answer.question import understand
from bot.answer.weights import shipped
from bot.articles.article import Corpus
from bot.articles.library import scan
from bot.search.bm25 import Mask
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, snapshot_of

SAMPLE = Path(__file__).parents[2] / "corpus"


def found(snapshot: Snapshot, question: str, allowed: Mask | None = None) -> Passages:
    query = understand(question, snapshot, Tokeniser())
    return retrieve(snapshot, query, shipped().passage, allowed)


@given(corpora(), QUESTIONS)
def test_every_paragraph_with_a_term_is_a_candidate_and_is_ranked_by_score(
    corpus: Corpus, question: str
) -> None:
    snapshot = Snapshot.build(corpus)
    passages = found(snapshot, question)
    scores = snapshot.paragraphs.scores_of_ids(passages.query.ids)
    assert sorted(passages.best_first.tolist()) == np.flatnonzero(scores > 0).tolist()
    assert passages.features.shape == (len(passages.scores), len(FEATURES))
    assert np.isfinite(passages.features).all()
    assert (np.diff(passages.scores[passages.ranked]) <= 0).all()
    np.testing.assert_allclose(passages.scores, passages.features @ shipped().passage)


@given(corpora(), QUESTIONS, st.integers(0, 2**5 - 1))
def test_only_paragraphs_of_allowed_articles_and_all_of_them_are_candidates(
    corpus: Corpus, question: str, bits: int
) -> None:
    snapshot = Snapshot.build(corpus)
    size = len(corpus.documents)
    allowed = np.asarray([bool(bits >> place & 1) for place in range(size)], np.bool_)
    owners = snapshot.layout.article_of
    every = set(found(snapshot, question).best_first.tolist())
    some = set(found(snapshot, question, allowed).best_first.tolist())
    assert some == {number for number in every if allowed[owners[number]]}


def test_the_filter_comes_before_the_best_are_chosen() -> None:
    texts = [f"The crane number {n} stood in the harbour crane yard." for n in range(CANDIDATES)]
    built = snapshot_of(texts, ["A long text on herring, ferries, auctions and one crane."])
    assert CANDIDATES not in found(built, "the crane").best_first
    allowed = np.asarray([False, True])
    assert found(built, "the crane", allowed).best_first.tolist() == [CANDIDATES]


@given(corpora(articles=5, paragraphs=1), QUESTIONS, st.permutations(range(5)))
def test_the_order_of_the_articles_is_nothing_to_the_scores(
    corpus: Corpus, question: str, order: list[int]
) -> None:
    documents = corpus.documents
    moved = Corpus(tuple(documents[place] for place in order if place < len(documents)))
    there, back = (scores_by_path(Snapshot.build(one), question) for one in (corpus, moved))
    assert there.keys() == back.keys()
    for key, score in there.items():
        assert back[key] == pytest.approx(score, abs=1e-6)


def scores_by_path(snapshot: Snapshot, question: str) -> dict[tuple[str, int], float]:
    passages = found(snapshot, question)
    scores: dict[tuple[str, int], float] = {}
    for row, number in enumerate(passages.evidence.paragraphs.tolist()):
        doc, paragraph = snapshot.paragraph(number)
        scores[doc.article.path, paragraph.number] = float(passages.scores[row])
    return scores


@pytest.mark.parametrize(
    "question",
    [
        "When was the first round of tariffs imposed?",
        "Who led the Chinese delegation?",
        "How much soy did China buy?",
        "What happened in Osaka?",
        "Why did the talks break down?",
    ],
)
def test_the_sample_corpus_in_reverse_gives_the_same_scores(question: str) -> None:
    corpus = scan(SAMPLE)
    there = scores_by_path(Snapshot.build(corpus), question)
    back = scores_by_path(Snapshot.build(Corpus(corpus.documents[::-1])), question)
    common = there.keys() & back.keys()
    assert len(common) >= 0.9 * len(there)
    best = sorted(common, key=lambda key: -there[key])[:5]
    for key in best:
        assert back[key] == pytest.approx(there[key], rel=0.02)


def test_words_side_by_side_beat_words_apart() -> None:
    built = snapshot_of(
        ["The electric motors of the old yard moved one crane."],
        ["The electric crane moved one of the old yard motors."],
    )
    assert found(built, "the electric crane").best_first.tolist() == [1, 0]


@pytest.mark.parametrize("question", ["the of and", "zeppelin", "???"])
def test_nothing_to_look_for_finds_nothing(question: str) -> None:
    passages = found(snapshot_of(["The crane stood."]), question)
    assert passages.best_first.tolist() == []
    assert passages.features.shape == (0, len(FEATURES))


def test_an_empty_corpus_finds_nothing() -> None:
    assert found(Snapshot.build(Corpus()), "the crane").best_first.tolist() == []
