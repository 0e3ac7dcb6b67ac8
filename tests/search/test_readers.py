"""Reading side by side gives what one process reads, and ends with whoever wants it."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import active_children
from pathlib import Path
from random import Random
from threading import Timer

import numpy as np
import pytest

from bot.articles.folder import survey
from bot.articles.sandbox import Sandbox
from bot.errors import CorpusError
from bot.search import batches as batches_module
from bot.search.batches import Batch, Tools, batches, joined, read_batch
from bot.search.merging import Memory, Piece, merge
from bot.search.readers import Readers
from bot.search.segment import arrays_of
from bot.text.batch import BatchTokeniser
from tests.search.folders import BROKEN, Folder

TOOLS = Tools(BatchTokeniser(compiled=False), Sandbox())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setattr(batches_module, "BATCH_FILES", 3)
    made = Folder(tmp_path / "corpus", Random(5), articles=14)
    made.write(made.root / "bad.txt", BROKEN)
    return made


def test_side_by_side_is_what_one_process_reads(folder: Folder, tmp_path: Path) -> None:
    found = survey(folder.root, {})
    todo = list(batches(found.unread, found.stamps))
    assert len(todo) == 5
    same = todo[2][1]
    digests = {same: read_batch(folder.root, [same], {}, {}, TOOLS).read[same]}
    alone = read_batch(folder.root, found.unread, digests, {}, TOOLS)
    together = Batch()
    spilt = tmp_path / "spilt"
    spilt.mkdir()
    with Readers(2, folder.root, spilt) as readers:
        for batch in readers.read(todo, digests, {}):
            together = joined([together, batch])
        for again in readers.read(todo[:1], {}, {}):  # they can be asked again
            assert again.files == 3
        with pytest.raises(CorpusError, match="could not be read") as caught:
            list(readers.read([[7]], {}, {}))  # type: ignore[list-item]
        assert "TypeError" in caught.value.detail
    assert active_children() == []
    assert (together.read, together.same) == (alone.read, alone.same)
    assert together.same == digests
    assert together.rejected == alone.rejected
    merged = merge([*map(Piece, together.segments)], Memory())
    for (name, one), (_, other) in zip(
        arrays_of(merged, ""), arrays_of(alone.segments[0], ""), strict=True
    ):
        np.testing.assert_array_equal(one, other, name)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_a_reader_that_dies_is_told(folder: Folder, tmp_path: Path, when: str) -> None:
    with Readers(1, folder.root, tmp_path) as readers:
        [process] = readers._processes
        assert process.pid
        if when == "before":
            process.kill()
            process.join()
        else:
            os.kill(process.pid, signal.SIGSTOP)
            Timer(0.1, process.kill).start()
        with pytest.raises(CorpusError, match="ended unexpectedly") as caught:
            list(readers.read([["bad.txt"]], {}, {}))
    assert "died" in caught.value.detail
    assert active_children() == []


def test_leaving_ends_readers_that_are_reading(folder: Folder, tmp_path: Path) -> None:
    began = time.monotonic()
    with Readers(1, folder.root, tmp_path) as readers:
        readers._pipes[0].send((["bad.txt"] * 1000, {}))
    assert active_children() == []
    assert time.monotonic() - began < 5
