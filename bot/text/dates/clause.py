"""What the clause around an expression says of its event: is it past, or still to come?

The verb group nearest before the expression decides, within its sentence; an expression that opens
its sentence looks for the first verb group after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.text.dates import plans
from bot.text.dates.timex import Tense
from bot.text.dates.verbs import (
    AIMS,
    BE,
    DEADLINES,
    DETERMINERS,
    DUE,
    IRREGULAR,
    LOOKING_AHEAD,
    LOOKING_BACK,
    MODALS,
    NEGATED,
    NO_VERB,
    PAST_FORMS,
    PERFECT,
    PRESENT,
    SCHEDULED,
    TITLES,
    WILL,
)
from bot.text.dates.words import WEEKDAYS

_BEFORE = 24  # tokens looked at before an expression
_AFTER = 18  # tokens looked at after it
_AUXILIARIES = 5  # tokens before a verb in which its auxiliaries may stand
_OPEN_ENDS = frozenset(("until", "till", "by", "through"))
_TO_BE = PRESENT | {"was", "were", "has", "have"}
_ADVERBS = frozenset(("not", "also", "n't", NEGATED, "now", "then", "soon", "be", "have"))


def tense(words: Sequence[str], start: int, end: int) -> Tense:
    """Of the clause that the tokens `start` to `end` (exclusive) stand in."""
    own = {_plain(word) for word in words[start:end]}
    if own & LOOKING_BACK:
        return Tense.PAST
    if own & LOOKING_AHEAD:
        return Tense.FUTURE
    left, right = _left(words, start), _right(words, end)
    if left[-1:] == ["since"]:
        return Tense.PAST
    if planned := plans.fixed(left, own, right):
        return planned
    if _deadline(left, right):
        return Tense.FUTURE
    if any(word in WEEKDAYS for word in own) and plans.present(left, right, _verb):
        return Tense.FUTURE
    found = _nearest(left) or _first(right) or Tense.UNKNOWN
    if left and left[-1] in _OPEN_ENDS:
        return Tense.UNKNOWN if found is Tense.PAST else Tense.FUTURE
    return found


def moved(words: Sequence[str], start: int) -> bool:
    """Whether an event is moved to or from the day at `start`: "put off from May 3 to May 5"."""
    return plans.moved(_left(words, start))


def _deadline(left: list[str], right: list[str]) -> bool:
    """Whether the expression names what people work towards: "a March 1 deadline"."""
    if left[-2:] == ["ahead", "of"] or "upcoming" in left[-3:] or "eve" in left[-8:]:
        return True
    near = set(left[-4:])
    if right and right[0] in DEADLINES:
        return not near & {"missed", "passed", "met"}
    return "deadline" in near and not near & {"missed", "passed"}


def _left(words: Sequence[str], start: int) -> list[str]:
    """The tokens of the sentence before `start`, at most _BEFORE, in lower case but for "May"."""
    place = start
    while place > max(0, start - _BEFORE) and not _ends_sentence(words, place - 1):
        place -= 1
    return [_plain(word) for word in words[place:start]]


def _right(words: Sequence[str], end: int) -> list[str]:
    place = end
    while place < min(len(words), end + _AFTER) and not _ends_sentence(words, place):
        place += 1
    return [_plain(word) for word in words[end:place]]


def _plain(word: str) -> str:
    return word if word == "May" else word.lower().replace("’", "'")


def _ends_sentence(words: Sequence[str], place: int) -> bool:
    word = words[place]
    if word[0] == "\n" or word in ("!", "?", ";"):
        return True
    if word != ".":
        return False
    before = words[place - 1].lower() if place else ""
    if before in TITLES or len(before) == 1:
        return False
    return place + 1 >= len(words) or not words[place + 1][0].islower()


def _nearest(left: list[str]) -> Tense | None:
    """By the last verb group of `left`."""
    for place in range(len(left) - 1, -1, -1):
        found = _verb(left, place)
        if found is not None:
            return found
    return None


def _first(right: list[str]) -> Tense | None:
    """By the first verb group of `right`; "the planned talks" is none, "agreed to" is past."""
    for place in range(len(right)):
        if right[place] in DUE and not (set(right[:place]) & (BE | PERFECT)):
            continue
        if right[place] in AIMS and right[place].endswith("ed"):
            return _after_auxiliaries(right[max(0, place - _AUXILIARIES) : place])
        found = _verb(right, place)
        if found is not None:
            return found
    return None


def _verb(words: list[str], place: int) -> Tense | None:
    """What the word at `place` says, with the auxiliaries before it; None for no verb."""
    word, group = words[place], words[max(0, place - _AUXILIARIES) : place]
    if word == "won" and words[place + 1 : place + 2] == [NEGATED]:
        return Tense.FUTURE
    if word in MODALS or word in SCHEDULED:
        return Tense.FUTURE
    if word in DUE:
        return Tense.UNKNOWN if "had" in group[-2:] else Tense.FUTURE
    if word in PAST_FORMS or word in PERFECT:
        return _auxiliary(words, place)
    if word in PRESENT:
        if words[place + 1 : place + 2] == ["to"] and not _names(words[place + 2 : place + 4]):
            return Tense.FUTURE
        return None if place + 1 < len(words) and _looks_past(words[place + 1]) else Tense.UNKNOWN
    if word == "to":
        if words[place - 1 : place] and words[place - 1] in _TO_BE:
            return None if _names(words[place + 1 : place + 3]) else Tense.FUTURE
        aimed = set(group[-3:]) & AIMS and not _names(words[place + 1 : place + 3])
        return Tense.FUTURE if aimed and "had" not in group else None
    if _looks_past(word) and not _describes(words, place):
        if word in AIMS and "to" in words[place + 1 : place + 4]:
            return Tense.FUTURE
        return _after_auxiliaries(group)
    return None


def _names(follows: list[str]) -> bool:
    """Whether what follows a "to" is no infinitive: "invited to a new round"."""
    return follows[:1] == ["another"] or bool(set(follows[:1]) & DETERMINERS) or "'s" in follows


_DEGREES = frozenset("still yet much most more less newly once long well ill".split())


def _describes(words: list[str], place: int) -> bool:
    """Whether a participle belongs to a noun: "an undisclosed date", "envoys led by a general"."""
    before = words[max(0, place - 2) : place]
    if words[place].endswith("ed"):
        adverb = len(before) == 2 and (before[1].endswith("ly") or before[1] in _DEGREES)
        if before and (before[-1] in DETERMINERS or (adverb and before[0] in DETERMINERS)):
            return True
    passive = words[place + 1 : place + 2] == ["by"]
    return passive and not set(words[max(0, place - 3) : place]) & (BE | PERFECT | PAST_FORMS)


def _looks_past(word: str) -> bool:
    return word in IRREGULAR or (word.endswith("ed") and len(word) > 3 and word not in NO_VERB)


def _auxiliary(words: list[str], place: int) -> Tense | None:
    """Of "was", "had", "has": past, but for "was to meet"; "has" needs a participle for it, and
    after a modal it tells of what is to come: "may have a vote"."""
    follows, group = words[place + 1 : place + 4], words[max(0, place - 3) : place]
    if set(follows) & DUE:
        return Tense.FUTURE
    if follows[:1] == ["to"] and words[place] in _TO_BE and not _names(follows[1:3]):
        return Tense.FUTURE
    if words[place] in PAST_FORMS:
        return Tense.PAST
    if not any(_looks_past(word) for word in follows[:2]):
        return Tense.FUTURE if set(group) & MODALS or "May" in group else Tense.UNKNOWN
    return _after_auxiliaries(words[max(0, place - 2) : place])


def _after_auxiliaries(group: list[str]) -> Tense:
    """Of a participle: FUTURE after "will be", "to be" and the like, UNKNOWN after "is", else
    PAST."""
    for back, word in enumerate(reversed(group), 1):
        if word in MODALS:
            perfect = "have" in group[len(group) - back + 1 :] and word not in WILL
            return Tense.PAST if perfect else Tense.FUTURE
        if word == "to" and group[len(group) - back + 1 : len(group) - back + 2] == ["be"]:
            return Tense.FUTURE
        if word in PRESENT and group[-1] != "been":
            return Tense.UNKNOWN
        if word not in BE and word not in _ADVERBS and not word.endswith("ly"):
            break
    return Tense.PAST
