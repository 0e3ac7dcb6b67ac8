"""How close a timeline comes to a reference: alignment ROUGE and the F1 of its dates.

align+ m:1 of Martschat and Markert: Improving ROUGE for Timeline Summarization, EACL 2017. Every
predicted day is compared with the reference day that it is cheapest to align it with (precision),
and every reference day with its cheapest predicted day (recall); several may share a partner. With
d days between two dates the cost of aligning them is

    (1 - 1 / (d + 1)) * (1 - F1 of the words that their texts share)

where words are whatever white space separates, case and punctuation kept. The ROUGE counts of the
aligned pairs weigh 1 / (d + 1) and are summed over the timeline before they are divided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bench.rouge import Counts, Rouge, common, ngrams

Days = Mapping[date, Sequence[str]]
"""A timeline: the sentences of each day."""

Grams = Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def mean(scores: Collection[Score]) -> Score:
    """Precision and recall averaged each for itself; `f1` is then the F1 of the averages, as in
    Ghalandari and Ifrim, ACL 2020. Raises ZeroDivisionError for no scores."""
    return Score(
        sum(score.precision for score in scores) / len(scores),
        sum(score.recall for score in scores) / len(scores),
    )


def date_score(predicted: Collection[date], reference: Collection[date]) -> Score:
    """Share of the predicted dates that the reference has, and the other way round."""
    shared = len(set(predicted) & set(reference))
    return Score(_share(shared, len(set(predicted))), _share(shared, len(set(reference))))


def aligned_rouge(predicted: Days, reference: Days, rouge: Rouge) -> tuple[Score, Score]:
    """AR1 and AR2: align+ m:1 with ROUGE-1 and with ROUGE-2. A timeline without days scores 0."""
    if not predicted or not reference:
        return Score(0.0, 0.0), Score(0.0, 0.0)
    forward, back = _partners(predicted, reference)
    scores = []
    for n in (1, 2):
        ours = {day: ngrams(rouge.words(text), n) for day, text in predicted.items()}
        theirs = {day: ngrams(rouge.words(text), n) for day, text in reference.items()}
        precise = [(d, r, common(ours[d], theirs[r])) for d, r in forward.items()]
        recalled = [(d, r, common(ours[d], theirs[r])) for r, d in back.items()]
        scores.append(
            Score(
                _share(_weighed(precise), sum(counts.predicted for *_, counts in precise)),
                _share(_weighed(recalled), sum(counts.reference for *_, counts in recalled)),
            )
        )
    return scores[0], scores[1]


def _partners(predicted: Days, reference: Days) -> tuple[dict[date, date], dict[date, date]]:
    """The cheapest reference day of each predicted day, and the cheapest predicted day of each
    reference day; of equally cheap ones the earliest."""
    ours = {day: _raw(predicted[day]) for day in sorted(predicted)}
    theirs = {day: _raw(reference[day]) for day in sorted(reference)}
    costs = {
        (d, r): (1 - _nearness(d, r)) * (1 - _f1(common(ours[d], theirs[r])))
        for d in ours
        for r in theirs
    }
    forward = {d: min(theirs, key=lambda r: costs[d, r]) for d in ours}
    back = {r: min(ours, key=lambda d: costs[d, r]) for r in theirs}
    return forward, back


def _raw(sentences: Sequence[str]) -> Grams:
    return ngrams([word for sentence in sentences for word in sentence.split()], 1)


def _f1(counts: Counts) -> float:
    return _share(2 * counts.matched, counts.predicted + counts.reference)


def _nearness(one: date, other: date) -> float:
    return 1 / (abs((one - other).days) + 1)


def _weighed(pairs: Iterable[tuple[date, date, Counts]]) -> float:
    return sum(_nearness(d, r) * counts.matched for d, r, counts in pairs)


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
