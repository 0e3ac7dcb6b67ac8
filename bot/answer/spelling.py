"""The question again, with words the corpus does not know replaced by near ones that it does."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.answer.question import Query
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

LEAST_CHARS = 4
"""Shorter words have too many neighbours to guess from."""

LONG_CHARS = 8
"""From this length on two edits are allowed instead of one."""

_NEAREST = 8
_WORD = re.compile(r"[^\W\d_](?:[\w’'-]*\w)?")


def suggestion(question: str, query: Query, snapshot: Snapshot, tokeniser: Tokeniser) -> str | None:
    """None when every word is known or none of the unknown ones is near a known one.

    Near means the same first letter and an optimal string alignment distance of 1, or 2 for long
    words; of several, the word in most paragraphs is taken.
    """
    nearest = {
        term: known for term in query.unknown if (known := _nearest(term, snapshot)) is not None
    }
    if not nearest:
        return None

    def replace(match: re.Match[str]) -> str:
        terms = tokeniser.terms(match[0])
        return nearest.get(terms[0], match[0]) if len(terms) == 1 else match[0]

    return _WORD.sub(replace, question)


def _nearest(term: str, snapshot: Snapshot) -> str | None:
    if len(term) < LEAST_CHARS or term[0].isdigit():
        return None
    edits = 2 if len(term) >= LONG_CHARS else 1
    alike = [known for known, _ in snapshot.beginning_with(term[0])]
    found = process.extract(term, alike, scorer=OSA.distance, score_cutoff=edits, limit=_NEAREST)
    frequency = snapshot.paragraphs.document_frequency
    near = [
        (distance, -int(frequency[snapshot.vocabulary[known]]), known)
        for known, distance, _ in found
        if not known[0].isdigit()
    ]
    return snapshot.surfaces[snapshot.vocabulary[min(near)[2]]] if near else None
