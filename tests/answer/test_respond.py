"""The whole way from a question to an answer: what may be asked, and which articles may answer."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.answer import (
    MAX_LIMIT,
    MAX_QUESTION_CHARS,
    MIN_QUESTION_CHARS,
    Answer,
    Filters,
    Question,
    answer_to_json,
)
from bot.answer.respond import NEAR_MISSES, respond
from bot.answer.weights import shipped
from bot.articles.article import Corpus
from bot.errors import QuestionError
from bot.search.snapshot import Snapshot
from tests.corpora import QUESTIONS, corpora, document, snapshot

EAGER = replace(shipped(), threshold=0.0)
SHY = replace(shipped(), threshold=1.1)
CRANES = snapshot(
    document("A crane rose in Norrhaven.", path="a.md", source="Quay Post", day=date(2018, 8, 17)),
    document("A crane fell in Storvik.", path="b.md", source="Ledger", day=date(2018, 8, 18)),
    document("A crane was sold in Kalvo.", path="c.md", source="quay post ", day=date(2019, 1, 1)),
    document("A crane was bought by Dahl.", path="d.md", source="Quay Post"),
    document("A crane was painted by nobody.", path="e.md", day=date(2018, 8, 18)),
    number=7,
)


def paths(filters: Filters) -> set[str]:
    answer = respond(CRANES, Question("the crane", filters, MAX_LIMIT), EAGER)
    return {excerpt.article.path for excerpt in answer.excerpts}


FILTERED = {
    "everything": (Filters(), "abcde"),
    "source": (Filters(source="Quay Post"), "acd"),
    "source, other case and space": (Filters(source="  QUAY post"), "acd"),
    "unknown source": (Filters(source="Nobody's"), ""),
    "since": (Filters(since=date(2018, 8, 18)), "bce"),
    "until": (Filters(until=date(2018, 8, 17)), "a"),
    "one day": (Filters(since=date(2018, 8, 18), until=date(2018, 8, 18)), "be"),
    "long ago": (Filters(until=date(1900, 1, 1)), ""),
    "first day there is": (Filters(since=date.min), "abce"),
    "last day there is": (Filters(until=date.max), "abce"),
    "source and since": (Filters("quay post", since=date(2018, 8, 18)), "c"),
}


@pytest.mark.parametrize("name", FILTERED)
def test_only_articles_that_pass_the_filters_answer(name: str) -> None:
    filters, expected = FILTERED[name]
    assert paths(filters) == {f"{letter}.md" for letter in expected}


@given(
    corpora(),
    QUESTIONS,
    st.sampled_from([None, "quay post", "Harbour Ledger"]),
    st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 9)),
    st.none() | st.dates(date(2018, 1, 1), date(2018, 1, 9)),
)
def test_filters_hold_on_any_corpus(
    corpus: Corpus, text: str, source: str | None, since: date | None, until: date | None
) -> None:
    filters = Filters(source, since, until)
    if since and until and since > until:
        filters = Filters(source, until, since)
    answer = respond(Snapshot.build(corpus), Question(text, filters), EAGER)
    for excerpt in (*answer.excerpts, *answer.near_misses):
        article = excerpt.article
        if filters.source:
            assert (article.source or "").casefold() == filters.source.casefold()
        if filters.since:
            assert article.date
            assert article.date >= filters.since
        if filters.until:
            assert article.date
            assert article.date <= filters.until


REFUSED = {
    "too short": Question("ab"),
    "short but for white space": Question("  a b  "[:MIN_QUESTION_CHARS]),
    "empty": Question(""),
    "too long": Question("x" * (MAX_QUESTION_CHARS + 1)),
    "no quotes wanted": Question("the crane", limit=0),
    "a negative limit": Question("the crane", limit=-1),
    "too many quotes wanted": Question("the crane", limit=MAX_LIMIT + 1),
    "dates the wrong way round": Question(
        "the crane", Filters(since=date(2019, 1, 2), until=date(2019, 1, 1))
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_question_that_cannot_be_asked_is_told_what_to_do(name: str) -> None:
    with pytest.raises(QuestionError) as caught:
        respond(CRANES, REFUSED[name], shipped())
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize(
    "question",
    [
        Question("x" * MIN_QUESTION_CHARS),
        Question("x" * MAX_QUESTION_CHARS),
        Question(f"  {'x' * MAX_QUESTION_CHARS}\n"),
        Question("the crane", limit=1),
        Question("the crane", limit=MAX_LIMIT),
        Question("the crane", Filters(since=date(2019, 1, 1), until=date(2019, 1, 1))),
    ],
)
def test_questions_at_the_limits_can_be_asked(question: Question) -> None:
    assert respond(CRANES, question, shipped()).question == question


@pytest.mark.parametrize("limit", [1, 2, 5])
def test_no_more_quotes_than_wanted(limit: int) -> None:
    answer = respond(CRANES, Question("the crane", limit=limit), EAGER)
    assert answer.answered
    assert len(answer.excerpts) == limit
    assert answer.near_misses == ()


@pytest.mark.parametrize("limit", [1, 2, 30])
def test_below_the_threshold_the_closest_are_near_misses(limit: int) -> None:
    answer = respond(CRANES, Question("the crane", limit=limit), SHY)
    assert not answer.answered
    assert answer.excerpts == ()
    assert len(answer.near_misses) == min(limit, NEAR_MISSES)
    assert 0.0 <= answer.confidence <= 1.0


def test_an_answer_names_its_snapshot_and_its_time() -> None:
    answer = respond(CRANES, Question("the crane"), shipped())
    assert answer.snapshot == 7
    assert answer.took_ms > 0


def said(answer: Answer) -> dict[str, object]:
    return answer_to_json(replace(answer, took_ms=0.0))


@given(corpora(), QUESTIONS)
def test_the_same_question_of_the_same_snapshot_has_the_same_answer(
    corpus: Corpus, text: str
) -> None:
    snapshot = Snapshot.build(corpus)
    one, other = (said(respond(snapshot, Question(text), EAGER)) for _ in range(2))
    assert one == other


def test_threads_may_ask_at_once() -> None:
    questions = [Question(f"the crane in {place}") for place in ("Kalvo", "Storvik", "Norrhaven")]
    alone = [said(respond(CRANES, question, EAGER)) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = pool.map(lambda q: said(respond(CRANES, q, EAGER)), questions * 20)
        assert list(together) == alone * 20


@given(st.text(max_size=MAX_QUESTION_CHARS))
def test_any_text_is_answered_or_refused_with_a_reason(text: str) -> None:
    try:
        answer = respond(CRANES, Question(text), shipped())
    except QuestionError:
        assert len(text.strip()) < MIN_QUESTION_CHARS
    else:
        assert bool(answer.excerpts) is answer.answered
