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
from collections.abc import Sequence
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

_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
_LETTER = rf"[^\W_{_IDEOGRAPHS}]"
_WORD = re.compile(
    rf"""(?=[\w$€£¥%])(?:             # where no word begins there is no need to try them all
      [A-Za-z]{{2,}}+(?![\w'])        # most words; the last line would find the same
    | [{_IDEOGRAPHS}]
    | [$€£¥]\d++(?:[.,]\d++)*+
    | \d++(?:[.,]\d++)++
    | \d++(?:'[sS])?(?!{_LETTER})
    | %
    | (?:[^\W\d_]\.)+[^\W\d_](?!{_LETTER})\.?(?:'[sS](?!{_LETTER}))?
    | {_LETTER}++(?:'{_LETTER}++)*+
    )""",
    re.VERBOSE,
)
_COUNTED = re.compile(r"(\d+)(?:st|nd|rd|th|'?s)")
_THOUSANDS = re.compile(r",(?=\d{3}(?!\d))")
_YEAR = re.compile(r"1[0-9]\d\d|20\d\d")
_QUOTATION = re.compile('["“”«»„]')
_APOSTROPHES = "‘’ʼ＇"
_MAYBE_COMBINING = re.compile(r"[^\w\x00-\u02ff\u2000-\u206f]")  # all that combine are among them


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


# As plain numbers: arithmetic with flags takes longer than the rest of a word's tokenising.
_NAME, _PLACE, _DATE, _NUMBER = (int(m) for m in (Mark.NAME, Mark.PLACE, Mark.DATE, Mark.NUMBER))
_SPEECH, _CAUSE = int(SentenceMark.SPEECH), int(SentenceMark.CAUSE)
_MONEY = int(Mark.MONEY | Mark.NUMBER)
_NAME_OR_INITIAL = int(Mark.NAME | Mark.INITIAL)

# Words of which more is to be known than their stem and whether they begin with a capital.
_TOLD_APART = frozenset().union(
    *(CAUSES, IRREGULAR_FORMS, MONTHS_AND_DAYS, NUMBER_WORDS),
    *(PLACE_PREPOSITIONS, SPEECH_VERBS, STOP_WORDS),
)


class Tokens(NamedTuple):
    """The index terms of one sentence in order, a Mark for each, and the sentence's own marks."""

    terms: list[str]
    marks: list[int]
    sentence: int


class Word(NamedTuple):
    """What is known of a word's surface, wherever it stands; `term` is empty for a stop word."""

    term: str
    mark: int  # a Mark; what the place in a sentence decides (INITIAL, PLACE) is not in it
    sentence: int  # a SentenceMark
    place: bool  # a NAME right after it is a place


class Tokeniser:
    """Splits text into terms. Words are looked up once and remembered, so keep one per build.

    Not safe to share between threads: Snowball's stemmer keeps state.
    """

    def __init__(self) -> None:
        self._stem = Stemmer.Stemmer("english", 0)
        self._known: dict[str, Word] = {}
        self.surfaces: dict[str, str] = {}
        """For each term met so far the `better_surface` of all that it was met as."""

    def terms(self, text: str) -> list[str]:
        """The index terms of `text` in order, repeated as often as they occur."""
        known = self._known
        words = (known.get(surface) or self._learn(surface) for surface in split(text))
        return [word.term for word in words if word.term]

    def sentence(self, text: str) -> Tokens:
        """The terms of one sentence with their marks."""
        known = self._known
        terms: list[str] = []
        marks: list[int] = []
        about = _SPEECH if has_quotation(text) else 0
        place = False
        first = True
        for surface in split(text):
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

    def word(self, surface: str) -> Word:
        """What is to be known of a surface as `split` gives it; worked out, not remembered."""
        lower = surface.casefold()
        sentence = _SPEECH if lower in SPEECH_VERBS else _CAUSE if lower in CAUSES else 0
        place = lower in PLACE_PREPOSITIONS
        return Word(self._term(lower), _mark(surface, lower), sentence, place)

    def words(self, surfaces: Sequence[str]) -> list[Word]:
        """`word` of each, sooner: nearly all are plain words, of which only the stem is asked."""
        lowers = [surface.casefold() for surface in surfaces]
        return [
            Word(stem, _NAME if surface[0] < "a" else 0, 0, False)
            if lower.isascii()
            and lower.isalpha()
            and lower not in _TOLD_APART
            and len(lower) <= MAX_WORD_CHARS
            else self.word(surface)
            for surface, lower, stem in zip(
                surfaces, lowers, self._stem.stemWords(lowers), strict=True
            )
        ]

    def _learn(self, surface: str) -> Word:
        word = self.word(surface)
        if len(self._known) < MAX_REMEMBERED_WORDS:
            self._known[surface] = word
        kept = self.surfaces.get(word.term, surface)
        self.surfaces[word.term] = better_surface(kept, surface)
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


def split(text: str) -> list[str]:
    """The surfaces of the words of `text`, folded, in order; stop words too."""
    return _WORD.findall(fold(text))


def has_quotation(text: str) -> bool:
    """Whether quotation marks stand in `text`, which need not be folded."""
    return _QUOTATION.search(text) is not None


def better_surface(one: str, other: str) -> str:
    """Which of two surfaces of a term is to stand for it, whatever order they are met in.

    One in lower case before any that is not; then the shorter; then the first in the order of code
    points, but small letters before capitals, so that no headline makes a name shout.
    """
    shouts, other_shouts = one != one.casefold(), other != other.casefold()
    if shouts != other_shouts:
        return other if shouts else one
    if len(one) != len(other):
        return one if len(one) < len(other) else other
    return min(one, other, key=lambda surface: (surface.swapcase(), surface))


def fold(text: str) -> str:
    """Compatibility-fold and drop accents, keeping case; apostrophes become straight."""
    if text.isascii():
        return text
    for apostrophe in _APOSTROPHES:
        text = text.replace(apostrophe, "'")
    bare = _MAYBE_COMBINING.sub(_without_combining, unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFC", bare)  # puts Hangul syllables together again


def _without_combining(match: re.Match[str]) -> str:
    return "" if unicodedata.combining(match[0]) else match[0]


def _mark(surface: str, lower: str) -> int:
    mark = 0
    if surface[0] in CURRENCY_SIGNS:
        mark = _MONEY
    elif surface[0].isdigit():
        mark = _NUMBER
        if _YEAR.fullmatch(lower.rstrip("'s")):
            mark |= _DATE
    elif surface[0].isupper():
        mark = _NAME
        if lower in MONTHS_AND_DAYS:
            mark |= _DATE
    if lower in NUMBER_WORDS:
        mark |= _NUMBER
    return mark
