"""Presses that come while the bot is still at work on the same message."""

from __future__ import annotations

import asyncio
import weakref
from typing import Any, cast

import aiohttp
import pytest
from discord import ui

from bot.chat import memory, replies
from bot.chat.replies import Reply, Sent
from bot.chat.timeline_messages import Shown, turn_at

from .conftest import Room, SlowDesk
from .presses import indicator, next_back, onward, press
from .telling import Teller, gallery, tell
from .telling import teller as teller

STEPS = 20  # of the loop, enough for a turn to pass on


@pytest.mark.parametrize("comes_free", ["meanwhile", "later"])
async def test_a_press_that_cannot_be_deferred_leaves_the_message_free(
    monkeypatch: pytest.MonkeyPatch, comes_free: str
) -> None:
    monkeypatch.setattr(replies, "DEFER_AFTER_S", 0.01)
    shown = Shown()
    await shown.turn.acquire()

    class Unheard(Reply):
        async def defer(self) -> None:
            if comes_free == "meanwhile":
                shown.turn.release()
            for _ in range(STEPS):
                await asyncio.sleep(0)
            raise aiohttp.ClientError("the network is gone")

    with pytest.raises(aiohttp.ClientError):
        async with turn_at(shown, Unheard(cast(Any, None), private=True)):
            raise AssertionError("nobody may change the message now")

    if comes_free == "later":
        assert shown.turn.locked()
        shown.turn.release()
    async with asyncio.timeout(1), shown.turn:
        pass


async def test_a_press_before_we_hear_that_the_message_stands_is_not_undone(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = asyncio.Event()
    send = Reply.send

    async def slowly(reply: Reply, view: ui.LayoutView) -> Sent:
        sent = await send(reply, view)
        await room.env.external_wait(heard.wait(), reason="a slow network")
        return sent

    monkeypatch.setattr(Reply, "send", slowly)
    message = await tell(room)
    await press(room.alice, message, onward(message))
    assert indicator(message) == "2/2"

    heard.set()
    await room.env.settle()

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == 1


async def test_a_page_turned_while_drawing_stays_turned_however_many_messages_came_since(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MAX_MESSAGES", 1)
    drawing = SlowDesk(room, monkeypatch, "picture")
    message = await tell(room)
    await tell(room, "paint")
    await press(room.alice, message, onward(message))
    assert indicator(message) == "2/2"

    await drawing.finish()

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == len(message.attachments) == 1
    await press(room.alice, message, next_back(message))
    assert indicator(message) == "1/2"


def test_what_is_known_of_a_message_is_one_thing_until_nobody_needs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Known:
        pass

    monkeypatch.setattr(memory, "MAX_MESSAGES", 2)
    messages: memory.Messages[Known] = memory.Messages()
    first = messages.known(1, Known)
    gone = weakref.ref(messages.known(2, Known))
    for number in range(3, 9):
        messages.known(number, Known)

    assert messages.known(1, Known) is first
    latest = messages.known(8, Known)
    assert messages.known(8, Known) is latest
    assert gone() is None
