"""BM25 over postings arrays, with rank-bm25's contract.

The function is rank-bm25's BM25Okapi [1] with one change: idf is the always-positive
``ln(1 + (N - df + 0.5) / (df + 0.5))`` [2], so that a word in most paragraphs weighs little instead
of a floor value, and no score is negative. A document's score for a query is the sum over its terms

    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))

Everything but idf is known when the index is built and kept as one impact per posting, ordered by
term (compressed sparse columns), so a query touches only the postings of its own terms.

[1] Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009; rank-bm25 0.2.2.
[2] The variant of Lucene; see Kamphuis et al.: Which BM25 Do You Mean?, ECIR 2020.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

K1 = 1.5
B = 0.75


class Hits(NamedTuple):
    """Documents that match, best first; equal scores in order of their ids."""

    ids: Ints
    scores: Floats


class PostingsBM25(BM25Okapi):  # type: ignore[misc]
    """An immutable index of `corpus`, a sequence of documents given as lists of terms.

    Offers what BM25Okapi offers (`get_scores`, `get_batch_scores`, `get_top_n`) and `top`. Unlike
    BM25Okapi, an empty corpus is allowed, and `get_top_n` never returns a document without any of
    the query's terms.
    """

    def __init__(
        self,
        corpus: Iterable[Sequence[str]],
        tokenizer: Callable[[str], list[str]] | None = None,
        k1: float = K1,
        b: float = B,
    ) -> None:
        vocabulary: dict[str, int] = {}
        ids: list[int] = []
        lengths: list[int] = []
        for document in corpus:
            terms = tokenizer(document) if tokenizer else document  # type: ignore[arg-type]
            ids.extend(vocabulary.setdefault(term, len(vocabulary)) for term in terms)
            lengths.append(len(terms))
        owners = np.repeat(np.arange(len(lengths)), lengths)
        self._fill(vocabulary, np.asarray(ids, np.int64), owners, len(lengths), k1, b)

    @classmethod
    def from_ids(
        cls,
        vocabulary: dict[str, int],
        terms: npt.NDArray[np.integer[Any]],
        owners: npt.NDArray[np.integer[Any]],
        size: int,
        k1: float = K1,
        b: float = B,
    ) -> PostingsBM25:
        """Index `size` documents whose terms are already numbered by `vocabulary`.

        Document ``owners[i]`` holds ``terms[i]``; the order of the pairs does not matter. The
        vocabulary is shared, not copied; it may hold terms that occur in no document.
        """
        index = cls.__new__(cls)
        index._fill(vocabulary, terms, owners, size, k1, b)
        return index

    def _fill(
        self,
        vocabulary: dict[str, int],
        terms: npt.NDArray[np.integer[Any]],
        owners: npt.NDArray[np.integer[Any]],
        size: int,
        k1: float,
        b: float,
    ) -> None:
        self.k1, self.b, self.epsilon = k1, b, 0.0
        self.vocabulary = vocabulary
        self.corpus_size = size
        self.doc_len = np.bincount(owners, minlength=size) if size else np.zeros(0, np.int64)
        self.avgdl = float(self.doc_len.mean()) if size else 0.0
        pairs, frequency = np.unique(
            terms.astype(np.int64) * max(1, size) + owners, return_counts=True
        )
        term, document = np.divmod(pairs, max(1, size))
        self.documents = document.astype(np.int32)
        self.starts = np.searchsorted(term, np.arange(len(vocabulary) + 1))
        self.lengthened = k1 * (1 - b + b * self.doc_len / (self.avgdl or 1.0))
        self.impacts = frequency * (k1 + 1) / (frequency + self.lengthened[document])
        self.document_frequency = np.diff(self.starts)
        self.idf = self._calc_idf(self.document_frequency)
        weights = self.impacts * np.repeat(self.idf, self.document_frequency) / (k1 + 1)
        self.norms = np.sqrt(np.bincount(document, weights * weights, minlength=size))

    def _calc_idf(self, nd: Ints) -> Floats:
        """idf for each term from its document frequency; also the extension point of BM25Okapi."""
        weights: Floats = np.log1p((self.corpus_size - nd + 0.5) / (nd + 0.5))
        return weights

    @property
    def unknown_idf(self) -> float:
        """The idf of a term that occurs nowhere: the greatest there is."""
        return float(np.log1p((self.corpus_size + 0.5) / 0.5))

    def term_ids(self, query: Iterable[str]) -> Ints:
        """Numbers of the query's terms that the vocabulary knows, repeats kept."""
        found = (self.vocabulary.get(term, -1) for term in query)
        return np.asarray([number for number in found if number >= 0], np.int64)

    def scores_of_ids(self, term_ids: Ints) -> Floats:
        """A score for every document, shape (corpus_size,)."""
        scores = np.zeros(self.corpus_size)
        numbers, repeats = np.unique(term_ids, return_counts=True)
        for number, repeat in zip(numbers.tolist(), repeats.tolist(), strict=True):
            span = slice(self.starts[number], self.starts[number + 1])
            scores[self.documents[span]] += self.impacts[span] * (self.idf[number] * repeat)
        return scores

    def get_scores(self, query: Iterable[str]) -> Floats:
        return self.scores_of_ids(self.term_ids(query))

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        return [float(score) for score in self.get_scores(query)[np.asarray(doc_ids, np.int64)]]

    def get_top_n(self, query: Iterable[str], documents: Sequence[Any], n: int = 5) -> list[Any]:
        if self.corpus_size != len(documents):
            raise ValueError("the documents are not those that were indexed")
        return [documents[number] for number in self.top(self.term_ids(query), n).ids]

    def top(self, term_ids: Ints, k: int, allowed: Mask | None = None) -> Hits:
        """The `k` best documents with a score above 0 among `allowed` (shape (corpus_size,))."""
        scores = self.scores_of_ids(term_ids)
        if allowed is not None:
            scores[~allowed] = 0.0
        return best(scores, k)


def best(scores: Floats, k: int) -> Hits:
    """The `k` greatest positive scores, exactly: ties at the border go to the lower ids."""
    positive = np.flatnonzero(scores > 0.0) if k > 0 else np.zeros(0, np.int64)
    if len(positive) > k:
        values = scores[positive]
        border = np.partition(values, len(values) - k)[len(values) - k]
        above = positive[values > border]
        level = positive[values == border][: k - len(above)]
        positive = np.concatenate((above, level))
    order = np.lexsort((positive, -scores[positive]))
    ids = positive[order]
    return Hits(ids, scores[ids])
