"""The tagger: temporal expressions of a text, in order, with their values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.text.dates.timex import Granularity, Mention, Timex


def tag(text: str, anchor: date | None) -> tuple[Timex, ...]:
    """Every temporal expression of `text` in order; expressions never overlap.

    `anchor` is the day the text was published; None gives only what the text itself fixes, with X
    for what it leaves open.
    """
    return ()


def period(value: str) -> tuple[date, date, Granularity] | None:
    """First day, last day and granularity of a DATE or TIME value; None for any value that fixes
    no days: durations, sets, values with X, PAST_REF and the like."""
    return None


def mentions(text: str, found: Sequence[Timex]) -> tuple[Mention, ...]:
    """The days that `found`, which `tag` gave for `text`, name; the two ends of a range joined."""
    return ()
