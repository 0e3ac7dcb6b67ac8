"""The bench of formats on two articles, and what its pages are made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.formats import run
from bench.formats.made import made_stories
from bench.formats.pages import SOFT_HYPHEN, hyphenated


def test_two_articles_in_six_formats(capsys: pytest.CaptureFixture[str]) -> None:
    found = run.run(None, as_json=True, count=2)
    assert list(found) == ["txt", "md", "docx", "epub", "html", "pdf"]
    for name in ("txt", "md", "docx", "epub", "html"):
        figures = found[name]
        assert isinstance(figures, dict)
        assert figures["recovered"] >= run.BARS[name]
        assert figures["extra"] == 0
    printed = capsys.readouterr().out
    assert json.loads(printed.splitlines()[-1]) == found
    assert "peer_extra" in printed


def test_stories_are_the_same_each_time_and_hold_every_kind() -> None:
    stories = made_stories(6)
    assert stories == made_stories(6)
    assert {part.kind for story in stories for part in story.parts} == {
        "paragraph",
        "heading",
        "item",
        "quote",
    }
    marks = {run.mark for story in stories for part in story.parts for run in part.runs}
    assert marks == {"", "bold", "italic", "link"}


def test_texts_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "2019-03-05-late.txt").write_text("The ferry was late.\n\nIt sank, he said.\n")
    (tmp_path / "undated.txt").write_text("No date is known of it.\n")
    (tmp_path / "empty.txt").write_text("")
    (story,) = run.told_stories(tmp_path, 5)
    assert story.paragraphs == ("The ferry was late.", "It sank, he said.")
    assert run.run(tmp_path / "none", as_json=False) == {}


def test_hyphens_are_within_long_words() -> None:
    assert hyphenated("a warehouse") == f"a ware{SOFT_HYPHEN}house"
    assert hyphenated("tide, 1234567") == "tide, 1234567"
