"""bm25s with its numba backend and its own tokeniser, as its documentation shows it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import bm25s
import Stemmer

from bench.speed.engines.base import K1, B, Hits, positive

BACKEND = "numba" if find_spec("numba") else "numpy"


class Bm25s:
    name = "bm25s"
    remark = f"{BACKEND} backend, float32; texts by its tokenizer with PyStemmer, no stop words"
    tolerance = 2e-5
    ordered = False
    changes = False
    mapped = False

    def __init__(self) -> None:
        self._index = bm25s.BM25()

    def build_texts(self, texts: Iterable[str], folder: Path) -> None:
        self._build(texts, folder, Stemmer.Stemmer("english"), r"\w+")

    def build_terms(self, texts: Iterable[str], folder: Path) -> None:
        self._build(texts, folder, None, r"\S+")

    def open(self, folder: Path) -> None:
        self._index = bm25s.BM25.load(folder, mmap=self.mapped, show_progress=False)

    def search(self, terms: Sequence[str], count: int) -> Hits:
        count = min(count, self._index.scores["num_docs"])
        ids, scores = self._index.retrieve([list(terms)], k=count, show_progress=False)
        return positive(ids[0].tolist(), scores[0].tolist())

    def add(self, texts: Sequence[str], first: int) -> None:
        raise NotImplementedError

    def delete(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        raise NotImplementedError

    def _build(self, texts: Iterable[str], folder: Path, stemmer: object, pattern: str) -> None:
        tokens = bm25s.tokenize(
            list(texts),
            stopwords=None,
            stemmer=stemmer,
            token_pattern=pattern,
            show_progress=False,
        )
        index = bm25s.BM25(k1=K1, b=B, method="lucene", backend=BACKEND)
        index.index(tokens, show_progress=False)
        index.save(folder, show_progress=False)


class MappedBm25s(Bm25s):
    name = "bm25s-mmap"
    mapped = True
