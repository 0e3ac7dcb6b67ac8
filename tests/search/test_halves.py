"""A base and a delta together are, to whoever asks, the snapshot that building anew gives."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.answer import Filters, Question
from bot.answer.event import Topic
from bot.answer.question import understand
from bot.answer.respond import respond
from bot.answer.spelling import nearest
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.articles.article import Corpus, Document
from bot.search.bm25 import PostingsBM25
from bot.search.snapshot import UNDATED, Snapshot
from bot.text.tokens import Tokeniser
from tests.answer.timeline.test_choice import FLOODED, INSURED
from tests.answer.timeline.topics import ANNOUNCED, BRIDGE, ELSEWHERE, HERRING, REPORTED, bridge
from tests.corpora import DATES, QUESTIONS, WORDS, corpora, document
from tests.search.pieces import by_path, changed, listed

WEIGHTS = replace(shipped(), threshold=0.0)
TERMS = sorted(set(Tokeniser().terms(" ".join(WORDS))))
ASKED = st.lists(st.sampled_from([*TERMS, "zeppelin"]), max_size=5)
PREFIXES = st.text("acentrkpsuoi2中", max_size=3)
PATHS = [f"{place}.md" for place in range(5)]


@st.composite
def changes(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    """A base of some articles of which some went, and a delta of others that came or replaced some;
    and a snapshot built of what is then there."""
    old = draw(corpora(longest=12, dates=DATES)).documents
    new = draw(corpora(longest=12, dates=DATES)).documents
    came = draw(st.sets(st.sampled_from(PATHS)))
    went = draw(st.sets(st.sampled_from(PATHS)))
    added = [each for each in new if each.article.path in came]
    return pair(old, went | {each.article.path for each in added}, added)


def pair(
    old: Sequence[Document], gone: Iterable[str] = (), new: Sequence[Document] = ()
) -> tuple[Snapshot, Snapshot]:
    lost = set(gone)
    kept = [*(each for each in old if each.article.path not in lost), *new]
    return changed(old, lost, new), Snapshot.build(Corpus(by_path(kept)))


def paths(snapshot: Snapshot) -> list[tuple[str, int]]:
    """The paths of the articles that are there, in order, with their numbers."""
    return sorted((path, number) for number, path in snapshot.documents.paths())


def paragraphs(snapshot: Snapshot) -> list[int]:
    """The numbers of the paragraphs that are there, in the order of paths."""
    first = snapshot.layout.first_paragraph
    return [p for _, a in paths(snapshot) for p in range(int(first[a]), int(first[a + 1]))]


def sentences(snapshot: Snapshot) -> list[int]:
    first = snapshot.layout.first_sentence
    return [s for p in paragraphs(snapshot) for s in range(int(first[p]), int(first[p + 1]))]


@given(changes())
@settings(max_examples=40)
def test_the_articles_are_those_of_one_built_anew(both: tuple[Snapshot, Snapshot]) -> None:
    found, anew = both
    documents = by_path(found.documents)
    assert documents == list(anew.documents)
    assert found.untitled == anew.untitled
    for (path, number), (other_path, other) in zip(paths(found), paths(anew), strict=True):
        assert path == other_path
        article = anew.documents[other].article
        assert found.place(article.id) == number
        assert found.document(article.id) == anew.document(article.id)
        assert found.dates[number] == anew.dates[other]
        outlet = found.sources[number], anew.sources[other]
        assert (outlet[0] < 0) == (outlet[1] < 0) == (article.source is None)
        if article.source is not None:
            assert found.outlets[outlet[0]] == anew.outlets[outlet[1]] == article.source
    assert {found.place(path) for path in PATHS} == {None}


@given(changes(), ASKED)
@settings(max_examples=60)
def test_scores_are_those_of_one_built_anew_to_the_last_bit(
    both: tuple[Snapshot, Snapshot], query: list[str]
) -> None:
    found, anew = both

    def scores(snapshot: Snapshot, index: PostingsBM25) -> list[tuple[float, int]]:
        grouped = index is snapshot.paragraphs
        numbers = paragraphs(snapshot) if grouped else [n for _, n in paths(snapshot)]
        values = index.get_scores(query)
        there = np.zeros(index.slots, np.bool_)
        there[numbers] = True
        assert not values[~there].any()
        return list(zip(values[numbers].tolist(), index.doc_len[numbers].tolist(), strict=True))

    for name in ("paragraphs", "articles", "titles"):
        one, other = getattr(found, name), getattr(anew, name)
        assert scores(found, one) == scores(anew, other)
        assert (one.corpus_size, one.avgdl) == (other.corpus_size, other.avgdl)
        assert one.unknown_idf == other.unknown_idf
        known = list(anew.vocabulary)
        for of in ("frequency_of", "idf_of"):
            values = getattr(one, of)(one.term_ids(known)).tolist()
            assert values == getattr(other, of)(other.term_ids(known)).tolist()


@given(changes())
@settings(max_examples=40)
def test_sentences_with_terms_and_days_are_those_of_one_built_anew(
    both: tuple[Snapshot, Snapshot],
) -> None:
    one, other = map(told, both)
    assert one == other


def told(snapshot: Snapshot) -> list[Any]:
    """All that is known of every sentence and title, in the order of paths."""
    names, terms, mentions = list(snapshot.vocabulary), snapshot.terms, snapshot.mentions

    def stretch(number: int) -> tuple[list[str], list[int]]:
        begin, end = terms.starts[number], terms.starts[number + 1]
        return [names[n] for n in terms.ids[begin:end]], terms.marks[begin:end].tolist()

    every = []
    for number in sentences(snapshot):
        paragraph, document, span = snapshot.sentence(number)
        assert snapshot.layout.article_of[paragraph] == snapshot.place(document.article.id)
        assert snapshot.paragraph(paragraph)[0] == document
        days = slice(*np.searchsorted(np.asarray(mentions.sentences), [number, number + 1]))
        columns = [getattr(mentions, name) for name in mentions.__slots__ if name != "sentences"]
        every.append(
            (
                document.article.path,
                document.slice(span),
                stretch(number),
                int(terms.sentence_marks[number]),
                [column[days].tolist() for column in columns],
            )
        )
    titles = [stretch(len(terms.sentence_marks) + number) for _, number in paths(snapshot)]
    return [every, titles]


@given(changes(), PREFIXES)
@settings(max_examples=40)
def test_terms_that_begin_alike_are_those_of_one_built_anew(
    both: tuple[Snapshot, Snapshot], prefix: str
) -> None:
    found, anew = both
    terms, words = found.beginning_with(prefix)
    held = found.paragraphs.frequency_of(found.paragraphs.term_ids(terms)).tolist()
    assert [t for t, n in zip(terms, held, strict=True) if n] == anew.beginning_with(prefix)[0]
    tokeniser = Tokeniser()
    assert [tokeniser.terms(word) for word in words] == [[term] for term in terms]


@given(changes())
@settings(max_examples=40)
def test_near_copies_are_those_of_one_built_anew(both: tuple[Snapshot, Snapshot]) -> None:
    groups = []
    for snapshot in both:
        place = {number: at for at, number in enumerate(paragraphs(snapshot))}
        groups.append([[place[copy] for copy in copies_of(snapshot, p)] for p in place])
    assert groups[0] == groups[1]


def copies_of(snapshot: Snapshot, paragraph: int) -> list[int]:
    """In the order of paths."""
    place = {number: at for at, number in enumerate(paragraphs(snapshot))}
    found: list[int] = sorted(snapshot.copies_of(paragraph).tolist(), key=place.__getitem__)
    return found


WIRE = "The port of Norrhaven ordered three electric cranes from a yard in Finland on Monday."


def test_a_report_has_its_copies_in_both_and_none_that_is_gone() -> None:
    old = [
        document("Herring prices doubled at the auction in Storvik.", WIRE, path="b.md"),
        document(WIRE, path="c.md"),
    ]
    found, _ = pair(old, ["c.md"], [document(f"{WIRE} It rained.", path="a.md")])
    assert listed(found.layout.article_of) == [0, 0, 1, 2]
    assert found.copies_of(1).tolist() == found.copies_of(3).tolist() == [1, 3]
    assert found.copies_of(0).tolist() == [0]
    (excerpt, *_) = respond(found, Question("What did Norrhaven order?"), WEIGHTS).excerpts
    ids = {found.documents[number].article.id for number in (0, 2)}
    assert {excerpt.article.id, *excerpt.also_in} == ids


ON_FRIDAY = "The crews of all nine ferries will meet the mayor of Norrhaven again on Friday."
TOLD = document(ON_FRIDAY, path="told.md", day=date(2019, 5, 14))
SAME = document(f"Talks failed. {ON_FRIDAY}", path="same.md")


@pytest.mark.parametrize(
    ("old", "gone", "new"),
    [
        ([TOLD], [], [SAME]),
        ([SAME], [], [TOLD]),
        ([SAME, TOLD], ["told.md"], []),
        ([SAME, TOLD], ["told.md"], [replace(TOLD, article=replace(TOLD.article, date=None))]),
        ([SAME, TOLD], ["same.md"], [SAME]),
        ([TOLD], ["told.md"], [SAME]),
    ],
)
def test_undated_articles_are_bounded_by_those_that_are_there(
    old: list[Document], gone: list[str], new: list[Document]
) -> None:
    found, anew = pair(old, gone, new)
    bounds = [
        [(each.article.earliest, each.article.latest) for each in by_path(snapshot.documents)]
        for snapshot in (found, anew)
    ]
    assert bounds[0] == bounds[1]
    there = {each.article.path for each in found.documents if each.article.date}
    assert any(earliest for earliest, _ in bounds[0]) == ("told.md" in there)
    assert UNDATED in found.dates


NEWS = (*FLOODED, INSURED, ANNOUNCED, REPORTED, ELSEWHERE)
NEWS_QUESTIONS = (
    "When did the herring market in Norrhaven flood?",
    "Who refused to pay for the herring market?",
    "What will negotiators from Storvik talk about?",
    "Why was the lighthous of Kalvo painted?",
)


def check_same_answers(
    both: tuple[Snapshot, Snapshot], questions: Iterable[Question], topics: Iterable[Topic]
) -> None:
    for question in questions:
        check_close(*(asdict(respond(each, question, WEIGHTS)) for each in both))
    for topic in topics:
        check_close(*(asdict(tell(each, topic, WEIGHTS)) for each in both))


def check_close(one: Any, other: Any) -> None:
    """Equal but for the time taken, and the last digits of what is not summed in one order."""
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one.keys() - {"took_ms", "also_in"}:
            check_close(one[key], other[key])
        assert sorted(one.get("also_in", ())) == sorted(other.get("also_in", ()))
    elif isinstance(one, list | tuple):
        for each, same in zip(one, other, strict=True):
            check_close(each, same)
    elif isinstance(one, float):
        assert math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9)
    else:
        assert one == other


@given(st.lists(st.sampled_from("base delta gone edited".split()), min_size=7, max_size=7))
@settings(max_examples=20)
def test_questions_and_topics_are_answered_as_by_one_built_anew(states: list[str]) -> None:
    old, gone, new = [], [], []
    for made, state in zip(NEWS, states, strict=True):
        if state in ("base", "gone"):
            old.append(made)
        if state == "gone":
            gone.append(made.article.path)
        if state == "edited":
            earlier = document("The flood cost Storvik a ferry on 3 May.", path=made.article.path)
            old.append(earlier)
            gone.append(made.article.path)
        if state in ("delta", "edited"):
            new.append(made)
    filters = [Filters(), Filters(source="quay post", since=date(2018, 8, 18))]
    check_same_answers(
        pair(old, gone, new),
        [*map(Question, NEWS_QUESTIONS), *(Question(NEWS_QUESTIONS[0], each) for each in filters)],
        [Topic(HERRING), Topic("the herring market in Norrhaven", filters[1])],
    )


def test_a_much_reported_topic_is_told_as_by_one_built_anew() -> None:
    """What comes, comes last by its path: of texts after one pattern, which are near copies depends
    on the order they came in."""
    every = list(bridge().documents)
    names = [each.article.path for each in every]
    assert names == sorted(names)
    old = [document(f"Nine {name} sank.", path=name) for name in names[-3:]]
    both = pair([*every[:40], *old], names[-3:], every[40:])
    check_same_answers(both, [Question("Who sued the steel supplier?")], [Topic(BRIDGE)])
    assert tell(both[0], Topic(BRIDGE), shipped()).answered


def test_an_article_that_is_gone_tells_no_day_past() -> None:
    planned = []
    for newest in (date(2019, 3, 4), date(2019, 3, 20)):
        dated = document("The sea was calm.", path="sea.md", day=newest)
        market = document("The herring market in Norrhaven: 10 March 2019.", path="market.md")
        both = pair(
            [dated, market],
            ["sea.md"],
            [replace(dated, article=replace(dated.article, date=date(2019, 3, 4)))],
        )
        for snapshot in both:
            (event,) = tell(snapshot, Topic("herring market"), WEIGHTS).events
            planned.append(event.planned)
    assert planned == [True] * 4


@given(changes(), QUESTIONS)
@settings(max_examples=60)
def test_whatever_is_asked_no_article_that_is_gone_answers(
    both: tuple[Snapshot, Snapshot], text: str
) -> None:
    """What an unknown word is taken for depends on surfaces too, which may outlive an article."""
    (found, anew), question = both, Question(text, limit=9)
    there = {document.article.id for document in anew.documents}
    answer = respond(found, question, WEIGHTS)
    for excerpt in answer.excerpts:
        assert {excerpt.article.id, *excerpt.also_in} <= there
        document = found.document(excerpt.article.id)
        assert document is not None
        assert document.slice(excerpt.span) == excerpt.quote
    queries = [understand(text, snapshot, Tokeniser()) for snapshot in both]
    assert [set(query.terms) <= set(anew.vocabulary) for query in queries] == [True, True]
    if not any(query.unknown for query in queries):
        same = respond(anew, question, WEIGHTS)
        assert (answer.answered, answer.suggestion) == (same.answered, same.suggestion)
        assert math.isclose(answer.confidence, same.confidence, abs_tol=1e-6)


@given(changes())
@settings(max_examples=20)
def test_where_everything_is_gone_nothing_is_found(both: tuple[Snapshot, Snapshot]) -> None:
    old = list(both[1].documents)
    found = changed(old, [each.article.path for each in old])
    assert list(found.documents) == []
    assert found.paragraphs.corpus_size == 0
    assert found.paragraphs.get_scores(TERMS).tolist() == [0.0] * found.paragraphs.slots
    assert not respond(found, Question("Who met the economist?"), WEIGHTS).answered
    assert not tell(found, Topic("economist talks"), WEIGHTS).answered


def test_a_term_that_is_gone_hides_no_other_that_is_near() -> None:
    sailing = document("The ferries were sailing.", path="a.md")
    found, anew = pair([sailing, document("A ferrieq.", path="b.md")], ["b.md"])
    for snapshot in (found, anew):
        assert nearest("ferriea", "ferrieas", snapshot) == "ferri"
