"""What a rule knows besides the words it matched: the anchor, the clause, the days named before."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from bot.text.dates import clause
from bot.text.dates.grammar import Found
from bot.text.dates.reading import Reading
from bot.text.dates.timex import Granularity, Tense
from bot.text.dates.values import period

_AHEAD = {Tense.PAST: 330, Tense.UNKNOWN: 75, Tense.FUTURE: 0}
_BEHIND = {Tense.PAST: 0, Tense.UNKNOWN: 0, Tense.FUTURE: 240}
"""Days by which a date ahead of the anchor, or behind it, must be nearer to be meant all the same,
by the tense of its clause: verbs tell more of the past than of what is to come."""
JOINTS = frozenset(("and", "&", "to", "through", "-", "/", "until", "or"))
"""Words and marks between the two ends of a range."""


class Latest(NamedTuple):
    """The last DATE that fixed days; fields as in Timex and Mention."""

    value: str
    first: date
    last: date
    granularity: Granularity
    anchored: bool


class Context:
    """One text while it is tagged. `latest` is the last DATE found so far that fixed days, `told`
    the last of them that is not still to come, `quarter` the value of the quarter that the text is
    about, `previous` the place after the last expression of any kind and its value, `years` the
    year that the text itself gave to a day, by its month and number.
    """

    def __init__(self, reading: Reading, anchor: date | None) -> None:
        self.reading = reading
        self.anchor = anchor
        self.latest: Latest | None = None
        self.told: Latest | None = None
        self.quarter: str | None = None
        self.previous: tuple[int, str] | None = None
        self.years: dict[tuple[int, int], int] = {}
        self._read: tuple[tuple[int, int], Tense] | None = None

    def caught(self, found: Found, name: str) -> str:
        return self.reading.caught(found, name)

    def tense(self, found: Found) -> Tense:
        place = found.start, found.end
        if self._read is None or self._read[0] != place:
            self._read = place, clause.tense(self.reading.words, *place)
        return self._read[1]

    def moved(self, found: Found) -> bool:
        """Whether an event is moved to or from what was found: no end of a range."""
        return clause.moved(self.reading.words, found.start)

    def near(self, found: Found, choices: list[date]) -> date | None:
        """The one of `choices` that the anchor and the tense of the clause make likeliest."""
        anchor = self.anchor
        if anchor is None or not choices:
            return None
        tense = self.tense(found)

        def cost(day: date) -> int:
            away = (day - anchor).days
            return away + _AHEAD[tense] if away > 0 else -away + (_BEHIND[tense] if away else 0)

        return min(choices, key=cost)

    def weekday(self, found: Found, weekday: int, step: int | None = None) -> date | None:
        """The day that a weekday names: the last one, the anchor's own, or the next to come.

        `step` is -1 for "last Friday", 1 for "next Friday", 0 for "this Friday".
        """
        if self.anchor is None:
            return None
        if step is None and (after := self._after_joined(found, weekday)):
            return after
        back = (self.anchor.weekday() - weekday) % 7
        ahead = (-back) % 7
        if step is None:
            step = 1 if back and self.tense(found) is Tense.FUTURE else 0
            days = ahead if step else -back
        elif step < 0:
            days = -(back or 7)
        elif step > 0:
            days = ahead or 7
        else:
            days = -back if self.tense(found) is Tense.PAST else ahead
        try:
            return self.anchor + timedelta(days=days)
        except OverflowError:
            return None

    def joined_day(self, found: Found, listed: bool = False) -> date | None:
        """The day named just before, if only "and", "to" or a dash stands between; of one that is
        `listed`, a comma will do."""
        if self.previous is None or self.previous[0] != found.start - 1:
            return None
        joint = self.reading.lower(found.start - 1)
        if joint not in JOINTS and not (listed and joint == ","):
            return None
        days = period(self.previous[1])
        return days[0] if days and days[2] is Granularity.DAY else None

    def _after_joined(self, found: Found, weekday: int) -> date | None:
        """Of "Tuesday to Thursday" the Thursday after that Tuesday, if that agrees with the tense
        of the clause."""
        before = None if self.moved(found) else self.joined_day(found)
        if before is None or self.anchor is None or abs((before - self.anchor).days) > 7:
            return None
        try:
            day = before + timedelta(days=(weekday - before.weekday()) % 7 or 7)
        except OverflowError:
            return None
        past = self.tense(found) is not Tense.FUTURE and before <= self.anchor
        return None if past and day > self.anchor else day
