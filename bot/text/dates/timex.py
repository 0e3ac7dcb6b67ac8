"""What a temporal expression is: its place in the text, its TIMEX3 value, and the days it covers.

Values are those of TIMEX3 (TimeML 1.2.1), which extend ISO 8601:

2018-08-22   a day                 2018-W34      an ISO week          2018-W34-WE  its weekend
2018-08      a month               2018-Q3       a quarter            2018-SU      a season
2018         a year                201           a decade             20           a century
2018-H1      a half year
XXXX-08-22   a day of an unknown year (no anchor was given)           XXXX-WXX-5   some Friday
2018-08-22TMO, 2018-08-22T09:30    times of day (kind TIME)
P3D, PT2H, PXM                     durations; with kind SET, how often something recurs
PAST_REF, PRESENT_REF, FUTURE_REF  "recently", "now", "soon"
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum


class Kind(StrEnum):
    DATE = "DATE"
    TIME = "TIME"
    DURATION = "DURATION"
    SET = "SET"


class Modifier(StrEnum):
    """TIMEX3's `mod`: what the expression says about its value beyond the value itself."""

    NONE = ""
    BEFORE = "BEFORE"
    AFTER = "AFTER"
    ON_OR_BEFORE = "ON_OR_BEFORE"
    ON_OR_AFTER = "ON_OR_AFTER"
    START = "START"
    MID = "MID"
    END = "END"
    APPROX = "APPROX"


class Tense(StrEnum):
    """What the clause around an expression says of its event."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


class Granularity(IntEnum):
    """Of a span of days: the calendar unit that it is. Seasons count as quarters, decades and
    centuries as years."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    QUARTER = 3
    YEAR = 4


@dataclass(frozen=True, slots=True)
class Timex:
    """One temporal expression. `start` and `end` are character offsets into the tagged text.

    `anchored` says that the value rests on the anchor that `tag` was given: without that day the
    text alone does not fix it. `moved` says that an event is moved to or from there: "put off from
    May 3 to May 5" is no range.
    """

    start: int
    end: int
    kind: Kind
    value: str
    modifier: Modifier = Modifier.NONE
    tense: Tense = Tense.UNKNOWN
    anchored: bool = False
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A day or a span of days that a text names: one Timex, or a range made of two.

    `first` and `last` are inclusive. For a range of days ("Aug. 22 and Aug. 23", "Nov. 30 to
    Dec. 1") the granularity is that of its ends, and `ranged` is set. `tense` and `anchored` are as
    in Timex; a range is anchored when either end is.
    """

    start: int
    end: int
    first: date
    last: date
    granularity: Granularity
    modifier: Modifier = Modifier.NONE
    tense: Tense = Tense.UNKNOWN
    anchored: bool = False
    ranged: bool = False
