"""Strings in arrays read as the list they were made from."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.search.strings import Lines, Strings, lines, packed
from tests.search.pieces import ANY_CHARACTER

TEXTS = st.lists(st.text(ANY_CHARACTER, max_size=6), max_size=8)
WITHOUT_LINE_ENDS = TEXTS.map(lambda texts: [text.replace("\n", "") for text in texts])
NUMBERS = st.integers(-10, 10) | st.none()
STEPS = st.sampled_from([None, 1, 2, -1, -3])


def check_reads_as(found: Strings, texts: Sequence[str]) -> None:
    assert len(found) == len(texts)
    assert list(found) == list(texts)
    assert [found[number] for number in range(len(texts))] == list(texts)
    assert [found[number] for number in range(-len(texts), 0)] == list(texts)
    assert [found.raw(number).decode("utf-8", "surrogatepass") for number in range(len(texts))] == (
        list(texts)
    )
    for number in (len(texts), -len(texts) - 1):
        with pytest.raises(IndexError, match=f"{number} of {len(texts)}"):
            found[number]


@given(TEXTS)
def test_any_strings_come_back(texts: list[str]) -> None:
    check_reads_as(packed(texts), texts)


@given(WITHOUT_LINE_ENDS)
def test_any_lines_come_back(texts: list[str]) -> None:
    check_reads_as(lines(texts), texts)


@given(TEXTS, NUMBERS, NUMBERS, STEPS)
def test_slices_are_those_of_a_list(
    texts: list[str], begin: int | None, end: int | None, step: int | None
) -> None:
    assert packed(texts)[begin:end:step] == texts[begin:end:step]


@given(WITHOUT_LINE_ENDS, st.integers(0, 9), st.integers(0, 9))
def test_neighbouring_lines_are_read_together(texts: list[str], begin: int, end: int) -> None:
    end = min(end, len(texts))
    assert lines(texts).between(begin, end) == texts[begin:end]


@pytest.mark.parametrize("text", ["a\rb", "a\u2028b", "\x85", "\x0b", ""])
def test_only_a_line_feed_ends_a_line(text: str) -> None:
    assert list(lines(["x", text, "y"])) == ["x", text, "y"]


def test_strings_may_come_from_an_iterator() -> None:
    assert list(packed(word for word in ("crane", "中美"))) == ["crane", "中美"]
    assert isinstance(lines(word for word in ("crane",)), Lines)


def test_halves_of_a_pair_stay_apart() -> None:
    assert list(packed(["\ud83d", "\ude00"])) == ["\ud83d", "\ude00"]
