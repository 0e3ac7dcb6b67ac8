from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from discord import ui
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer.answer import Filters, Question
from bot.articles.article import FIELDS, Provenance, Span
from bot.chat import ids
from bot.chat.cards import (
    TEXT_UNITS,
    Coverage,
    answer_card,
    context_card,
    coverage,
    pages,
    text_card,
    vote_card,
)
from bot.chat.escape import fold
from bot.chat.ids import Mark, Place
from bot.chat.lines import quoted, units
from bot.desk import Context, SourceCount
from bot.log.entries import LoggedAnswer

from .builders import (
    COVERED,
    article,
    buttons,
    entry,
    excerpt,
    hostile_coverage,
    hostile_entries,
    labels,
    long_text,
    payload,
    texts,
    walk,
)

MAX_CUSTOM_ID_CHARS = 100
QUOTE = "The port ordered three cranes. They arrive in May. Work starts later."


def well_formed(view: ui.LayoutView) -> None:
    components = list(walk(payload(view)))
    contents = [c["content"] for c in components if c["type"] == 10]
    custom_ids = [c["custom_id"] for c in components if c["type"] == 2]
    assert sum(map(units, contents)) <= TEXT_UNITS
    assert all(contents)
    assert len(components) <= 40
    assert len(custom_ids) == len(set(custom_ids))
    assert all(len(custom_id) <= MAX_CUSTOM_ID_CHARS for custom_id in custom_ids)
    assert all(units(c.get("label") or "") <= 80 for c in components if c["type"] == 2)
    assert all(1 <= len(c["components"]) <= 5 for c in components if c["type"] == 1)


@given(hostile_entries(), hostile_coverage, st.integers(-1, 5), st.sampled_from(Place))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_article_breaks_a_card(
    given_entry: LoggedAnswer, covered: Coverage, page: int, place: Place
) -> None:
    by = given_entry.answer.question.text
    view = answer_card(given_entry, covered, page=page, place=place, shared_by=by)

    well_formed(view)
    for line in "\n".join(texts(view)).split("\n"):
        assert line.startswith(("### ", "**", "> ", "-# ", "Nothing "))


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


@given(hostile_entries(), st.lists(long_text, min_size=1, max_size=3), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_paragraph_breaks_a_context_card(
    given_entry: LoggedAnswer, paragraphs: list[str], data: st.DataObject
) -> None:
    shown = given_entry.answer.excerpts or given_entry.answer.near_misses[:3]
    if not shown:
        return
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(paragraphs[at]))] * 2)))
    found = Context(article(), tuple(enumerate(paragraphs, 1)), at, Span(*ends))

    well_formed(context_card(given_entry, data.draw(st.integers(0, len(shown) - 1)), found))


def test_an_answer_reads_as_sketched() -> None:
    view = answer_card(entry(excerpt(QUOTE, "They arrive in May.", also_in=("x", "y"))), COVERED)

    assert texts(view) == [
        "### When do the cranes arrive?",
        "> The port ordered three cranes. **They arrive in May.** Work starts later.\n"
        "-# [New cranes for the harbour](<https://ledger.example/cranes>) · Harbour Ledger"
        " · 17 Aug 2018 · ¶ 3 · also in 2 others",
    ]
    assert labels(view) == ["Context", "👍", "👎"]


def test_three_excerpts_a_page_with_a_separator_between() -> None:
    seven = entry(*[excerpt(f"Crane {number} stands.") for number in range(7)])

    assert pages(seven.answer) == 3
    view = answer_card(seven, COVERED, page=1)
    assert [text.split("\n")[0] for text in texts(view)[1:]] == [
        "> **Crane 3 stands.**",
        "> **Crane 4 stands.**",
        "> **Crane 5 stands.**",
    ]
    assert sum(c["type"] == 14 for c in walk(payload(view))) == 2
    assert labels(view)[-3:] == ["◀", "2/3", "▶"]


@pytest.mark.parametrize(("page", "off"), [(0, [True, True, False]), (2, [False, True, True])])
def test_the_pager_stops_at_both_ends(page: int, off: list[bool]) -> None:
    seven = entry(*[excerpt(f"Crane {number} stands.") for number in range(7)])

    pager = buttons(answer_card(seven, COVERED, page=page))[-3:]

    assert [button.get("disabled", False) for button in pager] == off


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Place.REPLY, []),
        (Place.POSTED, []),
        (Place.COPY, []),
        (Place.PRIVATE, [("Share", False)]),
        (Place.SHARED, [("Shared", True)]),
    ],
)
def test_only_a_private_answer_can_be_shared(
    place: Place, expected: list[tuple[str, bool]]
) -> None:
    view = answer_card(entry(excerpt(QUOTE)), COVERED, place=place)

    found = [
        (button["label"], button.get("disabled", False))
        for button in buttons(view)
        if button["custom_id"].startswith("rd:share:")
    ]
    assert found == expected


def test_a_posted_card_says_who_shared_it() -> None:
    view = answer_card(entry(excerpt(QUOTE)), COVERED, place=Place.POSTED, shared_by="<@42> *al*")

    assert texts(view)[-1] == "-# Shared by \\<\\@42> \\*al\\*"


@pytest.mark.parametrize(
    ("changes", "citation"),
    [
        ({"date": None}, "undated"),
        (
            {"provenance": dict.fromkeys(FIELDS, Provenance.INFERRED)},
            "about 17 Aug 2018, inferred",
        ),
        ({"title": None}, "[Untitled (cranes.md)](<https://ledger.example/cranes>)"),
        ({"source": None}, "by Ida Blom"),
        ({"source": None, "authors": ()}, "outlet not named"),
        ({"url": "javascript:alert(1)"}, "-# New cranes for the harbour ·"),
        ({"url": None}, "-# New cranes for the harbour ·"),
    ],
)
def test_what_is_not_known_is_said(changes: dict[str, Any], citation: str) -> None:
    view = answer_card(entry(excerpt(QUOTE, article=article(**changes))), COVERED)

    assert citation in texts(view)[1]


def test_also_in_one_other_is_singular() -> None:
    assert (
        "also in 1 other" in texts(answer_card(entry(excerpt(QUOTE, also_in=("x",))), COVERED))[1]
    )
    assert "others" not in texts(answer_card(entry(excerpt(QUOTE, also_in=("x",))), COVERED))[1]


def test_warnings_stand_under_the_citation_once() -> None:
    warned = excerpt(
        QUOTE, warnings=("Looks rewritten",), article=article(warnings=("Looks rewritten",))
    )

    lines = texts(answer_card(entry(warned), COVERED))[1].split("\n")

    assert lines[2:] == ["-# ⚠ Looks rewritten"]


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


def test_a_refusal_helps() -> None:
    view = answer_card(
        entry(
            excerpt(QUOTE, "They arrive in May."),
            answered=False,
            question=Question("When do the crames arive?"),
            suggestion="When do the cranes arrive?",
        ),
        COVERED,
    )

    head, near, foot = texts(view)
    assert head == (
        "### When do the crames arive?\n"
        "Nothing in the articles answers this.\n"
        "-# The closest passages, which may be about something else:"
    )
    assert near.startswith("> The port ordered three cranes. **They arrive in May.**")
    assert foot == (
        "-# The desk holds 24 articles from 3 Jan 2018 to 5 Nov 2023: Harbour Ledger and Quay Post"
    )
    assert labels(view) == ["Ask instead: When do the cranes arrive?", "Context", "👍", "👎"]


def test_a_refusal_with_nothing_near_has_no_context_button() -> None:
    view = answer_card(entry(answered=False), COVERED)

    assert labels(view) == ["👍", "👎"]
    assert texts(view)[0].endswith("Nothing in the articles answers this.")


def test_a_refusal_under_filters_says_so() -> None:
    filters = Filters("Quay Post", date(2018, 8, 1), date(2018, 8, 31))
    view = answer_card(entry(answered=False, question=Question("Why?!", filters)), COVERED)

    assert (
        "Nothing from Quay Post, since 1 Aug 2018, until 31 Aug 2018 answers this."
        in (texts(view)[0])
    )


def test_answers_and_refusals_differ_in_colour() -> None:
    answered = payload(answer_card(entry(excerpt(QUOTE)), COVERED))[0]
    refused = payload(answer_card(entry(answered=False), COVERED))[0]

    assert answered["accent_color"] != refused["accent_color"]


def test_a_long_claim_is_not_a_heading() -> None:
    view = answer_card(entry(excerpt(QUOTE), question=Question("claim " * 40)), COVERED)

    assert texts(view)[0].startswith("**claim claim")


def test_coverage_sums_sources() -> None:
    counted = coverage(
        (
            SourceCount("Quay Post", 3, date(2019, 1, 1), date(2020, 1, 1)),
            SourceCount(None, 2, None, None),
            SourceCount("Harbour Ledger", 1, date(2018, 1, 1), date(2018, 1, 1)),
        )
    )

    assert counted == Coverage(
        6, ("Quay Post", "Harbour Ledger"), date(2018, 1, 1), date(2020, 1, 1)
    )


def test_context_shows_the_paragraphs_around_with_the_sentence_in_bold() -> None:
    own = f"Before it. {QUOTE}"
    found = Context(
        article(),
        ((2, "Paragraph two."), (3, own), (4, "Paragraph four.")),
        1,
        Span(own.index(QUOTE), len(own)),
    )

    view = context_card(entry(excerpt(QUOTE, "They arrive in May.")), 0, found)

    head, before, around, after = texts(view)
    assert "¶ 2–4" in head
    assert (before, after) == ("> Paragraph two.", "> Paragraph four.")
    assert around == (
        "> Before it. The port ordered three cranes. **They arrive in May.** Work starts later."
    )
    assert labels(view) == []


def test_context_of_several_quotes_has_a_button_for_each_of_the_page() -> None:
    four = entry(*[excerpt(f"Crane {number} stands.") for number in range(4)])

    assert labels(context_card(four, 1, "gone")) == ["Quote 1", "Quote 2", "Quote 3"]
    assert labels(context_card(four, 3, "gone")) == []
    off = [button.get("disabled", False) for button in buttons(context_card(four, 1, "gone"))]
    assert off == [False, True, False]


def test_long_neighbours_keep_the_ends_that_touch_the_excerpt() -> None:
    far = "far " * 2_000
    found = Context(article(), ((1, f"{far}near."), (2, QUOTE), (3, f"Near {far}")), 1, Span(0, 9))

    _, before, _, after = texts(context_card(entry(excerpt(QUOTE)), 0, found))

    assert before.startswith("> […] far")
    assert before.endswith(" near.")
    assert after.startswith("> Near far")
    assert after.endswith(" […]")


@pytest.mark.parametrize(
    ("mark", "offers"),
    [
        (Mark.HELPFUL, ["Not helpful", "Take it back"]),
        (Mark.NOT_HELPFUL, ["Helpful", "Take it back"]),
        (Mark.NONE, ["Helpful", "Not helpful"]),
    ],
)
def test_a_vote_can_be_changed(mark: Mark, offers: list[str]) -> None:
    assert labels(vote_card("k" * 16, mark)) == offers


def test_every_button_matches_the_template_it_is_handled_by() -> None:
    templates = [ids.PAGE, ids.CONTEXT, ids.VOTE, ids.SHARE, ids.AGAIN]
    seven = entry(*[excerpt(f"Crane {number} stands.") for number in range(7)])
    refused = entry(excerpt(QUOTE), answered=False, suggestion="What else?")
    views = [
        *(answer_card(one, COVERED, place=place) for one in (seven, refused) for place in Place),
        context_card(seven, 0, "gone"),
        vote_card(seven.key, Mark.NONE),
    ]

    for view in views:
        for button in buttons(view):
            if not button["custom_id"].startswith("rd:at:"):
                handled = [t for t in templates if re.fullmatch(t, button["custom_id"])]
                assert len(handled) == 1, button


def test_a_text_too_long_is_cut_at_a_line() -> None:
    (text,) = texts(text_card("\n".join(["line of text"] * 1_000)))

    assert units(text) <= TEXT_UNITS
    assert text.endswith("line of text")
