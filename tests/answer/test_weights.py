"""The file of weights: what ships can be read, and nothing missing is guessed."""

from __future__ import annotations

import json
from dataclasses import fields

import numpy as np
import pytest

from bot.answer import passages, refusal, sentences
from bot.answer.weights import Weights, parse, render, shipped

STEPS = {"passage": passages, "sentence": sentences, "confidence": refusal}


def same(one: Weights, other: Weights) -> bool:
    pairs = [(getattr(one, field.name), getattr(other, field.name)) for field in fields(Weights)]
    return all(np.array_equal(a, b) if isinstance(a, np.ndarray) else a == b for a, b in pairs)


def test_the_shipped_weights_have_a_number_for_every_feature() -> None:
    weights = shipped()
    for name, step in STEPS.items():
        values = getattr(weights, name)
        assert values.shape == (len(step.FEATURES),)
        assert np.isfinite(values).all()
        assert values.any()
    assert 0.0 < weights.threshold < 1.0
    assert (weights.passage >= 0).all()


def test_what_is_rendered_is_read_back() -> None:
    assert same(parse(render(shipped())), shipped())


def test_weights_are_kept_to_four_decimals() -> None:
    changed = parse(render(shipped()))
    changed.passage[:] = 1.23456
    assert np.array_equal(parse(render(changed)).passage, np.full_like(changed.passage, 1.2346))


@pytest.mark.parametrize("step", STEPS)
def test_a_missing_feature_is_never_guessed(step: str) -> None:
    value = json.loads(render(shipped()))
    value[step].popitem()
    with pytest.raises(KeyError):
        parse(json.dumps(value))


@pytest.mark.parametrize("field", ["passage", "sentence", "confidence", "threshold", "trained_on"])
def test_a_missing_part_is_never_guessed(field: str) -> None:
    value = json.loads(render(shipped()))
    del value[field]
    with pytest.raises(KeyError):
        parse(json.dumps(value))


def test_the_order_of_features_in_the_file_is_nothing() -> None:
    value = json.loads(render(shipped()))
    for step in STEPS:
        value[step] = dict(reversed(value[step].items()))
    assert same(parse(json.dumps(value)), shipped())
