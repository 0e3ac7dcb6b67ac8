"""What stands around a date is found the same way, and as fast, however long the block is."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from bot.articles.article import Document, Span
from bot.articles.bounds import Bounds, told
from bot.articles.cues import Surroundings
from bot.text.dates import Timex, tag
from bot.text.sentences import split_sentences
from tests.corpora import document

MANY = 20_000
MANY_SECONDS = 15.0
"""Far above what MANY dates take on a slow machine, far below what they take one by one."""

PIECES = {
    "sentences": "The pier was closed on June {day}, 2019. ",
    "one sentence": "the pier was closed on June {day}, 2019, and ",
    "plans": "the council will meet on June {day}, 2019, and ",
    "quotations": "“No,” it said on June {day}, 2019, and ",
    "verbs": "being is for getting to go in June 2019, and on June {day}, 2019, ",
    "clocks": "On June {day}, 2019 at 4:05 am it was closed. ",
}


def around(text: str) -> tuple[Surroundings, tuple[Timex, ...]]:
    sentences = [Span(*bounds) for bounds in split_sentences(text)]
    return Surroundings(text, sentences), tag(text, None)


def seconds(paper: Document) -> float:
    begin = process_time()
    told(paper)
    return process_time() - begin


def dated(piece: str, number: int) -> Document:
    return document("".join(piece.format(day=day % 28 + 1) for day in range(number)).strip())


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_eight_times_the_dates_take_about_eight_times_as_long(piece: str) -> None:
    few = min(seconds(dated(piece, 200)) for _ in range(3))
    many = min(seconds(dated(piece, 1600)) for _ in range(2))
    assert many < 8 * 3 * few + 0.05


def test_many_dates_in_one_paragraph_are_no_trouble() -> None:
    paper = dated(PIECES["sentences"], MANY)
    begin = process_time()
    assert told(paper) == Bounds(date(2019, 6, 28))
    assert process_time() - begin < MANY_SECONDS


@pytest.mark.parametrize("filler", ["-" * 60, "." * 60, "’" * 60, " - " * 60, "- a " * 60])
def test_marks_between_a_verb_and_a_date_are_passed_at_once(filler: str) -> None:
    text = f"The pier is {filler} a b c d e f g h i j, and was closed in June 2019 for good."
    begin = process_time()
    assert told(document(text)) == Bounds(date(2019, 6, 1))
    assert process_time() - begin < 2.0


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("“It was on June 3, 2019,” she said.", [True]),
        ("“It was then,” she said on June 3, 2019.", [False]),
        ("It was on June 3, 2019, “or on June 4, 2019”; on June 5, 2019.", [False, True, False]),
        ("He said: “It was on June 3, 2019. It was on June 4, 2019.", [True, True]),
        ("It was «the “day” of June 3, 2019», or June 4, 2019.", [True, False]),
        ("A stray ” on June 3, 2019.", [False]),
    ],
)
def test_what_stands_in_quotation_marks(text: str, quoted: list[bool]) -> None:
    surroundings, found = around(text)
    assert [surroundings.quoted(each) for each in found] == quoted


@pytest.mark.parametrize(
    ("text", "stamped"),
    [
        ("June 3, 2019 at 4:02 am", True),
        ("At 09:30 am on 29 Jul 2019, Bo wrote.", True),
        ("It was closed on June 3, 2019. At 4:02 am it was open.", False),
        ("On June 3, 2019, at 4:02 am and 5:02 am.", True),
    ],
)
def test_what_stands_by_a_clock_time(text: str, stamped: bool) -> None:
    surroundings, found = around(text)
    assert any(surroundings.stamped(each) for each in found) == stamped


def test_each_expression_finds_its_own_sentence() -> None:
    text = "It was on June 3, 2019. It will be on June 4, 2020. It was on June 5, 2021."
    surroundings, found = around(text)
    sentences = [surroundings.sentence(each) for each in found]
    assert [text[slice(*each.span)] for each in sentences if each] == [
        "It was on June 3, 2019.",
        "It will be on June 4, 2020.",
        "It was on June 5, 2021.",
    ]
    assert [each.forward for each in sentences if each] == [False, True, False]


def test_an_expression_across_sentences_has_none() -> None:
    text = "It was on June 3, 2019."
    [found] = tag(text, None)
    assert Surroundings(text, [Span(0, 15), Span(15, len(text))]).sentence(found) is None
    assert Surroundings(text, []).sentence(found) is None


@pytest.mark.parametrize(
    ("before", "announced"),
    [
        ("The council will meet on ", True),
        ("The council is scheduled to meet on ", True),
        ("The council, it is said, plans to meet on ", True),
        ("The council met on ", False),
        ("The council will recall what was agreed on ", False),
        ("The council was asked whether it will meet on ", True),
        ("What was will be, as it was said in ", False),
    ],
)
def test_what_looks_back_undoes_what_announces(before: str, announced: bool) -> None:
    surroundings, found = around(f"{before}June 3, 2019, where it was and will be.")
    sentence = surroundings.sentence(found[0])
    assert sentence is not None
    assert sentence.announces(found[0].start) == announced


@pytest.mark.parametrize(
    ("before", "astray"),
    [
        ("The mayor focused on getting elected in ", True),
        ("The mayor was picked for the job in ", True),
        ("The mayor was picked in ", False),
        ("The pier is one two three four five six seven in ", True),
        ("The pier is one two three four five six seven eight in ", False),
    ],
)
def test_a_verb_near_the_date_leads_astray(before: str, astray: bool) -> None:
    surroundings, found = around(f"{before}June 2019, which is for nothing.")
    sentence = surroundings.sentence(found[0])
    assert sentence is not None
    assert sentence.leads_astray(found[0].start) == astray
