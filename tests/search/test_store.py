"""A saved snapshot comes back whole, or not at all with a clear reason."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.answer import Answer, Question
from bot.answer.respond import respond
from bot.answer.weights import shipped
from bot.articles.article import Corpus, Dropped, Rejection, Span
from bot.errors import SnapshotError
from bot.search import store
from bot.search.snapshot import Snapshot
from tests.corpora import QUESTIONS, corpora, document, snapshot_of

HARBOUR = Corpus(
    (
        replace(
            document(
                "Three electric cranes arrived in Norrhaven. “They lift forty tonnes,” Dahl said.",
                "They came on March 1 and 2, Dahl said, and will be tested on Friday.",
                "The old cranes will be sold for scrap — a pity.",
                path="harbour/cranes.md",
                title="Cranes for Norrhaven",
                source="Quay Post",
                day=date(2019, 3, 4),
                warnings=("Check the figures.",),
            ),
            dropped=(Dropped(Span(0, 2), "front matter"),),
            notes=("Read as Windows-1252.",),
        ),
        document("Herring prices doubled in 2021.", path="中/herring.md"),
    ),
    (Rejection("notes.pdf", "Unsupported kind of file."),),
)


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    folder = tmp_path / "snapshots" / "7"
    Snapshot.build(HARBOUR, 7).save(folder)
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Saved once for many tries; each must leave it as it was."""
    folder = tmp_path_factory.mktemp("kept") / "7"
    Snapshot.build(HARBOUR, 7).save(folder)
    return folder


def said(answer: Answer) -> Answer:
    return replace(answer, took_ms=0.0)


def test_everything_comes_back(saved: Path) -> None:
    built, loaded = Snapshot.build(HARBOUR, 7), Snapshot.load(saved)
    assert loaded.number == 7
    assert loaded.corpus == HARBOUR
    assert loaded.vocabulary == built.vocabulary
    assert loaded.surfaces == built.surfaces
    assert len(built.mentions.first) == 3
    for part in ("terms", "layout", "mentions"):
        one, other = getattr(built, part), getattr(loaded, part)
        for name in one.__slots__:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
            assert getattr(one, name).dtype == getattr(other, name).dtype


@given(corpora(articles=3), st.lists(QUESTIONS, min_size=1, max_size=4))
@settings(max_examples=20)
def test_a_loaded_snapshot_gives_the_same_answers(corpus: Corpus, questions: list[str]) -> None:
    built = Snapshot.build(corpus, 3)
    with TemporaryDirectory() as folder:
        built.save(Path(folder) / "3")
        loaded = Snapshot.load(Path(folder) / "3")
    for text in questions:
        question = Question(text, limit=5)
        one = respond(built, question, shipped())
        assert said(respond(loaded, question, shipped())) == said(one)


def test_a_missing_snapshot_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError):
        Snapshot.load(tmp_path / "none")


def files_of(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_a_truncated_file_is_an_error(saved: Path) -> None:
    for file in files_of(saved):
        whole = file.read_bytes()
        for length in (0, len(whole) // 2, len(whole) - 1):
            file.write_bytes(whole[:length])
            with pytest.raises(SnapshotError):
                Snapshot.load(saved)
        file.unlink()
        with pytest.raises(SnapshotError):
            Snapshot.load(saved)
        file.write_bytes(whole)
    assert Snapshot.load(saved).number == 7


def test_a_flipped_bit_anywhere_in_the_manifest_is_an_error(saved: Path) -> None:
    manifest = saved / store.MANIFEST
    whole = manifest.read_bytes()
    for place in [*range(60), *range(60, len(whole), 7)]:
        altered = bytearray(whole)
        altered[place] ^= 1 << (place % 8)
        manifest.write_bytes(altered)
        with pytest.raises(SnapshotError):
            Snapshot.load(saved)


@given(st.data())
def test_a_flipped_bit_of_any_file_is_an_error(kept: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(files_of(kept)))
    whole = file.read_bytes()
    altered = bytearray(whole)
    altered[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    file.write_bytes(altered)
    try:
        with pytest.raises(SnapshotError):
            Snapshot.load(kept)
    finally:
        file.write_bytes(whole)


@pytest.mark.parametrize("manifest", ["[]", "null", "{}", '{"format": 0}', '{"format": 99}', "{"])
def test_a_manifest_of_another_kind_is_an_error(saved: Path, manifest: str) -> None:
    (saved / store.MANIFEST).write_text(manifest)
    with pytest.raises(SnapshotError):
        Snapshot.load(saved)


def test_another_format_is_named(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    with pytest.raises(SnapshotError, match="another format"):
        Snapshot.load(saved)


def test_a_snapshot_from_before_there_were_mentions_is_of_another_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "FORMAT", 1)
        Snapshot.build(HARBOUR, 7).save(tmp_path / "7")
    assert store.FORMAT == 2
    with pytest.raises(SnapshotError, match="another format"):
        Snapshot.load(tmp_path / "7")


def test_a_snapshot_without_mentions_is_incomplete(tmp_path: Path) -> None:
    built = Snapshot.build(HARBOUR, 7)
    arrays = {
        name: getattr(part, name) for part in (built.terms, built.layout) for name in part.__slots__
    }
    words = list(zip(built.vocabulary, built.surfaces, strict=True))
    store.write(tmp_path / "7", 7, HARBOUR, words, arrays)
    with pytest.raises(SnapshotError, match="incomplete") as caught:
        Snapshot.load(tmp_path / "7")
    assert "mention" in caught.value.detail


def test_a_manifest_that_leaves_files_out_is_an_error(tmp_path: Path) -> None:
    store.write(tmp_path / "1", 1, HARBOUR, [], {})
    with pytest.raises(SnapshotError):
        Snapshot.load(tmp_path / "1")


def test_what_a_person_is_told_holds_no_path(saved: Path) -> None:
    (saved / store.CORPUS).unlink()
    with pytest.raises(SnapshotError) as caught:
        Snapshot.load(saved)
    assert str(saved) not in str(caught.value)
    assert caught.value.detail


def test_a_snapshot_is_never_saved_over_another(saved: Path) -> None:
    before = {file.name: file.read_bytes() for file in files_of(saved)}
    with pytest.raises(SnapshotError, match="already saved"):
        snapshot_of(["A crane."]).save(saved)
    assert {file.name: file.read_bytes() for file in files_of(saved)} == before


@pytest.mark.parametrize("fails_at", range(1, 6))
def test_a_save_that_fails_leaves_nothing_that_could_be_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    calls = 0
    real = os.fsync

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(28, "No space left on device")
        real(handle)

    folder = tmp_path / "1"
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SnapshotError, match="could not be saved"):
        snapshot_of(["A crane."]).save(folder)
    assert not folder.exists()
    snapshot_of(["A crane."]).save(folder)
    assert Snapshot.load(folder).paragraphs.corpus_size == 1


def test_what_an_earlier_save_left_behind_is_no_hindrance(saved: Path) -> None:
    target = saved.with_name("8")
    aside = saved.with_name("8.part")
    shutil.copytree(saved, aside)
    (aside / "stray").write_text("left behind")
    snapshot_of(["A crane."]).save(target)
    assert not aside.exists()
    assert not (target / "stray").exists()
    assert Snapshot.load(target).paragraphs.corpus_size == 1


def test_the_manifest_lists_every_other_file(saved: Path) -> None:
    manifest: dict[str, Any] = json.loads((saved / store.MANIFEST).read_text())
    others = {file.name for file in files_of(saved)} - {store.MANIFEST}
    assert set(manifest["files"]) == others
