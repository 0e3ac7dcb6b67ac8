"""The tagger: temporal expressions of a text, in order, with their values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.text.dates import (
    clock,
    durations,
    explicit,
    holidays,
    numeric,
    periods,
    quarters,
    relative,
    vague,
    weekdays,
)
from bot.text.dates.bounds import bound
from bot.text.dates.context import Context, Latest
from bot.text.dates.grammar import NOTHING, Found, Grammar, Value
from bot.text.dates.ranges import mentions
from bot.text.dates.reading import Reading
from bot.text.dates.timex import Granularity, Kind, Modifier, Tense, Timex
from bot.text.dates.values import period
from bot.text.dates.years import shared

__all__ = ["mentions", "period", "tag"]

_GRAMMAR = Grammar(
    family.RULES
    for family in (
        numeric,
        explicit,
        holidays,
        weekdays,
        relative,
        quarters,
        periods,
        durations,
        clock,
        vague,
    )
)


def tag(text: str, anchor: date | None) -> tuple[Timex, ...]:
    """Every temporal expression of `text` in order; expressions never overlap.

    `anchor` is the day the text was published; None gives only what the text itself fixes, with X
    for what it leaves open. An expression such as "the following month" rests on the days named
    before it in the same text, so a paragraph is better read whole than sentence by sentence.
    """
    return shared(text, tuple(_timexes(Context(Reading(text, _GRAMMAR.surfaces), anchor))))


def _timexes(context: Context) -> Iterator[Timex]:
    symbols, place = context.reading.symbols, 0
    while possible := _GRAMMAR.scan.search(symbols, place):
        place = possible.start() + 1
        for found, rule in _GRAMMAR.matches(symbols, possible.start()):
            value = rule.value(context, found)
            if value is not None:
                place = value.end or found.end
                if value is not NOTHING:
                    yield _timex(context, found._replace(end=place), value)
                break


def _timex(context: Context, found: Found, value: Value) -> Timex:
    spans = context.reading.spans
    start, end = spans[found.start][0], spans[found.end - 1][1]
    tense = context.tense(found)
    if value.kind is Kind.DATE and (days := period(value.value)):
        context.latest = Latest(value.value, *days, value.anchored)
        if tense is not Tense.FUTURE:
            context.told = context.latest
        if days[2] is Granularity.DAY and not value.anchored:
            context.years[days[0].month, days[0].day] = days[0].year
    context.previous = (found.end, value.value)
    modifier, moved = value.modifier, context.moved(found)
    if modifier is Modifier.NONE and value.kind in (Kind.DATE, Kind.TIME) and not moved:
        modifier = bound(context.reading, found.start)
    return Timex(start, end, value.kind, value.value, modifier, tense, value.anchored, moved)
