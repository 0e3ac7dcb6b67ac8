"""Derive bot/answer/weights.json from --data.

passage     coordinate ascent on nDCG@10 + success@1, over every second query of each collection
sentence    conditional logit over the ranked sentences of every reading collection
confidence  logistic regression: each question once with its article in the index, once without;
            the sentence weights it looks at were trained on other articles
threshold   the confidence that FALSE_ANSWERS of the questions without their article exceed, when
            judged by a model trained on other articles
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bench.collections import Judged, Reading, judged_collections, reading_collections
from bench.examples import Example, examples, library
from bench.fitting import ascend, fit_choice
from bench.gather import QueryFeatures, judged_features, reading_features
from bench.held_out import Trial, cross_judged, fold_weights, name_of, trials
from bench.metrics import ndcg, success
from bot.answer.passages import FEATURES as PASSAGE_FEATURES
from bot.answer.weights import Weights, render
from bot.search.bm25 import Floats

START = {"paragraph": 1.0, "article": 0.3, "title": 0.3, "pairs": 0.3, "sentence": 0.3}
FALSE_ANSWERS = 0.10
"""Of questions whose article is not in the corpus, the share that may be answered all the same."""
