"""A year that is written once for two dates: "Nov. 30 to Dec. 1, 2018"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.text.dates.timex import Kind, Timex
from bot.text.dates.values import day_value

_JOINT = re.compile(
    r"\s*(?:,|-|–|—|to|through|until|till|and|or|,\s*and)\s*(?:the\s*)?", re.IGNORECASE
)
_WITHOUT_YEAR = re.compile(r"(?:[0-9]{4}|XXXX)-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?")
_WITH_YEAR = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?")
_MONTH_NAME = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
_WRITTEN_YEAR = re.compile(r"[0-9]{4}|['’][0-9]{2}|nineteen|twenty|thousand", re.IGNORECASE)


def shared(text: str, found: Sequence[Timex]) -> tuple[Timex, ...]:
    """`found` with the year of a date given to the one without a year that is joined to it."""
    result = list(found)
    for place in range(len(result) - 2, -1, -1):
        one, two = result[place], result[place + 1]
        if _JOINT.fullmatch(text, one.end, two.start) and (value := _value(text, one, two)):
            result[place] = replace(one, value=value, anchored=False)
    return tuple(result)


def _value(text: str, one: Timex, two: Timex) -> str | None:
    """That of `one` in the year of `two`, or in the year before, as it must come first."""
    if not one.kind is two.kind is Kind.DATE or two.anchored:
        return None
    open_, fixed = _WITHOUT_YEAR.fullmatch(one.value), _WITH_YEAR.fullmatch(two.value)
    covered = text[one.start : one.end]
    if not open_ or not fixed or _WRITTEN_YEAR.search(covered) or not _MONTH_NAME.search(covered):
        return None
    year, month = int(fixed["year"]), int(open_["month"])
    if (month, open_["day"] or "") > (int(fixed["month"]), fixed["day"] or ""):
        year -= 1
    if not open_["day"]:
        return f"{year:04d}-{month:02d}" if year else None
    return day_value(year, month, int(open_["day"]))
