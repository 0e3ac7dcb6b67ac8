"""Plain rank-bm25, kept on disk by pickle as its users do, and asked as its get_top_n does."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from bench.speed.engines.base import K1, B, Hits, positive

FILE = "index.pickle"


class RankBm25:
    name = "rank-bm25"
    remark = "another idf, floored; texts by our tokeniser, as it has none; pickled"
    tolerance = 1e-9
    ordered = False
    changes = False

    def __init__(self) -> None:
        self._index: BM25Okapi | None = None

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        from bot.text.tokens import Tokeniser  # serving needs none

        tokeniser = Tokeniser()
        _build([tokeniser.terms(text) for text in texts], folder)

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        _build([text.split() for text in texts], folder)

    def open(self, folder: Path) -> None:
        with (folder / FILE).open("rb") as file:
            self._index = pickle.load(file)

    def search(self, terms: Sequence[str], count: int) -> Hits:
        assert self._index is not None
        scores = self._index.get_scores(terms)
        best = np.argsort(scores)[::-1][:count]
        return positive(best.tolist(), scores[best].tolist())

    def add(self, texts: Sequence[str], first: int) -> None:
        raise NotImplementedError

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        raise NotImplementedError


def _build(paragraphs: list[list[str]], folder: Path) -> None:
    index = BM25Okapi(paragraphs, k1=K1, b=B)
    with (folder / FILE).open("wb") as file:
        pickle.dump(index, file, protocol=5)
