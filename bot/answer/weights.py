"""The numbers that training found: one file, derived again by ``python -m bench train``."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from bot.answer import passages, refusal, sentences
from bot.search.bm25 import Floats

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight for each feature of a step, in the order of that step's FEATURES.

    `threshold` is the least confidence at which the desk answers. `trained_on` names the articles
    whose questions were trained on, so that a bench can tell what is held out.
    """

    passage: Floats
    sentence: Floats
    confidence: Floats
    threshold: float
    trained_on: frozenset[str]


@cache
def shipped() -> Weights:
    """The weights that come with the package."""
    return parse(files("bot.answer").joinpath(FILE).read_text(encoding="utf-8"))


def blank() -> Weights:
    """Where training starts: every weight 0."""
    return Weights(
        np.zeros(len(passages.FEATURES)),
        np.zeros(len(sentences.FEATURES)),
        np.zeros(len(refusal.FEATURES)),
        threshold=0.5,
        trained_on=frozenset(),
    )


def parse(text: str) -> Weights:
    """Raises KeyError for a missing feature: weights of another version are never guessed."""
    value = json.loads(text)
    return Weights(
        _in_order(value["passage"], passages.FEATURES),
        _in_order(value["sentence"], sentences.FEATURES),
        _in_order(value["confidence"], refusal.FEATURES),
        float(value["threshold"]),
        frozenset(value["trained_on"]),
    )


def render(weights: Weights) -> str:
    """The file's text; `parse` reads it back, to four decimals."""
    value = {
        "passage": _named(weights.passage, passages.FEATURES),
        "sentence": _named(weights.sentence, sentences.FEATURES),
        "confidence": _named(weights.confidence, refusal.FEATURES),
        "threshold": round(weights.threshold, 4),
        "trained_on": sorted(weights.trained_on),
    }
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"


def _in_order(model: dict[str, float], names: Sequence[str]) -> Floats:
    return np.asarray([model[name] for name in names], np.float64)


def _named(values: Floats, names: Sequence[str]) -> dict[str, float]:
    return {name: round(float(value), 4) for name, value in zip(names, values, strict=True)}
