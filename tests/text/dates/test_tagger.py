"""Expressions and their values, family by family."""

from __future__ import annotations

from datetime import date

import pytest

from bot.text.dates import Kind, Modifier, tag

from .cases import FRIDAY, TUESDAY, values

EXPLICIT = [
    ("The bridge opened on May 4, 1998.", "May 4, 1998", "1998-05-04"),
    ("The bridge opened on 4 May 1998.", "4 May 1998", "1998-05-04"),
    ("It opened on the 4th of May, 1998 at last.", "the 4th of May, 1998", "1998-05-04"),
    ("It opened Tuesday, Sept. 14, 2021.", "Tuesday, Sept. 14, 2021", "2021-09-14"),
    ("Opened Tues., Sept 14 2021 downtown", "Tues., Sept 14 2021", "2021-09-14"),
    ("Filed 2019-03-31 by the clerk", "2019-03-31", "2019-03-31"),
    ("Filed 03/31/2019 by the clerk", "03/31/2019", "2019-03-31"),
    ("Filed 31/03/2019 by the clerk", "31/03/2019", "2019-03-31"),
    ("Filed 3\\/31\\/19 by the clerk", "3\\/31\\/19", "2019-03-31"),
    ("They met in March 2004.", "March 2004", "2004-03"),
    ("They met in 2004.", "2004", "2004"),
    ("In nineteen ninety-six they met.", "nineteen ninety-six", "1996"),
    ("It closed in fiscal 2004.", "fiscal 2004", "2004"),
    ("Bands of the 1990s play.", "the 1990s", "199"),
    ("Bands of the late '80s play.", "the late '80s", "198"),
    ("Bands of the seventies play.", "the seventies", "197"),
    ("A mill of the 19th century.", "the 19th century", "18"),
    ("In the third quarter of 2020 it lost money.", "the third quarter of 2020", "2020-Q3"),
    ("In Q3 2020 it lost money.", "Q3 2020", "2020-Q3"),
    ("The first half of 2020 was calm.", "The first half of 2020", "2020-H1"),
    ("It rained in the summer of 2020.", "the summer of 2020", "2020-SU"),
    ("It was sunny on Christmas Day 2020.", "Christmas Day 2020", "2020-12-25"),
    ("Shops shut on Easter Monday 2021.", "Easter Monday 2021", "2021-04-05"),
    ("Shops shut on Thanksgiving 2020.", "Thanksgiving 2020", "2020-11-26"),
    ("Shops shut on Memorial Day, 2021.", "Memorial Day, 2021", "2021-05-31"),
]


@pytest.mark.parametrize(("text", "words", "value"), EXPLICIT)
def test_explicit_dates_need_no_anchor(text: str, words: str, value: str) -> None:
    assert values(text, None) == [(words, value)]
    (found,) = tag(text, FRIDAY)
    assert (found.value, found.anchored) == (value, False)


ANCHORED = [
    ("The council met Friday.", "Friday", "2021-09-17"),
    ("The council met Saturday.", "Saturday", "2021-09-11"),
    ("The council will meet Saturday.", "Saturday", "2021-09-18"),
    ("The council met last Friday.", "last Friday", "2021-09-10"),
    ("The council meets next Friday.", "next Friday", "2021-09-24"),
    ("The council met on Nov. 30.", "Nov. 30", "2020-11-30"),
    ("The council will meet on Nov. 30.", "Nov. 30", "2021-11-30"),
    ("The council met in November.", "November", "2020-11"),
    ("Meetings planned in November were shelved.", "November", "2021-11"),
    ("The council met last May.", "last May", "2021-05"),
    ("The council met on the 15th.", "the 15th", "2021-09-15"),
    ("The council met yesterday.", "yesterday", "2021-09-16"),
    ("The council met last week.", "last week", "2021-W36"),
    ("It met over the weekend.", "the weekend", "2021-W36-WE"),
    ("It reports next month.", "next month", "2021-10"),
    ("It reported last quarter.", "last quarter", "2021-Q2"),
    ("It reports next year.", "next year", "2022"),
    ("It met ten days ago.", "ten days ago", "2021-09-07"),
    ("It met seven months ago.", "seven months ago", "2021-02"),
    ("It met about two years ago.", "about two years ago", "2019"),
    ("It snowed last winter.", "last winter", "2020-WI"),
    ("It rained this summer.", "this summer", "2021-SU"),
    ("The fourth-quarter loss grew.", "fourth-quarter", "2020-Q4"),
    ("It lost money in the second quarter.", "the second quarter", "2021-Q2"),
    ("Shops were shut on New Year's Day.", "New Year's Day", "2021-01-01"),
    ("Shops will shut on New Year’s Day.", "New Year’s Day", "2022-01-01"),
    ("It met at 9 a.m. Friday.", "9 a.m. Friday", "2021-09-17T09:00"),
    ("It met Thursday night.", "Thursday night", "2021-09-16TNI"),
    ("It met this morning.", "this morning", "2021-09-17TMO"),
    ("The Friday deadline looms.", "Friday", "2021-09-17"),
]


@pytest.mark.parametrize(("text", "words", "value"), ANCHORED)
def test_the_rest_is_read_from_the_anchor(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]
    assert tag(text, FRIDAY)[0].anchored


OPEN = [
    ("The council met on Nov. 30.", "XXXX-11-30"),
    ("The council met in November.", "XXXX-11"),
    ("The council met Friday.", "XXXX-WXX-5"),
    ("The council met yesterday.", "PAST_REF"),
    ("The council met last week.", "PAST_REF"),
    ("It met ten days ago.", "PAST_REF"),
    ("It met in the second quarter.", "XXXX-Q2"),
    ("It met at 9 a.m. on time.", "XXXX-XX-XXT09:00"),
    ("It snowed last winter.", "XXXX-WI"),
    ("Shops shut on New Year's Day.", "XXXX-01-01"),
]


@pytest.mark.parametrize(("text", "value"), OPEN)
def test_without_an_anchor_nothing_is_guessed(text: str, value: str) -> None:
    (found,) = tag(text, None)
    assert (found.value, found.anchored) == (value, False)


DURATIONS = [
    ("It took two years.", "two years", "P2Y"),
    ("It took 2,000 days.", "2,000 days", "P2000D"),
    ("It took a few weeks.", "a few weeks", "PXW"),
    ("It took half an hour.", "half an hour", "PT30M"),
    ("a ten-year plan", "ten-year", "P10Y"),
    ("It took twenty-four hours.", "twenty-four hours", "PT24H"),
    ("over the past year", "the past year", "P1Y"),
    ("over the past three months", "the past three months", "P3M"),
    ("two to three weeks of rain", "two to three weeks", "P2W"),
    ("It meets every week.", "every week", "P1W"),
    ("It costs $3 a day.", "a day", "P1D"),
    ("It meets Mondays.", "Mondays", "XXXX-WXX-1"),
]


@pytest.mark.parametrize(("text", "words", "value"), DURATIONS)
def test_lengths_and_sets_are_no_dates(text: str, words: str, value: str) -> None:
    assert values(text) == [(words, value)]
    assert tag(text, FRIDAY)[0].kind in (Kind.DURATION, Kind.SET)


@pytest.mark.parametrize(
    "text",
    [
        "a 61-year-old man and a woman 48 years old",
        "It may rain, and the army may march in.",
        "April Jones wrote to June Whitfield about August Wilson.",
        "The Sun sat on the fence.",
        "The runner was second and wed her coach.",
        "Some 2,000 people and 1998 employees came.",
        "It cost $2000 or 3.5 percent of 450.",
        "Flight 1849/2 and part 33.1987 of page 12",
        "Three-quarters of the town fell asleep.",
        "He waited a second.",
        "Highs in the 80s, and a singer in her mid-80s.",
        "It lit up like a Christmas tree at 1600 Elm Avenue.",
        "He read as soon as he could, and finished the 22nd of them.",
        "The Summer Games and Spring Street.",
        "Room 1999 was full.",
        "The desk cost 2010 crowns.",
        "A ring of 2010 crowns and 555-2014.",
        "They sold 1999 tickets.",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "It has grown since 2012.",
        "They met in 2012 talks.",
        "The 2012 crisis hit.",
        "Her unsuccessful 2012 campaign.",
        "Sales rose over 2012.",
        "2012 was dry.",
        "She was born 2012.",
        "He wrote (2012) of it.",
        "It was mid-2012.",
    ],
)
def test_four_digits_that_are_a_year(text: str) -> None:
    assert [value for _, value in values(text)] == ["2012"]


def test_tokenised_text_reads_as_plain_text() -> None:
    text = "On Jan. 25 , 2011 , this year 's -LRB- `` mid-January '' -RRB- plan"
    assert values(text, date(2011, 2, 1)) == [
        ("Jan. 25 , 2011", "2011-01-25"),
        ("this year", "2011"),
        ("mid-January", "2011-01"),
    ]


def test_spaces_and_line_breaks_do_not_matter() -> None:
    assert values("on May\n 4,  1998") == [("May\n 4,  1998", "1998-05-04")]
    assert values("in May\n\n4, 1998")[0][0] == "May"


@pytest.mark.parametrize(
    ("text", "modifier"),
    [
        ("It closed in early July.", Modifier.START),
        ("It closed in late July.", Modifier.END),
        ("It closed in mid-2018.", Modifier.MID),
        ("It closed at the end of 2018.", Modifier.END),
        ("It must close before July 1.", Modifier.BEFORE),
        ("It must close by July 1.", Modifier.ON_OR_BEFORE),
        ("It must close no later than July 1.", Modifier.ON_OR_BEFORE),
        ("It closed after July 1.", Modifier.AFTER),
        ("It has been closed since July 1.", Modifier.ON_OR_AFTER),
        ("It closed around July 1.", Modifier.APPROX),
        ("It closed on July 1.", Modifier.NONE),
    ],
)
def test_modifiers(text: str, modifier: Modifier) -> None:
    (found,) = tag(text, FRIDAY)
    assert found.modifier is modifier


def test_a_day_named_before_is_what_the_next_counts_from() -> None:
    assert values("It opened on May 4, 1998, and closed two days later.")[1][1] == "1998-05-06"
    assert values("It opened in May 1998 and shut the following month.")[1][1] == "1998-06"
    assert values("It opened on May 4, 1998, and shut the same day.")[1][1] == "1998-05-04"


def test_what_counts_from_an_anchored_day_is_anchored() -> None:
    for text in ("It opened on Monday and closed the next day.", "It shut May 4 and on the 9th."):
        assert [each.anchored for each in tag(text, FRIDAY)] == [True, True]
    fixed = "It opened on May 4, 1998, and closed the next day."
    assert [each.anchored for each in tag(fixed, FRIDAY)] == [False, False]
    following = "It opened on May 4, 1998, and closed the following Friday."
    assert values(following)[1] == ("the following Friday", "1998-05-08")


def test_earnings_are_compared_with_the_quarter_they_are_of() -> None:
    text = "Second-quarter profit rose to $4 million from $3 million a year ago."
    assert values(text) == [("Second-quarter", "2021-Q2"), ("a year ago", "2020-Q2")]
    assert values("It rose from $3 million a year ago.")[0][1] == "2020"


def test_one_year_written_for_two_dates() -> None:
    text = "It ran from Nov. 30 to Jan. 2, 2018."
    assert values(text) == [("Nov. 30", "2017-11-30"), ("Jan. 2, 2018", "2018-01-02")]
    assert values(text, None) == values(text)
    assert not tag(text, FRIDAY)[0].anchored


def test_a_weekday_fixes_the_year_of_its_date() -> None:
    assert values("It opened on Monday, Sept. 14.")[0][1] == "2020-09-14"


def test_a_leap_day_is_the_nearest_that_exists() -> None:
    assert values("It was born on Feb. 29.")[0][1] == "2020-02-29"


@pytest.mark.parametrize("day", ["Feb. 30", "April 31", "31 April", "April 31, 2020", "June 31st"])
def test_a_day_that_no_calendar_has_is_nothing(day: str) -> None:
    assert values(f"It was due on {day}.") == []


SLASHED = [
    ("It ran from 28/04/2021 to 03/05/2021.", ["2021-04-28", "2021-05-03"]),
    ("It ran from 03/05/2021 to 04/28/2021.", ["2021-03-05", "2021-04-28"]),
    ("It opened on 03/05/2021.", ["2021-03-05"]),
    ("It opened on 03/05/2023.", ["2023-05-03"]),
    ("It opened on 06/05/2023.", ["2023-05-06"]),
    ("It will open on 06/05/2023.", ["2023-06-05"]),
    ("It opened on 12-05-2023.", ["2023-05-12"]),
    ("It opened on 25-05-2022.", ["2022-05-25"]),
]


@pytest.mark.parametrize(("text", "expected"), SLASHED)
def test_day_or_month_first(text: str, expected: list[str]) -> None:
    """By another date of the text, else by what is near and not still to come, else the month."""
    assert [value for _, value in values(text, TUESDAY)] == expected


def test_without_an_anchor_the_month_is_first() -> None:
    assert values("It opened on 06/05/2023.", None)[0][1] == "2023-06-05"


WEEKS = [
    ("Tuesday of last week", "2023-05-09"),
    ("Tuesday last week", "2023-05-09"),
    ("last week on Monday", "2023-05-08"),
    ("Friday of this week", "2023-05-19"),
    ("Monday next week", "2023-05-22"),
    ("Tuesday night last week", "2023-05-09TNI"),
]


@pytest.mark.parametrize(("words", "value"), WEEKS)
def test_a_weekday_of_a_week(words: str, value: str) -> None:
    assert values(f"The hall was shut {words}.", TUESDAY) == [(words, value)]
    assert values(f"The hall was shut {words}.", None)[0][1].startswith("XXXX-WXX-")


def test_a_weekday_of_the_week_after_a_day_named_before() -> None:
    text = "It opened on May 4, 1998, and shut on Monday of the following week."
    assert values(text)[1] == ("Monday of the following week", "1998-05-11")


REMEMBERED = [
    ("A survivor of the Sept. 11 attacks spoke.", "XXXX-09-11"),
    ("A survivor of the Sept. 11 terror attacks spoke.", "XXXX-09-11"),
    ("Post-Sept. 11 crackdowns went on.", "XXXX-09-11"),
    ("Since the Oct. 7 attacks prices rose.", "XXXX-10-07"),
    ("The Jan. 6 committee met.", "XXXX-01-06"),
    ("The April 20 explosion killed two.", "2023-04-20"),
    ("They spent the July 4 holiday there.", "2022-07-04"),
    ("On Sept. 11 attacks began.", "2022-09-11"),
    ("The Sept. 11 and Oct. 7 meetings were calm.", "2022-09-11"),
]


@pytest.mark.parametrize(("text", "value"), REMEMBERED)
def test_a_day_that_names_what_happened_then_gets_no_guessed_year(text: str, value: str) -> None:
    assert values(text, TUESDAY)[0][1] == value


def test_the_year_of_such_a_day_is_the_one_that_the_text_gave() -> None:
    text = "He left after the Sept. 11, 2001, attacks. The Sept. 11 attacks changed him."
    for anchor in (TUESDAY, date(2023, 10, 1)):
        _, again = tag(text, anchor)
        assert (again.value, again.anchored) == ("2001-09-11", False)
