"""What holds for any text: order, spans, days, and time that grows with the length alone."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import Kind, mentions, period, tag

WORDS = st.sampled_from(
    """May March Sept. Friday friday Sat. 1 17 18 31 2018 1998-99 '98 '80s 1990s , . - – and to the
    a of in on last next this first third quarter half year years month week weekend days ago
    earlier later early late mid spring winter noon 9 a.m. 9:30 GMT EDT every each two twenty
    four hundred few several between from until by since before Christmas Eve
    Easter Day past will was said ( ) 12/31/1999 2018-08-22 99/99/99 $ % 's \n\n 00 0000
    9999""".split(" ")
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=80)
ANCHORS = st.none() | st.dates() | st.sampled_from((date.min, date.max))


@given(TEXTS, ANCHORS)
def test_spans_are_in_order_and_every_period_runs_forward(text: str, anchor: date | None) -> None:
    end = 0
    found = tag(text, anchor)
    for timex in found:
        assert end <= timex.start < timex.end <= len(text)
        assert text[timex.start : timex.end].strip() == text[timex.start : timex.end]
        end = timex.end
        days = period(timex.value)
        if days:
            assert timex.kind in (Kind.DATE, Kind.TIME)
            assert days[0] <= days[1]
        if timex.anchored:
            assert anchor is not None
    end = 0
    for mention in mentions(text, found):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.first <= mention.last
        end = mention.end


@given(st.dates(date(1600, 1, 1), date(2999, 12, 31)), ANCHORS)
def test_a_full_date_means_itself(day: date, anchor: date | None) -> None:
    for written in (day.isoformat(), f"{day:%B} {day.day}, {day.year}", f"{day.day} {day:%B %Y}"):
        (found,) = tag(f"It opened on {written}.", anchor)
        assert found.value == day.isoformat()
        assert (found.start, found.end) == (13, 13 + len(written))


HOSTILE = (
    "a ",
    "the last ",
    "1 ",
    "1,",
    "1-",
    "May ",
    "Nov. 30 and ",
    "twenty ",
    "2018-",
    "Monday and ",
    "' ",
    "\n",
    "\n \n ",
    "9",
    "1.",
    "aged ",
    "x. ",
    "as soon as ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    """Eight times the text in less than forty times the time: far below what a square would take,
    far above what a busy machine adds."""

    def seconds(copies: int) -> float:
        text = piece * copies
        begun = time.process_time()
        mentions(text, tag(text, date(2021, 9, 17)))
        return time.process_time() - begun

    short, long = min(seconds(250) for _ in range(3)), seconds(2000)
    assert long < 40 * max(short, 0.002)
