"""Batches: every path in one, none too large, and each says what became of its files."""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.folder import FileStamp, survey
from bot.articles.sandbox import Sandbox
from bot.search import batches as batches_module
from bot.search.batches import Batch, Tools, batches, joined, read_batch
from bot.search.merging import Memory, Piece, merge
from bot.search.segment import Segment, arrays_of
from bot.text.batch import BatchTokeniser
from tests.search.folders import BROKEN

FILES = {
    "a.txt": b"The crane of Norrhaven fell on 12 May 2019.\n",
    "b.txt": b"The ferry of Norrhaven sank.\n",
    "bad.txt": BROKEN,
    "c.md": b"# Herring\n\nHerring prices doubled, Dahl said.\n",
}
READ = ["a.txt", "b.txt", "c.md"]
SIZES = st.lists(st.sampled_from([0, 1, 10, 400_000, 1_999_999, 2_000_000, 9_000_000]))

TOOLS = Tools(BatchTokeniser(compiled=False), Sandbox())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, data in FILES.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def digest(name: str) -> str:
    return sha256(FILES[name]).hexdigest()


def read(root: Path, *paths: str, digests: dict[str, str] | None = None) -> Batch:
    return read_batch(root, paths, digests or {}, {}, TOOLS)


def check_equal(one: Segment, other: Segment) -> None:
    for (name, array), (_, copy) in zip(
        arrays_of(one, "segment"), arrays_of(other, "segment"), strict=True
    ):
        np.testing.assert_array_equal(array, copy, name)


@given(SIZES, st.integers(1, 6))
def test_every_path_is_in_one_batch_in_order(sizes: list[int], most: int) -> None:
    paths = [str(number) for number in range(len(sizes))]
    stamps = {path: FileStamp(size, 0, 0, 0) for path, size in zip(paths, sizes, strict=True)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(batches_module, "BATCH_FILES", most)
        found = list(batches(paths, stamps))
    assert [path for batch in found for path in batch] == paths
    for batch in found:
        assert 0 < len(batch) <= most
        assert sum(stamps[path].size for path in batch[:-1]) < batches_module.BATCH_BYTES
    for batch, following in pairwise(found):
        full = sum(stamps[path].size for path in batch) >= batches_module.BATCH_BYTES
        assert full or len(batch) == most
        assert following


def test_a_batch_says_what_became_of_each_file(root: Path) -> None:
    batch = read(root, *FILES, "gone.txt")
    assert batch.read == {name: digest(name) for name in READ}
    assert batch.same == {}
    assert [each.path for each in batch.rejected] == ["bad.txt", "gone.txt"]
    assert batch.files == 5
    [segment] = batch.segments
    assert list(segment.table.paths) == READ
    assert [segment.table.digest(place) for place in range(3)] == [*batch.read.values()]


def test_the_same_bytes_are_not_understood_again(root: Path) -> None:
    digests = {"a.txt": digest("a.txt"), "b.txt": "0" * 64}
    batch = read(root, *READ, digests=digests)
    assert batch.same == {"a.txt": digest("a.txt")}
    assert [*batch.read] == ["b.txt", "c.md"]
    assert list(batch.segments[0].table.paths) == ["b.txt", "c.md"]


def test_where_nothing_is_new_there_is_no_segment(root: Path) -> None:
    assert read(root, "a.txt", digests={"a.txt": digest("a.txt")}).segments == ()
    assert read(root, "bad.txt").segments == ()
    assert read(root) == Batch()


def test_batches_together_are_one_large_batch(root: Path) -> None:
    whole = read(root, *FILES)
    both = joined([read(root, "a.txt", "bad.txt"), read(root, "b.txt", "c.md")])
    assert (both.read, both.same, both.rejected) == (whole.read, whole.same, whole.rejected)
    assert both.files == whole.files == 4
    merged = merge([*map(Piece, reversed(both.segments))], Memory())
    check_equal(merged, whole.segments[0])


def test_an_article_can_be_taken_out_again(root: Path) -> None:
    batch = read(root, *READ).without({"b.txt": "No."})
    assert [*batch.read] == ["a.txt", "c.md"]
    assert [(each.path, each.reason) for each in batch.rejected] == [("b.txt", "No.")]
    assert batch.files == 3
    check_equal(batch.segments[0], read(root, "a.txt", "c.md").segments[0])


def test_a_tokeniser_may_have_read_other_batches(root: Path) -> None:
    tokeniser = BatchTokeniser(compiled=False)
    read_batch(root, ["b.txt"], {}, {}, Tools(tokeniser, Sandbox()))
    [segment] = read_batch(root, ["a.txt", "c.md"], {}, {}, Tools(tokeniser, Sandbox())).segments
    check_equal(segment, read(root, "a.txt", "c.md").segments[0])


def test_batches_of_a_folder(root: Path) -> None:
    found = survey(root, {})
    assert list(batches(found.unread, found.stamps)) == [sorted(FILES)]
