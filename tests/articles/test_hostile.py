"""Whatever a file does, what comes of it is an article or a clear reason, soon."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.articles.article import Document
from bot.articles.reject import RejectionError
from bot.articles.sandbox import Sandbox
from tests.articles.hostile import HOSTILE, Hostile
from tests.articles.hostile.looking import VAGUE, clear, outcomes, told

QUICK = [each for each in HOSTILE if each.quick]

MAX_SECONDS = 10


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.mark.parametrize("hostile", QUICK, ids=lambda each: each.name)
def test_a_hostile_file_gives_an_article_or_a_reason(
    hostile: Hostile, tmp_path: Path, sandbox: Sandbox
) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    hostile.put(folder)
    began = time.monotonic()
    found = outcomes(folder, sandbox)
    assert time.monotonic() - began < MAX_SECONDS
    reasons = [told(each) for each in found if not isinstance(each, Document)]
    assert all(clear(reason) for reason in reasons), reasons
    assert not [reason for reason in reasons if any(word in reason for word in VAGUE)]
    assert any(re.search(hostile.expects, told(each)) for each in found), list(map(told, found))
    for document in (each for each in found if isinstance(each, Document)):
        assert "root:" not in document.text  # of /etc/passwd
        assert all(document.slice(paragraph.span).strip() for paragraph in document.paragraphs)


def test_there_are_enough_kinds() -> None:
    names = [each.name for each in HOSTILE]
    assert len(names) == len(set(names)) >= 45


def test_the_worker_is_as_well_after_all_of_them(sandbox: Sandbox) -> None:
    with pytest.raises(RejectionError, match="no zip archive"):
        sandbox.read("a.docx", b"Hello")
