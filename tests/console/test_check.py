from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.articles.article import FIELDS, Corpus, Provenance
from bot.articles.dated import published
from bot.articles.library import scan
from bot.console.check import check, corpus_to_json, show_corpus
from bot.console.screen import Screen
from bot.errors import CorpusError
from tests.corpora import document

FERRY = """\
---
title: The ferry returns
source: The Ferry Post
date: 2021-05-04
---
The ferry returned to the north bank on Monday after eleven weeks. Forty people waited for it.

Subscribe to our newsletter

The pilot, Ada Quill, said the river had been “kinder than the engine.”
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ferry.md").write_text(FERRY, "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9)
    return tmp_path


def test_json_tells_everything_and_its_spans_are_true(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(folder, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    [article] = told["articles"]
    assert article["title"] == "The ferry returns"
    assert article["date"] == "2021-05-04"
    assert article["provenance"]["source"] == "declared"
    assert article["provenance"]["authors"] == "unknown"
    text = (folder / "ferry.md").read_text("utf-8")
    for part in (*article["paragraphs"], *article["dropped"]):
        assert text[slice(*part["span"])] == part["text"]
    assert [paragraph["paragraph"] for paragraph in article["paragraphs"]] == [1, 2]
    assert all(dropped["reason"] for dropped in article["dropped"])
    assert [item["path"] for item in told["rejected"]] == ["empty.txt", "picture.txt"]
    assert all(item["reason"] for item in told["rejected"])


def test_people_see_fields_with_provenance_what_was_dropped_and_what_was_rejected(
    folder: Path,
) -> None:
    stream = io.StringIO()
    show_corpus(Screen(stream), scan(folder))
    text = stream.getvalue()
    assert "ferry.md\n  title:   The ferry returns (declared)\n" in text
    assert "  date:    4 May 2021 (declared)\n" in text
    assert "  authors: unknown\n" in text
    assert "  ¶ 1    The ferry returned" in text
    assert "dropped (" in text
    assert "rejected: empty.txt: " in text
    assert text.endswith(" dropped, 2 files rejected\n")
    assert "\n1 article, 2 paragraphs quotable, " in text


def test_escape_sequences_of_a_file_stay_out_of_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "a\x1b[31m.md").write_text(
        FERRY.replace("The ferry returns", '"Red \\e[31m"').replace("Ada", "\x1b]0;own\x07Ada"),
        "utf-8",
    )
    stream = io.StringIO()
    corpus = scan(tmp_path)
    show_corpus(Screen(stream), corpus)
    assert not set(stream.getvalue()) & set("\x1b\x07")
    assert not set(json.dumps(corpus_to_json(corpus))) & set("\x1b\x07")


def test_a_folder_that_is_not_there_is_a_corpus_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        check(tmp_path / "missing", as_json=False)


def test_bounds_of_an_undated_article_are_worded_and_marked_once() -> None:
    inferred = {**dict.fromkeys(FIELDS, Provenance.UNKNOWN), "date": Provenance.INFERRED}
    bounded = document("The lock keeper retired.", earliest=date(2019, 6, 29))
    bounded = replace(bounded, article=replace(bounded.article, provenance=inferred))
    stream = io.StringIO()
    show_corpus(Screen(stream), Corpus((bounded, document("The lock was painted.", path="b.md"))))
    first, second = (line for line in stream.getvalue().splitlines() if line.startswith("  date:"))
    assert first == f"  date:    {published(bounded.article)}"
    assert first.count("inferred") == 1
    assert second == "  date:    unknown"
