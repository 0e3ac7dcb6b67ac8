"""The index against plain rank-bm25 with the same idf, on whatever corpora hypothesis invents."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.search.bm25 import Hits, Ints, PostingsBM25, best

TERMS = st.sampled_from("tariff talk crane port ferry strike yuan beef".split())
ASKED = st.lists(st.one_of(TERMS, st.just("zeppelin")), max_size=8)
DOCUMENTS = st.lists(st.lists(TERMS, max_size=12), max_size=12)
K1 = st.floats(0.1, 3.0)
B = st.floats(0.0, 0.99)  # at 1, rank-bm25 divides 0 by 0 for an empty document


class Plain(BM25Okapi):  # type: ignore[misc]
    """rank-bm25 as it is, but for the idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        size = self.corpus_size
        self.idf = {term: math.log(1 + (size - n + 0.5) / (n + 0.5)) for term, n in nd.items()}


def plain_scores(documents: list[list[str]], query: list[str], k1: float, b: float) -> list[float]:
    if not any(documents):  # rank-bm25 divides by the mean length
        return [0.0] * len(documents)
    return [float(score) for score in Plain(documents, k1=k1, b=b).get_scores(query)]


def sorted_positive(scores: list[float]) -> list[int]:
    """Every document with a score above 0, best first, ties by id: a full sort."""
    return [i for _, i in sorted((-score, i) for i, score in enumerate(scores) if score > 0)]


@given(DOCUMENTS, ASKED, K1, B)
def test_scores_are_those_of_rank_bm25(
    documents: list[list[str]], query: list[str], k1: float, b: float
) -> None:
    scores = PostingsBM25(documents, k1=k1, b=b).get_scores(query)
    assert scores.dtype == np.float64
    expected = plain_scores(documents, query, k1, b)
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


@given(DOCUMENTS.filter(any), ASKED, st.data())
def test_batch_scores_are_those_of_rank_bm25(
    documents: list[list[str]], query: list[str], data: st.DataObject
) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(documents) - 1), max_size=6))
    scores = PostingsBM25(documents).get_batch_scores(query, chosen)
    np.testing.assert_allclose(
        scores, Plain(documents).get_batch_scores(query, chosen) if chosen else [], atol=1e-9
    )


@given(DOCUMENTS, ASKED, st.integers(1, 14))
def test_the_first_n_are_those_of_rank_bm25_without_the_unrelated(
    documents: list[list[str]], query: list[str], n: int
) -> None:
    index = PostingsBM25(documents)
    names = [f"document {number}" for number in range(len(documents))]
    expected = [names[i] for i in sorted_positive(index.get_scores(query).tolist())[:n]]
    assert index.get_top_n(query, names, n) == expected
    plain = sorted(plain_scores(documents, query, index.k1, index.b), reverse=True)[:n]
    found = index.top(index.term_ids(query), n).scores
    np.testing.assert_allclose(found, [score for score in plain if score > 0], atol=1e-9)


@given(DOCUMENTS, ASKED)
def test_no_score_is_negative_and_what_holds_a_term_scores(
    documents: list[list[str]], query: list[str]
) -> None:
    scores = PostingsBM25(documents).get_scores(query)
    assert (scores >= 0).all()
    held = [bool(set(document) & set(query)) for document in documents]
    assert (scores > 0).tolist() == held


@given(DOCUMENTS, ASKED, st.integers(0, 14), st.randoms(use_true_random=False))
def test_the_top_k_of_the_allowed_equal_a_full_sort(
    documents: list[list[str]], query: list[str], k: int, chance: Any
) -> None:
    index = PostingsBM25(documents)
    allowed = np.asarray([chance.random() < 0.5 for _ in documents], np.bool_)
    hits = index.top(index.term_ids(query), k, allowed)
    scores = np.where(allowed, index.get_scores(query), 0.0).tolist()
    assert hits.ids.tolist() == sorted_positive(scores)[:k]
    assert hits.scores.tolist() == [scores[i] for i in hits.ids]


@given(st.lists(st.sampled_from([0.0, 0.5, 1.0, 1.5]), max_size=30), st.integers(0, 12))
def test_ties_at_the_border_go_to_the_lower_ids(scores: list[float], k: int) -> None:
    hits = best(np.asarray(scores), k)
    assert isinstance(hits, Hits)
    assert hits.ids.tolist() == sorted_positive(scores)[:k]


@given(DOCUMENTS, ASKED, st.randoms(use_true_random=False))
def test_numbered_terms_in_any_order_give_the_same_index(
    documents: list[list[str]], query: list[str], chance: Any
) -> None:
    whole = PostingsBM25(documents)
    vocabulary = {**whole.vocabulary, "nowhere": len(whole.vocabulary)}
    pairs = [(vocabulary[t], i) for i, document in enumerate(documents) for t in document]
    chance.shuffle(pairs)
    terms: Ints = np.asarray([term for term, _ in pairs], np.int64)
    owners: Ints = np.asarray([owner for _, owner in pairs], np.int64)
    index = PostingsBM25.from_ids(vocabulary, terms, owners, len(documents))
    np.testing.assert_array_equal(index.get_scores(query), whole.get_scores(query))
    assert index.get_scores(["nowhere"]).tolist() == [0.0] * len(documents)


@given(DOCUMENTS, ASKED)
def test_the_order_of_the_words_of_a_question_is_nothing_to_the_scores(
    documents: list[list[str]], query: list[str]
) -> None:
    index = PostingsBM25(documents)
    there, back = index.get_scores(query), index.get_scores(query[::-1])
    np.testing.assert_allclose(there, back, atol=1e-12)


def test_an_empty_corpus_can_be_asked() -> None:
    index = PostingsBM25([])
    assert index.corpus_size == 0
    assert index.get_scores(["crane"]).tolist() == []
    assert index.get_top_n(["crane"], []) == []
    assert index.top(index.term_ids(["crane"]), 3).ids.tolist() == []


def test_one_document_scores_above_nothing() -> None:
    index = PostingsBM25([["crane", "port"]])
    assert index.get_scores(["crane"])[0] > 0
    assert index.get_top_n(["crane"], ["it"]) == ["it"]
    assert index.get_top_n(["ferry"], ["it"]) == []


def test_a_word_in_most_documents_weighs_less_than_a_rare_one() -> None:
    index = PostingsBM25([["crane", "port"], ["crane"], ["crane"], ["ferry"]])
    crane, port = (float(index.idf[index.vocabulary[term]]) for term in ("crane", "port"))
    assert 0 < crane < port < index.unknown_idf


def test_a_tokeniser_may_be_given_as_rank_bm25_allows() -> None:
    index = PostingsBM25(["crane port", "ferry"], tokenizer=str.split)
    assert index.get_top_n(["ferry"], ["first", "second"]) == ["second"]


def test_documents_that_were_not_indexed_are_refused() -> None:
    with pytest.raises(ValueError, match="not those that were indexed"):
        PostingsBM25([["crane"]]).get_top_n(["crane"], [])


@pytest.mark.parametrize("size", [0, 1])
def test_a_query_without_terms_finds_nothing(size: int) -> None:
    index = PostingsBM25([["crane"]] * size)
    assert index.get_scores([]).tolist() == [0.0] * size
