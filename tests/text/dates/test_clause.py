"""Past or to come, by the clause that an expression stands in."""

from __future__ import annotations

import pytest

from bot.text.dates import Tense, tag

from .cases import FRIDAY, TUESDAY

PAST, FUTURE, UNKNOWN = Tense.PAST, Tense.FUTURE, Tense.UNKNOWN


@pytest.mark.parametrize(
    ("text", "tenses"),
    [
        ("The mayor said Tuesday she would extend a March 1 deadline.", [PAST, FUTURE]),
        ("The vote was held on Tuesday.", [PAST]),
        ("The vote will be held on Tuesday.", [FUTURE]),
        ("The vote is to be held on Tuesday.", [FUTURE]),
        ("The vote is scheduled for Tuesday.", [FUTURE]),
        ("The vote, planned for Tuesday, matters.", [FUTURE]),
        ("The council agreed to vote on Tuesday.", [FUTURE]),
        ("On Tuesday, the council agreed to vote.", [PAST]),
        ("On Tuesday, the council will vote.", [FUTURE]),
        ("They quarrelled ahead of Tuesday.", [FUTURE]),
        ("The school has been shut since Tuesday.", [PAST]),
        ("It was sold two years ago and will reopen next year.", [PAST, FUTURE]),
        ("The club had planned a fair for Tuesday.", [UNKNOWN]),
        ("The fee is paid on a yet undisclosed date in May.", [UNKNOWN]),
        ("They will see envoys led by a general on Tuesday.", [FUTURE]),
        ("The envoys were led by a general on Tuesday.", [PAST]),
        ("The club won’t play on Tuesday.", [FUTURE]),
        ("The club won on Tuesday.", [PAST]),
        ("They'll play on Tuesday and didn't on Monday.", [FUTURE, PAST]),
        ("Rain on Tuesday.", [UNKNOWN]),
        ("It will rain. On Tuesday it was dry.", [PAST]),
        ("They may have met on Tuesday.", [PAST]),
        ("They will have met by then, on Tuesday.", [FUTURE]),
        ("The club had set a vote for Tuesday.", [UNKNOWN]),
        ("He was held for Tuesday night clashes.", [PAST]),
        ("Prices for Tuesday were lower.", [PAST]),
        ("She was blamed for Tuesday's loss.", [PAST]),
        ("The hall opened for the first time since Tuesday.", [PAST]),
        ("The council lost key votes on Tuesday.", [PAST]),
        ("The votes on Tuesday were close.", [PAST]),
        ("She says Tuesday was fine.", [PAST]),
        ("Police are looking into a crash on Tuesday.", [UNKNOWN]),
        ("They were moved to tears on Tuesday.", [PAST]),
        ("Mr. Hall will meet Sen. Ives on Tuesday.", [FUTURE]),
    ],
)
def test_tense(text: str, tenses: list[Tense]) -> None:
    assert [each.tense for each in tag(text, FRIDAY)] == tenses


AHEAD = [
    ("They called a snap election for June 11.", "2023-06-11"),
    ("The vote was set for June 3.", "2023-06-03"),
    ("A date of June 5 was set.", "2023-06-05"),
    ("The council set June 5 for the vote.", "2023-06-05"),
    ("The date was fixed for 12 June.", "2023-06-12"),
    ("The town announced a parade for December 5.", "2023-12-05"),
    ("The hall was booked for 2 December.", "2023-12-02"),
    ("The match was rearranged for 6 December.", "2023-12-06"),
    ("The gala was pencilled in for December 5.", "2023-12-05"),
    ("They pencilled in December 5.", "2023-12-05"),
    ("The gala was moved to November.", "2023-11"),
    ("The gala was postponed to November.", "2023-11"),
    ("The gala was rescheduled to November.", "2023-11"),
    ("The gala was put off to November.", "2023-11"),
    ("The gala was pushed back to November.", "2023-11"),
    ("The next attempt is set for Friday.", "2023-05-19"),
    ("Cole, who will have a medical on Saturday, left.", "2023-05-20"),
    ("They may have a vote on Saturday.", "2023-05-20"),
    ("They would have a vote on Saturday.", "2023-05-20"),
    ("The ban is to take effect at 0600 GMT on Monday.", "2023-05-22T06:00"),
    ("The heads of both towns are to meet on Friday.", "2023-05-19"),
    ("He has to appear in court on Friday.", "2023-05-19"),
    ("The vote is Thursday.", "2023-05-18"),
    ("The funeral is Friday.", "2023-05-19"),
    ("The final is on Sunday.", "2023-05-21"),
    ("He faces a hearing on Friday.", "2023-05-19"),
    ("Parliament votes on Thursday.", "2023-05-18"),
    ("Two men go on trial on Friday.", "2023-05-19"),
    ("Rovers play Harwick on Saturday.", "2023-05-20"),
]


@pytest.mark.parametrize(("text", "value"), AHEAD)
def test_what_is_fixed_or_told_in_the_present_is_still_to_come(text: str, value: str) -> None:
    (found,) = tag(text, TUESDAY)
    assert (found.value, found.tense) == (value, FUTURE)


def test_a_day_fixed_and_the_day_of_fixing_it() -> None:
    text = "The premier called a snap election for June 11 on Monday."
    found = [(each.value, each.tense) for each in tag(text, TUESDAY)]
    assert found == [("2023-06-11", FUTURE), ("2023-05-15", PAST)]


def test_what_was_called_off_is_past() -> None:
    (found,) = tag("The fair was called off on Tuesday night.", FRIDAY)
    assert (found.value, found.tense) == ("2021-09-14TNI", PAST)
