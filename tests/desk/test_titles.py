from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Corpus
from bot.desk import titles
from bot.search.snapshot import Snapshot
from tests.corpora import corpora, document, snapshot


def found(held: Snapshot, typed: str, limit: int = 25) -> list[str]:
    return [match.title for match in titles.find(held, typed, limit)]


@pytest.fixture(scope="module")
def held() -> Snapshot:
    return snapshot(
        document("A b.", path="a.md", title="Cranes for Norrhaven", day=date(2019, 3, 4)),
        document("A b.", path="b.md", title="Electric cranes arrive", day=date(2019, 5, 12)),
        document("A b.", path="c.md", title="Cranes sold", source="Quay Post"),
        document("A b.", path="d.md", title="The floating seacranes", day=date(2020, 1, 1)),
        document("A b.", path="old/Herring  prices.txt"),
        document("A b.", path="e.md", title="Ærø\n ferry: “STRIKE” over"),
    )


def test_titles_that_begin_so_come_first_then_words_then_anything(held: Snapshot) -> None:
    assert found(held, "cranes") == [
        "Cranes for Norrhaven",
        "Cranes sold",
        "Electric cranes arrive",
        "The floating seacranes",
    ]
    assert found(held, "CRANES", 2) == ["Cranes for Norrhaven", "Cranes sold"]


def test_words_in_any_order_are_found_after_the_text_as_typed(held: Snapshot) -> None:
    assert found(held, "norrhaven cranes") == ["Cranes for Norrhaven"]
    assert found(held, "  Cranes   FOR ") == ["Cranes for Norrhaven"]
    assert found(held, "norrhaven zeppelin") == []


def test_nothing_typed_gives_the_newest_and_the_undated_last(held: Snapshot) -> None:
    assert found(held, " ", 3) == [
        "The floating seacranes",
        "Electric cranes arrive",
        "Cranes for Norrhaven",
    ]
    assert len(found(held, "")) == 6


def test_without_a_title_the_name_of_the_file_counts(held: Snapshot) -> None:
    assert found(held, "herring prices") == ["untitled (Herring prices.txt)"]
    assert found(held, "old/") == []


def test_a_match_says_what_the_article_is(held: Snapshot) -> None:
    [match] = titles.find(held, "cranes sold", 5)
    assert (match.source, match.date) == ("Quay Post", None)
    there = held.document(match.article_id)
    assert there is not None
    assert there.article.path == "c.md"


def test_a_title_is_one_line_and_no_mark_of_a_pattern_is_special(held: Snapshot) -> None:
    assert found(held, "ærø ferry: “strike”") == ["Ærø ferry: “STRIKE” over"]
    assert found(held, ".*") == []
    assert found(held, "arrive\ncranes") == ["Electric cranes arrive"]


@given(corpora(articles=6, sentences=1), st.text("aceinrst C", max_size=6))
def test_what_is_found_holds_every_word_and_nothing_else_does(corpus: Corpus, typed: str) -> None:
    held = Snapshot.build(corpus)
    names = {
        document.article.id: (document.article.title or document.article.path).casefold()
        for document in held.documents
    }
    wanted = {
        each for each, name in names.items() if all(word in name for word in typed.lower().split())
    }
    matches = titles.find(held, typed, 25)
    assert {match.article_id for match in matches} == wanted
    assert len(matches) == len(wanted)
