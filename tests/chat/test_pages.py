from __future__ import annotations

import pytest

from bot.chat.cards import EXCERPTS_PER_PAGE

from .conftest import (
    CRANES,
    LIGHTHOUSES_QUESTION,
    Room,
    said,
)
from .presses import all_buttons, ask, indicator, onward, press


async def test_the_asker_turns_the_page_in_place(room: Room) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)
    first = said(message)
    assert indicator(message).startswith("1/")

    result = await press(room.alice, message, onward(message))

    assert result.response.id == message.id
    assert indicator(message).startswith("2/")
    assert said(message) != first
    assert said(message).splitlines()[0] == first.splitlines()[0]
    await press(room.alice, message, "rd:page:" + onward(message)[8:27] + "0")
    assert said(message) == first


async def test_others_get_a_private_copy_at_that_page(room: Room) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)

    copy = await press(room.bob, message, onward(message))

    assert indicator(message).startswith("1/")
    assert copy.ephemeral
    assert indicator(copy.response).startswith("2/")
    assert "rd:share:" not in str(copy.response.components)
    back = next(b["custom_id"] for b in all_buttons(copy.response) if b["custom_id"].endswith(":b"))
    await room.bob.click(copy.response, custom_id=back)
    assert said(copy.response) == said(message)


async def test_context_is_private_and_shows_the_neighbours(room: Room) -> None:
    message = await ask(room)

    result = await press(room.bob, message, "rd:context:")

    assert result.ephemeral
    shown = said(result.response)
    assert "ordered three electric cranes from a yard in Finland" in shown
    assert "**" in shown
    assert "will be sold for scrap" in shown
    assert "¶ 1–3" in shown
    assert room.channel.history(viewer=room.alice)[-1].id == message.id


async def test_context_moves_between_the_quotes_of_a_page_in_place(room: Room) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)
    opened = await press(room.bob, message, "rd:context:")
    labels = [b["label"] for b in all_buttons(opened.response)]
    quotes = [f"Quote {number + 1}" for number in range(EXCERPTS_PER_PAGE)]
    assert labels == [*quotes, "Show article"]
    before = said(opened.response)

    moved = await room.bob.click(opened.response, label="Quote 2")

    assert moved.response.id == opened.response.id
    assert said(opened.response) != before


@pytest.mark.parametrize("change", ["edited", "removed"])
async def test_context_of_an_article_that_changed_says_so(room: Room, change: str) -> None:
    message = await ask(room)
    path = room.corpus / "cranes.md"
    if change == "edited":
        path.write_text(CRANES.replace("forty", "fifty"), "utf-8")
    else:
        path.unlink()
    await room.client.desk.reload()

    result = await press(room.bob, message, "rd:context:")

    assert result.ephemeral
    assert "Finland" not in said(result.response)
    assert len(said(result.response)) > 10
