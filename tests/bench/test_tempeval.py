"""Strict, relaxed and value F1 on cases worked out by hand."""

from __future__ import annotations

import pytest

from bench.tempeval import Tally, tally
from bench.timeml import Expression


def span(start: int, end: int, value: str = "2001") -> Expression:
    return Expression(start, end, value)


def test_three_gold_two_found() -> None:
    gold = [span(0, 4), span(10, 20, "2002-05"), span(30, 40)]
    found = [span(0, 4), span(15, 20, "2002")]
    counts = tally(gold, found)
    assert counts == Tally(gold=3, found=2, strict=1, relaxed=2, valued=1)
    assert counts.strict_f1 == pytest.approx(2 * (1 / 2) * (1 / 3) / (1 / 2 + 1 / 3))
    assert counts.relaxed_f1 == pytest.approx(2 * 1.0 * (2 / 3) / (1.0 + 2 / 3))
    assert counts.value_f1 == pytest.approx(counts.relaxed_f1 * 1 / 2)


def test_one_expression_matches_one_of_the_gold_at_most() -> None:
    assert tally([span(0, 20)], [span(0, 5), span(10, 20)]).relaxed == 1
    assert tally([span(0, 5), span(10, 20)], [span(0, 20)]).relaxed == 1


def test_the_same_extent_is_paired_before_an_overlap() -> None:
    gold = [span(0, 20, "2001"), span(18, 24, "2002")]
    found = [span(10, 19, "2002"), span(18, 24, "2002")]
    assert tally(gold, found) == Tally(gold=2, found=2, strict=1, relaxed=2, valued=1)


def test_touching_is_no_overlap() -> None:
    assert tally([span(0, 5)], [span(5, 9)]).relaxed == 0


def test_texts_add_up_before_the_ratio() -> None:
    one, two = tally([span(0, 4)], [span(0, 4)]), tally([span(0, 4)], [])
    assert (one + two).strict_f1 == pytest.approx(2 / 3)


def test_nothing_to_find_and_nothing_found() -> None:
    empty = tally([], [])
    assert (empty.strict_f1, empty.relaxed_f1, empty.value_f1) == (0.0, 0.0, 0.0)
