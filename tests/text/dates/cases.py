"""Short hands for the tests of the tagger."""

from __future__ import annotations

from datetime import date

from bot.text.dates import Mention, mentions, tag

FRIDAY = date(2021, 9, 17)
"""The anchor of most cases: a Friday in the third quarter."""

TUESDAY = date(2023, 5, 16)


def values(text: str, anchor: date | None = FRIDAY) -> list[tuple[str, str]]:
    """Each expression of `text` as it stands there, with its value."""
    return [(text[each.start : each.end], each.value) for each in tag(text, anchor)]


def named(text: str, anchor: date | None = FRIDAY) -> list[Mention]:
    return list(mentions(text, tag(text, anchor)))


def days(text: str, anchor: date | None = FRIDAY) -> list[str]:
    """The days of each mention, as "first" or "first/last"."""
    return [
        str(each.first) if each.first == each.last else f"{each.first}/{each.last}"
        for each in named(text, anchor)
    ]
