"""The days that a text names: ranges joined, weekdays beside their dates dropped."""

from __future__ import annotations

import pytest

from bot.text.dates import Granularity, Modifier, Tense

from .cases import FRIDAY, TUESDAY, days, named

RANGES = [
    ("They will meet on Sept. 22 and Sept. 23.", "2021-09-22/2021-09-23"),
    ("They will meet on Oct. 17 and 18.", "2021-10-17/2021-10-18"),
    ("They will meet on Oct. 17-18.", "2021-10-17/2021-10-18"),
    ("They met on Oct. 17–19, 2019.", "2019-10-17/2019-10-19"),
    ("They met on 17-18 October 2019.", "2019-10-17/2019-10-18"),
    ("They met from Nov. 30 to Dec. 1, 2018.", "2018-11-30/2018-12-01"),
    ("They met from Nov. 30 to Dec. 1.", "2020-11-30/2020-12-01"),
    ("They met from Tuesday to Thursday.", "2021-09-14/2021-09-16"),
    ("They will meet from Tuesday to Thursday.", "2021-09-21/2021-09-23"),
    ("They met on Wednesday and Thursday.", "2021-09-15/2021-09-16"),
    ("They met Tuesday, Wednesday and Thursday.", "2021-09-14/2021-09-16"),
    ("It rained between May and July.", "2021-05-01/2021-07-31"),
    ("They met on Sept. 7, 8 and 9.", "2021-09-07/2021-09-09"),
    ("They met on 7, 8 and 9 September.", "2021-09-07/2021-09-09"),
    ("They met on 6, 7, 8 and 9 September 2019.", "2019-09-06/2019-09-09"),
    ("They met on 7/8 September.", "2021-09-07/2021-09-08"),
    ("They met on Sept. 7/8.", "2021-09-07/2021-09-08"),
    ("The fair, delayed by rain, ran from Sept. 3 to Sept. 5.", "2021-09-03/2021-09-05"),
    ("He served 2015-2018.", "2015-01-01/2018-12-31"),
    ("They will meet next Wednesday and Thursday, Sept. 22 and Sept. 23.", "2021-09-22/2021-09-23"),
]


@pytest.mark.parametrize(("text", "span"), RANGES)
def test_ranges(text: str, span: str) -> None:
    assert days(text) == [span]
    (mention,) = named(text)
    assert mention.ranged


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It rained in May and July.", ["2021-05-01/2021-05-31", "2021-07-01/2021-07-31"]),
        ("They met on Aug. 3 and Aug. 20.", ["2021-08-03", "2021-08-20"]),
        ("On Oct. 17 and 18 others followed.", ["2020-10-17"]),
        ("They met on Oct. 17 and 18 shops opened.", ["2020-10-17"]),
        ("They met on Sept. 7, 9 and 12.", ["2021-09-07", "2021-09-09", "2021-09-12"]),
        ("On Sept. 7, 8 people fell ill.", ["2021-09-07"]),
        ("On Sept. 7, 8 and 9 people fell ill.", ["2021-09-07"]),
        ("They met Wednesday, Sept. 15.", ["2021-09-15"]),
        ("They met on Sept. 15 (Wednesday).", ["2021-09-15"]),
        ("They met at 9 a.m. Wednesday.", ["2021-09-15"]),
        ("The doors open at 9 a.m. sharp.", []),
        ("It lasted two days, every year, recently.", []),
        ("It rained for weeks before Friday.", ["2021-09-17"]),
    ],
)
def test_what_stays_apart(text: str, expected: list[str]) -> None:
    assert days(text) == expected


PUT_OFF = [
    ("The match was postponed on Monday to May 26.", ["2023-05-15", "2023-05-26"]),
    ("The match was moved from Saturday to Sunday.", ["2023-05-20", "2023-05-21"]),
    ("The match was pushed back from May 20 to May 27.", ["2023-05-20", "2023-05-27"]),
    ("The match was brought forward from May 27 to May 20.", ["2023-05-27", "2023-05-20"]),
    ("The match was brought forward from Sunday to Saturday.", ["2023-05-21", "2023-05-20"]),
    ("They delayed the start from May 20 to May 27.", ["2023-05-20", "2023-05-27"]),
    ("The plea was put over on Monday to May 26.", ["2023-05-15", "2023-05-26"]),
]


@pytest.mark.parametrize(("text", "expected"), PUT_OFF)
def test_what_is_put_off_is_no_range(text: str, expected: list[str]) -> None:
    found = named(text, TUESDAY)
    assert [str(each.first) for each in found] == expected
    assert not any(each.ranged for each in found)


def test_a_day_that_an_event_is_put_off_to_is_no_limit() -> None:
    (mention,) = named("The match was postponed until Friday.", TUESDAY)
    assert (str(mention.first), mention.tense) == ("2023-05-19", Tense.FUTURE)
    assert mention.modifier is Modifier.NONE


def test_a_range_tells_what_both_ends_tell() -> None:
    (mention,) = named("They will meet from early May to late July 2022.")
    assert mention.granularity is Granularity.MONTH
    assert mention.modifier is Modifier.NONE
    assert mention.tense is Tense.FUTURE
    assert not mention.anchored
    (mention,) = named("They met from Sept. 14 to Sept. 15.")
    assert mention.anchored


def test_a_mention_covers_the_words_of_the_range() -> None:
    text = "They met from Nov. 30 to Dec. 1, 2018, in town."
    (mention,) = named(text, FRIDAY)
    assert text[mention.start : mention.end] == "Nov. 30 to Dec. 1, 2018"


def test_no_anchor_no_days() -> None:
    assert days("They met Friday, on Nov. 30 and in May.", None) == []
