"""Centroids, knees and summaries of vectors made by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answer.timeline.centroid import (
    Vectors,
    above_knee,
    sentence_vectors,
    shared_centroid,
    summarise,
    unit,
)
from tests.corpora import snapshot_of


def vectors(*rows: Sequence[float]) -> Vectors:
    """Each row scaled to length 1."""
    table = np.asarray(rows, np.float64)
    table = table / np.linalg.norm(table, axis=1, keepdims=True)
    row, column = np.nonzero(table)
    return Vectors(len(rows), np.arange(table.shape[1]), row, column, table[row, column])


def given_rows(made: Vectors, centroid: Sequence[float], **bonus: float) -> list[int]:
    extra = np.asarray([bonus.get(f"row{number}", 0.0) for number in range(made.size)])
    return list(summarise(made, unit(np.asarray(centroid)), extra, lambda row: False))


def test_a_sentence_becomes_a_unit_vector_of_its_weighted_terms() -> None:
    built = snapshot_of(["Cranes lift and cranes fall. Ferries sail."])
    weight = np.zeros(len(built.vocabulary))
    weight[[built.vocabulary[term] for term in ("crane", "lift", "fall", "ferri", "sail")]] = 2.0
    made = sentence_vectors(built, np.asarray([0, 1]), weight.__getitem__)
    by_term = {
        term: made.dense(0)[made.terms.tolist().index(number)]
        for term, number in built.vocabulary.items()
        if number in made.terms
    }
    assert by_term["crane"] == pytest.approx(by_term["lift"] * (1 + math.log(2)))
    assert by_term["sail"] == 0.0
    assert [float(np.linalg.norm(made.dense(row))) for row in (0, 1)] == pytest.approx([1.0, 1.0])


def test_the_dot_product_along_a_direction() -> None:
    made = vectors([1, 0], [0, 1], [1, 1])
    assert made.along(np.asarray([1.0, 0.0])).tolist() == pytest.approx([1, 0, math.sqrt(0.5)])


def test_the_shared_centroid_holds_what_both_groups_say() -> None:
    made = vectors([1, 1, 0], [0, 1, 1])
    dated = np.asarray([True, False])
    assert shared_centroid(made, dated).tolist() == pytest.approx([0, 1, 0])


def test_the_shared_centroid_of_one_group_is_its_own() -> None:
    made = vectors([1, 0, 0], [0, 1, 0])
    for dated in (np.ones(2, np.bool_), np.zeros(2, np.bool_)):
        half = math.sqrt(0.5)
        assert shared_centroid(made, dated).tolist() == pytest.approx([half, half, 0])


def test_groups_with_nothing_in_common_have_no_centroid_and_no_error() -> None:
    made = vectors([1, 0], [0, 1])
    assert shared_centroid(made, np.asarray([True, False])).tolist() == [0, 0]


@pytest.mark.parametrize(
    ("values", "above"),
    [
        ([0.9, 0.8, 0.1, 0.1, 0.1], [True, True, False, False, False]),
        ([0.1, 0.9, 0.1, 0.1, 0.8], [False, True, False, False, True]),
        ([0.5, 0.5, 0.5, 0.5], [True] * 4),
        ([0.9, 0.1], [True, True]),
        ([0.3], [True]),
        ([], []),
    ],
)
def test_what_stands_above_the_knee(values: list[float], above: list[bool]) -> None:
    assert above_knee(np.asarray(values)).tolist() == above


@given(st.lists(st.floats(0, 1), max_size=20))
def test_above_the_knee_is_never_empty_and_holds_the_best(values: list[float]) -> None:
    made = np.asarray(values)
    above = above_knee(made)
    assert above.shape == made.shape
    if len(made):
        assert above.any()
        assert above[made.argmax()]
        assert made[above].min() >= max(made[~above], default=0.0)


def test_the_nearest_comes_first() -> None:
    made = vectors([1, 0, 0], [1, 1, 0], [0, 0, 1])
    assert given_rows(made, [1, 1, 0.1])[0] == 1


def test_the_next_brings_the_summary_as_a_whole_nearest() -> None:
    made = vectors([3, 1, 0], [2, 1, 0], [0, 1, 3])
    assert given_rows(made, [1, 0.6, 1])[:2] == [1, 2]


def test_none_says_the_same_as_another() -> None:
    made = vectors([1, 1, 0], [1, 1, 0], [1, 1.1, 0], [0, 0, 1])
    rows = given_rows(made, [1, 1, 0.2])
    assert len(rows) == 2
    assert 3 in rows


def test_a_bonus_puts_a_row_first_and_bars_it() -> None:
    made = vectors([1, 0], [0, 1])
    assert given_rows(made, [1, 0.5]) == [0, 1]
    assert given_rows(made, [1, 0.5], row1=1.0) == [1, 0]
    assert given_rows(made, [1, 0.5], row0=-np.inf) == [1]


def test_an_unfit_row_is_passed_over_and_none_is_judged_before_its_turn() -> None:
    made = vectors([1, 0, 0], [0, 1, 0], [0, 0, 1])
    asked: list[int] = []

    def unfit(row: int) -> bool:
        asked.append(row)
        return row == 0

    chosen = summarise(made, unit(np.asarray([0.9, 0.7, 0.1])), np.zeros(3), unfit)
    assert next(chosen) == 1
    assert asked == [0, 1]
    assert list(chosen) == [2]


def test_nothing_is_chosen_from_nothing() -> None:
    none = np.zeros(0, np.int64)
    made = Vectors(0, none, none, none, np.zeros(0))
    assert list(summarise(made, np.zeros(0), np.zeros(0), lambda row: False)) == []
