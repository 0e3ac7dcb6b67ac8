"""What a picture of use shows: questions a day and the outlets quoted most; and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.answer.snippet import units
from bot.answer.wording import plural, span
from bot.text.dates import Granularity
from bot.text.unseen import plain

MAX_BARS = 62
"""More days are drawn as weeks, and more weeks as months."""

WEEK_DAYS = 7
MAX_ALT_UNITS = 1_024  # what Discord allows, in UTF-16 units
NO_OUTLET = "(no outlet named)"


@dataclass(frozen=True, slots=True)
class DayUse:
    """How many questions and topics of one day, in UTC, were answered and how many refused."""

    day: date
    answered: int
    refused: int

    @property
    def asked(self) -> int:
        return self.answered + self.refused


@dataclass(frozen=True, slots=True)
class SourceUse:
    """How often articles of an outlet were quoted; `source` is None for those that name none."""

    source: str | None
    quotes: int

    @property
    def name(self) -> str:
        return plain(self.source or "") or NO_OUTLET


@dataclass(frozen=True, slots=True)
class Usage:
    """`days` has every day of the time in order, also those without questions, and is not empty;
    `sources` come most quoted first."""

    days: tuple[DayUse, ...]
    sources: tuple[SourceUse, ...]

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.days)

    @property
    def refused(self) -> int:
        return sum(each.refused for each in self.days)

    @property
    def asked(self) -> int:
        return self.answered + self.refused

    @property
    def extent(self) -> str:
        """As ``1–25 Nov 2026``."""
        return span(self.days[0].day, self.days[-1].day, Granularity.DAY)

    @property
    def said(self) -> str:
        """As ``312 asked, 41 refused (13 %)``."""
        if not self.asked:
            return "nothing asked"
        share = 100 * self.refused / self.asked
        return f"{self.asked:,} asked, {self.refused:,} refused ({share:.0f} %)"


def draw_usage(usage: Usage) -> bytes:
    """A PNG, 1,600 pixels wide; the same bytes for the same use."""
    from bot.answer.chart.usage_figure import png

    return png(usage)


def alt_usage(usage: Usage) -> str:
    """What the picture shows, in at most MAX_ALT_UNITS."""
    unit, bars = in_bars(usage)
    text = f"Questions a {unit}, {usage.extent}: {usage.said}."
    if usage.asked:
        most = max(bars, key=lambda bar: bar.asked)
        text += f" Most in the {unit} of {span(most.day, most.day, Granularity.DAY)}: {most.asked}."
        text = text.replace("in the day of", "on")
    if usage.sources:
        text += " Most quoted:"
    for number, source in enumerate(usage.sources):
        more = f"{' ' if number == 0 else ', '}{source.name}, {plural(source.quotes, 'time')}"
        if units(text + more) >= MAX_ALT_UNITS:
            break
        text += more
    return f"{text}." if usage.sources else text


def in_bars(usage: Usage) -> tuple[str, tuple[DayUse, ...]]:
    """What one bar stands for ("day", "week" or "month"), and the bars; each is dated by its first
    day, of the first week or month also when the time begins within it."""
    days = usage.days
    if len(days) <= MAX_BARS:
        return "day", days
    if len(days) <= MAX_BARS * WEEK_DAYS:
        return "week", tuple(_merged(days, _monday))
    return "month", tuple(_merged(days, lambda day: day.replace(day=1)))


def _monday(day: date) -> date:
    return day - timedelta(days=min(day.weekday(), day.toordinal() - 1))


def _merged(days: tuple[DayUse, ...], first_of: Callable[[date], date]) -> Iterator[DayUse]:
    for first, same in groupby(days, key=lambda each: first_of(each.day)):
        every = tuple(same)
        answered, refused = (sum(counts) for counts in zip(*map(_counts, every), strict=True))
        yield DayUse(first, answered, refused)


def _counts(each: DayUse) -> tuple[int, int]:
    return each.answered, each.refused
