"""The days (or weeks, months, …) that matter for a topic, best first.

A slot is a span of days that the topic's articles name. A day weighs by the number of different
articles that come back to it later, the more the longer after, and by how much it stands out from
the days around it: the days just after an event are named often too. Where few articles match,
nothing is named often, so what the sentence says of the topic decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from bot.answer.timeline.relevance import relevance
from bot.answer.timeline.reports import Reports, lags, leading
from bot.search.arrays import Ints
from bot.search.bm25 import Floats
from bot.search.mentions import Trait
from bot.search.snapshot import Snapshot
from bot.text.dates import Granularity

LATER_GROWTH = 0.3
"""An article published `lag` days later counts 1 + LATER_GROWTH * log(1 + lag)."""

LONG_AFTER = 60
"""Days after which a lag counts no more."""

ASIDE = 0.5
"""Times what an article counts that names the day in no sentence with a word of the topic."""

SAME_DAY, AHEAD = 0.7, 0.3
"""What an article of the same day counts, and one that only announces the day."""

PUBLISHED = 0.5
"""Times log(1 + articles of the topic published that day)."""

AROUND = 1
"""Days before and after a day that it has to stand out from."""

COARSE = {
    Granularity.DAY: 1.0,
    Granularity.WEEK: 0.6,
    Granularity.MONTH: 0.5,
    Granularity.QUARTER: 0.3,
    Granularity.YEAR: 0.25,
}
"""What a slot's weight is multiplied by: the coarser, the less it says of when."""

_COARSE = np.asarray([COARSE[unit] for unit in sorted(COARSE)])

SECOND = 0.5
"""… and by this, where every sentence that names the slot names another day first."""

DAYS = date.max.toordinal() + 1
"""More than any span of days has."""

LONGEST_RANGE = 31
"""Days of a range of days that may be one event."""


@dataclass(frozen=True, slots=True)
class Slots:
    """K slots by first day: first, last (K,) ordinals · granularity, ranged (K,) · weight (K,).

    `slot` (N,) is the slot of each of the reports' mentions, or -1.
    """

    first: Ints
    last: Ints
    granularity: Ints
    ranged: Ints
    weight: Floats
    slot: Ints

    def single_day(self, slot: int) -> bool:
        return bool(self.granularity[slot] == Granularity.DAY and not self.ranged[slot])


def find_slots(snapshot: Snapshot, reports: Reports, since: int, until: int) -> Slots:
    """Slots that begin within `since` … `until` (ordinals, inclusive)."""
    mentions, rows = snapshot.mentions, reports.mention
    first = mentions.first[rows].astype(np.int64)
    last = mentions.last[rows].astype(np.int64)
    ranged = ((mentions.traits[rows] & Trait.RANGED) > 0).astype(np.int64)
    granularity = mentions.granularities[rows].astype(np.int64)
    fits = (first >= since) & (first <= until)
    compared = (mentions.traits[rows] & (Trait.ANCHORED | Trait.PART)) == Trait.ANCHORED
    fits &= ~(compared & (granularity == Granularity.YEAR))  # "last year", but not "late last year"
    fits &= (ranged == 0) | (granularity != Granularity.DAY) | (last - first < LONGEST_RANGE)
    keys = ((first * DAYS + last - first) * len(COARSE) + granularity) * 2 + ranged
    unique, inverse = np.unique(keys[fits], return_inverse=True)
    slot = np.full(len(rows), -1)
    slot[fits] = inverse
    begin, span = np.divmod(unique // 2 // len(COARSE), DAYS)
    kind = unique // 2 % len(COARSE)
    weight = _support(snapshot, reports, slot, len(unique)) * _COARSE[kind]
    days = np.flatnonzero((kind == Granularity.DAY) & (unique % 2 == 0))
    weight[days] = _outstanding(begin[days], weight[days], reports)
    led = np.isin(np.arange(len(unique)), slot[leading(snapshot, reports)])
    weight[~led] *= SECOND
    return Slots(begin, begin + span, kind, unique % 2, weight, slot)


def _support(snapshot: Snapshot, reports: Reports, slot: Ints, size: int) -> Floats:
    """What each slot's articles count together; an article counts once a slot, by its best."""
    lag = lags(snapshot, reports)
    counts = np.where(lag > 0, 1.0 + LATER_GROWTH * np.log1p(np.clip(lag, 0, LONG_AFTER)), SAME_DAY)
    counts[lag < 0] = AHEAD
    sentences = snapshot.mentions.sentences[reports.mention]
    counts[relevance(snapshot, reports, sentences) == 0.0] *= ASIDE
    if reports.few:
        counts[:] = 1.0
    held = slot >= 0
    pairs, inverse = np.unique(
        slot[held] * max(1, len(reports.articles)) + reports.owner[held], return_inverse=True
    )
    best = np.zeros(len(pairs))
    np.maximum.at(best, inverse.ravel(), counts[held])
    return np.bincount(pairs // max(1, len(reports.articles)), best, size).astype(np.float64)


def _outstanding(days: Ints, weight: Floats, reports: Reports) -> Floats:
    """The weight of single days (ascending) with what was published on them, and by how much they
    stand out from the days around."""
    published, counts = np.unique(reports.published, return_counts=True)
    own = weight + PUBLISHED * np.log1p(_at(published, counts.astype(np.float64), days))
    if reports.few:
        return own
    steps = [step for step in range(-AROUND, AROUND + 1) if step]
    near = np.sum([_at(days, own, days + step) for step in steps], axis=0) / len(steps)
    outstanding: Floats = own * own / np.maximum(1e-9, own + near)
    return outstanding


def _at(days: Ints, values: Floats, wanted: Ints) -> Floats:
    """The value of each wanted day, 0 for days that are not among `days` (ascending)."""
    if not len(days):
        return np.zeros(len(wanted))
    place = np.minimum(np.searchsorted(days, wanted), len(days) - 1)
    found: Floats = np.where(days[place] == wanted, values[place], 0.0)
    return found
