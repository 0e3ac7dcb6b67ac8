"""Evidence against a plain and slow reading of the same texts."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.evidence import Evidence, adjacent_pairs, coverage, gather, kin_weight
from bot.answer.question import Query, understand
from bot.articles.article import Corpus
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.corpora import QUESTIONS, corpora, heading, snapshot_of

PICKS = st.lists(st.integers(0, 19), unique=True, max_size=8)


def gathered(corpus: Corpus, question: str, picks: list[int]) -> tuple[Snapshot, Evidence]:
    snapshot = Snapshot.build(corpus)
    query = understand(question, snapshot, Tokeniser())
    numbers = [number for number in picks if number < snapshot.paragraphs.corpus_size]
    return snapshot, gather(snapshot, query, np.asarray(numbers, np.int64))


def segments(snapshot: Snapshot, evidence: Evidence) -> list[tuple[int, bool, str]]:
    """(row of the paragraph, whether a title, text) of each segment, read again from the texts."""
    found: list[tuple[int, bool, str]] = []
    for owner, number in enumerate(evidence.paragraphs.tolist()):
        document, paragraph = snapshot.paragraph(number)
        found.append((owner, True, heading(document.article)))
        found += [(owner, False, document.slice(span)) for span in paragraph.sentences]
    return found


@given(corpora(), QUESTIONS, PICKS)
def test_segments_terms_and_counts(corpus: Corpus, question: str, picks: list[int]) -> None:
    snapshot, evidence = gathered(corpus, question, picks)
    expected = segments(snapshot, evidence)
    names = list(snapshot.vocabulary)
    tokeniser = Tokeniser()
    m = len(evidence.query.terms)
    assert evidence.counts.shape == (len(expected), m)
    assert evidence.starts.shape == (len(expected) + 1,)
    assert evidence.owner.tolist() == [owner for owner, _, _ in expected]
    assert evidence.title.tolist() == [title for _, title, _ in expected]
    for row, (_, _, text) in enumerate(expected):
        tokens = tokeniser.sentence(text)
        span = slice(evidence.starts[row], evidence.starts[row + 1])
        assert [names[number] for number in evidence.terms[span]] == tokens.terms
        assert evidence.marks[span].tolist() == tokens.marks
        assert set(evidence.row[span].tolist()) <= {row}
        asked = [
            evidence.query.terms.index(term) if term in evidence.query.terms else -1
            for term in tokens.terms
        ]
        assert evidence.asked[span].tolist() == asked
        counts = [tokens.terms.count(term) for term in evidence.query.terms]
        assert evidence.counts[row].tolist() == counts
    assert evidence.lengths.sum() == len(evidence.terms)


@given(corpora(), QUESTIONS, PICKS)
def test_pairs_are_those_a_reader_would_count(
    corpus: Corpus, question: str, picks: list[int]
) -> None:
    snapshot, evidence = gathered(corpus, question, picks)
    query, tokeniser = evidence.query, Tokeniser()
    asked = list(pairwise(query.terms))
    expected = [
        sum(
            min(query.idf[place], query.idf[place + 1])
            for place, pair in enumerate(asked)
            if pair in set(pairwise(tokeniser.terms(text)))
        )
        for _, _, text in segments(snapshot, evidence)
    ]
    np.testing.assert_allclose(adjacent_pairs(evidence), expected, atol=1e-9)


@given(corpora(), QUESTIONS, PICKS)
def test_coverage_is_the_share_of_the_ideal(
    corpus: Corpus, question: str, picks: list[int]
) -> None:
    snapshot, evidence = gathered(corpus, question, picks)
    query, tokeniser = evidence.query, Tokeniser()
    expected = [
        sum(
            idf
            for term, idf in zip(query.terms, query.idf, strict=True)
            if term in tokeniser.terms(text)
        )
        / query.ideal
        for _, _, text in segments(snapshot, evidence)
    ]
    found = coverage(evidence.counts, query)
    np.testing.assert_allclose(found, expected, atol=1e-9)
    assert (found >= 0).all()
    assert (found <= 1 + 1e-9).all()


def slow_kin(snapshot: Snapshot, query: Query, terms: list[str]) -> float:
    """Every question term that is absent but has a kindred form here weighs its idf, once."""
    names = list(snapshot.vocabulary)
    words = [*query.terms, *query.unknown]
    idf: list[float] = [
        *query.idf.tolist(),
        *([snapshot.paragraphs.unknown_idf] * len(query.unknown)),
    ]
    kindred = {
        place
        for number, place in zip(query.kin.tolist(), query.kin_of.tolist(), strict=True)
        if names[number] in terms
    }
    return float(sum(idf[place] for place in kindred if words[place] not in terms))


@given(corpora(), QUESTIONS, PICKS)
def test_kindred_forms_weigh_what_a_reader_would_give(
    corpus: Corpus, question: str, picks: list[int]
) -> None:
    snapshot, evidence = gathered(corpus, question, picks)
    tokeniser = Tokeniser()
    expected = [
        slow_kin(snapshot, evidence.query, tokeniser.terms(text))
        for _, _, text in segments(snapshot, evidence)
    ]
    np.testing.assert_allclose(kin_weight(snapshot, evidence), expected, atol=1e-9)


def test_one_form_may_be_kindred_to_two_words_of_the_question() -> None:
    snapshot = snapshot_of(["The economist left."])
    query = understand("economic economy", snapshot, Tokeniser())
    assert query.unknown == ("econom", "economi")
    assert len(query.kin) == 2
    evidence = gather(snapshot, query, np.asarray([0]))
    assert kin_weight(snapshot, evidence)[1] == pytest.approx(2 * snapshot.paragraphs.unknown_idf)


@given(corpora(), QUESTIONS, PICKS)
def test_sums_over_paragraphs_include_the_title(
    corpus: Corpus, question: str, picks: list[int]
) -> None:
    snapshot, evidence = gathered(corpus, question, picks)
    if not len(evidence.paragraphs):
        return
    summed = np.add.reduceat(evidence.counts, evidence.first_rows(), axis=0)
    tokeniser = Tokeniser()
    for row, number in enumerate(evidence.paragraphs.tolist()):
        document, paragraph = snapshot.paragraph(number)
        terms = tokeniser.terms(heading(document.article))
        terms += tokeniser.terms(document.slice(paragraph.span))
        assert summed[row].tolist() == [terms.count(term) for term in evidence.query.terms]


def test_no_paragraphs_give_empty_evidence() -> None:
    snapshot, evidence = gathered(Corpus(), "the electric crane", [])
    assert evidence.counts.shape == (0, 0)
    assert kin_weight(snapshot, evidence).tolist() == []
    assert adjacent_pairs(evidence).tolist() == []


def test_words_on_both_sides_of_a_sentence_end_are_no_pair() -> None:
    snapshot = snapshot_of(["They built an electric. Crane drivers came. The electric crane rose."])
    query = understand("electric crane", snapshot, Tokeniser())
    evidence = gather(snapshot, query, np.asarray([0]))
    assert adjacent_pairs(evidence).tolist() == [0.0, 0.0, 0.0, float(query.idf.min())]
