"""BM25 over postings arrays, with rank-bm25's contract.

The function is rank-bm25's BM25Okapi [1] with one change: idf is the always-positive
``ln(1 + (N - df + 0.5) / (df + 0.5))`` [2], so that a word in most paragraphs weighs little instead
of a floor value, and no score is negative. A document's score for a query is the sum over its terms

    idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean length))

Postings hold no scores, only tf: N, df and the mean length change whenever an article comes or
goes, so that all of them are put in when a question comes, over every part of the index and without
the articles that are gone. Scores are therefore those of an index made anew, to the last bit.

[1] Robertson, Zaragoza: The Probabilistic Relevance Framework, 2009; rank-bm25 0.2.2.
[2] The variant of Lucene; see Kamphuis et al.: Which BM25 Do You Mean?, ECIR 2020.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from rank_bm25 import BM25Okapi

from bot.search.hits import Floats, Hits, Ints, Mask, best, merged
from bot.search.part import Part, Scorer
from bot.search.postings import invert
from bot.search.vocabulary import Vocabulary
from bot.search.words import Words

__all__ = ["K1", "B", "Floats", "Hits", "Ints", "Mask", "PostingsBM25", "best"]

MAX_REMEMBERED = 65_536
"""Terms whose idf an index remembers."""

K1 = 1.5
B = 0.75


class PostingsBM25(BM25Okapi):  # type: ignore[misc]
    """An immutable index of `corpus`, a sequence of documents given as lists of terms.

    Offers what BM25Okapi offers (`get_scores`, `get_batch_scores`, `get_top_n`) and `top`. Unlike
    BM25Okapi, an empty corpus is allowed, and `get_top_n` never returns a document without any of
    the query's terms. `corpus_size` counts the documents that are there, `slots` their numbers,
    those that belonged to articles now gone included; such a document scores 0.
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
        postings = invert(np.asarray(ids, np.int64), owners, len(vocabulary), len(lengths))
        self._fill(vocabulary, [Part(postings)], k1, b)

    @classmethod
    def of_parts(
        cls, vocabulary: Mapping[str, int], parts: Sequence[Part], k1: float = K1, b: float = B
    ) -> PostingsBM25:
        """An index of what some parts hold together; `vocabulary` numbers the terms of all."""
        index = cls.__new__(cls)
        index._fill(vocabulary, parts, k1, b)
        return index

    def _fill(
        self, vocabulary: Mapping[str, int], parts: Sequence[Part], k1: float, b: float
    ) -> None:
        self.k1, self.b, self.epsilon = k1, b, 0.0
        self._idf_of: dict[int, float] = {}
        self.vocabulary = vocabulary
        self._find: Callable[[str], int] = (
            vocabulary.find
            if isinstance(vocabulary, Vocabulary | Words)
            else lambda term: vocabulary.get(term, -1)
        )
        self.slots = sum(part.slots for part in parts)
        extents = [part.extent() for part in parts]
        self.corpus_size = sum(documents for documents, _ in extents)
        total = sum(terms for _, terms in extents)
        self.avgdl = total / self.corpus_size if self.corpus_size else 0.0
        self._scorers = tuple(Scorer(part, k1, b, self.avgdl or 1.0) for part in parts)

    def only(self, groups: Mask) -> PostingsBM25:
        """The index of those documents alone whose group is flagged, which keep their numbers; what
        it scores them is what an index made anew of them would. Shares all postings."""
        parts = [scorer.part.only(groups) for scorer in self._scorers]
        return PostingsBM25.of_parts(self.vocabulary, parts, self.k1, self.b)

    @property
    def doc_len(self) -> Ints:
        """The number of terms of each document, shape (slots,)."""
        lengths = [scorer.part.postings.lengths for scorer in self._scorers]
        return np.concatenate(lengths).astype(np.int64)

    @property
    def idf(self) -> Floats:
        """The idf of every term of the vocabulary; `idf_of` costs less where some are enough."""
        return self.idf_of(np.arange(len(self.vocabulary)))

    def idf_of(self, term_ids: Ints) -> Floats:
        return self._calc_idf(self.frequency_of(term_ids))

    def frequency_of(self, term_ids: Ints) -> Ints:
        """In how many documents each of the terms stands."""
        frequency = np.zeros(len(term_ids), np.int64)
        for scorer in self._scorers:
            frequency += scorer.part.frequency_of(term_ids)
        return frequency

    def _calc_idf(self, nd: Ints) -> Floats:
        """idf for each term from its document frequency; also the extension point of BM25Okapi."""
        weights: Floats = np.log1p((self.corpus_size - nd + 0.5) / (nd + 0.5))
        return weights

    @property
    def unknown_idf(self) -> float:
        """The idf of a term that occurs nowhere: the greatest there is."""
        return float(np.log1p((self.corpus_size + 0.5) / 0.5))

    def lengthened_at(self, documents: Ints) -> Floats:
        """``k1 * (1 - b + b * length / mean length)`` of some documents."""
        values = np.zeros(len(documents))
        for scorer, here, local in self._split(documents):
            values[here] = scorer.lengthened(local)
        return values

    def term_ids(self, query: Iterable[str]) -> Ints:
        """Numbers of the query's terms that the vocabulary knows, repeats kept."""
        found = map(self._find, query)
        return np.asarray([number for number in found if number >= 0], np.int64)

    def scores_of_ids(self, term_ids: Ints) -> Floats:
        """A score for every document, shape (slots,)."""
        numbers, weights = self._weighted(term_ids)
        parts = [scorer.scores(numbers, weights) for scorer in self._scorers]
        return np.concatenate(parts) if len(parts) != 1 else parts[0]

    def scores_at(self, term_ids: Ints, documents: Ints) -> Floats:
        """The scores of some documents, in their order; costs little where they are few."""
        numbers, weights = self._weighted(term_ids)
        values = np.zeros(len(documents))
        for scorer, here, local in self._split(documents):
            values[here] = scorer.scores_at(numbers, weights, local)
        return values

    def get_scores(self, query: Iterable[str]) -> Floats:
        return self.scores_of_ids(self.term_ids(query))

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        found = self.scores_at(self.term_ids(query), np.asarray(doc_ids, np.int64))
        return [float(score) for score in found]

    def get_top_n(self, query: Iterable[str], documents: Sequence[Any], n: int = 5) -> list[Any]:
        if self.slots != len(documents):
            raise ValueError("the documents are not those that were indexed")
        return [documents[number] for number in self.top(self.term_ids(query), n).ids]

    def top(self, term_ids: Ints, k: int, allowed: Mask | None = None) -> Hits:
        """The `k` best documents with a score above 0, exactly: equal scores in order of their ids.

        `allowed` limits them: one flag for each group of documents, by Part.owner; where documents
        form no groups, one for each document.
        """
        numbers, weights = self._weighted(term_ids)
        if k < 1 or not self._scorers:
            return Hits(np.zeros(0, np.int64), np.zeros(0))
        hits = self._scorers[0].top(numbers, weights, k, allowed, 0.0)
        for scorer in self._scorers[1:]:
            floor = float(hits.scores[-1]) if len(hits.ids) == k else 0.0
            hits = merged(hits, scorer.top(numbers, weights, k, allowed, floor), k)
        return hits

    def _split(self, documents: Ints) -> Iterator[tuple[Scorer, Mask, Ints]]:
        """The parts that hold some of the documents, which those are, and their numbers there."""
        for scorer in self._scorers:
            first, slots = scorer.part.first, scorer.part.slots
            here = (documents >= first) & (documents < first + slots)
            if here.any():
                yield scorer, here, documents[here] - first

    def _weighted(self, term_ids: Ints) -> tuple[Ints, Floats]:
        """The different terms in ascending order, and idf times how often each was asked.

        In plain Python, as a question has few terms: a dozen calls of numpy would take longer than
        the kernel takes to search.
        """
        repeats: dict[int, int] = {}
        for number in term_ids.tolist():
            repeats[number] = repeats.get(number, 0) + 1
        known, numbers = self._idf_of, sorted(repeats)
        if new := [number for number in numbers if number not in known]:
            if len(known) > MAX_REMEMBERED:
                known.clear()
            known.update(zip(new, self.idf_of(np.asarray(new, np.int64)).tolist(), strict=True))
        weights = [known[number] * repeats[number] for number in numbers]
        return np.asarray(numbers, np.int64), np.asarray(weights, np.float64)
