"""The index against plain rank-bm25 with the same idf, and against itself made anew."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.search.bm25 import Hits, PostingsBM25, best
from bot.search.part import Part
from bot.search.postings import invert
from tests.search.indexes import K1, PARTS, TERMS, B, Group, both

ASKED = st.lists(st.one_of(TERMS, st.just("zeppelin")), max_size=8)
DOCUMENTS = st.lists(st.lists(TERMS, max_size=12), max_size=12)
CHANCE = st.randoms(use_true_random=False)


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


@given(PARTS, ASKED, K1, B)
def test_parts_score_as_rank_bm25_does_what_is_there(
    parts: list[list[Group]], query: list[str], k1: float, b: float
) -> None:
    made = both(parts, k1, b)
    scores = made.parts.get_scores(query)
    expected = np.zeros(made.parts.slots)
    expected[made.there] = plain_scores(made.documents, query, k1, b)
    assert scores.dtype == np.float64
    np.testing.assert_allclose(scores, expected, rtol=0, atol=1e-9)


@given(PARTS, ASKED, K1, B)
def test_parts_score_to_the_last_bit_as_an_index_made_anew(
    parts: list[list[Group]], query: list[str], k1: float, b: float
) -> None:
    made = both(parts, k1, b)
    index, anew, there = made.parts, made.anew, made.there
    assert index.get_scores(query)[there].tolist() == anew.get_scores(query).tolist()
    assert (index.corpus_size, index.avgdl) == (anew.corpus_size, anew.avgdl)
    assert index.unknown_idf == anew.unknown_idf
    assert index.doc_len[there].tolist() == anew.doc_len.tolist()
    assert index.lengthened_at(there).tolist() == anew.lengthened_at(np.arange(len(there))).tolist()
    known = list(anew.vocabulary)
    for of in ("frequency_of", "idf_of"):
        found = getattr(index, of)(index.term_ids(known)).tolist()
        assert found == getattr(anew, of)(anew.term_ids(known)).tolist()
    gone = [term for term in index.vocabulary if term not in known]
    assert index.frequency_of(index.term_ids(gone)).tolist() == [0] * len(gone)
    assert index.idf.tolist() == index.idf_of(np.arange(len(index.vocabulary))).tolist()


@given(PARTS, ASKED, CHANCE)
def test_the_top_k_of_parts_equal_a_full_sort(
    parts: list[list[Group]], query: list[str], chance: Any
) -> None:
    made = both(parts)
    index, ids = made.parts, made.parts.term_ids(query)
    flags = np.asarray([chance.random() < 0.6 for _ in range(made.groups)], np.bool_)
    for allowed in (None, flags):
        scores = index.get_scores(query)
        if allowed is not None:
            scores[~made.of_groups(allowed)] = 0.0
        order = sorted_positive(scores.tolist())
        for k in range(len(order) + 2):
            for each in (index, made.kernels):
                hits = each.top(ids, k, allowed)
                assert hits.ids.tolist() == order[:k]
                assert hits.scores.tolist() == scores[order[:k]].tolist()


@given(PARTS, ASKED, CHANCE)
def test_some_documents_score_as_they_do_among_all(
    parts: list[list[Group]], query: list[str], chance: Any
) -> None:
    index = both(parts).parts
    asked = [chance.randrange(index.slots) for _ in range(8)] if index.slots else []
    documents, ids = np.asarray(asked, np.int64), index.term_ids(query)
    expected = index.scores_of_ids(ids)[documents].tolist()
    assert index.scores_at(ids, documents).tolist() == expected
    assert index.get_batch_scores(query, asked) == expected


@given(PARTS, ASKED, st.integers(1, 9))
def test_the_first_n_of_parts_are_never_gone(
    parts: list[list[Group]], query: list[str], n: int
) -> None:
    made = both(parts)
    names = [f"document {number}" for number in range(made.parts.slots)]
    expected = made.anew.get_top_n(query, [names[number] for number in made.there], n)
    assert made.parts.get_top_n(query, names, n) == expected


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


@given(DOCUMENTS, ASKED, st.integers(0, 14), CHANCE)
def test_where_nothing_is_grouped_each_document_is_allowed_or_not(
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


@given(DOCUMENTS, ASKED, CHANCE)
def test_numbered_terms_in_any_order_give_the_same_index(
    documents: list[list[str]], query: list[str], chance: Any
) -> None:
    whole = PostingsBM25(documents)
    vocabulary = {**whole.vocabulary, "nowhere": len(whole.vocabulary)}
    pairs = [(vocabulary[t], i) for i, document in enumerate(documents) for t in document]
    chance.shuffle(pairs)
    terms = np.asarray([term for term, _ in pairs], np.int64)
    owners = np.asarray([owner for _, owner in pairs], np.int64)
    part = Part(invert(terms, owners, len(vocabulary), len(documents)))
    index = PostingsBM25.of_parts(vocabulary, [part])
    np.testing.assert_array_equal(index.get_scores(query), whole.get_scores(query))
    assert index.get_scores(["nowhere"]).tolist() == [0.0] * len(documents)


@given(DOCUMENTS, ASKED)
def test_the_order_of_the_words_of_a_question_is_nothing_to_the_scores(
    documents: list[list[str]], query: list[str]
) -> None:
    index = PostingsBM25(documents)
    assert index.get_scores(query).tolist() == index.get_scores(query[::-1]).tolist()


def test_an_empty_corpus_can_be_asked() -> None:
    for index in (PostingsBM25([]), both([[], []]).parts, both([[Group([["crane"]], True)]]).parts):
        assert index.corpus_size == 0
        assert index.get_scores(["crane"]).tolist() == [0.0] * index.slots
        assert index.get_top_n(["crane"], [None] * index.slots) == []
        assert index.top(index.term_ids(["crane"]), 3).ids.tolist() == []


def test_equal_documents_of_several_parts_come_in_order() -> None:
    alike = [Group([["crane", "port"]] * 30)]
    for index in (both([alike] * 3).parts, both([alike] * 3).kernels):
        for k in (5, 40, 90):
            assert index.top(index.term_ids(["crane"]), k).ids.tolist() == list(range(k))


def test_terms_are_added_in_one_order_whatever_part_knew_them_first() -> None:
    chance = Random(3)
    words = [f"term{number:02}" for number in range(12)]
    texts = [[chance.choice(words) for _ in range(30)] for _ in range(40)]
    made = both([[Group([words[6:]])], [Group(texts[:20])], [Group([words[:3], *texts[20:]])]])
    scores = made.parts.get_scores(words)
    assert scores.tolist() == made.anew.get_scores(words).tolist()
    ids = made.parts.term_ids(words)
    assert made.parts.scores_at(ids, made.there).tolist() == scores.tolist()
    assert made.kernels.top(ids, 50).scores.tolist() == sorted(scores, reverse=True)[:50]


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
