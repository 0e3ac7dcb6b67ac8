"""Which days stand out, and what makes one weigh more than another."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from bot.text.dates import Granularity
from tests.answer.timeline.topics import BRIDGE, CLOSED, REOPENED, WEAK, Worked, bridge, work
from tests.corpora import document, snapshot

CRANE = "the crane of Norrhaven"
FELL = date(2019, 5, 12)


def worked(*told: tuple[str, date | None], **bounds: date) -> Worked:
    """Articles as (text, published)."""
    made = [document(text, path=f"{n}.md", day=day) for n, (text, day) in enumerate(told)]
    return work(snapshot(*made), CRANE, **bounds)


def test_a_day_is_one_slot_however_it_is_named() -> None:
    found = worked(
        ("The crane of Norrhaven fell on 12 May 2019.", None),
        ("The crane of Norrhaven fell on Sunday.", FELL + timedelta(days=2)),
        ("The crane of Norrhaven fell yesterday.", FELL + timedelta(days=1)),
        ("The crane of Norrhaven fell on May 12.", FELL + timedelta(days=9)),
    )
    assert found.slots.first.tolist() == found.slots.last.tolist() == [FELL.toordinal()]
    assert found.slots.slot.tolist() == [0, 0, 0, 0]
    assert found.slots.single_day(0)


@pytest.mark.parametrize(
    ("words", "first", "last", "granularity", "ranged"),
    [
        ("on 12 May 2019", "2019-05-12", "2019-05-12", Granularity.DAY, False),
        ("on Aug. 22 and Aug. 23, 2018", "2018-08-22", "2018-08-23", Granularity.DAY, True),
        ("in May 2019", "2019-05-01", "2019-05-31", Granularity.MONTH, False),
        ("in the third quarter of 2018", "2018-07-01", "2018-09-30", Granularity.QUARTER, False),
        ("in 2017", "2017-01-01", "2017-12-31", Granularity.YEAR, False),
    ],
)
def test_a_slot_keeps_its_span_and_its_unit(
    words: str, first: str, last: str, granularity: Granularity, ranged: bool
) -> None:
    found = worked((f"The crane of Norrhaven was repaired {words}.", None))
    slot = found.slot(date.fromisoformat(first), date.fromisoformat(last))
    assert found.slots.granularity[slot] == granularity
    assert bool(found.slots.ranged[slot]) is ranged


def test_a_day_named_by_more_articles_weighs_more() -> None:
    found = worked(
        ("The crane of Norrhaven fell on 12 May 2019.", date(2019, 5, 20)),
        ("The crane of Norrhaven was lost on 12 May 2019.", date(2019, 5, 22)),
        ("The crane of Norrhaven was insured on 3 March 2019.", date(2019, 5, 21)),
    )
    assert found.weight(FELL) > found.weight(date(2019, 3, 3)) > 0


def test_an_article_counts_once_for_a_day() -> None:
    again = "The crane of Norrhaven fell on 12 May 2019. On 12 May 2019 the crane sank."
    once = worked(("The crane of Norrhaven fell on 12 May 2019.", None))
    assert worked((again, None)).weight(FELL) == once.weight(FELL)


def test_the_coarser_the_less_it_weighs() -> None:
    found = worked(
        (
            "The crane of Norrhaven fell on 12 May 2019. The crane was bought in March 2018. "
            "The crane was built in 1994.",
            None,
        )
    )
    day = found.weight(FELL)
    month = found.weight(date(2018, 3, 1), date(2018, 3, 31))
    year = found.weight(date(1994, 1, 1), date(1994, 12, 31))
    assert day > month > year > 0


@pytest.mark.parametrize(
    ("since", "until", "kept"),
    [
        (FELL, FELL, True),
        (FELL, date.max, True),
        (date.min, FELL, True),
        (FELL + timedelta(days=1), date.max, False),
        (date.min, FELL - timedelta(days=1), False),
    ],
)
def test_bounds_are_inclusive(since: date, until: date, kept: bool) -> None:
    found = worked(("The crane of Norrhaven fell on 12 May 2019.", None), since=since, until=until)
    assert (len(found.slots.weight) == 1) is kept
    assert found.slots.slot.tolist() == ([0] if kept else [-1])


@pytest.mark.parametrize(("day", "kept"), [(9, 1), (10, 1), (11, 0), (14, 0)])
def test_a_span_counts_by_the_day_it_begins(day: int, kept: int) -> None:
    text = "The crane of Norrhaven stood idle from May 10 to May 14, 2019."
    assert len(worked((text, None), since=date(2019, 5, day)).slots.weight) == kept
    assert len(worked((text, None), until=date(2019, 5, day)).slots.weight) == (day >= 10)


def test_days_joined_over_months_are_no_single_event() -> None:
    found = worked(("The crane of Norrhaven stood idle from May 1 to Sept. 20, 2019.", None))
    spans = (found.slots.last - found.slots.first)[found.slots.granularity == Granularity.DAY]
    assert not (spans > 31).any()


def test_in_a_large_topic_the_day_that_most_come_back_to_is_first() -> None:
    found = work(bridge(), BRIDGE)
    days = [found.weight(day) for day in (CLOSED, REOPENED, WEAK)]
    assert days == sorted(days, reverse=True)
    assert found.weight(CLOSED) == found.slots.weight.max()


def test_nothing_found_makes_no_slots() -> None:
    found = work(bridge(), "zeppelins")
    assert len(found.slots.weight) == 0
    assert np.isfinite(work(bridge(), BRIDGE).slots.weight).all()
