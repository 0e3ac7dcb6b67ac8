"""Paragraphs of made-up words: how often words occur follows Zipf's law, as in real text.

Articles of ARTICLE paragraphs share a topic, lengths are log-normal, and every fifth word is
another word with an ending, so that a stemmer has something to join. All is drawn from one seed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, product
from itertools import count as counting

import numpy as np
import numpy.typing as npt

from bot.text import wordlists

VOCABULARY = 500_000
TOPICS = 2_000
TOPIC_WORDS = 300
TOPIC_SHARE = 0.35
"""Share of a paragraph's words that come from the topic of its article."""

COMMON_WORDS = 200
"""The most frequent words belong to no topic."""

ARTICLE = 8
MEAN_WORDS = 60
SPREAD = 0.45
"""Standard deviation of the logarithm of a paragraph's length."""

SHORTEST, LONGEST = 8, 400
SENTENCE = (12, 25)
"""Words in a sentence, from and below."""

CHUNK = 50_000
"""Paragraphs drawn at a time: at most some 100 MB beside them."""

_CONSONANTS, _VOWELS = "tnrsldmpkbvgfjhzw", "eaiou"
_ENDINGS = ("s", "ed", "ing")
_CLOSED = (
    wordlists.STOP_WORDS
    | wordlists.MONTHS_AND_DAYS
    | wordlists.NUMBER_WORDS
    | wordlists.SPEECH_VERBS
    | wordlists.CAUSES
    | wordlists.PLACE_PREPOSITIONS
    | set(wordlists.IRREGULAR_FORMS)
)

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def paragraphs(count: int, seed: int = 1) -> Iterator[str]:
    """The same for the same `count` and `seed`. Words of ASCII letters in sentences."""
    chance = np.random.default_rng(seed)
    language = _Language(
        np.asarray(words(VOCABULARY), object),
        _cumulated(VOCABULARY, 1.0),
        _cumulated(TOPIC_WORDS, 0.8),
        _topics(np.random.default_rng([seed, 1])),
    )
    for begin in range(0, count, CHUNK):
        yield from language.chunk(min(CHUNK, count - begin), chance)


def words(count: int) -> list[str]:
    """`count` different made-up words that no closed class of English holds, commonest first."""
    spelled = _spelled()
    plain = list(islice(spelled, count))
    order = np.random.default_rng(2).permutation(count).tolist()
    for place, number in enumerate(range(4, count, 5)):
        plain[number] = plain[order[place]] + _ENDINGS[place % len(_ENDINGS)]
    found: dict[str, None] = {}
    for word in chain(plain, spelled):
        if len(found) == count:
            break
        if word not in _CLOSED:
            found[word] = None
    return list(found)


@dataclass(frozen=True, slots=True)
class _Language:
    words: npt.NDArray[np.object_]
    cumulated: Floats
    topic_cumulated: Floats
    topics: npt.NDArray[np.int32]

    def chunk(self, count: int, chance: np.random.Generator) -> list[str]:
        mean = np.log(MEAN_WORDS) - SPREAD**2 / 2
        lengths = chance.lognormal(mean, SPREAD, count).clip(SHORTEST, LONGEST).astype(np.int64)
        ends = np.cumsum(lengths)
        total = int(ends[-1])
        drawn = np.searchsorted(self.cumulated, chance.random(total)).astype(np.int32)
        topics = np.repeat(chance.integers(0, len(self.topics), -(-count // ARTICLE)), ARTICLE)
        about = np.flatnonzero(chance.random(total) < TOPIC_SHARE)
        ranks = np.searchsorted(self.topic_cumulated, chance.random(len(about)))
        drawn[about] = self.topics[np.repeat(topics[:count], lengths)[about], ranks]
        written = self._punctuated(drawn, lengths, chance).tolist()
        begins = (ends - lengths).tolist()
        return [" ".join(written[a:b]) for a, b in zip(begins, ends.tolist(), strict=True)]

    def _punctuated(
        self, drawn: npt.NDArray[np.int32], lengths: Ints, chance: np.random.Generator
    ) -> npt.NDArray[np.object_]:
        """The words with a capital at the beginning of each sentence and a full stop at its end."""
        ends = np.cumsum(lengths)
        sentence = np.repeat(chance.integers(*SENTENCE, len(lengths)), lengths)
        place = (np.arange(len(drawn)) - np.repeat(ends - lengths, lengths)) % sentence
        opens = np.flatnonzero(place == 0)
        closes = np.union1d(np.flatnonzero(place == sentence - 1), ends - 1)
        written = self.words[drawn]
        written[opens] = [word.capitalize() for word in written[opens]]
        written[closes] = [f"{word}." for word in written[closes]]
        return written


def _cumulated(count: int, exponent: float) -> Floats:
    shares = 1.0 / np.arange(1, count + 1) ** exponent
    summed: Floats = np.cumsum(shares / shares.sum())
    summed[-1] = 1.0
    return summed


def _topics(chance: np.random.Generator) -> npt.NDArray[np.int32]:
    """Ranks of the words of each topic, shape (TOPICS, TOPIC_WORDS); drawn like words of a text."""
    cumulated = _cumulated(VOCABULARY, 1.0)
    common = cumulated[COMMON_WORDS - 1]
    drawn = common + chance.random((TOPICS, TOPIC_WORDS)) * (1 - common)
    ranks: npt.NDArray[np.int32] = np.searchsorted(cumulated, drawn).astype(np.int32)
    return ranks


def _spelled() -> Iterator[str]:
    """Syllables and a last consonant, the shortest first, without end: ``tet``, …, ``tetet``, …"""
    syllables = [consonant + vowel for consonant in _CONSONANTS for vowel in _VOWELS]
    for size in counting(1):
        for parts in product(*[syllables] * size, _CONSONANTS):
            yield "".join(parts)
