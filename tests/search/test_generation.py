"""One generation: what is written is what opens, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.articles.article import Document, Rejection
from bot.errors import SnapshotError
from bot.search.generation import Generation, folder_of, open_generation, write_base, write_delta
from bot.search.merging import Piece
from bot.search.postings import invert
from bot.search.reading import read_segment
from bot.search.segment import Segment, arrays_of
from bot.search.store import Writer
from bot.text.batch import BatchTokeniser
from tests.corpora import document, snapshot
from tests.search.folders import check_same, quick_folder

CRANES = document(
    "Three electric cranes arrived in Norrhaven on 12 May 2019.",
    "They came by ship, Dahl said.",
    path="harbour/cranes.md",
    title="Cranes for Norrhaven",
    source="Quay Post",
)
FERRY = document("The ferry strike ended on Friday.", path="ferry.md")
HERRING = document("Herring prices doubled in 2021.", path="中/herring.md", source="Ledger")
ALL_BUT_LAST = np.array([True, False])


@pytest.fixture
def root() -> Iterator[Path]:
    with quick_folder() as made:
        yield made


def segment(*documents: Document) -> Segment:
    return read_segment(documents, BatchTokeniser(compiled=False))


def base(root: Path, number: int = 1) -> Generation:
    write_base(root, number, [Piece(segment(FERRY)), Piece(segment(CRANES))], invert)
    return open_generation(folder_of(root, number))


def check_equal(one: object, other: object) -> None:
    pairs = zip(arrays_of(one, ""), arrays_of(other, ""), strict=True)
    for (name, array), (other_name, other_array) in pairs:
        assert name == other_name
        np.testing.assert_array_equal(array, other_array)
        assert array.dtype == other_array.dtype, name


def test_a_base_comes_back(root: Path) -> None:
    made = base(root, 3)
    assert (made.number, made.base_number, made.delta) == (3, 3, None)
    built = snapshot(FERRY, CRANES)
    check_equal(made.base.segment, built.base.segment)
    check_equal(made.base.inverted, built.base.inverted)
    check_same(made.snapshot(), built)
    assert made.snapshot().number == 3


def test_a_delta_comes_back_with_its_base(root: Path) -> None:
    on = base(root)
    write_delta(root, 2, on, ALL_BUT_LAST, [Piece(segment(HERRING))], invert)
    made = open_generation(folder_of(root, 2))
    assert (made.number, made.base_number) == (2, 1)
    assert made.delta is not None
    assert made.delta.alive.tolist() == [True, False]
    check_equal(made.base.segment, on.base.segment)
    check_equal(made.delta.segment, segment(HERRING))
    found = made.snapshot([Rejection("notes.pdf", "Unsupported.")])
    assert [each.article.path for each in found.documents] == ["ferry.md", "中/herring.md"]
    assert [each.path for each in found.corpus.rejected] == ["notes.pdf"]
    assert {held.folder.name for held in made.held} == {"00000001", "00000002"}


@pytest.mark.parametrize("alive", [[True, False], [False, False], [True, True]])
def test_a_delta_may_hold_no_article(root: Path, alive: list[bool]) -> None:
    write_delta(root, 2, base(root), np.array(alive), [], invert)
    made = open_generation(folder_of(root, 2))
    assert made.delta is not None
    assert made.delta.segment.articles == 0
    kept = [each for each, there in zip((FERRY, CRANES), alive, strict=True) if there]
    check_same(made.snapshot(), snapshot(*kept))
    check_equal(made.delta.segment, segment())


def test_a_delta_of_a_delta_stands_on_the_same_base(root: Path) -> None:
    write_delta(root, 2, base(root), ALL_BUT_LAST, [Piece(segment(HERRING))], invert)
    two = open_generation(folder_of(root, 2))
    assert two.delta is not None
    pieces = [Piece(two.delta.segment), Piece(segment(CRANES))]
    write_delta(root, 5, two, ALL_BUT_LAST, pieces, invert)
    three = open_generation(folder_of(root, 5))
    assert (three.number, three.base_number) == (5, 1)
    assert [each.article.path for each in three.snapshot().documents] == [
        "ferry.md",
        "harbour/cranes.md",
        "中/herring.md",
    ]


@pytest.mark.parametrize("lost", ["00000001", "00000002"])
def test_a_delta_needs_both_folders(root: Path, lost: str) -> None:
    write_delta(root, 2, base(root), ALL_BUT_LAST, [Piece(segment(HERRING))], invert)
    (root / lost).rename(root / "lost")
    with pytest.raises(SnapshotError):
        open_generation(folder_of(root, 2))


@pytest.mark.parametrize("left_out", ["base.segment.mentions.first", "bounds.latest", "number"])
def test_a_generation_that_lacks_something_is_incomplete(root: Path, left_out: str) -> None:
    made = base(root)
    with Writer(folder_of(root, 2)) as writer:
        for name, array in made.held[0].arrays.items():
            if name != left_out:
                writer.put(name, array)
        fields = {"number": 2, "base": 2}
        writer.finish(**{name: value for name, value in fields.items() if name != left_out})
    with pytest.raises(SnapshotError, match="incomplete") as caught:
        open_generation(folder_of(root, 2))
    assert left_out in caught.value.detail


def test_a_generation_is_not_written_over(root: Path) -> None:
    base(root)
    before = json.loads((folder_of(root, 1) / "manifest.json").read_text())
    with pytest.raises(SnapshotError, match="already saved"):
        write_base(root, 1, [Piece(segment(HERRING))], invert)
    assert json.loads((folder_of(root, 1) / "manifest.json").read_text()) == before
