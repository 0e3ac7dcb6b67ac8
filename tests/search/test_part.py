"""One part of an index: what is still there, what its terms are called, and its kernel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given

from bot.search.part import Gone, Part, Scorer
from tests.search.indexes import GROUPS, Exhaustive, Group, inverted, part_of, with_kernel

DOCUMENTS = [["crane", "port", "crane"], ["port"], ["ferry", "port"]]
OWN = ["crane", "ferry", "port"]
PART = Part(
    inverted(DOCUMENTS, OWN),
    first=10,
    first_group=4,
    owner=np.asarray([0, 1, 1], np.int32),
    alive=np.asarray([True, False]),
    gone=Gone(np.asarray([1, 2], np.int32), np.asarray([1, 2], np.int32)),
    numbers=np.asarray([7, 9, 3], np.int32),
    order=np.asarray([2, 0, 1], np.int32),
)
WHOLE = Part(inverted(DOCUMENTS, OWN))


@given(GROUPS)
def test_what_is_there_is_counted(groups: list[Group]) -> None:
    part = part_of(groups, 0, 0, {})
    kept = [text for group in groups if not group.gone for text in group.documents]
    assert part.slots == sum(len(group.documents) for group in groups)
    assert part.extent() == (len(kept), sum(map(len, kept)))
    there = part.there()
    flags = [not group.gone for group in groups for _ in group.documents]
    assert (flags if there is None else there.tolist()) == flags
    assert all(flags) if there is None else True


def test_a_term_has_its_own_number_within_the_part() -> None:
    here, local = PART.local_terms(np.asarray([0, 3, 4, 7, 9, 12]))
    assert here.tolist() == [False, True, False, True, True, False]
    assert local.tolist() == [2, 0, 1]
    assert PART.frequency_of(np.asarray([12, 9, 7, 3, 0])).tolist() == [0, 0, 1, 1, 0]


def test_without_numbers_of_its_own_later_terms_are_not_in_the_part() -> None:
    here, local = WHOLE.local_terms(np.asarray([0, 2, 3, 8]))
    assert here.tolist() == [True, True, False, False]
    assert local.tolist() == [0, 2]
    assert WHOLE.frequency_of(np.asarray([3, 2, 1])).tolist() == [0, 3, 1]


def test_a_part_without_terms_has_none_of_any_number() -> None:
    none = np.zeros(0, np.int32)
    empty = Part(inverted([[], []], []), numbers=none, order=none)
    here, local = empty.local_terms(np.asarray([0, 5]))
    assert (here.tolist(), local.tolist()) == ([False, False], [])
    assert empty.frequency_of(np.asarray([0, 5])).tolist() == [0, 0]
    assert empty.extent() == (2, 0)


ASKED = np.asarray([3, 7, 9])
WEIGHTS = np.asarray([0.25, 2.0, 1.0])


@pytest.mark.parametrize("part", [PART, replace(PART, alive=None), replace(PART, owner=None)])
@pytest.mark.parametrize("allowed", [None, [True] * 9, [False] * 4 + [False, True, True] * 2])
@pytest.mark.parametrize("k", [1, 2, 5])
def test_a_kernel_finds_what_scoring_all_finds(
    part: Part, allowed: list[bool] | None, k: int
) -> None:
    if part.owner is None:
        part = replace(part, alive=np.asarray([True, False, True]))
    flags = None if allowed is None else np.asarray(allowed)
    plain = Scorer(part, 1.5, 0.75, 2.5).top(ASKED, WEIGHTS, k, flags, 0.0)
    found = Scorer(with_kernel(part), 1.5, 0.75, 2.5).top(ASKED, WEIGHTS, k, flags, 0.0)
    assert found.ids.tolist() == plain.ids.tolist()
    assert found.scores.tolist() == plain.scores.tolist()
    assert (plain.ids >= part.first).all()


def test_a_kernel_is_made_once_when_it_is_first_asked() -> None:
    made: list[float] = []

    def make(average: float) -> Exhaustive:
        made.append(average)
        return Exhaustive(WHOLE, average)

    scorer = Scorer(replace(WHOLE, kernel=make), 1.5, 0.75, 2.0)
    assert made == []
    for _ in range(2):
        scorer.top(np.asarray([0]), np.asarray([1.0]), 3, None, 0.0)
    assert made == [2.0]


def test_where_no_kernel_can_be_made_everything_is_scored() -> None:
    scorer = Scorer(replace(WHOLE, kernel=lambda average: None), 1.5, 0.75, 2.0)
    assert scorer.top(np.asarray([1]), np.asarray([1.0]), 3, None, 0.0).ids.tolist() == [2]
