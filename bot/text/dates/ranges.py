"""The days that the expressions of a text name; the two ends of a range become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.text.dates.timex import Granularity, Kind, Mention, Modifier, Tense, Timex
from bot.text.dates.values import period

_TO = re.compile(r"\s*(?:[-–—]|to|through|thru|until|till|and on to)\s*(?:the\s*)?", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*)?(?:and|&|/)\s*(?:(?:on|the)\s*)?", re.IGNORECASE)
_COMMA = re.compile(r"\s*,\s*")
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.IGNORECASE)
_BESIDE = re.compile(r"\s*[,(–—-]\s*(?:that is\s*,?\s*|on\s+|an?\s+)?", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]")
_OWN_DAY = re.compile(
    r"day\b|\b(?:tomorrow|tonight|night|morning|afternoon|evening|mon|tues?|wed|thur?s?|fri|sat|sun"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)|[0-9]{4}-",
    re.IGNORECASE,
)
_LOOK_BACK = 16  # characters before a range in which "between" may stand


def mentions(text: str, found: Sequence[Timex]) -> tuple[Mention, ...]:
    """The days that `found`, which `tag` gave for `text`, name; the two ends of a range joined.

    A weekday beside its date ("Wednesday, Aug. 22") gives no mention of its own, nor does a time
    of day without its day.
    """
    joined: list[Mention] = []
    for timex in found:
        mention = _single(text, timex)
        if mention is None:
            continue
        while joined and (both := _joined(text, joined[-1], mention, timex.moved)):
            mention = both
            joined.pop()
        joined.append(mention)
    return tuple(joined)


def _single(text: str, timex: Timex) -> Mention | None:
    days = period(timex.value)
    if days is None or timex.kind not in (Kind.DATE, Kind.TIME):
        return None
    if timex.kind is Kind.TIME and not _OWN_DAY.search(text, timex.start, timex.end):
        return None
    return Mention(timex.start, timex.end, *days, timex.modifier, timex.tense, timex.anchored)


def _joined(text: str, one: Mention, two: Mention, moved: bool) -> Mention | None:
    """Both as one mention, or None when they are two; `moved` as in Timex, of the second."""
    gap = text[one.end : two.start]
    if len(gap) > _LOOK_BACK or one.granularity != two.granularity:
        return None
    if _BESIDE.fullmatch(gap) and (apposed := _apposed(text, one, two)):
        return apposed
    if moved or one.first >= two.first or one.last >= two.last or _told_on(text, one, two):
        return None
    listed = _AND.fullmatch(gap) or _COMMA.fullmatch(gap)
    if not (_TO.fullmatch(gap) or (listed and _spans(text, one, two))):
        return None
    return replace(
        one,
        end=two.end,
        last=two.last,
        modifier=one.modifier if one.modifier is two.modifier else Modifier.NONE,
        tense=two.tense if one.tense is Tense.UNKNOWN else one.tense,
        anchored=one.anchored or two.anchored,
        ranged=True,
    )


def _told_on(text: str, one: Mention, two: Mention) -> bool:
    """Whether one is the day on which something was done to two: "put over on Monday to May 16"."""
    before = text[max(0, one.start - 3) : one.start].lower()
    return before.endswith("on ") and _only_weekdays(text, one) and not _only_weekdays(text, two)


def _spans(text: str, one: Mention, two: Mention) -> bool:
    """Whether "one and two" is everything from one to two: they adjoin, or "between" says so."""
    if _COMMA.fullmatch(text, one.end, two.start):
        alike = _only_weekdays(text, one) and _only_weekdays(text, two)
        return (alike or _counted_on(text, one, two)) and _adjoin(one, two)
    if _BETWEEN.search(text, max(0, one.start - _LOOK_BACK), one.start):
        return True
    return _adjoin(one, two)


def _counted_on(text: str, one: Mention, two: Mention) -> bool:
    """Whether one of the two is but a number: "May 10, 11 and 12"."""
    return any(text[each.start : each.end].isdigit() for each in (one, two))


def _adjoin(one: Mention, two: Mention) -> bool:
    return one.last < date.max and one.last + timedelta(days=1) == two.first


def _apposed(text: str, one: Mention, two: Mention) -> Mention | None:
    """The date, when one of the two is only the weekday of the other."""
    if one.granularity is not Granularity.DAY:
        return None
    named_one, named_two = _only_weekdays(text, one), _only_weekdays(text, two)
    if named_one == named_two:
        return None
    dated, named = (two, one) if named_one else (one, two)
    if (dated.last - dated.first) != (named.last - named.first):
        return None
    if dated.first.weekday() != named.first.weekday() and dated.first != named.first:
        return None
    tense = named.tense if dated.tense is Tense.UNKNOWN else dated.tense
    return replace(dated, start=one.start, end=two.end, tense=tense)


def _only_weekdays(text: str, mention: Mention) -> bool:
    covered = text[mention.start : mention.end]
    return bool(_WEEKDAY.search(covered)) and not _NUMBER.search(covered)
