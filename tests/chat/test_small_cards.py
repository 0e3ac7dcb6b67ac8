from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles.article import Span
from bot.chat.cards import (
    context_card,
    offered,
    vote_card,
)
from bot.chat.ids import Mark
from bot.desk import Context
from bot.log.entries import LoggedAnswer

from .builders import (
    article,
    buttons,
    entry,
    excerpt,
    hostile_entries,
    labels,
    long_text,
    texts,
    well_formed,
)

QUOTE = "The port ordered three cranes. They arrive in May. Work starts later."


@given(hostile_entries(), st.lists(long_text, min_size=1, max_size=3), st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_paragraph_breaks_a_context_card(
    given_entry: LoggedAnswer, paragraphs: list[str], data: st.DataObject
) -> None:
    shown = offered(given_entry.answer)
    if not shown:
        return
    at = data.draw(st.integers(0, len(paragraphs) - 1))
    ends = sorted(data.draw(st.tuples(*[st.integers(0, len(paragraphs[at]))] * 2)))
    found = Context(article(), tuple(enumerate(paragraphs, 1)), at, Span(*ends))

    well_formed(context_card(given_entry, data.draw(st.integers(0, len(shown) - 1)), found))


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
    assert labels(view) == ["Show article"]


def test_context_of_several_quotes_has_a_button_for_each_of_the_page() -> None:
    four = entry(*[excerpt(f"Crane {number} stands.") for number in range(4)])

    assert labels(context_card(four, 1, "gone")) == [
        *("Quote 1", "Quote 2", "Quote 3"),
        "Show article",
    ]
    assert labels(context_card(four, 3, "gone")) == ["Show article"]
    off = [button.get("disabled", False) for button in buttons(context_card(four, 1, "gone"))]
    assert off == [False, True, False, False]


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
