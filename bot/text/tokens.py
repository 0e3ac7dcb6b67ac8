"""From text to index terms: the one definition of a token that index and question share.

A term is what is left of a word after Unicode compatibility folding, removal of accents, case
folding, joining of dotted acronyms (``U.S.`` -> ``us``), removal of a possessive ``'s`` and of
thousands separators, stop word removal and Snowball's English stemmer ("Porter2"). Irregular
forms that a stemmer cannot join (``met`` and ``meet``, ``growth`` and ``grow``) share a term by a
short table.

Every token also carries flags that say what its *surface* looked like, so that a later step can
ask "does this sentence name somebody the question did not?" without looking at characters again.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntFlag
from typing import NamedTuple

import Stemmer

from bot.text.wordlists import (
    CAUSES,
    IRREGULAR_FORMS,
    MONTHS_AND_DAYS,
    NUMBER_WORDS,
    PLACE_PREPOSITIONS,
    SPEECH_VERBS,
    STOP_WORDS,
)

MAX_WORD_CHARS = 64
"""Longer runs of letters are no words of a language; they are indexed by their beginning."""

MAX_REMEMBERED_WORDS = 1_000_000
"""Different surfaces a Tokeniser remembers; past that, rare ones are worked out each time."""

CURRENCY_SIGNS = "$€£¥"

_IDEOGRAPH = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_LETTER = rf"(?:(?!{_IDEOGRAPH})[^\W_])"
_WORD = re.compile(
    rf"{_IDEOGRAPH}"
    rf"|[$€£¥]\d++(?:[.,]\d++)*+|\d++(?:[.,]\d++)++|\d++(?:'[sS])?(?!{_LETTER})"
    r"|%"
    rf"|(?:[^\W\d_]\.)+[^\W\d_](?!{_LETTER})\.?(?:'[sS](?!{_LETTER}))?"
    rf"|{_LETTER}+(?:'{_LETTER}+)*"
)
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th|'?s)")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_QUOTATION = re.compile('["“”«»„]')
_APOSTROPHES = str.maketrans("‘’ʼ＇", "''''")


class Mark(IntFlag):
    """What a token's surface looked like (one byte a token)."""

    NONE = 0
    NAME = 1  # starts with a capital, and is not merely the first word of its sentence
    NUMBER = 2
    DATE = 4  # a month, a weekday, or what reads as a year
    MONEY = 8
    PLACE = 16  # a NAME after "in", "at", "from", …
    INITIAL = 32  # starts with a capital as the first word of its sentence


class SentenceMark(IntFlag):
    """What a sentence holds apart from its terms (one byte a sentence)."""

    NONE = 0
    SPEECH = 1  # quotation marks or a verb of saying
    CAUSE = 2  # because, due to, in order, …


_NAME, _PLACE, _SPEECH = int(Mark.NAME), int(Mark.PLACE), int(SentenceMark.SPEECH)
_NAME_OR_INITIAL = int(Mark.NAME | Mark.INITIAL)


class Tokens(NamedTuple):
    """The index terms of one sentence in order, a Mark for each, and the sentence's own marks."""

    terms: list[str]
    marks: list[int]
    sentence: int


class _Word(NamedTuple):
    """What is known of a word's surface; `term` is empty for a stop word."""

    term: str
    mark: int
    sentence: int
    place: bool  # a NAME right after it is a place


class Tokeniser:
    """Splits text into terms. Words are looked up once and remembered, so keep one per build.

    Not safe to share between threads: Snowball's stemmer keeps state.
    """

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("english", 0)
        self._known: dict[str, _Word] = {}
        self.surfaces: dict[str, str] = {}
        """For each term met so far one word that stands for it, in lower case if it ever was."""

    def terms(self, text: str) -> list[str]:
        """The index terms of `text` in order, repeated as often as they occur."""
        known = self._known
        words = (known.get(word) or self._learn(word) for word in _WORD.findall(fold(text)))
        return [word.term for word in words if word.term]

    def sentence(self, text: str) -> Tokens:
        """The terms of one sentence with their marks."""
        known = self._known
        terms: list[str] = []
        marks: list[int] = []
        about = _SPEECH if _QUOTATION.search(text) else 0
        place = False
        first = True
        for surface in _WORD.findall(fold(text)):
            word = known.get(surface) or self._learn(surface)
            term, mark, says, before_place = word
            about |= says
            if term:
                if mark & _NAME:
                    if first:
                        mark ^= _NAME_OR_INITIAL
                    elif place:
                        mark |= _PLACE
                terms.append(term)
                marks.append(mark)
            place = before_place
            first = False
        return Tokens(terms, marks, about)

    def _learn(self, surface: str) -> _Word:
        lower = surface.casefold()
        sentence = SentenceMark.NONE
        if lower in SPEECH_VERBS:
            sentence = SentenceMark.SPEECH
        elif lower in CAUSES:
            sentence = SentenceMark.CAUSE
        word = _Word(
            self._term(lower), _mark(surface, lower), int(sentence), lower in PLACE_PREPOSITIONS
        )
        if len(self._known) < MAX_REMEMBERED_WORDS:
            self._known[surface] = word
        kept = self.surfaces.setdefault(word.term, surface)
        if (surface != lower, len(surface)) < (kept != kept.casefold(), len(kept)):
            self.surfaces[word.term] = surface
        return word

    def _term(self, lower: str) -> str:
        if lower == "%":
            return "percent"
        if lower[0] in CURRENCY_SIGNS:
            lower = lower[1:]
        if lower[0].isdigit():
            counted = _COUNTED.fullmatch(lower)
            return (counted[1] if counted else _THOUSANDS.sub("", lower))[:MAX_WORD_CHARS]
        lower = lower.replace(".", "")
        if lower in STOP_WORDS:
            return ""
        lower = lower.removesuffix("'s").replace("'", "")[:MAX_WORD_CHARS]
        if lower in STOP_WORDS:
            return ""
        return str(self._stem.stemWord(IRREGULAR_FORMS.get(lower, lower)))


def fold(text: str) -> str:
    """Compatibility-fold and drop accents, keeping case; apostrophes become straight."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare)  # puts Hangul syllables together again


def _mark(surface: str, lower: str) -> int:
    mark = Mark.NONE
    if surface[0] in CURRENCY_SIGNS:
        mark |= Mark.MONEY | Mark.NUMBER
    elif surface[0].isdigit():
        mark |= Mark.NUMBER
        if _YEAR.fullmatch(lower.rstrip("'s")):
            mark |= Mark.DATE
    elif surface[0].isupper():
        mark |= Mark.NAME
        if lower in MONTHS_AND_DAYS:
            mark |= Mark.DATE
    if lower in NUMBER_WORDS:
        mark |= Mark.NUMBER
    return int(mark)
