"""Words of a question that the corpus does not know, and near ones that it does."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

LEAST_CHARS = 4
"""Shorter words have too many neighbours to guess from."""

LONG_CHARS = 8
"""From this length on two edits are allowed instead of one."""

_NEAREST = 8
_WORD = re.compile(r"[^\W\d_](?:[\w’']*\w)?")


def nearest(term: str, snapshot: Snapshot) -> str | None:
    """The known term that `term` is probably a misspelling of, or None.

    Near means the same first letter and an optimal string alignment distance of 1, or 2 for long
    words; of several, the term in most paragraphs is taken.
    """
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
    return min(near)[2] if near else None


def suggestion(
    question: str, corrected: Mapping[str, str], snapshot: Snapshot, tokeniser: Tokeniser
) -> str | None:
    """The question with each misspelt term written as the corpus writes it; None if there is none.

    `corrected` maps unknown terms to known ones.
    """
    if not corrected:
        return None

    def replace(match: re.Match[str]) -> str:
        terms = tokeniser.terms(match[0])
        known = corrected.get(terms[0]) if len(terms) == 1 else None
        return snapshot.surfaces[snapshot.vocabulary[known]] if known else match[0]

    changed = _WORD.sub(replace, question)
    return None if changed == question else changed
