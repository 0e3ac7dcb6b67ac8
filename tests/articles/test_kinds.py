from __future__ import annotations

import pytest

from bot.articles.document import READERS
from bot.articles.readers.kinds import (
    SUFFIXES,
    is_plain,
    kind_of,
    suffix_of,
    supported,
    too_large,
    unsupported_sentence,
)


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        ("a.txt", True),
        ("in/a.MD", True),
        ("a.pdf", False),
        ("a.zip//b.txt", False),
        ("a.txt.zip", False),
        ("a", False),
        ("in.txt/a", False),
    ],
)
def test_text_of_its_own_file_alone_is_plain(path: str, plain: bool) -> None:
    assert is_plain(path) == plain


def test_plain_kinds_are_those_that_a_text_reader_reads() -> None:
    assert {suffix for suffix, kind in SUFFIXES.items() if kind.plain} == set(READERS)


@pytest.mark.parametrize("name", ["a.HTML", "a.b.docx", "a.rss", ".zip"])
def test_a_name_s_end_tells_its_kind(name: str) -> None:
    assert supported(name)
    assert kind_of(name) is SUFFIXES[suffix_of(name)]


@pytest.mark.parametrize("name", ["a", "a.exe", "a.pdf~", "a.pdf ", "html", "a.tar.gz", ""])
def test_what_has_another_end_cannot_be_read(name: str) -> None:
    assert not supported(name)
    assert kind_of(name) is None


def test_each_kind_has_its_size() -> None:
    assert too_large("a.pdf", 50_000_000) is None
    assert too_large("a.pdf", 50_100_000) == "Larger than 50 MB (50.1 MB)."
    assert too_large("a.html", 5_100_000) == "Larger than 5 MB (5.1 MB)."
    assert too_large("a.exe", 5_100_000) == "Larger than 5 MB (5.1 MB)."


def test_the_sentence_names_every_kind() -> None:
    assert all(f"{suffix}" in unsupported_sentence() for suffix in SUFFIXES)
    assert unsupported_sentence().endswith(" and .zip are read.")
