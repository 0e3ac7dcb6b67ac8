"""The bot that most people write first, measured beside ours: rank-bm25 on ``lower().split()``."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rank_bm25 import BM25Okapi

from bot.search.bm25 import Floats
from bot.text.sentences import split_sentences


class NaiveBot:
    """Plain BM25Okapi over whole texts, with its defaults."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self._index = BM25Okapi([text.lower().split() for text in texts])

    def scores(self, question: str) -> Floats:
        scores: Floats = self._index.get_scores(question.lower().split())
        return scores

    def top(self, question: str, count: int) -> list[int]:
        order = np.argsort(-self.scores(question), kind="stable")
        return [int(place) for place in order[:count]]

    def first_sentence(self, place: int) -> str:
        """What it quotes: how the paragraph begins."""
        text = self.texts[place]
        start, end = split_sentences(text)[0]
        return text[start:end]

    def best_sentence(self, place: int, question: str) -> str:
        """A better try: the sentence that shares most words with the question."""
        asked = set(question.lower().split())
        sentences = [self.texts[place][a:b] for a, b in split_sentences(self.texts[place])]
        return max(sentences, key=lambda sentence: len(asked & set(sentence.lower().split())))
