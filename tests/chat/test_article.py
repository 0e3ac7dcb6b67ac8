from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Article, Document, Span
from bot.chat import ids
from bot.chat.article_cards import choice_card, named, page_card, quote_card
from bot.chat.article_pages import page_at, pages_of
from bot.chat.escape import escape
from bot.desk import Desk
from bot.desk.titles import Match
from tests.corpora import document
from tests.desks import ListLog

from .builders import (
    article,
    buttons,
    hostile_articles,
    labels,
    long_text,
    texts,
    well_formed,
)
from .conftest import CRANES, LIGHTHOUSES, LIGHTHOUSES_QUESTION, Room, said
from .presses import all_buttons, ask, indicator, onward, press

LONG = "The keeper of Revet counted the ships that passed. "
TITLE = "Seven lighthouses get their colours back"


def long_article(name: str, paragraphs: int = 30) -> str:
    texts = [f"On day {number} {LONG * 5}".strip() for number in range(1, paragraphs + 1)]
    head = f"---\ntitle: {name}\nsource: Harbour Ledger\ndate: 2021-05-09\n---\n\n"
    return head + "\n\n".join(texts) + "\n"


@pytest.fixture
def corpus(corpus: Path) -> Path:
    (corpus / "log.md").write_text(long_article("The log of Revet"), "utf-8")
    return corpus


async def read(room: Room, title: str, who: Any = None, **options: Any) -> Any:
    return await (who or room.alice).slash(room.channel, "article", title=title, **options)


# pages


def words_of(made: Document) -> list[str]:
    """What all pages hold, in order."""
    return " ".join(made.slice(piece.span) for page in pages_of(made) for piece in page).split()


@given(st.lists(st.text("ab. \n*é😀@", min_size=1, max_size=6000), min_size=1, max_size=6))
def test_the_pages_hold_every_paragraph_once_and_in_order(paragraphs: list[str]) -> None:
    kept = [text.strip() for text in paragraphs if text.strip()]
    if not kept:
        return
    made = document(*kept)
    assert words_of(made) == " ".join(kept).split()
    for number, page in enumerate(pages_of(made)):
        view = page_card(made, number)
        well_formed(view)
        assert page_at(pages_of(made), page[0].span.start) == number
        for piece in page:
            paragraph = made.paragraphs[piece.number - 1].span
            assert piece.cut_before == (piece.span.start > paragraph.start)


def test_a_sentence_without_end_is_cut_between_words_and_says_so() -> None:
    made = document("long " * 4000 + "end.")
    pages = pages_of(made)
    assert words_of(made) == ["long"] * 4000 + ["end."]
    assert "[…]" in texts(page_card(made, 0))[-1]
    assert all(made.slice(page[0].span).startswith(("long", "end")) for page in pages)


@given(hostile_articles(), st.lists(long_text, min_size=1, max_size=5), st.integers(0, 2))
def test_no_title_or_text_breaks_the_card(fields: Article, written: list[str], page: int) -> None:
    made = document(*(text.strip() or "x" for text in written))
    hostile = Document(replace(fields, id="0" * 12, url=None), made.text, made.paragraphs)
    well_formed(page_card(hostile, page, changed=True))
    well_formed(quote_card(hostile, Span(0, 9), ()))


def test_a_quote_is_bold_on_its_page_even_where_it_crosses_paragraphs() -> None:
    made = document("One. Two. Three.", "Four. Five.")
    shown = texts(quote_card(made, Span(5, 22), ()))[-1]
    assert shown == "-# ¶ 1\n> One. **Two. Three.**\n-# ¶ 2\n> **Four**\\. Five."


def test_ids_are_found_by_their_templates_and_fit() -> None:
    many = document(*["word " * 400] * 8)
    fields = article(id="0123456789ab", url="https://a.example/")
    view = page_card(Document(fields, many.text, many.paragraphs), 1, owner=2**64 - 1)
    for button in buttons(view):
        if "custom_id" in button and not button["custom_id"].startswith("rd:at:"):
            assert re.fullmatch(ids.READ, button["custom_id"])
            assert len(button["custom_id"]) <= 100
    assert labels(view)[-1] == "Original"


def test_a_choice_names_source_and_date_and_cuts_the_title() -> None:
    match = Match("0" * 12, "Three cranes for Norrhaven", "Quay Post", date(2019, 3, 4))
    assert named(match, 100) == "Three cranes for Norrhaven · Quay Post · 4 Mar 2019"
    assert named(match, 50) == "Three cranes for… · Quay Post · 4 Mar 2019"
    assert named(match, 30) == "Three cranes for Norrhaven"
    many = [Match(f"{number:012x}", "t", None, None) for number in range(9)]
    assert len(buttons(choice_card(many, ["0" * 64] * 9, ids.ALONE))) == 5


# the command


async def test_an_article_is_read_word_for_word_by_its_title(room: Room) -> None:
    result = await read(room, TITLE.upper())

    shown = said(result.response)
    assert result.ephemeral
    assert shown.startswith(f"### {TITLE}\n-# Harbour Ledger · 9 May 2021")
    for paragraph in LIGHTHOUSES.split("---\n")[2].split("\n\n"):
        assert escape(paragraph.strip()) in shown
    assert "-# ¶ 7\n" in shown


async def test_authors_and_the_way_to_the_original_are_there(room: Room) -> None:
    result = await read(room, "three cranes")

    assert "· by Ida Blom" in said(result.response)
    [link] = all_buttons(result.response)
    assert link["url"] == "https://quay.example/cranes"


async def test_pages_turn_in_place_also_after_a_restart(room: Room, log: ListLog) -> None:
    result = await read(room, "log of revet")
    message = result.response
    assert indicator(message).startswith("1/")
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        turned = await press(room.alice, message, onward(message))

        assert turned.response.id == message.id
        assert indicator(message).startswith("2/")
        assert "On day 1 " not in said(message)
        await room.restart()


async def test_a_public_page_is_turned_by_who_opened_it_and_copied_for_others(room: Room) -> None:
    result = await read(room, "log of revet", private=False)
    message = result.response
    assert not result.ephemeral

    copy = await press(room.bob, message, onward(message))
    assert copy.ephemeral
    assert indicator(message).startswith("1/")
    assert indicator(copy.response).startswith("2/")
    again = await press(room.bob, copy.response, onward(copy.response))
    assert again.response.id == copy.response.id

    await press(room.alice, message, onward(message))
    assert indicator(message).startswith("2/")


async def test_a_changed_article_is_told_and_a_gone_one_too(room: Room) -> None:
    message = (await read(room, "log of revet")).response
    path = room.corpus / "log.md"
    path.write_text(long_article("The log of Revet").replace("keeper", "warden"), "utf-8")
    await room.client.desk.reload()

    await press(room.alice, message, onward(message))
    assert "The article has changed since" in said(message)
    assert "keeper" not in said(message)
    await press(room.alice, message, onward(message))
    assert "has changed since" not in said(message), "what is shown now is what it was"

    path.unlink()
    await room.client.desk.reload()
    gone = await room.alice.click(message, label="◀")
    assert gone.ephemeral
    assert gone.response.content == "That article is no longer in the corpus."


async def test_suggestions_are_articles_by_their_titles(room: Room) -> None:
    typed = await room.alice.autocomplete(room.channel, "article", "title", "crane")

    [choice] = typed
    assert choice["name"] == "Three cranes for Norrhaven · Quay Post · 4 Mar 2019"
    result = await read(room, choice["value"])
    assert "### Three cranes for Norrhaven" in said(result.response)
    every = await room.alice.autocomplete(room.channel, "article", "title", "")
    assert len(every) == 5


async def test_several_titles_are_a_choice_and_none_is_said(room: Room) -> None:
    again = CRANES.replace("Three cranes for", "More cranes for")
    (room.corpus / "more.md").write_text(again.replace("forty", "ninety"), "utf-8")
    await room.client.desk.reload()

    which = await read(room, "cranes for")
    assert "Which one?" in said(which.response)
    await room.alice.click(
        which.response, label="More cranes for Norrhaven · Quay Post · 4 Mar 2019"
    )
    assert said(which.response).startswith("### More cranes for Norrhaven")

    none = await read(room, "zeppelin")
    assert none.ephemeral
    assert "has a title like “zeppelin”" in none.response.content
    assert room.errors() == ["QuestionError"]


async def test_an_article_is_read_in_a_direct_message(room: Room) -> None:
    person = room.env.create_user("dana")
    result = await person.slash("article", title=TITLE)
    assert said(result.response).startswith(f"### {TITLE}")


# from a quote


async def test_show_article_opens_at_the_page_of_the_quote(room: Room) -> None:
    message = await ask(room, "What did the keeper count on day 29?")
    opened = await press(room.bob, message, "rd:open:")

    assert opened.ephemeral
    assert "**On day 29 " in said(opened.response)
    page, pages = indicator(opened.response).split("/")
    assert page == pages != "1"


async def test_show_article_steps_to_the_other_quotes_and_says_when_they_changed(
    room: Room,
) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)
    opened = await press(room.bob, message, "rd:open:")
    before = said(opened.response)
    assert before.count("**") == 2

    moved = await room.bob.click(opened.response, label="Quote 2")
    assert moved.response.id == opened.response.id
    assert said(opened.response) != before

    (room.corpus / "lighthouses.md").write_text(LIGHTHOUSES.replace("red", "pink"), "utf-8")
    await room.client.desk.reload()
    changed = await press(room.bob, message, "rd:open:")
    assert "The article has changed since" in said(changed.response)
    assert "**" not in said(changed.response)


async def test_show_article_stands_on_the_context_too(room: Room) -> None:
    message = await ask(room)
    context = await press(room.bob, message, "rd:context:")
    opened = await press(room.bob, context.response, "rd:open:")
    assert opened.response.id != context.response.id
    assert said(opened.response).startswith("### Three cranes for Norrhaven")
