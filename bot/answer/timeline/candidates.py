"""The sentences that may tell what happened on the days of a slot."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from bot.answer.evidence import Bools
from bot.answer.timeline.reports import Reports, lags, lead_sentences, leading
from bot.answer.timeline.slots import Slots
from bot.search.arrays import Ints, ranges
from bot.search.mentions import Trait
from bot.search.snapshot import Snapshot
from bot.text.tokens import Mark

MIN_TERMS = 6
"""A sentence with fewer index terms says too little by itself."""

MIN_WORDS = 2
"""… but where few articles match, it only needs so many that are neither date nor number."""

MAX_CANDIDATES = 400
"""Sentences of one slot that are looked at, those of the best articles first."""

NEXT_DAYS = (0, 1)
"""An undated first sentence tells of its publication day or of the day before."""

ATTESTED = 4
"""A day that fewer articles name is told by no sentence that does not name it."""

_COMING = re.compile(
    r"\b(?:will|won't|shall|would|may|might|could|to be|set to|due to|expected to|scheduled"
    r"|plans? to|planned|planning|prepar(?:es?|ing)|ahead of|upcoming|going to)\b"
)
_LEANING = re.compile(
    r"[“\"'‘`(\[]*(?:he|she|they|it|its|his|her|their|this|that|these|those|if)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """c sentences of one slot: number in the snapshot, row of the reports' articles, row of the
    snapshot's mentions or -1 where the sentence names no day; `planned` is of the slot: no article
    tells that it happened."""

    sentences: Ints
    owners: Ints
    mentions: Ints
    planned: bool

    @property
    def dated(self) -> Bools:
        dated: Bools = self.mentions >= 0
        return dated


class Finder:
    """Looks sentences up by slot; made once for a timeline."""

    def __init__(self, snapshot: Snapshot, reports: Reports, slots: Slots) -> None:
        self._snapshot, self._reports, self._slots = snapshot, reports, slots
        mentions, rows = snapshot.mentions, reports.mention
        traits = mentions.traits[rows]
        self._lag = lags(snapshot, reports)
        future, off = (traits & Trait.FUTURE) > 0, (traits & Trait.OFF) > 0
        self._told: Bools = (self._lag > 0) | ((self._lag == 0) & ~future)
        self._off = np.flatnonzero(off)
        telling = (slots.slot >= 0) & ((traits & Trait.OUTSIDE) == 0)
        telling &= ~off | ((traits & Trait.PAST) > 0)
        first = leading(snapshot, reports) & telling
        if reports.few:  # nothing else may announce that day: "said Tuesday it opens March 1"
            led = np.isin(slots.slot, slots.slot[first])
            telling &= first | (~led & future)
        else:
            telling = first
        self._telling = np.flatnonzero(telling)
        order = np.argsort(slots.slot[self._telling], kind="stable")
        self._telling = self._telling[order]
        self._by_slot = slots.slot[self._telling]
        self._leads, self._lead_owners = lead_sentences(snapshot, reports)
        published = reports.published[self._lead_owners]
        order = np.argsort(published, kind="stable")
        self._leads, self._lead_owners = self._leads[order], self._lead_owners[order]
        self._lead_days = published[order]

    def of_slot(self, slot: int) -> Candidates:
        """Those that tell of it as past if there are any, else those that announce it."""
        begin, end = np.searchsorted(self._by_slot, (slot, slot + 1))
        rows = self._telling[begin:end]
        told = rows[self._told[rows]]
        planned = bool(len(rows)) and not len(told)
        rows = told if len(told) else rows
        mention = self._reports.mention[rows]
        sentences = self._snapshot.mentions.sentences[mention]
        owners = self._reports.owner[rows]
        if not planned and self._attested(owners) and self._slots.single_day(slot):
            leads, lead_owners = self._leads_of(int(self._slots.first[slot]))
            sentences = np.concatenate((sentences, leads))
            owners = np.concatenate((owners, lead_owners))
            mention = np.concatenate((mention, np.full(len(leads), -1)))
        kept = self._best(sentences, owners)
        return Candidates(sentences[kept], owners[kept], mention[kept], planned)

    def called_off(self, first: int, last: int, announced: int) -> Ints:
        """Sentences of later articles than row `announced` of the reports' articles that tell that
        something due on one of these days is off."""
        mentions, rows = self._snapshot.mentions, self._reports.mention[self._off]
        owners, published = self._reports.owner[self._off], self._reports.published
        due = (mentions.first[rows] <= last) & (mentions.last[rows] >= first)
        later = (owners != announced) & (published[owners] >= published[announced])
        return np.unique(mentions.sentences[rows[due & later]])

    def _attested(self, owners: Ints) -> bool:
        return not self._reports.few and len(np.unique(owners)) >= ATTESTED

    def _leads_of(self, day: int) -> tuple[Ints, Ints]:
        begin = np.searchsorted(self._lead_days, day + NEXT_DAYS[0])
        end = np.searchsorted(self._lead_days, day + NEXT_DAYS[-1], "right")
        return self._leads[begin:end], self._lead_owners[begin:end]

    def _best(self, sentences: Ints, owners: Ints) -> Ints:
        starts = self._snapshot.terms.starts
        lengths = starts[sentences + 1] - starts[sentences]
        if self._reports.few:
            marks = self._snapshot.terms.marks[ranges(starts[sentences], lengths)]
            row = np.repeat(np.arange(len(sentences)), lengths)
            words = (marks & (Mark.DATE | Mark.NUMBER)) == 0
            long = np.flatnonzero(np.bincount(row[words], minlength=len(sentences)) >= MIN_WORDS)
        else:
            long = np.flatnonzero(lengths >= MIN_TERMS)
        if len(long) <= MAX_CANDIDATES:
            return long
        order = np.argsort(-self._reports.scores[owners[long]], kind="stable")
        return np.sort(long[order[:MAX_CANDIDATES]])


def text_of(snapshot: Snapshot, sentence: int) -> str:
    """The sentence with this number in the whole snapshot."""
    _, document, span = snapshot.sentence(sentence)
    return document.slice(span)


def tells_of_the_future(text: str) -> bool:
    return _COMING.search(text) is not None


def leans_back(text: str) -> bool:
    """Whether a sentence needs its neighbours: it begins with a pronoun, asks, supposes, or is a
    part of somebody's longer speech."""
    open_, close = text.count("“") + text.count("``"), text.count("”") + text.count("''")
    part = open_ != close or text.count('"') % 2 == 1
    return part or _LEANING.match(text) is not None or text.endswith("?")
