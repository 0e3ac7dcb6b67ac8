"""Which questions ask for the same: by the terms that their words have in the index. Pure.

Questions with the same set of terms are one; of different sets, those with a Jaccard similarity of
at least MIN_JACCARD with the set that leads a group join it. Leaders are found greedily, the sets
asked most first, so that a group is named by what most people typed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

from bot.text.tokens import Tokeniser
from bot.text.unseen import plain

MIN_JACCARD = 0.6

Terms = frozenset[str]


def terms_of(tokeniser: Tokeniser, text: str) -> Terms:
    """The index terms of a question; where it has none, the question itself stands for them."""
    return frozenset(tokeniser.terms(text)) or frozenset({f"={plain(text).casefold()}"})


class Alike:
    """The leaders so far. A set can be similar to a leader only if both hold one of their rarest
    terms (prefix filtering; Bayardo, Ma and Srikant 2007), so only those leaders are compared.

    `asked` are all sets that will be looked up or added, for what is rare; sets that are not among
    them are grouped as well, only more slowly.
    """

    def __init__(self, asked: Iterable[Terms]) -> None:
        self._common = Counter(term for terms in asked for term in terms)
        self._leaders: list[Terms] = []
        self._at: dict[str, list[int]] = {}

    def find(self, terms: Terms) -> int | None:
        """The number of the most similar leader, of several the first; None if none is similar."""
        numbers = {number for term in self._rarest(terms) for number in self._at.get(term, ())}
        best, most = None, 0.0
        for number in sorted(numbers):
            similarity = jaccard(terms, self._leaders[number])
            if similarity >= MIN_JACCARD and similarity > most:
                best, most = number, similarity
        return best

    def join(self, terms: Terms) -> int:
        """As `find`, but a set that is similar to none becomes the next leader."""
        found = self.find(terms)
        if found is not None:
            return found
        self._leaders.append(terms)
        for term in self._rarest(terms):
            self._at.setdefault(term, []).append(len(self._leaders) - 1)
        return len(self._leaders) - 1

    def _rarest(self, terms: Terms) -> Sequence[str]:
        """Two similar sets share at least MIN_JACCARD of the terms of either, so that one of the
        terms left after taking away all but one of so many is shared."""
        ordered = sorted(terms, key=lambda term: (self._common[term], term))
        return ordered[: len(terms) - math.ceil(MIN_JACCARD * len(terms) - 1e-9) + 1]


def jaccard(one: Terms, other: Terms) -> float:
    """Shared terms as a share of all, 0 to 1; neither set is empty."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
