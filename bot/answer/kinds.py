"""What a sentence brings that the question lacks, and whether that is what was asked for.

new_names, new_numbers      the sentence brings one; capitals: how many names (logarithm)
who … said                  1 when the question is of that kind and the sentence can answer it
dated                       for `when`: a year, or a month with a day, not merely a weekday
speaker                     for `said`: a name of the question stands in a sentence with speech

"New" means: not a term of the question itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bot.answer.evidence import Bools, Evidence
from bot.answer.question import Kind
from bot.search.bm25 import Ints
from bot.search.snapshot import Snapshot
from bot.text.tokens import Mark, SentenceMark

Columns = dict[str, npt.NDArray[Any]]
"""Features by name, one value a sentence."""

OF_ANSWER_TYPE = (
    "who",
    "when",
    "dated",
    "where",
    "how_many",
    "how_much",
    "why",
    "said",
    "speaker",
)
NEWS = ("new_names", "new_numbers", "capitals")


def of_kind(snapshot: Snapshot, evidence: Evidence, rows: Ints) -> Columns:
    """Features NEWS, and of OF_ANSWER_TYPE those of the question's kind, for each of `rows`."""
    query = evidence.query
    new = evidence.asked < 0

    def fresh(mark: Mark) -> Ints:
        chosen = new & (evidence.marks & int(mark)).astype(np.bool_)
        return np.bincount(evidence.row[chosen], minlength=len(evidence.segment))[rows]

    names, numbers = fresh(Mark.NAME), fresh(Mark.NUMBER)
    about = snapshot.terms.sentence_marks[evidence.segment[rows]]
    brings: Columns = {
        "new_names": 1.0 * (names > 0),
        "new_numbers": 1.0 * (numbers > 0),
        "capitals": np.log1p(names),
    }
    match query.kind:
        case Kind.WHO:
            brings["who"] = 1.0 * (names > 0)
        case Kind.WHEN:
            brings["when"] = 1.0 * (fresh(Mark.DATE) > 0)
            brings["dated"] = 1.0 * _dated(evidence)[rows]
        case Kind.WHERE:
            brings["where"] = (fresh(Mark.PLACE) > 0) + 0.5 * (names > 0)
        case Kind.HOW_MANY:
            brings["how_many"] = 1.0 * (numbers > 0)
        case Kind.HOW_MUCH:
            brings["how_many"] = 1.0 * (numbers > 0)
            brings["how_much"] = 1.0 * (fresh(Mark.MONEY) > 0)
        case Kind.WHY:
            brings["why"] = 1.0 * ((about & int(SentenceMark.CAUSE)) > 0)
        case Kind.SAID:
            speech = (about & int(SentenceMark.SPEECH)) > 0
            named = (evidence.counts[rows][:, query.names] > 0).any(axis=1)
            brings["said"] = 1.0 * speech
            brings["speaker"] = 1.0 * (speech & named)
        case Kind.OTHER:
            pass
    return brings


def _dated(evidence: Evidence) -> Bools:
    """Whether each segment holds a year, or a month or weekday right before a number."""
    date = (evidence.marks & int(Mark.DATE)) > 0
    number = (evidence.marks & int(Mark.NUMBER)) > 0
    exact = date & number
    exact[:-1] |= date[:-1] & number[1:] & (evidence.row[:-1] == evidence.row[1:])
    found: Bools = np.bincount(evidence.row[exact], minlength=len(evidence.segment)) > 0
    return found
