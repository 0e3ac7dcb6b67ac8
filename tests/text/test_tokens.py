"""Tokens: the rules of the index's terms, and what their surfaces looked like."""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from functools import reduce
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import tokens
from bot.text.tokens import (
    MAX_WORD_CHARS,
    Mark,
    SentenceMark,
    Tokeniser,
    better_surface,
    fold,
    has_quotation,
    split,
)

RULES = {
    "The U.S. and the U.S.A.": "us usa",
    "the U.S.'s tariffs, the U.S.’s tariffs": "us tariff us tariff",
    "N.A.T.O. is NATO": "nato nato",
    "J.P. Morgan": "jp morgan",
    "Sino-U.S. ties": "sino us tie",
    "China's ports, China’s ports": "china port china port",
    "the ministers' plan": "minist plan",
    "O'Brien’s boat": "obrien boat",
    "1,000 tons": "1000 ton",
    "12,345,678.5 crowns": "12345678.5 crown",
    "1,00 and 10,0000": "1,00 10,0000",
    "the 3rd, 21st, 2nd and 12th": "3 21 2 12",
    "the 1990s, the 1990's": "1990 1990",
    "2018's harvest": "2018 harvest",
    "$12.50, €3 and £1,000": "12.50 3 1000",
    "$200 billion": "200 billion",
    "$1.5bn, 1.5bn": "1.5 bn 1.5 bn",
    "25% or 25 percent": "25 percent 25 percent",
    "café Zürich naïve": "cafe zurich naiv",
    "cafe\u0301": "cafe",
    "ﬁne Ｕ．Ｓ．": "fine us",
    "中美贸易 2018年": "中 美 贸 易 2018 年",
    "경제": "경 제",
    "met, meet, meets, meeting": "meet meet meet meet",
    "sold and sells": "sell sell",
    "don't, don’t, cannot, it's": "",
    "The of and to": "",
    "covid-19, G20, 5G": "covid 19 g20 5g",
    "snake_case": "snake case",
    "negotiations negotiated": "negoti negoti",
}


@pytest.mark.parametrize("text", RULES, ids=list(RULES))
def test_a_rule_of_terms(text: str) -> None:
    assert Tokeniser().terms(text) == RULES[text].split()


MARKED = {
    "The talks met Dahl": [Mark.NONE, Mark.NONE, Mark.NAME],
    "Dahl met Dahl": [Mark.INITIAL, Mark.NONE, Mark.NAME],
    "It opened in Norrhaven": [Mark.NONE, Mark.NAME | Mark.PLACE],
    "It hit the Norrhaven": [Mark.NONE, Mark.NAME],
    "paid $12 in 2019": [Mark.NONE, Mark.MONEY | Mark.NUMBER, Mark.NUMBER | Mark.DATE],
    "some 40 cranes": [Mark.NUMBER, Mark.NONE],
    "the 1990s, the 1990's": [Mark.NUMBER | Mark.DATE] * 2,
    "from Monday to May": [Mark.NAME | Mark.DATE | Mark.PLACE] * 2,
    "three percent": [Mark.NUMBER, Mark.NUMBER],
    "in 3019 or 1850": [Mark.NUMBER, Mark.NUMBER | Mark.DATE],
    "$1.5bn": [Mark.MONEY | Mark.NUMBER, Mark.NONE],
}


@pytest.mark.parametrize("text", MARKED, ids=list(MARKED))
def test_marks_tell_what_a_surface_looked_like(text: str) -> None:
    assert Tokeniser().sentence(text).marks == MARKED[text]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("“It works.”", SentenceMark.SPEECH),
        ("Dahl said it works", SentenceMark.SPEECH),
        ("It failed because of rain", SentenceMark.CAUSE),
        ("He said it was due to rain", SentenceMark.SPEECH | SentenceMark.CAUSE),
        ("It works", SentenceMark.NONE),
    ],
)
def test_a_sentence_is_marked_for_speech_and_cause(text: str, mark: SentenceMark) -> None:
    assert Tokeniser().sentence(text).sentence == mark


def test_the_index_knows_a_word_for_each_term_in_lower_case_if_it_ever_was() -> None:
    tokeniser = Tokeniser()
    tokeniser.terms("Tariff TARIFF")
    assert tokeniser.surfaces["tariff"] == "Tariff"
    tokeniser.terms("tariffs")
    assert tokeniser.surfaces["tariff"] == "tariffs"
    tokeniser.terms("Tariff tariff tariffed")
    assert tokeniser.surfaces["tariff"] == "tariff"


BETTER = [
    ("tariffs", "Tariff"),  # lower case before all
    ("tariff", "tariffs"),  # then the shorter
    ("Tariff", "TARIFF"),  # then no shouting
    ("NATO", "NATO'S"),
    ("Dahl", "Dahm"),
]


@pytest.mark.parametrize(("better", "worse"), BETTER)
def test_the_better_of_two_surfaces_stands_for_a_term(better: str, worse: str) -> None:
    assert better_surface(better, worse) == better_surface(worse, better) == better


SPELLINGS = st.lists(st.text("aAbBéÉßıi1'.", min_size=1, max_size=3), min_size=1, max_size=4)


@given(SPELLINGS)
def test_the_order_in_which_surfaces_are_met_decides_nothing(surfaces: list[str]) -> None:
    assert len({reduce(better_surface, order) for order in permutations(surfaces)}) == 1


@given(st.permutations("Tariffs TARIFF tariffs Tariff tariff’s Dahl DAHL".split()))
def test_surfaces_do_not_depend_on_the_order_of_reading(words: list[str]) -> None:
    tokeniser = Tokeniser()
    for word in words:
        tokeniser.terms(word)
    assert tokeniser.surfaces == {"tariff": "tariffs", "dahl": "Dahl"}


WORDS = st.sampled_from(
    "U.S. U.S.'s China’s 1,000 1990s 3rd $1.5bn 25% café 中美 met Dahl said in The a.b ’s".split()
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=12).map(" ".join))


@given(TEXTS)
def test_terms_and_sentences_hold_the_same_terms(text: str) -> None:
    tokeniser = Tokeniser()
    found = tokeniser.sentence(text)
    assert found.terms == tokeniser.terms(text)
    assert len(found.marks) == len(found.terms)


@given(TEXTS)
def test_terms_are_never_empty_nor_hold_white_space_or_capitals(text: str) -> None:
    for term in Tokeniser().terms(text):
        assert term
        assert term == term.casefold()
        assert not any(char.isspace() for char in term)
        assert len(term) <= MAX_WORD_CHARS


LETTER = r"(?:(?![\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])[^\W_])"
PLAIN_WORD = re.compile(  # without what `split` does to be fast
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
    rf"|[$€£¥]\d+(?:[.,]\d+)*|\d+(?:[.,]\d+)+|\d++(?:'[sS])?(?!{LETTER})|%"
    rf"|(?:[^\W\d_]\.)+[^\W\d_](?!{LETTER})\.?(?:'[sS](?!{LETTER}))?"
    rf"|{LETTER}+(?:'{LETTER}+)*"
)


@given(TEXTS | st.text("aSé中1.,'’$€% _-\u0301", max_size=12))
def test_what_makes_splitting_fast_changes_nothing(text: str) -> None:
    assert split(text) == PLAIN_WORD.findall(fold(text))


@given(st.text(max_size=20) | st.text("eé\u0301\u0300’ʼŉ각각ﬃ½…", max_size=8))
def test_folding_drops_accents_and_nothing_else(text: str) -> None:
    straight = re.sub("[‘’ʼ＇]", "'", text)
    decomposed = unicodedata.normalize("NFKD", straight)
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    assert fold(text) == unicodedata.normalize("NFC", bare)


def test_no_character_that_combines_is_overlooked() -> None:
    every = "".join(filter(unicodedata.combining, map(chr, range(sys.maxunicode + 1))))
    assert len(every) > 800
    assert fold(every) == ""


def test_quotation_marks_are_seen_in_any_shape() -> None:
    assert all(has_quotation(f"so {mark} it is") for mark in '"“”«»„')
    assert not has_quotation("the ministers' ‘plan’")


@given(st.lists(TEXTS, max_size=5), TEXTS)
def test_what_was_read_before_changes_nothing(before: list[str], text: str) -> None:
    used = Tokeniser()
    for other in before:
        used.sentence(other)
        used.terms(other)
    assert used.sentence(text) == Tokeniser().sentence(text)


@given(TEXTS)
def test_a_full_memory_changes_nothing(text: str) -> None:
    expected = Tokeniser().sentence(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens, "MAX_REMEMBERED_WORDS", 1)
        forgetful = Tokeniser()
        forgetful.terms("first")
        assert forgetful.sentence(text) == expected


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_case_is_not_part_of_a_term(text: str) -> None:
    tokeniser = Tokeniser()
    assert tokeniser.terms(text.upper()) == tokeniser.terms(text.lower())


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "a.", "1,", "1.", "'", "a'", "$", "1a", "%", "中", "A.1", "e\u0301", "_", "'s"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (200_000 // len(piece)) + "!"
    started = time.perf_counter()
    Tokeniser().sentence(text)
    assert time.perf_counter() - started < 3.0


@pytest.mark.parametrize("char", ["a", "7", "é"])
def test_a_run_of_letters_is_indexed_by_its_beginning(char: str) -> None:
    (term,) = Tokeniser().terms(char * 1000)
    assert len(term) == MAX_WORD_CHARS
