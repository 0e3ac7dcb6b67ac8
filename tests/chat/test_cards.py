from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer.answer import Filters, Question
from bot.articles.article import FIELDS, Provenance
from bot.chat import ids
from bot.chat.cards import answer_card, context_card, pages, text_card, vote_card
from bot.chat.ids import Mark, Place
from bot.chat.lines import units
from bot.chat.parts import TEXT_UNITS, Coverage, coverage
from bot.desk import SourceCount
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
    payload,
    texts,
    walk,
    well_formed,
)

QUOTE = "The port ordered three cranes. They arrive in May. Work starts later."


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


def test_an_answer_reads_as_sketched() -> None:
    view = answer_card(entry(excerpt(QUOTE, "They arrive in May.", also_in=("x", "y"))), COVERED)

    assert texts(view) == [
        "### When do the cranes arrive?",
        "> The port ordered three cranes. **They arrive in May.** Work starts later.\n"
        "-# [New cranes for the harbour](<https://ledger.example/cranes>) · Harbour Ledger"
        " · 17 Aug 2018 · ¶ 3 · also in 2 others",
    ]
    assert labels(view) == ["Context", "Show article", "Timeline", "👍", "👎"]


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
        (
            {
                "date": None,
                "earliest": date(2019, 2, 3),
                "latest": date(2019, 2, 20),
                "provenance": dict.fromkeys(FIELDS, Provenance.INFERRED),
            },
            "about Feb 2019, inferred",
        ),
        ({"title": None}, "[untitled (cranes.md)](<https://ledger.example/cranes>)"),
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
    assert near.startswith("> The port ordered three cranes. They arrive in May. Work starts")
    assert foot == (
        "-# The desk holds 24 articles from 3 Jan 2018 to 5 Nov 2023: Harbour Ledger and Quay Post"
    )
    asked = "Ask instead: When do the cranes arrive?"
    assert labels(view) == [asked, "Context", "Show article", "👍", "👎"]


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


def test_every_button_matches_the_template_it_is_handled_by() -> None:
    templates = [ids.PAGE, ids.CONTEXT, ids.VOTE, ids.SHARE, ids.AGAIN, ids.TIMELINE]
    templates.append(ids.OPEN)
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
