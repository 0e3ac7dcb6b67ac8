from __future__ import annotations

import pytest

from bot.articles.readers.text import read_text

WRAPPED = """The council put off a vote on the new pier on Monday after three
hours of testimony from fishermen, hotel owners and residents who said
the plans had never been shown to them in full.

The mayor said a vote would be held within weeks. She did not give a
date. The pier, first proposed in 2011, would cost $48 million. It is
the largest project that the town has ever paid for by itself."""


def blocks(text: str) -> list[str]:
    return [text[block.span.start : block.span.end] for block in read_text(text).blocks]


def test_blank_lines_part_paragraphs() -> None:
    assert blocks("\n\n One.\n \t\nTwo.\n\n\n\nThree. \n") == ["One.", "Two.", "Three."]


def test_hard_wrapped_blocks_are_one_paragraph_each() -> None:
    assert blocks(WRAPPED) == WRAPPED.split("\n\n")
    assert blocks(WRAPPED.replace("\n", "\r\n")) == WRAPPED.replace("\n", "\r\n").split("\r\n\r\n")


def test_a_short_line_ends_a_paragraph_of_a_wrapped_file() -> None:
    joined = WRAPPED.replace("\n\n", "\n")
    assert blocks(joined) == WRAPPED.split("\n\n")


def test_an_indented_line_starts_a_paragraph_of_a_wrapped_file() -> None:
    first, second = WRAPPED.split("\n\n")
    full = first.replace(" in full.", " in full, let alone to the public.")
    assert blocks(f"{full}\n   {second}") == [full, second]


def test_one_paragraph_a_line() -> None:
    lines = [
        "The council put off a vote on the new pier on Monday after hours of testimony.",
        "“Nobody showed us the plans,” a fisherman said.",
        "A vote will be held within weeks.",
        "The pier would cost $48 million, more than any project the town has paid for by itself.",
    ]
    assert blocks("\n".join(lines)) == lines
    assert blocks("\u2028".join(lines)) == lines


def test_long_lines_are_paragraphs_however_full() -> None:
    lines = ["Word " * 60 + "and on"] * 5
    assert blocks("\n".join(lines)) == lines


def test_a_header_without_blank_lines_is_not_joined() -> None:
    lines = ["Pier vote is put off again", "By Ann Lee", "Aug. 1, 2018", "The pier stays shut."]
    assert blocks("\n".join(lines)) == lines


def test_a_line_that_breaks_off_goes_on_in_the_next() -> None:
    assert blocks("The pier stays\nshut until May.\nThe End.") == [
        "The pier stays\nshut until May.",
        "The End.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The old crane, which nobody loved, fell on\n12 May 2019 - a Sunday - with a loud noise.",
        "The old crane, which nobody loved, fell on\n12 May 2019. It had stood for ages.",
        "The old crane fell on the\nNorrhaven quay.",
        "Cranes fell in Norrhaven and\nOstby.",
        "The ferry that had brought the crane left for\nNorrhaven on Friday, its owner said, and"
        "\nnobody was glad.",
    ],
)
def test_a_line_that_ends_in_a_word_that_needs_another_goes_on(text: str) -> None:
    assert blocks(f"{text}\n\nNobody was hurt.") == [text, "Nobody was hurt."]


@pytest.mark.parametrize(
    "below",
    [
        "The old theatre opens on Friday.",
        "12 May 2019",
        "12 May 2019 by Ida Blom",
        "12 May 2019 - The old theatre opens on Friday.",
        "Published 12 May 2019",
        "By Ida Blom",
        "The old theatre opens on Friday, its owner said, and it will stay\nopen until May.",
    ],
)
def test_a_headline_may_end_in_a_preposition(below: str) -> None:
    assert blocks(f"The show must go on\n{below}")[0] == "The show must go on"


def test_items_of_a_list_stay_apart() -> None:
    text = "• the pier\n• the quay\n1) the lock"
    found = read_text(text).blocks
    assert blocks(text) == text.split("\n")
    assert all(block.item for block in found)


def test_addresses_stand_alone() -> None:
    assert blocks("Ann Lee\nann@example.org\nhttps://example.org") == [
        "Ann Lee",
        "ann@example.org",
        "https://example.org",
    ]


@pytest.mark.parametrize(
    "break_", ["\n\n", "\r\n\r\n", "\r\r", "\u2028\u2028", "\x0c\n", "\n\u00a0\n"]
)
def test_every_line_ending_that_unicode_knows(break_: str) -> None:
    assert blocks(f"One.{break_}Two.") == ["One.", "Two."]


def test_reading_starts_at_an_offset() -> None:
    assert blocks("") == []
    found = read_text("skip\n\nOne.", 4).blocks
    assert [block.span for block in found] == [(6, 10)]
