"""The days that a text names: ranges joined, weekdays beside their dates dropped."""

from __future__ import annotations

import pytest

from bot.text.dates import Granularity, Modifier, Tense

from .cases import FRIDAY, days, named

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
