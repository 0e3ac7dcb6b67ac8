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
MOST_EDITS = 2
"""From LONG_CHARS on so many edits are allowed, below that one."""

_NEAREST = 8
_WORD = re.compile(r"[^\W\d_](?:[\w’']*\w)?")


def nearest(term: str, snapshot: Snapshot) -> str | None:
    """The known term that `term` is probably a misspelling of, or None.

    Near means the same first letter and an optimal string alignment distance of 1, or 2 for long
    words; of several, the term in most paragraphs is taken.
    """
    if len(term) < LEAST_CHARS or term[0].isdigit():
        return None
    edits = MOST_EDITS if len(term) >= LONG_CHARS else 1
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
        word = snapshot.surfaces[snapshot.vocabulary[known]]
        apart = OSA.distance(match[0].casefold(), word.casefold(), score_cutoff=MOST_EDITS)
        return word if apart <= MOST_EDITS else match[0]

    changed = _WORD.sub(replace, question)
    return None if changed == question else changed
