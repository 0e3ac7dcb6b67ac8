"""What is said of a quote's source."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.answer.answer import Excerpt
from bot.answer.citing import Citation, also_in, parts, quoted
from bot.articles.article import Provenance
from tests.timelines import event

EXCERPT = event("2018-08-16", "The crane came.", title="Crane at last").excerpt


def cited(**article: Any) -> Citation:
    """Fields of the article; `excerpt` changes the excerpt's."""
    changed: Excerpt = replace(EXCERPT, **article.pop("excerpt", {}))
    return parts(replace(changed, article=replace(changed.article, **article)))


def test_a_source_in_parts() -> None:
    assert cited(excerpt={"paragraph": 1200, "also_in": ("a", "b")}).parts == (
        *("Crane at last", "Quay Post", "17 Aug 2018", "¶ 1,200", "also in 2 others"),
    )
    assert cited().parts == ("Crane at last", "Quay Post", "17 Aug 2018", "¶ 1")


@pytest.mark.parametrize("title", [None, "", " \u200b "])
def test_an_article_without_title_is_named_by_its_file(title: str | None) -> None:
    assert cited(title=title, path="ports/old\u202e quay.md").title == "untitled (old quay.md)"


@pytest.mark.parametrize(
    ("source", "authors", "origin"),
    [
        ("Quay Post", ("Ada Quill",), "Quay Post"),
        (None, ("Ada Quill",), "by Ada Quill"),
        (" ", ("Ada Quill", " ", "Bo\nLind"), "by Ada Quill and Bo Lind"),
        (None, ("A", "B", "C"), "by A, B and 1 more"),
        (None, ("A", "B", "C", "D"), "by A, B and 2 more"),
        (None, ("\u200b",), "outlet not named"),
        (None, (), "outlet not named"),
    ],
)
def test_where_it_comes_from(source: str | None, authors: tuple[str, ...], origin: str) -> None:
    told = cited(source=source, authors=authors)
    assert told.origin == told.parts[1] == origin


def test_the_date_says_how_sure_it_is() -> None:
    inferred = {**EXCERPT.article.provenance, "date": Provenance.INFERRED}
    assert cited(provenance=inferred).published == "about 17 Aug 2018, inferred"
    assert cited(date=None).published == "undated"


def test_warnings_come_once_each_and_never_empty() -> None:
    told = cited(excerpt={"warnings": ("Take care.", " ")}, warnings=("A\nB.", "Take  care."))
    assert told.warnings == ("Take care.", "A B.")


def test_others_are_counted() -> None:
    assert [also_in(count) for count in (1, 2, 1000)] == [
        *("also in 1 other", "also in 2 others", "also in 1,000 others"),
    ]
    assert cited(excerpt={"also_in": ("a",)}).also_in == 1


def test_a_quote_on_one_line_shows_its_cuts() -> None:
    cut = replace(EXCERPT, quote="The\ncrane", cut_before=True, cut_after=True)
    assert quoted(cut) == "[…] The crane […]"
