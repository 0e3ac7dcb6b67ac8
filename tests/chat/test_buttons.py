from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.desks import ListLog

from .conftest import (
    CRANES_QUESTION,
    LIGHTHOUSES_QUESTION,
    Room,
    said,
)
from .presses import ask, indicator, onward, press, thumb


async def test_buttons_work_after_a_restart(room: Room, log: ListLog) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)
    private = await ask(room, private=True)
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        await press(room.alice, message, onward(message))
        context = await press(room.bob, message, "rd:context:")
        vote = await room.bob.click(message, custom_id=thumb(message, up=True))
        shared = await press(room.alice, private, "rd:share:")

        assert indicator(message).startswith("2/")
        assert "Seven lighthouses" in said(context.response)
        assert "helpful" in said(vote.response)
        assert "12 May 2019" in said(shared.followups[0])
        await room.restart()


async def test_a_button_of_an_answer_no_longer_kept(room: Room, log: ListLog) -> None:
    message = await ask(room)
    log.entries.clear()
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        result = await press(room.bob, message, "rd:context:")

        assert result.ephemeral
        assert len(result.response.content) > 10
        assert "reference" not in result.response.content
        await room.restart()


async def test_a_message_deleted_under_the_press(room: Room) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION)
    room.env.inject_error(
        "POST", "/interactions/*/callback", status=404, code=10008, message="Unknown Message"
    )

    result = await press(room.alice, message, onward(message))

    assert result.ephemeral
    assert result.response.content == "That message is gone."


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_an_interaction_that_cannot_be_answered_is_only_logged(
    room: Room, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    message = await ask(room)
    path = "/interactions/*/callback"
    room.env.inject_error("POST", path, status=status, code=code, times=None)

    result = await press(room.bob, message, "rd:context:")

    assert not result.acknowledged
    assert "could not answer" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_bug_in_a_button_gives_a_reference_and_a_stack(
    room: Room, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await ask(room)

    async def broken(*_: object) -> None:
        raise ZeroDivisionError("secret path /home/someone")

    monkeypatch.setattr(Desk, "recall", broken)

    result = await press(room.bob, message, "rd:context:")

    content = result.response.content
    assert result.ephemeral
    assert "secret" not in content
    reference = content.split("`")[1]
    assert f"[{reference}]" in caplog.text
    assert "ZeroDivisionError: secret path" in caplog.text
    ((asker, where, kind, _),) = room.log.failures
    assert asker.user_id == room.bob.id
    assert where.startswith(f"[{reference}] 'rd:context:")
    assert kind == "ZeroDivisionError"


async def test_nothing_new_while_closing(room: Room) -> None:
    message = await ask(room)
    await room.client.gate.drain(0)

    pressed = await press(room.bob, message, "rd:context:")
    asked = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    typed = await room.alice.autocomplete(room.channel, "ask", "source", "", question="x" * 5)

    assert "restarting" in pressed.response.content
    assert "restarting" in asked.response.content
    assert asked.ephemeral
    assert typed == []
