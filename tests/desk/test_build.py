"""Building a snapshot from a folder, in this process and in one of its own."""

from __future__ import annotations

import asyncio
import os
from datetime import date
from pathlib import Path

import pytest

from bot.desk import build as build_module
from bot.desk.build import build, build_aside
from bot.errors import CorpusError
from bot.search.snapshot import Snapshot
from tests.desks import CRANES, FERRY


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "secret-name"
    corpus.mkdir()
    (corpus / "cranes.md").write_text(CRANES)
    (corpus / "notes.pdf").write_bytes(b"%PDF")
    return corpus


def test_a_folder_becomes_a_snapshot_with_its_number(folder: Path) -> None:
    made = build(folder, 7)
    assert made.number == 7
    assert [document.article.path for document in made.corpus.documents] == ["cranes.md"]
    assert [rejection.path for rejection in made.corpus.rejected] == ["notes.pdf"]
    assert date(2019, 5, 12).toordinal() in made.mentions.first


@pytest.mark.parametrize(
    ("files", "rejected"),
    [({}, 0), ({"a.pdf": b"%PDF"}, 1), ({"a.md": b"---\ntitle: A\n---\n"}, None)],
    ids=["empty", "nothing readable", "no text"],
)
def test_a_folder_without_an_article_is_an_error(
    tmp_path: Path, files: dict[str, bytes], rejected: int | None
) -> None:
    corpus = tmp_path / "secret-name"
    corpus.mkdir()
    for name, data in files.items():
        (corpus / name).write_bytes(data)
    with pytest.raises(CorpusError, match="no readable article") as caught:
        build(corpus, 1)
    assert rejected is None or f"({rejected} files rejected)" in str(caught.value)
    assert "secret-name" not in str(caught.value)
    assert "secret-name" in caught.value.detail


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        build(tmp_path / "secret-name", 1)
    assert "secret-name" not in str(caught.value)


async def test_built_aside_it_is_the_same_and_the_loop_goes_on(folder: Path) -> None:
    (folder / "ferry.md").write_text(FERRY)
    beats = 0

    async def heart() -> None:
        nonlocal beats
        while True:
            await asyncio.sleep(0.01)
            beats += 1

    beating = asyncio.create_task(heart())
    aside = await build_aside(folder, 3)
    beating.cancel()
    here = build(folder, 3)
    assert beats > 5
    assert aside.number == here.number == 3
    assert aside.corpus == here.corpus
    assert aside.vocabulary == here.vocabulary
    assert aside.mentions.first.tolist() == here.mentions.first.tolist()


async def test_an_error_of_the_worker_comes_back_whole(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="no readable article") as caught:
        await build_aside(tmp_path, 2)
    assert caught.value.detail == str(tmp_path)


async def test_a_worker_that_dies_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_module, "build", die)
    with pytest.raises(CorpusError, match="old corpus still serves") as caught:
        await build_aside(folder, 2)
    assert "BrokenProcessPool" in caught.value.detail


def die(folder: Path, number: int) -> Snapshot:
    os._exit(3)
