"""The time scale of a timeline's picture: days to pixels, with long empty stretches cut out.

Days are proleptic Gregorian ordinals (1 is 1 January of the year 1), so that arithmetic cannot
leave the calendar. A day covers [ordinal, ordinal + 1).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from math import ceil, floor

from bot.articles.dated import MONTHS

CUT_WIDTH = 120.0
"""Pixels that a cut takes."""

CUT_SHARES = (0.5, 0.75, 0.75)
CUT_TIMES = 6.0
MIN_OTHERS = 2
"""The longest silence between events is cut out if it takes more than the first share of the time
shown, and CUT_TIMES as long as the other silences do on average, of which there must be MIN_OTHERS;
the next longest if that holds of what is left and the second share, and so on."""

PAD_SHARE = 0.03
MIN_DAYS = 8.0
MIN_SEGMENT = 90.0
"""Pixels, so that a single day between two cuts can carry its date."""

DAY_STEPS = (1, 2, 7)
MONTH_STEPS = (1, 2, 3, 6, *(12 * years * ten for ten in (1, 10, 100, 1000) for years in (1, 2, 5)))
LEAST_DAYS = {1: 28, 2: 59}  # in so many months; in three or more, 30 a month
LONG_DAYS = 100
INSET = 0.4
_LAST_DAY = date.max.toordinal()


@dataclass(frozen=True, slots=True)
class Segment:
    """Days [first, last) on pixels [left, right)."""

    first: float
    last: float
    left: float
    right: float

    def x(self, day: float) -> float:
        share = (day - self.first) / (self.last - self.first)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Scale:
    segments: tuple[Segment, ...]

    def x(self, day: float) -> float:
        """A day that was cut out lies on the edge of the cut that is nearer in time."""
        nearest = min(self.segments, key=lambda part: max(part.first - day, day - part.last, 0.0))
        return nearest.x(day)

    def shown(self, first: float, last: float) -> list[tuple[float, float]]:
        """The pixels of the days [first, last), without those that are cut out."""
        parts = [part for part in self.segments if part.first < last and first < part.last]
        return [(part.x(first), part.x(last)) for part in parts]


@dataclass(frozen=True, slots=True)
class Tick:
    """`year` stands below the name, and is empty where it goes on or is the name. `marked` says
    that `x` is where the named day, month or year begins."""

    x: float
    name: str
    year: str
    marked: bool = True


def scale(spans: Sequence[tuple[float, float]], left: float, right: float) -> Scale:
    """The scale on which `spans` ([first, last) days, at least one) lie between two pixels."""
    shown = _padded(_uncut(spans))
    widths = _widths(
        [last - first for first, last in shown], right - left - CUT_WIDTH * (len(shown) - 1)
    )
    segments = []
    at = left
    for (first, last), width in zip(shown, widths, strict=True):
        segments.append(Segment(first, last, at, at + width))
        at += width + CUT_WIDTH
    return Scale(tuple(segments))


def ticks(part: Segment, room: float) -> list[Tick]:
    """Ticks of one segment, at least `room` pixels apart and INSET of that inside its edges.

    A segment too short for any gets one in its middle that names the month or the year there.
    """
    per_day = (part.right - part.left) / (part.last - part.first)
    for days in DAY_STEPS:
        if days * per_day >= room:
            ordinals = _days(part, days)
            return _named(part, ordinals, room, by_day=True) or [_middle(part)]
    for months in MONTH_STEPS:
        if LEAST_DAYS.get(months, 30 * months) * per_day >= room:
            ordinals = _months(part, months)
            by_year = months % 12 == 0
            return _named(part, ordinals, room, by_year=by_year) or [_middle(part)]
    return [_middle(part)]


def _uncut(spans: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Stretches of time that hold all spans, apart where too long a silence lay."""
    ordered = sorted(spans)
    ends = list(accumulate((last for _, last in ordered), max))
    gaps = [max(0.0, first - end) for end, (first, _) in zip(ends, ordered[1:], strict=False)]
    cut = _cuts(gaps, ends[-1] - ordered[0][0])
    firsts = [ordered[0][0], *(ordered[place + 1][0] for place in sorted(cut))]
    lasts = [*(ends[place] for place in sorted(cut)), ends[-1]]
    return list(zip(firsts, lasts, strict=True))


def _cuts(gaps: Sequence[float], total: float) -> set[int]:
    """Which of the gaps between events are cut out of the `total` time."""
    cut: set[int] = set()
    for share, place in zip(
        CUT_SHARES, sorted(range(len(gaps)), key=lambda place: -gaps[place]), strict=False
    ):
        others = [gap for other, gap in enumerate(gaps) if other != place and other not in cut]
        if len(others) < MIN_OTHERS or gaps[place] <= share * total:
            break
        if gaps[place] < CUT_TIMES * sum(others) / len(others):
            break
        cut.add(place)
        total -= gaps[place]
    return cut


def _padded(parts: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Some time on both sides of each part, and at least MIN_DAYS in all."""
    total = sum(last - first for first, last in parts)
    pad = max(PAD_SHARE * total, (MIN_DAYS - total) / 2 / len(parts), 0.5)
    return [(first - pad, last + pad) for first, last in parts]


def _widths(days: Sequence[float], width: float) -> list[float]:
    """Pixels in proportion to days, but none below MIN_SEGMENT."""
    small: set[int] = set()
    while True:
        rest = width - MIN_SEGMENT * len(small)
        total = sum(length for place, length in enumerate(days) if place not in small)
        widths = [
            MIN_SEGMENT if place in small else rest * length / total
            for place, length in enumerate(days)
        ]
        smaller = {place for place, taken in enumerate(widths) if taken < MIN_SEGMENT}
        if not smaller:
            return widths
        small |= smaller


def _days(part: Segment, step: int) -> list[int]:
    """Every `step`th day; with a step of a week, Mondays."""
    first = max(1, ceil(part.first))
    first += (1 - first) % step
    return list(range(first, min(floor(part.last), _LAST_DAY) + 1, step))


def _months(part: Segment, step: int) -> list[int]:
    """The first days of every `step`th month, counted from January of the year 0."""
    begin, end = (date.fromordinal(_valid(day)) for day in (part.first, part.last))
    first = begin.year * 12 + begin.month - 1
    indexes = range(first - first % -step, end.year * 12 + end.month, step)
    return [date(index // 12, index % 12 + 1, 1).toordinal() for index in indexes if index >= 12]


def _named(
    part: Segment, ordinals: list[int], room: float, *, by_day: bool = False, by_year: bool = False
) -> list[Tick]:
    found: list[Tick] = []
    year = 0
    for ordinal in ordinals:
        x = part.x(ordinal)
        if not part.left + INSET * room <= x <= part.right - INSET * room:
            continue
        day = date.fromordinal(ordinal)
        name = f"{day.day} {MONTHS[day.month - 1]}" if by_day else MONTHS[day.month - 1]
        if by_year:
            found.append(Tick(x, str(day.year), ""))
        else:
            found.append(Tick(x, name, str(day.year) if day.year != year else ""))
        year = day.year
    return found


def _middle(part: Segment) -> Tick:
    day = date.fromordinal(_valid((part.first + part.last) / 2))
    x = (part.left + part.right) / 2
    if part.last - part.first > LONG_DAYS:
        return Tick(x, str(day.year), "", marked=False)
    return Tick(x, MONTHS[day.month - 1], str(day.year), marked=False)


def _valid(day: float) -> int:
    return min(max(1, floor(day)), _LAST_DAY)
