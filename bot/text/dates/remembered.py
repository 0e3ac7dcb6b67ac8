"""Days that have become the name of what happened on them: "the Sept. 11 attacks"."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.text.dates.context import Context
from bot.text.dates.grammar import Found
from bot.text.dates.words import NUMBERS

STILL_NEWS: Final = 183  # days for which such a name can still mean the last such day
_HAPPENED = frozenset(
    """attack bombing massacre shooting riot inquiry hearing insurrection crash explosion blast
    accident disaster coup uprising revolution revolt rebellion earthquake quake tsunami killing
    murder assassination raid protest demonstration march crackdown siege assault fire strike ambush
    rampage spill collapse hijacking tragedy atrocity mutiny stampede invasion incident outbreak
    storming plot""".split()
)
_OUTLASTS = frozenset(
    """committee panel commission movement victim survivor defendant terrorist attacker bomber
    hijacker rioter""".split()
)
"""What is named after a day for years: the day is never taken for a recent one."""
_BEFORE_THE_NOUN = 2  # words between the day and such a noun: "the Oct. 7 cross-border raids"
_OPENS = frozenset("the this that those these a an its our their post pre -".split())
_NO_ADJECTIVE = frozenset(
    """the a an in on at of to for with by and or but as who which that when while where after
    before was were is are has had have will would said says he she it they we""".split()
)


def year_of(context: Context, found: Found, day: date) -> int | None:
    """The year of a day of the anchor's surroundings, chosen as the likeliest, when it stands
    before what happened on it; None when nothing tells the year.

    The text may have told it before, or the day is near enough to be news still.
    """
    away = context.anchor - day if context.anchor else None
    noun = _described(context, found)
    if not noun:
        return day.year
    if told := context.years.get((day.month, day.day)):
        return told
    recent = away is not None and abs(away.days) <= STILL_NEWS and noun not in _OUTLASTS
    return day.year if recent else None


def _described(context: Context, found: Found) -> str:
    """The noun of such a happening that the day stands before, in the singular; "" for none."""
    reading, opened = context.reading, context.reading.lower(found.start - 1)
    attributive = opened in _OPENS
    if not attributive and opened in ("on", "since"):
        return ""
    for ahead in range(1 + (_BEFORE_THE_NOUN if attributive else 0)):
        word = reading.lower(found.end + ahead)
        for noun in (word, word.removesuffix("s"), word.removesuffix("es")):
            if noun in _HAPPENED or noun in _OUTLASTS:
                return noun
        if not (word[:1].isalpha() or word == "-") or word in _NO_ADJECTIVE or word in NUMBERS:
            return ""
    return ""
