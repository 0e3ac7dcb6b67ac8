"""A segment as named arrays, and back."""

from __future__ import annotations

import numpy as np
import pytest

from bot.search.inverted import Inverted
from bot.search.segment import Segment, arrays_of, from_arrays
from bot.search.strings import Lines
from tests.corpora import document
from tests.search.pieces import base_of, check_equal, read

CRANES = document(
    "Three electric cranes arrived in Norrhaven on 12 May 2019.",
    "They came by ship. Dahl said so.",
    path="cranes.md",
    title="Cranes",
    source="Quay Post",
    digest="c" * 64,
)
FERRY = document("The ferry strike ended on Friday.", path="ferry.md", digest="f" * 64)


def test_a_segment_is_its_arrays() -> None:
    made = read([CRANES, FERRY])
    arrays = dict(arrays_of(made, "base.segment"))
    found = from_arrays(Segment, arrays, "base.segment")
    check_equal(found, made)
    assert isinstance(found.words.terms, Lines)
    assert found.words["crane"] == made.words["crane"]
    assert list(found.table.paths) == ["cranes.md", "ferry.md"]


def test_names_are_dotted_and_arrays_lie_in_one_row() -> None:
    arrays = dict(arrays_of(read([CRANES]), "s"))
    assert {"s.words.terms.blob", "s.places.article_of", "s.mentions.first"} <= arrays.keys()
    assert {array.ndim for array in arrays.values()} == {1}
    assert not [name for name in arrays if "._" in name]  # what is remembered is not kept


@pytest.mark.parametrize("lost", ["s.words.buckets", "s.table.texts.starts", "s.shingles.whole"])
def test_an_array_that_is_missing_is_named(lost: str) -> None:
    arrays = dict(arrays_of(read([CRANES]), "s"))
    del arrays[lost]
    with pytest.raises(KeyError, match=lost):
        from_arrays(Segment, arrays, "s")


def test_what_is_worked_out_of_a_segment_is_arrays_too() -> None:
    made = base_of([CRANES, FERRY]).inverted
    check_equal(from_arrays(Inverted, dict(arrays_of(made, "i")), "i"), made)


def test_a_segment_counts_what_it_holds() -> None:
    made = read([FERRY, CRANES])
    assert (made.articles, made.paragraphs, made.sentences) == (2, 3, 4)
    assert (read([]).articles, read([]).paragraphs, read([]).sentences) == (0, 0, 0)
    assert [made.table.digest(place) for place in (0, 1)] == ["c" * 64, "f" * 64]


def test_the_kinds_of_the_arrays_do_not_depend_on_what_is_in_them() -> None:
    pairs = zip(arrays_of(read([]), ""), arrays_of(read([CRANES, FERRY]), ""), strict=True)
    for (name, empty), (_, full) in pairs:
        assert empty.dtype == full.dtype, name
        assert empty.dtype != np.float64, name
