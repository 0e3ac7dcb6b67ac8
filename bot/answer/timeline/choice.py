"""Which sentences tell a topic's events: one a slot, none twice.

In a large topic the sentences of a day are compared with the centroid of what is said of that day,
by those that name it and by the first sentences of that day's articles alike. In a small one the
sentence that is most about the topic is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice

import numpy as np

from bot.answer.timeline.candidates import (
    Candidates,
    Finder,
    leans_back,
    tells_of_the_future,
    text_of,
)
from bot.answer.timeline.centroid import (
    above_knee,
    sentence_vectors,
    shared_centroid,
    summarise,
    unit,
)
from bot.answer.timeline.relevance import relevance, relevance_in_place
from bot.answer.timeline.reports import Reports
from bot.answer.timeline.slots import Slots
from bot.answer.timeline.words import OwnWords, term_weights
from bot.search.bm25 import Floats, Ints
from bot.search.snapshot import Snapshot
from bot.text.dates import Granularity

NAMES_TOPIC = 0.05
"""Added to the cosine of a sentence that holds a word of the topic."""

LEAST_TOPICAL = 0.5
"""Where few articles match, a slot's best sentence must be this much about the topic, in units of
the best sentence of all."""

SAME_TERMS = 0.6
"""Share of the shorter sentence's own words above which two sentences tell the same event …"""

REPORTED_TERMS = 0.3
"""… and above which they do when their days overlap, or one announces what the other reports."""

MOVED_DAYS = 3
"""An event reported so many days before or after it was due is still the one announced."""

MAX_TRIED = 4
"""Best sentences of one slot of which one is taken: the first that stands alone, if any does."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A sentence (number in the snapshot) that tells of a slot; `mention` is the row of the
    snapshot's mentions that it names the slot by, or -1."""

    slot: int
    sentence: int
    owner: int
    mention: int
    planned: bool
    weight: float


class Chooser:
    """Ranks the slots of one topic, by `worth` (K,), and the sentences of each."""

    def __init__(self, snapshot: Snapshot, reports: Reports, slots: Slots) -> None:
        self._snapshot, self._reports, self._slots = snapshot, reports, slots
        self._finder = Finder(snapshot, reports, slots)
        self._weigh = term_weights(snapshot, reports).of
        self._words = OwnWords(snapshot, reports.query)
        self.worth = slots.weight * self._topical() if reports.few else slots.weight

    def ranked_slots(self) -> Ints:
        """Best first, those worth nothing left out. Days go before coarser slots where there are
        many articles."""
        slots = self._slots
        coarse = (slots.granularity != Granularity.DAY) & (not self._reports.few)
        order = np.lexsort((slots.first, -self.worth, coarse))
        return order[self.worth[order] > 0.0]

    def sentences(
        self, slot: int, repeats: Callable[[int], bool] = lambda sentence: False
    ) -> Iterator[Choice]:
        """Those that tell of a slot, best first, none of them alike and none that `repeats`."""
        found = self._finder.of_slot(slot)
        if not len(found.sentences):
            return
        vectors = sentence_vectors(self._snapshot, found.sentences, self._weigh)
        shared = shared_centroid(vectors, found.dated)
        near = above_knee(vectors.along(shared))
        if self._reports.few or found.dated.all():
            near[:] = True
        bonus: Floats
        if self._reports.few:
            bonus = relevance_in_place(self._snapshot, self._reports, found.sentences, found.owners)
        else:
            about = relevance(self._snapshot, self._reports, found.sentences)
            bonus = np.where(about > 0.0, NAMES_TOPIC, 0.0)
        bonus[~near] = -np.inf

        def unfit(row: int) -> bool:
            return repeats(int(found.sentences[row])) or self._announces(found, row)

        for row in summarise(vectors, unit(vectors.mean(near)), bonus, unfit):
            yield Choice(
                slot,
                int(found.sentences[row]),
                int(found.owners[row]),
                int(found.mentions[row]),
                found.planned,
                float(self.worth[slot]),
            )

    def settled(self, planned: Choice) -> bool:
        """Whether the articles report what a planned event announces, or tell that it is off."""
        slots = self._slots
        first, last = int(slots.first[planned.slot]), int(slots.last[planned.slot])
        if len(self._finder.called_off(first, last, planned.owner)):
            return True
        near = slots.granularity == Granularity.DAY
        near &= (slots.first <= last + MOVED_DAYS) & (slots.last >= first - MOVED_DAYS)
        near[planned.slot] = False
        return any(self._reports_it(slot, planned) for slot in np.flatnonzero(near).tolist())

    def _reports_it(self, slot: int, planned: Choice) -> bool:
        found = self._finder.of_slot(slot)
        if found.planned:
            return False
        within = self._overlap(slot, planned.slot)
        least = REPORTED_TERMS if within else SAME_TERMS
        told = found.sentences[found.dated & (found.owners != planned.owner)].tolist()
        return any(self._words.shared(planned.sentence, sentence) > least for sentence in told)

    def repeats(self, slot: int, sentence: int, other: Choice) -> bool:
        """Whether the sentence, told of `slot`, tells what `other` tells."""
        least = REPORTED_TERMS if self._overlap(slot, other.slot) else SAME_TERMS
        return self._words.shared(sentence, other.sentence) > least

    def _overlap(self, slot: int, other: int) -> bool:
        first, last = self._slots.first, self._slots.last
        return bool(first[slot] <= last[other] and last[slot] >= first[other])

    def _announces(self, found: Candidates, row: int) -> bool:
        """Whether an undated sentence tells of something to come, not of its article's day."""
        undated = bool(found.mentions[row] < 0)
        return undated and tells_of_the_future(text_of(self._snapshot, int(found.sentences[row])))

    def _topical(self) -> Floats:
        """The square of how much the best sentence that names a slot is about the topic, or 0 where
        that is too little, shape (K,)."""
        rows = np.flatnonzero(self._slots.slot >= 0)
        sentences = self._snapshot.mentions.sentences[self._reports.mention[rows]]
        about = np.zeros(len(self._slots.weight))
        np.maximum.at(
            about,
            self._slots.slot[rows],
            relevance_in_place(self._snapshot, self._reports, sentences, self._reports.owner[rows]),
        )
        return np.where(about >= LEAST_TOPICAL * about.max(initial=0.0), about * about, 0.0)


def choose(
    snapshot: Snapshot, slots: Slots, chooser: Chooser, limit: int, *, days_only: bool = False
) -> list[Choice]:
    """At most `limit` events, best first: one a day, no sentence that repeats another's."""
    chosen: list[Choice] = []
    taken: set[int] = set()
    for slot in chooser.ranked_slots().tolist():
        if len(chosen) == limit:
            break
        days = _days(slots, slot)
        if taken.intersection(days) or (days_only and not slots.single_day(slot)):
            continue
        repeats = partial(_repeats, chooser, chosen, slot)
        best = islice(chooser.sentences(slot, repeats), MAX_TRIED)
        new = [choice for choice in best if not (choice.planned and chooser.settled(choice))]
        if new:
            alone = (choice for choice in new if not leans_back(text_of(snapshot, choice.sentence)))
            chosen.append(next(alone, new[0]))
            taken.update(days)
    return chosen


def _repeats(chooser: Chooser, chosen: Sequence[Choice], slot: int, sentence: int) -> bool:
    return any(chooser.repeats(slot, sentence, other) for other in chosen)


def _days(slots: Slots, slot: int) -> range:
    """The days that no other event may have: none for weeks and coarser."""
    if slots.granularity[slot] != Granularity.DAY:
        return range(0)
    return range(int(slots.first[slot]), int(slots.last[slot]) + 1)
