"""What is quoted: whole sentences, within the limit, never twice, and word for word."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answer import Answer, Excerpt, Question
from bot.answer.quotes import MAX_QUOTE_CHARS, probabilities
from bot.answer.respond import respond
from bot.answer.weights import shipped
from bot.articles.article import Corpus, Document, Paragraph
from bot.search.snapshot import Snapshot
from tests.corpora import QUESTIONS, corpora, document, snapshot, snapshot_of

WEIGHTS = replace(shipped(), threshold=0.0)
"""Quotes for whatever was found, so that no property holds for want of quotes."""

WIRE = "The port of Norrhaven ordered three electric cranes from a yard in Finland on Monday."


def answered(snapshot: Snapshot, question: str, limit: int = 30) -> Answer:
    return respond(snapshot, Question(question, limit=limit), WEIGHTS)


def place_of(snapshot: Snapshot, excerpt: Excerpt) -> tuple[Document, Paragraph]:
    found = snapshot.document(excerpt.article.id)
    assert found is not None
    return found, found.paragraphs[excerpt.paragraph - 1]


@given(corpora(), QUESTIONS)
def test_a_quote_is_a_slice_of_the_text_within_its_paragraph(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    for excerpt in answered(snapshot, question).excerpts:
        found, paragraph = place_of(snapshot, excerpt)
        start, end = excerpt.span
        assert excerpt.quote == found.text[start:end]
        assert excerpt.article == found.article
        assert paragraph.span.start <= start < end <= paragraph.span.end
        assert 0 < len(excerpt.quote) <= MAX_QUOTE_CHARS
        assert excerpt.quote == excerpt.quote.strip()


@given(corpora(), QUESTIONS)
def test_a_quote_is_whole_sentences_unless_one_is_too_long(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    for excerpt in answered(snapshot, question).excerpts:
        found, paragraph = place_of(snapshot, excerpt)
        start, end = excerpt.span
        assert excerpt.cut_before == (start not in {s.start for s in paragraph.sentences})
        assert excerpt.cut_after == (end not in {s.end for s in paragraph.sentences})
        if excerpt.cut_before or excerpt.cut_after:
            (whole,) = [s for s in paragraph.sentences if s.start <= start and end <= s.end]
            assert whole.end - whole.start > MAX_QUOTE_CHARS
            assert not (found.text[start - 1 : start] + found.text[start]).isalnum() or start == 0
            assert not found.text[end - 1 : end + 1].isalnum()


@given(corpora(), QUESTIONS)
def test_the_highlight_is_a_sentence_within_the_quote(corpus: Corpus, question: str) -> None:
    snapshot = Snapshot.build(corpus)
    for excerpt in answered(snapshot, question).excerpts:
        begin, end = excerpt.highlight
        assert 0 <= begin < end <= len(excerpt.quote)
        _, paragraph = place_of(snapshot, excerpt)
        lit = (excerpt.span.start + begin, excerpt.span.start + end)
        cut = excerpt.cut_before or excerpt.cut_after
        assert lit == excerpt.span if cut else lit in paragraph.sentences


@given(corpora(), QUESTIONS, st.integers(1, 30))
def test_quotes_come_best_first_and_never_overlap(
    corpus: Corpus, question: str, limit: int
) -> None:
    excerpts = answered(Snapshot.build(corpus), question, limit).excerpts
    assert len(excerpts) <= limit
    scores = [excerpt.score for excerpt in excerpts]
    assert scores == sorted(scores, reverse=True)
    for one, other in combinations(excerpts, 2):
        if one.article.id == other.article.id:
            assert one.span.end <= other.span.start or other.span.end <= one.span.start


@given(corpora(), QUESTIONS)
def test_of_near_copies_one_is_quoted_and_the_others_are_named(
    corpus: Corpus, question: str
) -> None:
    snapshot = Snapshot.build(corpus)
    layout = snapshot.layout
    groups = []
    for excerpt in answered(snapshot, question).excerpts:
        place = snapshot.place(excerpt.article.id)
        assert place is not None
        number = int(layout.first_paragraph[place]) + excerpt.paragraph - 1
        copies = np.flatnonzero(layout.copies == layout.copies[number])
        others = {snapshot.paragraph(int(copy))[0].article.id for copy in copies}
        assert set(excerpt.also_in) == others - {excerpt.article.id}
        groups.append((int(layout.copies[number]), number))
    assert len(set(groups)) == len({group for group, _ in groups})


def test_the_same_report_in_two_papers_is_quoted_once() -> None:
    built = snapshot(
        document(WIRE, path="post.md", source="Quay Post"),
        document("A lead of its own stood here.", f"{WIRE}", path="ledger.md"),
        document("The cranes of Storvik are older than those of Norrhaven.", path="other.md"),
    )
    excerpts = answered(built, "What did the port of Norrhaven order?").excerpts
    assert [excerpt.quote for excerpt in excerpts].count(WIRE) == 1
    (wire,) = [excerpt for excerpt in excerpts if excerpt.quote == WIRE]
    ids = {d.article.path: d.article.id for d in built.corpus.documents}
    assert {wire.article.id, *wire.also_in} == {ids["post.md"], ids["ledger.md"]}


def test_a_quote_grows_to_neighbouring_sentences() -> None:
    text = "The yard is in Finland. It built three cranes. Norrhaven paid for them in May."
    (excerpt,) = answered(snapshot_of([text]), "Who built the cranes?").excerpts
    assert excerpt.quote == text
    assert text[slice(*excerpt.highlight)] in text.replace(". ", ".|").split("|")


def test_a_sentence_at_the_limit_is_not_cut_and_one_past_it_is() -> None:
    for extra, cut in ((0, False), (1, True)):
        words = "The crane " + "of the harbour " * 40
        text = words[: MAX_QUOTE_CHARS - 5 + extra].replace(" ", "_", 0)
        text = f"{text.rstrip().ljust(MAX_QUOTE_CHARS - 5 + extra, 'x')} end."
        assert len(text) == MAX_QUOTE_CHARS + extra
        (excerpt,) = answered(snapshot_of([text]), "the crane").excerpts
        assert (excerpt.cut_before or excerpt.cut_after) is cut
        assert (excerpt.quote == text) is not cut


def test_a_cut_keeps_the_words_of_the_question() -> None:
    text = f"It {'was so ' * 80}until Sven Dahl bought cranes {'and more ' * 80}came."
    (excerpt,) = answered(snapshot_of([text]), "Who bought the cranes?").excerpts
    assert "bought cranes" in excerpt.quote
    assert excerpt.cut_before
    assert excerpt.cut_after
    assert excerpt.quote.split()[0] in {"was", "so", "until", "Sven", "Dahl", "bought"}


@pytest.mark.parametrize(
    "text", ["crane " + "x" * 900 + ".", "crane" + "–" * 900, "crane 中" * 300]
)
def test_a_text_without_words_to_cut_at_still_keeps_the_limit(text: str) -> None:
    (excerpt, *_) = answered(snapshot_of([text]), "the crane").excerpts
    assert len(excerpt.quote) <= MAX_QUOTE_CHARS
    assert excerpt.cut_after or excerpt.cut_before


def test_warnings_of_an_article_go_with_its_quotes() -> None:
    built = snapshot(document("The crane fell.", warnings=("Check the wording.",)))
    (excerpt,) = answered(built, "the crane").excerpts
    assert excerpt.warnings == ("Check the wording.",)


@given(st.lists(st.floats(-1e6, 1e6), max_size=20))
def test_probabilities_sum_to_one_and_keep_the_order(scores: list[float]) -> None:
    shares = probabilities(np.asarray(scores, np.float64))
    assert len(shares) == len(scores)
    assert (shares >= 0).all()
    if scores:
        assert shares.sum() == pytest.approx(1.0)
        assert shares[int(np.argmax(scores))] == shares.max()
