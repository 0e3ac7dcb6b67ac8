"""The rule for hyphens at line ends, case by case."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.readers.pdf.hyphens import Mender
from bot.articles.readers.pdf.shapes import Line, Word, line_of


def line(text: str) -> Line:
    words = tuple(Word(0.0, 1.0, part, 10.0, False) for part in text.split())
    return line_of(1, 0.0, words)


def mended(first: str, second: str, *others: str) -> str:
    lines = [line(first), line(second)]
    return Mender([*lines, *map(line, others)]).text(lines)


@pytest.mark.parametrize(
    ("first", "second", "others", "expected"),
    [
        ("the respon-", "sible board", (), "the responsible board"),
        ("the well-", "known gate", (), "the well-known gate"),
        ("a co-", "operative mill", ("the co-operative’s mill",), "a co-operative mill"),
        ("a co-", "operative mill", ("the cooperative met",), "a cooperative mill"),
        ("a 12-", "year lease", (), "a 12-year lease"),
        ("an e-", "mail came", (), "an e-mail came"),
        ("the US-", "led talks", (), "the US-led talks"),
        ("the Lima-", "based bank", ("in Lima, a", "based"), "the Lima-based bank"),
        ("the Mediter-", "ranean port", (), "the Mediterranean port"),
        ("two-", "and three-year terms", (), "two- and three-year terms"),
        ("a three-year-", "old barge", ("a year, an old",), "a three-year-old barge"),
        ("the Anglo-", "American firm", (), "the Anglo-American firm"),
        ("from 1914-", "18 on", (), "from 1914-18 on"),
        ("from 1914–", "18 on", (), "from 1914–18 on"),
        ("the gate—", "then shut", (), "the gate—then shut"),
        ("the gate –", "then shut", (), "the gate – then shut"),
        ("and/", "or both", (), "and/or both"),
        ("the gate\u2010", "keeper slept", (), "the gatekeeper slept"),
        ("a soft\u00ad", "ened tone", (), "a softened tone"),
        ("on Tues-", "day it rained", (), "on Tuesday it rained"),
        ("- a dash", "stays", (), "- a dash stays"),
    ],
)
def test_cases(first: str, second: str, others: tuple[str, ...], expected: str) -> None:
    assert mended(first, second, *others) == expected


def test_a_soft_hyphen_within_a_line_is_painted_and_stays() -> None:
    assert mended("the grain\u00adfilled hold", "leaks") == "the grain-filled hold leaks"


def test_an_ordinary_hyphen_stays_where_others_mark_broken_words() -> None:
    others = ("a soft‐", "ened tone and an ex‐", "cellent tide")
    assert mended("the gate-", "keeper slept", *others) == "the gate-keeper slept"
    assert mended("the gate-", "keeper slept", *others[:1]) == "the gatekeeper slept"


def test_only_hyphens_that_went_are_counted() -> None:
    lines = [line("respon-"), line("sible and well-"), line("known people")]
    mender = Mender(lines)
    assert mender.text(lines) == "responsible and well-known people"
    assert mender.mended == 1


@given(st.lists(st.text("abcXY,.’ ", min_size=1).filter(str.strip), min_size=1))
def test_without_hyphens_words_and_their_order_stay(texts: list[str]) -> None:
    lines = [line(text) for text in texts]
    assert Mender(lines).text(lines).split() == [w for text in texts for w in text.split()]
