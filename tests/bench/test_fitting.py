"""Fitting finds weights that made the data, and folds keep what belongs together apart."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fitting import Choice, ascend, fit_choice, fit_logistic, folds_of
from bot.search.bm25 import Floats

TRUE = np.asarray([1.5, -2.0, 0.0])


def test_the_choice_model_recovers_known_weights() -> None:
    chance = np.random.default_rng(0)
    choices = []
    for _ in range(3000):
        features = chance.normal(size=(6, 3))
        shares = np.exp(features @ TRUE)
        picked = chance.choice(6, p=shares / shares.sum())
        choices.append(Choice(features, (np.arange(6) == picked).astype(float)))
    np.testing.assert_allclose(fit_choice(choices, l2=1e-6), TRUE, atol=0.15)


def test_questions_without_a_right_candidate_teach_nothing() -> None:
    chance = np.random.default_rng(1)
    choices = [
        Choice(chance.normal(size=(4, 2)), np.asarray([1.0, 0.0, 1.0, 0.0])) for _ in range(20)
    ]
    none = Choice(np.full((4, 2), 9.0), np.zeros(4))
    np.testing.assert_array_equal(fit_choice(choices), fit_choice([none, *choices, none]))


def test_weights_are_for_features_as_given_whatever_their_scale() -> None:
    chance = np.random.default_rng(2)
    choices = [
        Choice(features, (features[:, 0] == features[:, 0].max()).astype(float))
        for features in (chance.normal(size=(5, 2)) for _ in range(200))
    ]
    scaled = [Choice(features * [1000.0, 1.0], right) for features, right in choices]
    plain, large = fit_choice(choices), fit_choice(scaled)
    np.testing.assert_allclose(large * [1000.0, 1.0], plain, rtol=1e-3, atol=1e-3)


def test_a_feature_that_never_varies_is_no_trouble() -> None:
    features = np.asarray([[1.0, 0.0], [1.0, 1.0]])
    weights = fit_choice([Choice(features, np.asarray([0.0, 1.0]))] * 10)
    assert np.isfinite(weights).all()
    assert weights[1] > 0


def test_a_feature_may_be_kept_from_speaking_against() -> None:
    features = np.asarray([[1.0, 0.3], [0.0, 0.7]])
    choices = [Choice(features, np.asarray([0.0, 1.0]))] * 10
    assert fit_choice(choices)[0] < 0
    kept = fit_choice(choices, never_below_zero=[0])
    assert kept[0] == 0
    assert kept[1] > 0


def test_logistic_regression_recovers_known_weights() -> None:
    chance = np.random.default_rng(3)
    table = np.column_stack([np.ones(8000), chance.normal(size=(8000, 2))])
    labels = (chance.random(8000) < 1 / (1 + np.exp(-(table @ TRUE)))).astype(float)
    np.testing.assert_allclose(fit_logistic(table, labels, l2=1e-6), TRUE, atol=0.15)


def test_the_constant_is_not_penalised() -> None:
    table = np.ones((1000, 1))
    labels = np.arange(1000) < 900
    (constant,) = fit_logistic(table, labels.astype(float), l2=100.0)
    assert 1 / (1 + np.exp(-constant)) == pytest.approx(0.9, abs=1e-3)


def test_ascent_finds_the_top_of_a_hill_and_stays_at_or_above_0() -> None:
    def height(weights: Floats) -> float:
        return -float((weights[1] - 0.85) ** 2 + (weights[2] + 1.0) ** 2)

    found = ascend(height, np.asarray([1.0, 0.0, 0.5]), [1, 2])
    assert found[0] == 1.0
    assert found[1] == pytest.approx(0.85, abs=0.06)
    assert found[2] == 0.0


@given(st.lists(st.text(max_size=4), max_size=40), st.integers(1, 6))
def test_folds_are_of_nearly_equal_size(names: list[str], count: int) -> None:
    found = folds_of(names, count)
    assert set(found) == set(names)
    sizes = Counter(found.values())
    assert set(sizes) <= set(range(count))
    if sizes:
        assert max(sizes.values()) - min(sizes.get(n, 0) for n in range(count)) <= 1
    assert folds_of(names[::-1], count) == found
