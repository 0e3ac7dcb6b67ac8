from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles.article import Span
from bot.chat.cards import answer_card
from bot.chat.lines import quoted, units
from bot.chat.parts import TEXT_UNITS
from bot.text.unseen import fold

from .builders import (
    COVERED,
    entry,
    excerpt,
    long_text,
    texts,
)

QUOTE = "The port ordered three cranes. They arrive in May. Work starts later."


@given(long_text, st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_quote_shows_every_character_with_one_bold_part(text: str, data: st.DataObject) -> None:
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))

    line = quoted(text, Span(*ends), 100_000)

    tokens = re.findall(r"\\.|\*\*|.", line.removeprefix("> "))
    bold = [place for place, token in enumerate(tokens) if token == "**"]
    assert len(bold) in (0, 2)
    if bold:
        assert not tokens[bold[0] + 1].isspace()
        assert not tokens[bold[1] - 1].isspace()
    shown = "".join(token[-1] for token in tokens if token != "**")
    assert re.sub(r"[\s\u200b-\u200d]", "", shown) == re.sub(r"[\s\u200c\u200d]", "", fold(text))


@pytest.mark.parametrize(
    ("quote", "lit", "shown"),
    [
        ("a ** b ** c", "b", "> a \\*\\* **b** \\*\\* c"),
        ("one  two\nthree four", "two\nthree", "> one **two three** four"),
        ("one two three", " two ", "> one **two** three"),
        ("ends in stars **", "stars **", "> ends in **stars \\*\\***"),
        ("2. not a list", "2. not", "> **2\\. not** a list"),
    ],
)
def test_bold_survives_what_the_text_holds(quote: str, lit: str, shown: str) -> None:
    view = answer_card(entry(excerpt(quote, lit)), COVERED)

    assert texts(view)[1].split("\n")[0] == shown


def test_a_blank_highlight_makes_nothing_bold() -> None:
    view = answer_card(entry(excerpt("two words", " ")), COVERED)

    assert texts(view)[1].split("\n")[0] == "> two words"


def test_cuts_are_shown() -> None:
    view = answer_card(entry(excerpt("of a long one", cut_before=True, cut_after=True)), COVERED)

    assert texts(view)[1].split("\n")[0] == "> […] **of a long one** […]"


def test_a_quote_that_does_not_fit_is_cut_at_words_around_the_highlight() -> None:
    filler = "word " * 2_000
    quoted = f"{filler}They arrive in May. {filler}"

    line = texts(answer_card(entry(excerpt(quoted, "They arrive in May.")), COVERED))[1]
    line = line.split("\n")[0]

    assert line.startswith("> […] word word")
    assert line.endswith("word word […]")
    assert " **They arrive in May.** " in line
    assert re.fullmatch(r"> \[…\] (word )+\*\*They arrive in May\.\*\*( word)+ \[…\]", line)
    assert 3_000 < units(line) <= TEXT_UNITS
