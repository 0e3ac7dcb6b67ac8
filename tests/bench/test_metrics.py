"""Metrics on cases small enough to work out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.metrics import auroc, holds, kept_at, ndcg, normal, recall, success
from bench.refusal import _calibration_error
from bot.search.bm25 import Floats


def array(*values: float) -> Floats:
    return np.asarray(values, np.float64)


GRADES = {"a": 2.0, "b": 1.0}


def test_ndcg_by_hand() -> None:
    ideal = 3.0 + 1.0 / math.log2(3)
    assert ndcg(["a", "b"], GRADES) == pytest.approx(1.0)
    assert ndcg(["b", "a"], GRADES) == pytest.approx((1.0 + 3.0 / math.log2(3)) / ideal)
    assert ndcg(["x", "y", "a"], GRADES) == pytest.approx(3.0 / 2.0 / ideal)
    assert ndcg([], GRADES) == 0.0
    assert ndcg(["x"] * 10 + ["a"], GRADES) == 0.0
    assert ndcg(["a"], GRADES, depth=1) == pytest.approx(1.0)


def test_success_and_recall_by_hand() -> None:
    assert success(["a"], GRADES) == 1.0
    assert success(["x", "a"], GRADES) == 0.0
    assert success(["x", "a"], GRADES, depth=2) == 1.0
    assert success([], GRADES) == 0.0
    assert recall(["x", "a"], GRADES) == 0.5
    assert recall(["b", "x", "a"], GRADES) == 1.0
    assert recall(["x"] * 100 + ["a"], GRADES) == 0.0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Old  Crane, sold!", "old crane sold"),
        ("An apple a day", "apple day"),
        ("Theatre", "theatre"),
        ("A", ""),
        ("well-known", "well known"),
    ],
)
def test_normal_is_lower_case_without_punctuation_and_articles(text: str, expected: str) -> None:
    assert normal(text) == expected


def test_an_answer_is_held_as_whole_words() -> None:
    assert holds("It was built in 1911, by Dahl.", ["1911"])
    assert holds("The port of Norrhaven.", ["nowhere", "the Port of  Norrhaven"])
    assert not holds("It was built in 19110.", ["1911"])
    assert not holds("Cranes rose", ["crane"])
    assert not holds("Cranes rose", [])
    assert not holds("Cranes rose", ["the", "!"])


def test_auroc_by_hand() -> None:
    assert auroc(array(3, 2), array(1, 0)) == 1.0
    assert auroc(array(1, 0), array(3, 2)) == 0.0
    assert auroc(array(1), array(1)) == 0.5
    assert auroc(array(2, 1), array(1, 0)) == pytest.approx(3.5 / 4)
    assert auroc(array(5, 5, 1), array(5, 0)) == pytest.approx((0.5 + 1 + 0.5 + 1 + 0 + 1) / 6)


NUMBERS = st.lists(st.integers(0, 5).map(float), min_size=1, max_size=12)


@given(NUMBERS, NUMBERS)
def test_auroc_counts_pairs_with_ties_half(positive: list[float], negative: list[float]) -> None:
    pairs = [(p, n) for p in positive for n in negative]
    won = sum((p > n) + 0.5 * (p == n) for p, n in pairs)
    assert auroc(array(*positive), array(*negative)) == pytest.approx(won / len(pairs))


def test_kept_at_by_hand() -> None:
    negative = array(*range(101))  # 95 is what 5 % exceed
    assert kept_at(array(96, 95, 94, 200), negative) == 0.5
    assert kept_at(array(91, 90), negative, 0.10) == 0.5
    assert kept_at(array(1), array(1)) == 0.0


def test_calibration_error_by_hand() -> None:
    right = np.asarray([True, False])
    assert _calibration_error(array(1.0, 0.0), right) == pytest.approx(0.0)
    assert _calibration_error(array(0.0, 1.0), right) == pytest.approx(1.0)
    assert _calibration_error(array(0.55, 0.55), right) == pytest.approx(0.05)
    assert _calibration_error(array(0.75, 0.25), right) == pytest.approx(0.25)
