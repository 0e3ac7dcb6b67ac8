from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.names import MAX_STEM_BYTES, checked, place_for, safe_collection, safe_name
from bot.errors import CorpusError
from bot.text.unseen import plain

PIECES = st.sampled_from(
    ["..", "/", "\\", ".", "a", "é", "e\u0301", "\u202e", "\0", "\n", " ", "~", "C:", "…", "漢"]
)
NAMES = st.lists(PIECES | st.text(max_size=5), max_size=40).map("".join)


@given(NAMES, st.sampled_from([".md", ".TXT", ".md ", ""]))
def test_an_uploaded_name_stays_in_its_folder_and_in_sight(name: str, suffix: str) -> None:
    try:
        safe = safe_name(name + suffix)
    except CorpusError:
        return
    stem = PurePosixPath(safe).stem
    assert PurePosixPath(safe).parts == (safe,)
    assert not safe.startswith(".")
    assert safe.isprintable()
    assert plain(safe) == safe
    assert unicodedata.is_normalized("NFC", safe)
    assert 0 < len(stem.encode()) <= MAX_STEM_BYTES
    assert safe_name(safe) == safe
    assert checked(place_for(safe, "press")) == f"press/{safe}"


@given(NAMES)
def test_a_collection_is_one_visible_folder_or_refused(name: str) -> None:
    try:
        folder = safe_collection(name)
    except CorpusError:
        return
    assert folder == name.strip()
    assert "/" not in folder
    assert not folder.startswith(".")
    assert len(folder.encode()) <= MAX_STEM_BYTES


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("cranes.md", "cranes.md"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ida\\News of the day.TXT", "News of the day.txt"),
        (".hidden.md", "hidden.md"),
        ("e\u0301te\u0301.md", "été.md"),
        ("a\u202egpj.md", "agpj.md"),
        ("  what?  who*.md", "what who.md"),
        ("x" * 400 + ".md", "x" * MAX_STEM_BYTES + ".md"),
    ],
)
def test_names_that_people_give(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", ".md", "notes", "run.exe", "…/.md", "\u202e.md", "a.md/"])
def test_what_is_no_name_of_an_article_is_refused(name: str) -> None:
    with pytest.raises(CorpusError):
        safe_name(name)


@pytest.mark.parametrize("name", ["a/b", ".git", "..", "a\\b", "x\u202ey", "e\u0301", "a " * 200])
def test_what_is_no_name_of_a_collection_is_refused(name: str) -> None:
    with pytest.raises(CorpusError, match="A collection is one folder"):
        safe_collection(name)


@pytest.mark.parametrize("path", ["", "/a.md", "../a.md", "a/../b.md", ".a/b.md", "a/./b", "a\0b"])
def test_a_path_that_leads_out_is_no_file_of_the_corpus(path: str) -> None:
    with pytest.raises(CorpusError, match="There is no such file"):
        checked(path)
