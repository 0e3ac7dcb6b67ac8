"""Reading collections: what is judged, what is asked, and a corpus that indexes as it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.collections import (
    judged_collections,
    judged_corpus,
    reading_collections,
    reading_corpus,
)
from bench.examples import library

from .made import data, judged, reading, zipped


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return data(tmp_path)


def test_collections_are_found_below_data_and_in_data_itself(made: Path) -> None:
    for folder in (made, made / "retrieval", made / "retrieval" / "harbours"):
        assert [one.name for one in judged_collections(folder)] == ["harbours"]
    assert [one.name for one in reading_collections(made)] == ["buildings"]
    assert reading_collections(made / "retrieval" / "harbours") == []


def test_a_judged_collection(made: Path) -> None:
    (found,) = judged_collections(made)
    assert list(found.texts) == list(found.titles) == [f"d{n}" for n in range(20)]
    assert (found.titles["d0"], found.titles["d1"]) == ("", "The lighthouse")
    assert len(found.topics) == 10  # nobody judged the eleventh
    assert found.topics[3].text == "Where does the pier stand, “Revet”?"
    assert found.topics[3].grades == {"d3": 2.0, "d13": 1.0}  # without the grade of 0


def test_a_reading_collection(made: Path) -> None:
    (found,) = reading_collections(made)
    assert len(found.articles) == 10
    assert list(found.articles["Norrhaven"]) == ["p0-0", "p0-1"]
    assert len(found.questions) == 40  # without the impossible ones
    first = found.questions[0]
    assert (first.id, first.paragraph, first.article) == ("q0-0-0", "p0-0", "Norrhaven")
    assert first.answers == ("Ada",)


def test_a_document_becomes_an_article_of_one_paragraph(made: Path) -> None:
    (found,) = judged_collections(made)
    documents = judged_corpus(found).documents
    assert [document.article.id for document in documents] == list(found.texts)
    for document in documents:
        (paragraph,) = document.paragraphs
        assert document.slice(paragraph.span) == found.texts[document.article.id]
        assert len(paragraph.sentences) == 2
        assert document.article.title == (found.titles[document.article.id] or None)


def test_paragraphs_of_one_title_become_one_article(made: Path) -> None:
    (found,) = reading_collections(made)
    documents = reading_corpus(found, without=frozenset(["Kalvo"])).documents
    assert [document.article.id for document in documents] == [
        name for name in found.articles if name != "Kalvo"
    ]
    for document in documents:
        texts = [document.slice(paragraph.span) for paragraph in document.paragraphs]
        assert texts == list(found.articles[document.article.id].values())


def test_blank_paragraphs_do_not_move_the_names_of_the_others(tmp_path: Path) -> None:
    reading(tmp_path / "buildings")
    folder = tmp_path / "gaps"
    folder.mkdir()
    texts = ["The crane stands.", " \n", "", "  The ferry sails. It is old. "]
    zipped(
        folder / "paragraphs.jsonl.gz",
        ({"id": f"p{n}", "title": "Gaps", "text": text} for n, text in enumerate(texts)),
    )
    zipped(
        folder / "questions.jsonl.gz",
        (
            {"id": pid, "q": "What sails?", "pid": pid, "answers": [["ferry", 0]], "imp": False}
            for pid in ("p1", "p3")
        ),
    )
    (found,) = reading_collections(folder)
    shelf = library(found)
    assert len(shelf.ids) == shelf.snapshot.paragraphs.corpus_size
    document, paragraph = shelf.snapshot.paragraph(shelf.places["p3"])
    assert document.slice(paragraph.span) == "The ferry sails. It is old."
    assert [question.id for question in found.questions] == ["p3"]


def test_a_document_without_text_is_known_by_its_title(tmp_path: Path) -> None:
    judged(tmp_path / "harbours")
    zipped(
        tmp_path / "harbours" / "corpus.jsonl.gz",
        [{"id": 1, "title": "Only a title", "text": ""}, {"id": 2, "title": None, "text": "Text."}],
    )
    (found,) = judged_collections(tmp_path)
    assert found.texts == {"1": "Only a title", "2": "Text."}
    assert found.titles["2"] == ""
    assert len(judged_corpus(found).documents) == 2
