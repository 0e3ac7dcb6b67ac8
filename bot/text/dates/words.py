"""The words that temporal expressions are made of, by class, and what each stands for.

Classes are named in capitals; the patterns of the rules use these names. Words of PROPER count
only with a capital: "may" and "march" are verbs, "sat" is no Saturday.
"""

from __future__ import annotations

from typing import Final

_MONTH_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
    *("october", "november", "december"),
)
_WEEKDAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT_MONTHS = {
    **{name[:3]: number for number, name in enumerate(_MONTH_NAMES, 1) if len(name) > 3},
    "sept": 9,
}
_SHORT_DAYS = {
    **{name[:3]: number for number, name in enumerate(_WEEKDAY_NAMES)},
    "tues": 1,
    "thur": 3,
    "thurs": 3,
}
MONTHS: Final = {**{n: i for i, n in enumerate(_MONTH_NAMES, 1)}, **_SHORT_MONTHS}
"""Month name or abbreviation, lower case, to 1-12."""
WEEKDAYS: Final = {**{name: i for i, name in enumerate(_WEEKDAY_NAMES)}, **_SHORT_DAYS}
"""Weekday or abbreviation, lower case, to 0-6 from Monday, as date.weekday()."""
PROPER: Final = frozenset(("march", "may", "august", *_SHORT_MONTHS, *_SHORT_DAYS))

_ONES = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBERS: Final = {
    **{word: number for number, word in enumerate((*_ONES, *_TEENS), 1)},
    **{word: 10 * number for number, word in enumerate(_TENS, 2)},
}
MULTIPLES: Final = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000}
ORDINALS: Final = {
    word: number
    for number, word in enumerate(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
        """.split(),
        1,
    )
} | {"1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
UNITS: Final = {
    "second": "TS",
    "minute": "TM",
    "hour": "TH",
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
    "decade": "DE",
    "century": "CE",
}
"""Unit of time to its letters in a duration, after P; PT for those that begin with T."""
PLURALS: Final = {
    **{f"{unit}s": unit for unit in UNITS if unit != "century"},
    "centuries": "century",
    "hrs": "hour",
    "mins": "minute",
    "yrs": "year",
}
SEASONS: Final = {"spring": "SP", "summer": "SU", "fall": "FA", "autumn": "FA", "winter": "WI"}
DAY_PARTS: Final = {
    "morning": "TMO",
    "afternoon": "TAF",
    "evening": "TEV",
    "night": "TNI",
    "mornings": "TMO",
    "afternoons": "TAF",
    "evenings": "TEV",
    "nights": "TNI",
}
DECADES: Final = {
    word: str(digit)
    for digit, word in enumerate(
        "twenties thirties forties fifties sixties seventies eighties nineties".split(), 2
    )
}
DAYS_AWAY: Final = {"yesterday": -1, "today": 0, "tomorrow": 1}
STEPS: Final = {
    "last": -1,
    "past": -1,
    "previous": -1,
    "preceding": -1,
    "prior": -1,
    "this": 0,
    "current": 0,
    "present": 0,
    "next": 1,
    "coming": 1,
    "following": 1,
    "upcoming": 1,
}
"""How many units "last week", "this week", "next week" are away."""

AFTER_A_DATE: Final = frozenset(
    """in at to for with on of when as and but or after before during that which who where he she
    they it said will would were was is are the a an by from between while because since until
    respectively if about into over amid""".split()
)
"""Words that may follow a day; any other makes a number a count ("May 3, 12 people") or the day a
part of a noun group ("the May 3 vote")."""

CLASSES: Final[dict[str, tuple[str, ...]]] = {
    "LONGMONTH": _MONTH_NAMES,
    "SHORTMONTH": tuple(_SHORT_MONTHS),
    "LONGDAY": _WEEKDAY_NAMES,
    "SHORTDAY": tuple(_SHORT_DAYS),
    "DAYSPLURAL": tuple(f"{name}s" for name in _WEEKDAY_NAMES),
    "ONES": tuple(_ONES),
    "SMALL": (*_ONES, *_TEENS),
    "TEENS": tuple(_TEENS),
    "TENS": tuple(_TENS),
    "MULTIPLE": tuple(MULTIPLES),
    "ORDINALWORD": tuple(word for word in ORDINALS if word.isalpha()),
    "QUARTERTH": ("first", "second", "third", "fourth"),
    "UNIT": tuple(UNITS),
    "UNITS": tuple(PLURALS),
    "SPAN": ("day", "week", "month", "quarter", "year", "decade", "century"),
    "SEASON": tuple(SEASONS),
    "DAYPART": ("morning", "afternoon", "evening", "night"),
    "DAYPARTS": ("mornings", "afternoons", "evenings", "nights"),
    "DECADEWORD": tuple(DECADES),
    "AWAY": tuple(DAYS_AWAY),
    "STEP": tuple(STEPS),
    "VAGUE": ("several", "few", "many", "some", "countless", "numerous"),
}
