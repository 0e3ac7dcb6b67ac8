"""A segment put aside in a file is the same segment."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings

from bot.articles.article import Corpus
from bot.search.reading import read_segment
from bot.search.segment import Segment, arrays_of
from bot.search.spill import ALIGNMENT, spill, unspill
from bot.text.batch import BatchTokeniser
from tests.corpora import corpora, document


def segment(corpus: Corpus) -> Segment:
    return read_segment(corpus.documents, BatchTokeniser(compiled=False))


def check_equal(one: Segment, other: Segment) -> None:
    for (name, array), (_, copy) in zip(
        arrays_of(one, "segment"), arrays_of(other, "segment"), strict=True
    ):
        np.testing.assert_array_equal(array, copy)
        assert array.dtype == copy.dtype, name
        assert copy.ctypes.data % min(ALIGNMENT, copy.itemsize) == 0


@given(corpora(articles=3))
@settings(max_examples=25)
def test_a_segment_comes_back(corpus: Corpus) -> None:
    made = segment(corpus)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "1"
        spill(made, path)
        back = unspill(path)
        path.unlink()
        check_equal(made, back)


def test_what_comes_back_can_be_put_aside_again(tmp_path: Path) -> None:
    made = segment(Corpus((document("The crane of Norrhaven fell on 12 May 2019."),)))
    spill(made, tmp_path / "1")
    spill(unspill(tmp_path / "1"), tmp_path / "2")
    check_equal(made, unspill(tmp_path / "2"))
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="none"):
        spill(segment(Corpus()), tmp_path / "none" / "1")
    with pytest.raises(OSError, match="none"):
        unspill(tmp_path / "none" / "1")
