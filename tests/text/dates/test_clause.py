"""Past or to come, by the clause that an expression stands in."""

from __future__ import annotations

import pytest

from bot.text.dates import Tense, tag

from .cases import FRIDAY

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
        ("Mr. Hall will meet Sen. Ives on Tuesday.", [FUTURE]),
    ],
)
def test_tense(text: str, tenses: list[Tense]) -> None:
    assert [each.tense for each in tag(text, FRIDAY)] == tenses
