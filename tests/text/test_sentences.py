"""Sentences end where a reader would say they do, and their spans rebuild the paragraph."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


SPLIT = [
    ["The ferry left.", "Nobody waved."],
    ["He was born in the U.S.", "The family moved later."],
    ["Sales fell in the U.S.", "But Canada grew."],
    ["The talks run from Aug. 4 to Sept. 5.", "A vote follows."],
    ["“We feel good.", "We will go on,” the mayor said.", "“Ask me in May.”"],
    ['"It works," she said.', '"It always did."'],
    ["“Will it hold?”", "The engineer thought so."],
    ["Why here?", "Why now?"],
    ["He paid $3.5 million.", "In 2018 it was 2.25 percent."],
    ["The firm is Acme Inc.", "It makes pumps."],
    ["They met at 5 p.m.", "Reporters waited outside."],
    ["It happened in 1998.", "Few remember."],
    ["See https://example.org/a.b?c=d.", "Then call."],
    ["They waited … and waited.", "Then it came."],
    ["Nobody knows...", "The file is gone."],
    ["(It was late.)", "She left."],
    ["The bill passed.[12]", "The senate agreed."],
    ["So did I.", "The others stayed."],
    ["Ana said: “No.”", "“Yes,” said Bo."],
    ["They called it ‘a farce’.", "It was not."],
    ["The new name is Plan B.", "The old one is gone."],
    ["Stop!", "Go back!", "He did."],
    ["Smith et al. wrote it.", "Others agreed."],
    ["The iron ore was cheap.", "iPhone sales fell."],
    ["One thing is sure.", "– Prices rise."],
    ["価格は上がった。", "次は来月だ。"],
]

WHOLE = [
    "Chinese and U.S. officials met Sen. Ada P. Marsh and Gen. Roy Hill on Sept. 5.",
    "The China-U.S. relations desk at J. P. Morgan Chase & Co. said no.",
    "Sino-U.S. trade grew by 3.5 percent, vs. 2.1 percent in the U.K. and the E.U. combined.",
    '"Why?" he asked, and left.',
    "“Will it work?” Trump asked.",
    "“Stop!” shouted the guard.",
    "U.S. Treasury Secretary Ann Pell met Dr. Ho at 9 a.m. Tuesday.",
    "The meeting starts at 11 a.m. Beijing time and ends at 2 p.m. EST.",
    "Mr. and Mrs. Lowe live in Mill Creek, Ore., near St. Louis Ave. North.",
    "See No. 5, p. 12 and fig. 3 for details.",
    "1. Boil the water first",
    "Apple Inc. Chief Executive Tim Ode spoke.",
    "Brightwell Corp. (NYSE: BWL) said so.",
    "Yahoo! Inc. bought it.",
    "He came from Washington, D.C. – the capital",
    "It rose 0.5 pct. in the quarter",
    "no stop at all",
    "The march began at 2:56 p.m. (1156 GMT) and ended at dusk.",
    "Senators sent S. 900 to committee.",
    "“We are nearly there,” she said.",
    "Wait . . . and see.",
]


@pytest.mark.parametrize("parts", SPLIT, ids=lambda parts: parts[0][:30])
def test_neighbouring_sentences_are_told_apart(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts


@pytest.mark.parametrize("text", WHOLE, ids=lambda text: text[:30])
def test_a_stop_inside_a_sentence_does_not_end_it(text: str) -> None:
    assert sentences(text) == [text]


def test_offsets_are_moved_on_by_start() -> None:
    assert split_sentences("  One. Two.  ", 100) == ((102, 106), (107, 111))


def test_line_breaks_inside_a_paragraph_are_white_space() -> None:
    text = "The pier is old. It\r\nleaks.\r\nNobody\r\nminds."
    assert sentences(text) == ["The pier is old.", "It\r\nleaks.", "Nobody\r\nminds."]


def test_white_space_alone_holds_no_sentence() -> None:
    assert split_sentences("") == split_sentences(" \u00a0\u2028\n") == ()


PIECES = st.sampled_from(
    [*".?!…。\"'”’“‘()[]- \n\u2028\u00a0aB1", "U.S.", "Mr.", "No.", "Aug.", " The ", "said", "[3]"]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_spans_rebuild_any_paragraph(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for start, end in spans:
        assert not text[at:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("piece", [".", ". ", '."', ".”. ", "? ", "a.", "U.S. ", "A ", "。", ".)"])
def test_hostile_paragraphs_take_linear_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    started = time.perf_counter()
    split_sentences(text)
    assert time.perf_counter() - started < 5.0
