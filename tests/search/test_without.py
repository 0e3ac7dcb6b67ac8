"""A view without some collections is what an index made anew of the other articles would be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.answer.answer import Question
from bot.answer.event import Topic
from bot.answer.question import understand
from bot.answer.respond import respond
from bot.answer.spelling import nearest
from bot.answer.timeline import tell
from bot.answer.weights import shipped
from bot.articles.article import Corpus, Document, Rejection
from bot.articles.document import article_id
from bot.articles.members import collection_of
from bot.search.reading import heading
from bot.search.snapshot import Snapshot
from bot.search.strings import packed
from bot.search.without import KEPT_VIEWS, holds, without
from bot.text.tokens import Tokeniser, split
from tests.corpora import DATES, QUESTIONS, WORDS, corpora, document, snapshot
from tests.search.pieces import by_path, changed

WEIGHTS = replace(shipped(), threshold=0.0)
TERMS = sorted(set(Tokeniser().terms(" ".join(WORDS))))
ASKED = st.lists(st.sampled_from([*TERMS, "zeppelin"]), max_size=5)
HIDDEN = frozenset({"vault"})
FOLDERS = ("", "vault/", "vault/deep/", "vaults/", "press/")


def moved(found: Document, path: str) -> Document:
    return replace(found, article=replace(found.article, path=path, id=article_id(path)))


@st.composite
def whole_and_rest(draw: st.DrawFn) -> tuple[Snapshot, Snapshot]:
    """A snapshot, with a delta or without, and one made anew of what of it is not in the vault."""
    documents = [
        moved(each, f"{draw(st.sampled_from(FOLDERS))}{number}.md")
        for number, each in enumerate(
            each for _ in range(2) for each in draw(corpora(longest=12, dates=DATES)).documents
        )
    ]
    kind = st.sampled_from(["base", "gone", "delta"])
    kinds = [draw(kind) for _ in documents]
    gone = {d.article.path for d, k in zip(documents, kinds, strict=True) if k == "gone"}
    old = [d for d, k in zip(documents, kinds, strict=True) if k != "delta"]
    new = [d for d, k in zip(documents, kinds, strict=True) if k == "delta"]
    whole = changed(old, gone, new) if gone or new else Snapshot.build(Corpus(by_path(old)))
    return whole, Snapshot.build(Corpus(rest([*old, *new], gone)))


def rest(documents: Sequence[Document], gone: set[str]) -> list[Document]:
    return by_path(
        each
        for each in documents
        if each.article.path not in gone and collection_of(each.article.path) not in HIDDEN
    )


@given(whole_and_rest())
def test_the_articles_are_those_of_one_built_anew(both: tuple[Snapshot, Snapshot]) -> None:
    view, anew = without(both[0], HIDDEN), both[1]
    assert by_path(view.documents) == list(anew.documents)
    assert len(view.documents) == len(view.corpus.documents) == len(anew.documents)
    assert view.untitled == anew.untitled
    assert view.mean_sentence == anew.mean_sentence
    assert view is both[0] or set(view.outlets) == set(anew.outlets)
    for other, path in anew.documents.paths():
        place = view.place(article_id(path))
        assert place is not None
        assert view.document(article_id(path)) == anew.documents[other]
        assert view.dates[place] == anew.dates[other]
    for number, path in both[0].documents.paths():
        if collection_of(path) in HIDDEN:
            assert view.place(article_id(path)) is None
            assert view.document(article_id(path)) is None
            paragraphs = range(*both[0].layout.first_paragraph[number : number + 2])
            for paragraph in paragraphs:
                assert paragraph not in view.copies_of(paragraph)


@given(whole_and_rest(), ASKED)
def test_scores_are_those_of_one_built_anew_to_the_last_bit(
    both: tuple[Snapshot, Snapshot], query: list[str]
) -> None:
    view, anew = without(both[0], HIDDEN), both[1]
    for name in ("paragraphs", "articles", "titles"):
        found, other = getattr(view, name), getattr(anew, name)
        assert (found.corpus_size, found.avgdl) == (other.corpus_size, other.avgdl)
        scores = found.get_scores(query)
        assert sorted(scores[scores > 0]) == sorted(s for s in other.get_scores(query) if s)
        known = [term for term in query if term in anew.vocabulary]
        assert found.idf_of(found.term_ids(known)).tolist() == (
            other.idf_of(other.term_ids(known)).tolist()
        )
        hits = found.top(found.term_ids(query), 5)
        best = other.top(other.term_ids(query), 5)
        assert hits.scores.tolist() == best.scores.tolist()


@given(whole_and_rest(), QUESTIONS)
@settings(max_examples=60)
def test_no_answer_tells_more_than_the_articles_it_may_show(
    both: tuple[Snapshot, Snapshot], text: str
) -> None:
    view, anew = without(both[0], HIDDEN), both[1]
    paths = {path for _, path in view.documents.paths()}
    ids = {article_id(path) for path in paths}
    answer = respond(view, Question(text, limit=9), WEIGHTS)
    timeline = tell(view, Topic(text), WEIGHTS)
    excerpts = [*answer.excerpts, *answer.near_misses, *timeline.near_misses]
    for excerpt in [*excerpts, *(event.excerpt for event in timeline.events)]:
        assert excerpt.article.path in paths
        assert set(excerpt.also_in) <= ids
    texts = [*(each.text for each in view.documents), text]
    texts += [heading(each.article) for each in view.documents]
    known = {word for each in texts for word in split(each)}
    for suggested in (answer.suggestion, timeline.suggestion):
        assert known.issuperset(split(suggested or ""))
    query, other = (understand(text, each, Tokeniser()) for each in (view, anew))
    if query.corrected != other.corrected:  # now and then a form is not known to be there
        assert query.corrected.keys() <= other.corrected.keys()
        return
    assert (query.terms, query.idf.tolist(), query.unknown) == (
        other.terms,
        other.idf.tolist(),
        other.unknown,
    )
    assert timeline.articles == tell(anew, Topic(text), WEIGHTS).articles
    assert timeline.activity == tell(anew, Topic(text), WEIGHTS).activity
    assert answer.answered == respond(anew, Question(text), WEIGHTS).answered


@given(whole_and_rest(), st.text("acentrkpsuoi2中", max_size=3), st.sampled_from([None, 1, 3]))
def test_terms_that_begin_alike_are_those_of_one_built_anew(
    both: tuple[Snapshot, Snapshot], prefix: str, most: int | None
) -> None:
    view, anew = without(both[0], HIDDEN), both[1]
    assume(view is not both[0])  # which may have terms of articles that are gone
    terms, words = view.beginning_with(prefix, most)
    assert terms == anew.beginning_with(prefix, most)[0]
    assert len(words) == len(terms)


def open_and_secret(secret: str, visible: str = "A crane stood in the harbour.") -> Snapshot:
    return snapshot(
        document(visible, path="a.md", title="The port"),
        document(secret, path="vault/b.md", title="Secret", source="Vault Ledger"),
    )


def test_a_word_of_hidden_articles_is_not_suggested() -> None:
    whole = open_and_secret("The zeppelins landed.")
    view = without(whole, HIDDEN)
    assert nearest("zeppelim", "zeppelim", whole) == "zeppelin"
    assert nearest("zeppelim", "zeppelim", view) is None
    assert respond(whole, Question("Which zeppelims landed?"), WEIGHTS).suggestion is not None
    assert respond(view, Question("Which zeppelims landed?"), WEIGHTS).suggestion is None


def test_a_form_of_a_word_that_only_hidden_articles_have_is_not_suggested() -> None:
    whole = open_and_secret("An economist spoke.", "The economists of the harbour met.")
    view = without(whole, HIDDEN)
    asked = Question("Did the ecomomist of the harbour meet?")
    assert respond(whole, asked, WEIGHTS).suggestion == "Did the economist of the harbour meet?"
    assert view.surface("economist") == "economists"
    assert respond(view, asked, WEIGHTS).suggestion == "Did the economists of the harbour meet?"


def test_a_name_of_a_month_stands_for_itself() -> None:
    whole = snapshot(
        document("It fell.", path="a.md", title="Crane", day=date(2019, 2, 8)),
        document("In february it rose.", path="vault/b.md"),
    )
    assert without(whole, HIDDEN).surface("februari") == "February"
    assert without(whole, HIDDEN).surface("rose") == "rose"


def test_a_visible_copy_of_a_hidden_paragraph_is_quoted() -> None:
    text = "The port of Norrhaven ordered three electric cranes from a yard in Finland on Monday."
    whole = snapshot(document(text, path="vault/a.md"), document(text, path="wire/b.md"))
    view = without(whole, HIDDEN)
    answer = respond(view, Question("Who ordered three electric cranes?"), WEIGHTS)
    assert [each.article.path for each in answer.excerpts] == ["wire/b.md"]
    assert answer.excerpts[0].also_in == ()
    assert respond(whole, answer.question, WEIGHTS).excerpts[0].also_in


def test_a_bound_that_a_hidden_article_gives_is_not_told() -> None:
    line = "The ministers of both countries will meet again for talks in the capital on Tuesday."
    whole = snapshot(
        document(line, path="a.md"), document(line, path="vault/b.md", day=date(2019, 3, 4))
    )
    shown = whole.documents[0].article
    assert (shown.earliest, shown.latest) != (None, None)
    hidden = without(whole, HIDDEN).documents[0].article
    assert (hidden.earliest, hidden.latest) == (None, None)


def test_what_was_left_out_of_a_hidden_collection_is_not_told() -> None:
    documents = (document("A crane.", path="a.md"),)
    rejected = (Rejection("vault/x.pdf", "broken"), Rejection("y.pdf", "broken"))
    whole = Snapshot.build(Corpus(documents, rejected))
    assert [each.path for each in without(whole, HIDDEN).corpus.rejected] == ["y.pdf"]


def test_where_nothing_is_hidden_nothing_is_made() -> None:
    whole = open_and_secret("The zeppelins landed.")
    assert without(whole, frozenset()) is whole
    assert without(whole, frozenset({"elsewhere", ""})) is whole
    assert without(whole, HIDDEN) is without(whole, frozenset({"vault"}))
    assert len(whole.views) == 1


def test_only_some_views_are_kept() -> None:
    folders = [f"f{number}" for number in range(KEPT_VIEWS + 3)]
    whole = snapshot(*(document("A crane.", path=f"{folder}/a.md") for folder in folders))
    for folder in folders:
        assert len(without(whole, frozenset({folder})).documents) == len(folders) - 1
    assert len(whole.views) == KEPT_VIEWS


def test_everything_may_be_hidden() -> None:
    whole = snapshot(document("A crane stood.", path="vault/a.md", title="Crane"))
    view = without(whole, HIDDEN)
    answer = respond(view, Question("Where did the crane stand?"), WEIGHTS)
    assert (answer.answered, answer.near_misses, len(view.documents)) == (False, (), 0)
    assert not tell(view, Topic("the crane"), WEIGHTS).near_misses


@pytest.mark.parametrize(
    ("path", "hidden"),
    [
        ("vault/a.md", True),
        ("vault/a.zip//b.md", True),
        ("vault//b.md", False),  # a file of that name at the top
        ("vault.md", False),
        ("Vault/a.md", False),
        ("press/vault/a.md", False),
        ("vault", False),
    ],
)
def test_a_collection_is_a_top_level_folder(path: str, hidden: bool) -> None:
    whole = snapshot(document("A crane.", path=path), document("A ferry.", path="b.md"))
    assert (whole.document(article_id(path)) is None) is False
    assert (without(whole, HIDDEN).document(article_id(path)) is None) is hidden
    assert holds(whole, "vault") is hidden
    assert (collection_of(path) == "vault") is hidden


def test_what_is_gone_holds_nothing() -> None:
    old = [document("A crane.", path="vault/a.md"), document("A ferry.", path="b.md")]
    assert holds(changed(old), "vault")
    assert not holds(changed(old, {"vault/a.md"}), "vault")


@given(st.lists(st.text("ab/é", max_size=4)), st.text("ab/é", max_size=3))
def test_beginnings_of_strings(strings: list[str], prefix: str) -> None:
    found = packed(strings).beginning_with(prefix)
    np.testing.assert_array_equal(found, [each.startswith(prefix) for each in strings])
