"""Days that a clause fixes something for, puts it off to, or places it on in the present tense.

All functions take the words of one sentence to the left or the right of an expression, in lower
case, as `clause` prepares them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from bot.text.dates.timex import Tense
from bot.text.dates.verbs import (
    BE,
    DETERMINERS,
    MOVED,
    MOVED_WITH,
    PARTICLES,
    PAST_FORMS,
    PRESENT,
    SCHEDULABLE,
)
from bot.text.dates.words import AFTER_A_DATE, MONTHS, NUMBERS, WEEKDAYS

Verb = Callable[[list[str], int], Tense | None]
"""What the word at a place says of the time, None when it is no verb."""

_FIXED = frozenset(
    "set fixed scheduled planned booked slated arranged rearranged pencilled penciled due".split()
)
_PENCILLED = frozenset(("pencilled", "penciled"))
_CHOSEN = frozenset("set chose fixed picked".split())
"""Of a date that follows at once: "set June 5 for the vote", but "a record set Friday"."""
_MEASURED = frozenset(
    """figures figure data results result prices price reading readings rate rates sales record
    records numbers totals total forecast wanted blamed accounts""".split()
)
"""What is counted for a day that has passed; people are blamed for it."""
_PERFECT_NEAR = 6  # tokens before an expression in which "had" makes a plan an old one
_MOVE_NEAR = 10  # tokens before an expression in which a verb of moving must stand
_PARTICLE_NEAR = 5  # tokens after such a verb in which its "back" or "forward" must stand
_SCHEDULED_NEAR = 8  # tokens between a verb in the present and its weekday
_MOVED_BY = frozenset("to from until till for".split())
_STOPS = frozenset((",", "(", ":", "who", "which", "ran", "runs", "said", *PAST_FORMS))
_BOUNDARIES = frozenset(
    """, ( : who which that and but as when while before after if because said says told say
    reported""".split()
)
_SUBJECTS = frozenset("they we you i who and which men women people police".split())
_NO_SUBJECT = (
    DETERMINERS
    | BE
    | frozenset(
        "of in on at for to with by from and or against after before these those last first".split()
    )
)
_PLACES = frozenset("on at in this not now also".split())


def fixed(left: list[str], own: Collection[str], right: list[str]) -> Tense | None:
    """FUTURE for a day that an event is fixed for or moved to; UNKNOWN if it once had been; None
    for any other."""
    if not (_fixed_for(left, own, right) or _date_of(left) or moved(left)):
        return None
    return Tense.UNKNOWN if "had" in left[-_PERFECT_NEAR:] else Tense.FUTURE


def _fixed_for(left: list[str], own: Collection[str], right: list[str]) -> bool:
    before = left[-2:-1]
    if left[-1:] != ["for"]:
        pencilled = left[-1:] == ["in"] and bool(set(before) & _PENCILLED)
        return pencilled or (bool(set(left[-1:]) & _CHOSEN) and _names_date(own))
    if set(before) & _FIXED or set(left[-3:-1]) & _PENCILLED:
        return True
    described = bool(right) and right[0][0].isalpha() and right[0] not in AFTER_A_DATE
    if described or right[:1] == ["'s"] or set(before) & _MEASURED:
        return False
    return _names_day(own)


def _names_day(own: Collection[str]) -> bool:
    return _names_date(own) or any(word in WEEKDAYS for word in own)


def _names_date(own: Collection[str]) -> bool:
    """Whether an expression holds a month and a day of it; "May" keeps its capital."""
    numbered = any(word[:1].isdigit() and not (word.isdigit() and len(word) > 2) for word in own)
    return numbered and any(word.lower() in MONTHS for word in own)


def _date_of(left: list[str]) -> bool:
    """ "a date of June 5", but not "the birth date of"."""
    return left[-2:] == ["date", "of"] and not set(left[-3:-2]) & {"birth", "death"}


def moved(left: list[str]) -> bool:
    """Whether the last verb moves an event to or from what follows: "was put off to"."""
    if not left or left[-1] not in _MOVED_BY:
        return False
    for place in range(len(left) - 1, max(-1, len(left) - 1 - _MOVE_NEAR), -1):
        word = left[place]
        if word in MOVED:
            return left[-1] != "for"
        if word in MOVED_WITH:
            return bool(set(left[place + 1 : place + 1 + _PARTICLE_NEAR]) & PARTICLES)
        if word in _STOPS or word.endswith("ed"):
            return False
    return False


def present(left: list[str], right: list[str], verb: Verb) -> bool:
    """Whether the clause before a weekday tells of it in the present: "Parliament votes on".

    News tells of the past in the past tense, so such a weekday is one to come.
    """
    if right[:1] == ["'s"] or (right and (right[0] in PAST_FORMS or right[0] in PRESENT)):
        return False
    for place in range(len(left) - 1, max(-1, len(left) - 1 - _SCHEDULED_NEAR), -1):
        if left[place] in PRESENT:
            return place > 0 and (left[place + 1 :] == [] or left[place + 1] in _PLACES)
        if _schedules(left, place, verb):
            return True
        if verb(left, place) is not None:
            return False
    return False


def _schedules(left: list[str], place: int, verb: Verb) -> bool:
    """Whether the word at `place` is such a verb with a subject, no noun in the plural."""
    word, before = left[place], left[place - 1] if place else ""
    if word in SCHEDULABLE:
        subject = before in _SUBJECTS or (before.endswith("s") and before not in _NO_SUBJECT)
    elif word[-1:] == "s" and {word[:-1], word[:-2]} & SCHEDULABLE:
        subject = before[:1].isalpha() and before not in _NO_SUBJECT and before not in NUMBERS
    else:
        return False
    if not subject:
        return False
    for back in range(place - 1, -1, -1):
        if left[back] in _BOUNDARIES:
            return True
        if verb(left, back) is not None:
            return False
    return True
