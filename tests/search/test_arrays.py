"""Array tools against the loops, and the copies, that they stand for."""

from __future__ import annotations

import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.arrays import Array, Joined, find, joined, ranges

VALUES = st.integers(0, 9)
SHIFTS = st.integers(-20, 20)
NUMBERS = st.integers(-30, 30) | st.none()


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 6)), max_size=12))
def test_ranges_are_joined_as_a_loop_would(pairs: list[tuple[int, int]]) -> None:
    starts = np.asarray([start for start, _ in pairs], np.int64)
    lengths = np.asarray([length for _, length in pairs], np.int64)
    expected = [number for start, length in pairs for number in range(start, start + length)]
    assert ranges(starts, lengths).tolist() == expected


@st.composite
def laid_out(draw: st.DrawFn) -> tuple[Joined, Array]:
    """Pieces laid end to end, some with a shift and some with a table, and the same as one array of
    its own."""
    dtype = draw(st.sampled_from([np.int32, np.int64]))
    pieces: list[Array] = [
        np.asarray(values, dtype)
        for values in draw(st.lists(st.lists(VALUES, max_size=6), min_size=1, max_size=4))
    ]
    changes: list[Array | int] = []
    for _ in pieces:
        table = np.asarray(draw(st.permutations(range(100, 110))), dtype)
        changes.append(draw(st.one_of(st.just(0), SHIFTS, st.just(table))))
    whole = [
        piece + dtype(change) if isinstance(change, int) else change[piece]
        for piece, change in zip(pieces, changes, strict=True)
    ]
    return Joined(pieces, changes), np.concatenate(whole)


def check_same(found: Any, expected: Any) -> None:
    np.testing.assert_array_equal(found, expected)
    assert np.shape(found) == np.shape(expected)
    assert found.dtype == expected.dtype


@given(laid_out())
def test_pieces_are_one_array(pair: tuple[Joined, Array]) -> None:
    column, whole = pair
    assert len(column) == len(whole)
    assert column.dtype == whole.dtype
    check_same(np.asarray(column), whole)
    check_same(np.asarray(column, np.float64), whole.astype(np.float64))
    assert [column[number] for number in range(len(column))] == whole.tolist()


@given(laid_out(), st.integers(-30, 30))
def test_a_number_reads_one_element_or_is_out_of_range(
    pair: tuple[Joined, Array], number: int
) -> None:
    column, whole = pair
    for index in (number, np.int32(number)):
        if -len(whole) <= number < len(whole):
            check_same(column[index], whole[number])
        else:
            with pytest.raises(IndexError, match=str(number)):
                column[index]


@given(laid_out(), NUMBERS, NUMBERS)
def test_a_slice_reads_a_range_across_pieces(
    pair: tuple[Joined, Array], begin: int | None, end: int | None
) -> None:
    column, whole = pair
    check_same(column[begin:end], whole[begin:end])


@given(laid_out(), st.data())
def test_an_array_of_numbers_reads_each_of_them(
    pair: tuple[Joined, Array], data: st.DataObject
) -> None:
    column, whole = pair
    numbers = st.integers(0, max(0, len(whole) - 1))
    most = 8 if len(whole) else 0
    dtype = data.draw(st.sampled_from([np.int32, np.int64]))
    wanted = np.asarray(data.draw(st.lists(numbers, max_size=most)), dtype)
    check_same(column[wanted], whole[wanted])


@given(
    st.lists(st.integers(-40, 40), max_size=15).map(sorted),
    st.lists(st.integers(0, 15), min_size=1, max_size=3).map(sorted),
    st.lists(SHIFTS, min_size=4, max_size=4),
    st.lists(st.integers(-45, 45), max_size=6),
    st.sampled_from(["left", "right"]),
)
def test_places_are_searched_as_in_one_sorted_array(
    values: list[int], cuts: list[int], shifts: list[int], wanted: list[int], side: Any
) -> None:
    whole = np.asarray(values, np.int32)
    parts = np.split(whole, np.minimum(cuts, len(values)))
    pieces: list[Array] = [part - np.int32(s) for part, s in zip(parts, shifts, strict=False)]
    column = Joined(pieces, list(shifts[: len(pieces)]))
    asked = np.asarray(wanted, np.int64)
    np.testing.assert_array_equal(
        column.searchsorted(asked, side), np.searchsorted(whole, asked, side)
    )
    assert column.searchsorted(3, side) == np.searchsorted(whole, 3, side)


def test_values_with_a_table_cannot_be_searched() -> None:
    with pytest.raises(TypeError, match="no order"):
        Joined([np.arange(3)], [np.asarray([7, 1, 4])]).searchsorted(2)


def test_one_piece_that_nothing_changes_is_not_wrapped() -> None:
    piece = np.arange(3)
    assert joined([piece]) is piece
    assert joined([piece], [0]) is piece
    for change in (2, np.asarray([5, 6, 7])):
        assert isinstance(joined([piece], [change]), Joined)
    assert isinstance(joined([piece, piece]), Joined)


def test_finding_a_few_numbers_copies_no_array() -> None:
    ascending = np.arange(0, 2_000_000, 2, dtype=np.int32)
    tracemalloc.start()
    found = find(ascending, np.asarray([0, 3, 1_999_999]), "right")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.tolist() == [1, 2, 1_000_000]
    assert most < ascending.nbytes / 10
