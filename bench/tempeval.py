"""How well temporal expressions were found, as TempEval-3 defines it.

UzZaman et al., "SemEval-2013 Task 1: TempEval-3", section 4.1: an expression counts as found
strictly when its extent is that of the gold, relaxed when the two overlap. Precision and recall
are over all texts together; value F1 is relaxed F1 times the share of the relaxed matches whose
value is that of the gold. One expression matches one of the gold at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.timeml import Expression


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts over texts; add up with `+`."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    valued: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.gold + other.gold,
            self.found + other.found,
            self.strict + other.strict,
            self.relaxed + other.relaxed,
            self.valued + other.valued,
        )

    @property
    def strict_f1(self) -> float:
        return self._f1(self.strict)

    @property
    def relaxed_f1(self) -> float:
        return self._f1(self.relaxed)

    @property
    def value_f1(self) -> float:
        return self.relaxed_f1 * self.valued / self.relaxed if self.relaxed else 0.0

    def _f1(self, matched: int) -> float:
        """2PR / (P + R) with P = matched / found and R = matched / gold."""
        return 2 * matched / (self.found + self.gold) if self.found + self.gold else 0.0


def tally(gold: Sequence[Expression], found: Sequence[Expression]) -> Tally:
    """Of one text."""
    pairs = list(_pairs(gold, found))
    return Tally(
        len(gold),
        len(found),
        sum((one.start, one.end) == (two.start, two.end) for one, two in pairs),
        len(pairs),
        sum(one.value == two.value for one, two in pairs),
    )


def _pairs(
    gold: Sequence[Expression], found: Sequence[Expression]
) -> Iterable[tuple[Expression, Expression]]:
    """Pairs that overlap, each expression in one at most; equal extents are paired first."""
    taken: dict[tuple[int, int], Expression] = {(one.start, one.end): one for one in gold}
    left = []
    for one in found:
        same = taken.pop((one.start, one.end), None)
        if same is not None:
            yield same, one
        else:
            left.append(one)
    rest = sorted(taken.values(), key=lambda one: one.start)
    for one in left:
        for place, other in enumerate(rest):
            if other.start < one.end and one.start < other.end:
                yield rest.pop(place), one
                break
