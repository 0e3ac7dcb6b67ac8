from __future__ import annotations

from datetime import date

import pytest

from bot.answer.answer import Filters, Question
from bot.answer.event import Order, Topic
from bot.console.options import TIMELINE_NAMES, Options, split
from bot.errors import QuestionError


@pytest.mark.parametrize(
    ("line", "options", "rest"),
    [
        ("Who came?", Options(), "Who came?"),
        ("--since 2018-08 Who came?", Options(since="2018-08"), "Who came?"),
        ("Who came? --since=2018 --until 2019", Options(since="2018", until="2019"), "Who came?"),
        ('--source "The Ferry Post" what\'s new', Options(source="The Ferry Post"), "what's new"),
        ("--source 'The Post' --limit 5 why", Options(source="The Post", limit="5"), "why"),
        ("--source “The Post” why", Options(source="The Post"), "why"),
        ("the well--known case", Options(), "the well--known case"),
    ],
)
def test_options_are_taken_out_of_a_line(line: str, options: Options, rest: str) -> None:
    assert split(line) == (options, rest)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("--sources Post why", "There is no option --sources"),
        ("why --since", "--since needs a value"),
        ("--since --until 2019 why", "--since needs a value"),
        ("--limit 2 --limit 3 why", "--limit is given twice"),
    ],
)
def test_a_wrong_option_is_said(line: str, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        split(line)


def test_bounds_reach_to_the_ends_of_their_periods() -> None:
    question = Options(" The Post ", "2018-08", "2018-08", "5").question("Who came?")
    expected = Filters("The Post", date(2018, 8, 1), date(2018, 8, 31))
    assert question == Question("Who came?", expected, 5)


def test_blank_options_are_no_options() -> None:
    assert Options("  ", "", " ").question("Who came?") == Question("Who came?")


def test_the_options_of_a_topic_are_its_own() -> None:
    line = "--events=5 the quay --order Newest --png 'my quay.png' --until 2018"
    options, rest = split(line, TIMELINE_NAMES)
    assert (rest, options.png) == ("the quay", "my quay.png")
    until = Filters(until=date(2018, 12, 31))
    assert options.topic(rest) == Topic("the quay", until, 5, Order.NEWEST)
    with pytest.raises(QuestionError, match="There is no option --limit; there are --source"):
        split("--limit 3 the quay", TIMELINE_NAMES)
    with pytest.raises(QuestionError, match="There is no option --events"):
        split("--events 3 the quay")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(since="someday"), "--since needs a date"),
        (Options(since="2019", until="2018"), "--since lies after --until"),
        (Options(events="2"), "--events needs a whole number from 3 to 40"),
        (Options(events="41"), "--events needs a whole number from 3 to 40"),
        (Options(events="few"), "--events needs a whole number from 3 to 40"),
        (Options(order="sideways"), "--order needs one of oldest, newest, weight"),
    ],
)
def test_a_value_without_sense_for_a_topic_is_said(options: Options, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        options.topic("the quay")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (Options(since="yesteryear"), "--since needs a date"),
        (Options(until="2018-13"), "--until needs a date"),
        (Options(since="2019", until="2018"), "--since lies after --until"),
        (Options(limit="0"), "--limit needs a whole number from 1 to 30"),
        (Options(limit="31"), "--limit needs a whole number from 1 to 30"),
        (Options(limit="many"), "--limit needs a whole number from 1 to 30"),
    ],
)
def test_a_value_without_sense_is_said(options: Options, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        options.question("Who came?")
