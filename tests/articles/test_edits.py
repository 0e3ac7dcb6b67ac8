"""Corrections: kept beside the articles, applied whenever these are read, lost to nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Provenance
from bot.articles.document import read_document
from bot.articles.edits import NAME, Edit, Edits, by_file, keep_edit, read_edits
from bot.articles.library import scan
from bot.errors import CorpusError

TEXT = "The pier at Norrhaven stays shut until May. The mayor said so."
EDIT = Edit("A pier stays shut", "Quay Post", date(2019, 3, 4))
LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
EDITS = st.builds(Edit, st.none() | LINES, st.none() | LINES, st.none() | st.dates())


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    assert read_edits(tmp_path) == {}
    keep_edit(tmp_path, "b.txt", EDIT)
    keep_edit(tmp_path, "a.zip//b.txt", Edit(title="Other"))
    assert read_edits(tmp_path) == {"a.zip//b.txt": Edit(title="Other"), "b.txt": EDIT}
    keep_edit(tmp_path, "b.txt", Edit(date=date(2020, 1, 1)))
    assert read_edits(tmp_path)["b.txt"] == Edit(date=date(2020, 1, 1))


@pytest.mark.parametrize("nothing", [None, Edit()])
def test_an_edit_is_taken_away(tmp_path: Path, nothing: Edit | None) -> None:
    keep_edit(tmp_path, "b.txt", EDIT)
    keep_edit(tmp_path, "b.txt", nothing)
    assert read_edits(tmp_path) == {}


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), EDITS))
def test_digests_tell_edits_apart(edits: dict[str, Edit]) -> None:
    told = by_file(edits)
    assert told == by_file(dict(reversed(edits.items())))
    for path in edits:
        changed = edits | {path: Edit(title="Some title that nobody gave")}
        assert by_file(changed) != told or changed == edits


def test_an_article_is_what_its_file_and_its_edit_say() -> None:
    article = read_document("2018-01-02-news.txt", TEXT.encode()).article
    edited = Edit(source="Quay Post", date=date(2019, 3, 4)).applied(article)
    assert (edited.title, edited.source, edited.date) == (None, "Quay Post", date(2019, 3, 4))
    assert edited.provenance["date"] is edited.provenance["source"] is Provenance.DECLARED
    assert edited.provenance["title"] is article.provenance["title"]
    assert (edited.id, edited.digest) == (article.id, article.digest)


def test_a_scan_applies_them(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(TEXT)
    keep_edit(tmp_path, "b.txt", EDIT)
    [document] = scan(tmp_path).documents
    assert (document.article.title, document.article.source) == (EDIT.title, EDIT.source)


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"articles": 1}',
        b'{"articles": {"a": 1}}',
        b'{"articles": {"a": {"date": "2019-02-30"}}}',
        b'{"articles": {"a": {"title": 7}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_sidecar_is_told_and_never_written_over(tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / NAME).write_bytes(damaged)
    with pytest.raises(CorpusError, match=r"\.edits\.json"):
        keep_edit(tmp_path, "b.txt", EDIT)
    assert (tmp_path / NAME).read_bytes() == damaged
    (tmp_path / "b.txt").write_text(TEXT)
    corpus = scan(tmp_path)
    assert [each.path for each in corpus.rejected] == [NAME]
    assert len(corpus.documents) == 1
    edits = Edits.of(tmp_path)
    assert edits.hold("b.txt", "whatever it was read with")


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="cannot be written"):
        keep_edit(tmp_path / "gone", "b.txt", EDIT)


def test_people_can_read_it(tmp_path: Path) -> None:
    keep_edit(tmp_path, "b.txt", EDIT)
    assert json.loads((tmp_path / NAME).read_text()) == {
        "articles": {
            "b.txt": {"title": "A pier stays shut", "source": "Quay Post", "date": "2019-03-04"}
        }
    }
