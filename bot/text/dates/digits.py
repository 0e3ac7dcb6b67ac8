"""Whether four digits on their own are a year: "in 2010", "the 2010 vote", but not "Room 2010"."""

from __future__ import annotations

import re

from bot.text.dates.reading import Reading

_EARLIEST, _LATEST = 1500, 2100  # a number beyond is no year, unless a word says so
_COMMON = (1800, 2050)  # a number beyond is a year only after the plainest prepositions
_QUANTITIES = frozenset(
    """people men women troops dollars miles feet points shares employees jobs workers homes
    soldiers kilometers kilometres meters metres tons tonnes pounds euros votes students members
    cases copies units barrels acres hectares percent % degrees million billion trillion yen yuan
    deaths words pages times cars seats fans rooms troops francs marks""".split()
)
_MONEY = frozenset("$£€¥#")
_MEASURES = frozenset("year mile foot page member".split())
_PLAIN = frozenset("in since by of".split())
_NAMES_A_YEAR = frozenset(
    """in since during from until till between through throughout before after early late mid the
    this that its his her their our your my 's year years season due circa""".split()
)
"""After these four digits are a year, whatever follows."""
_MAY_NAME_ONE = frozenset(
    """of by to into for with on at around about than against over versus vs unlike and or & is was
    as like a an last born founded established built died""".split()
)
"""After these they are one unless they count what follows."""
_NO_PLURAL = frozenset("was is has as this its us across does towards perhaps unless plus".split())
_FUNCTION_WORDS = _NAMES_A_YEAR | _MAY_NAME_ONE | _NO_PLURAL | {"were", "are", "will", "but"}
_YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
_TIGHT = re.compile(r"[$£€#/.:@&=_]")
_TIGHT_AFTER = re.compile(r"[/@&=_%]|[.:][0-9]|[-–][0-9]{3}(?![0-9])")
_TIGHT_DIGITS = re.compile(r"(?<![0-9])(?:[0-9]{1,3}|[0-9]{5,})[-–]$")


def names_year(reading: Reading, place: int, end: int, year: int) -> bool:
    """Of the token at `place`, with the expression ending before the token `end`."""
    before, after = reading.lower(place - 1), reading.lower(end)
    if not _EARLIEST <= year <= _LATEST:
        return False
    if not _COMMON[0] <= year <= _COMMON[1] and before not in _PLAIN:
        return False
    if before in _NAMES_A_YEAR or not before[:1].isalpha():
        return True
    if after in ("-", "to") and _YEAR.fullmatch(reading.lower(end + 1)):
        return True
    counts = reading.words[end][0].islower() and _plural(after) if after else False
    if before in _MAY_NAME_ONE:
        return not counts
    described = after[:1].isalpha() and reading.words[end].islower() and not _plural(after)
    return described and reading.words[place - 1].islower() and after not in _FUNCTION_WORDS


def _plural(word: str) -> bool:
    return (
        word.endswith("s") and not word.endswith("ss") and word not in _NO_PLURAL and word != "'s"
    )


def counted(reading: Reading, place: int, end: int) -> bool:
    """Whether the number is an amount or a piece of something longer: a price, a part number."""
    before, after = reading.lower(place - 1), reading.lower(end)
    if after in _QUANTITIES or before in _MONEY:
        return True
    if after == "-" and reading.lower(end + 1) in _MEASURES:
        return True
    start, stop = reading.spans[place]
    left, right = reading.text[max(0, start - 8) : start], reading.text[stop : stop + 5]
    glued = _TIGHT.match(left[-1:]) or _TIGHT_DIGITS.search(left)
    return bool(glued or _TIGHT_AFTER.match(right))
