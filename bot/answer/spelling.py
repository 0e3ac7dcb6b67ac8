"""Words of a question that the corpus does not know, and near ones that it does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answer.answer import MAX_QUESTION_CHARS
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

LEAST_CHARS = 4
"""Shorter words have too many neighbours to guess from."""

LONG_CHARS = 8
MOST_EDITS = 2
"""From LONG_CHARS on so many edits are allowed, below that one."""

_NEAREST = 8
_WORD = re.compile(r"[^\W\d_](?:[\w’']*\w)?")


def nearest(term: str, word: str, snapshot: Snapshot) -> str | None:
    """The known term that `term`, written as `word`, is probably a misspelling of, or None.

    Near means the same first letter and an optimal string alignment distance of 1, or 2 for long
    terms, or else a distance of 1 between the words themselves (a misspelt ending is not stemmed);
    of several, the term in most paragraphs is taken.
    """
    if len(term) < LEAST_CHARS or term[0].isdigit():
        return None
    terms, words = snapshot.beginning_with(term[0])
    close = _near(term, terms, MOST_EDITS if len(term) >= LONG_CHARS else 1)
    ranked = _there(close, terms, snapshot)
    if not ranked:
        close = _near(word.casefold(), words, 1)
        ranked = _there(_stood_for(close, word, terms, snapshot), terms, snapshot)
    return min(ranked)[2] if ranked else None


def _stood_for(
    close: Sequence[tuple[int, int]], word: str, terms: Sequence[str], snapshot: Snapshot
) -> list[tuple[int, int]]:
    """Those near by a word that really stands for them here: a view knows words of others too."""
    return [
        (apart, place)
        for apart, place in close
        if OSA.distance(word.casefold(), snapshot.surface(terms[place]).casefold()) <= 1
    ]


def _there(
    close: Sequence[tuple[int, int]], terms: Sequence[str], snapshot: Snapshot
) -> list[tuple[int, int, str]]:
    """Distance, paragraphs counted downwards, and term; of words whose articles are there."""
    numbers = np.asarray([snapshot.vocabulary[terms[place]] for _, place in close], np.int64)
    held = snapshot.paragraphs.frequency_of(numbers).tolist()
    return [
        (apart, -frequency, terms[place])
        for (apart, place), frequency in zip(close, held, strict=True)
        if frequency and not terms[place][0].isdigit()
    ]


def _near(word: str, others: Sequence[str], edits: int) -> list[tuple[int, int]]:
    """The distance and place of the nearest of `others` within so many edits."""
    found = process.extract(word, others, scorer=OSA.distance, score_cutoff=edits, limit=_NEAREST)
    return [(int(apart), place) for _, apart, place in found]


def suggestion(
    question: str, corrected: Mapping[str, str], snapshot: Snapshot, tokeniser: Tokeniser
) -> str | None:
    """The question with each misspelt word written as the corpus writes it; None if there is none.

    `corrected` maps unknown terms to known ones. Terms may be near while the words are not (an
    ending the corpus lacks); such a word was not misspelt, so it stays.
    """
    if not corrected:
        return None

    def replace(match: re.Match[str]) -> str:
        terms = tokeniser.terms(match[0])
        known = corrected.get(terms[0]) if len(terms) == 1 else None
        if known is None:
            return match[0]
        word = snapshot.surface(known)
        apart = OSA.distance(match[0].casefold(), word.casefold(), score_cutoff=MOST_EDITS)
        return word if apart <= MOST_EDITS else match[0]

    question = unicodedata.normalize("NFC", question)
    changed = _WORD.sub(replace, question)
    return None if changed == question or len(changed) > MAX_QUESTION_CHARS else changed
