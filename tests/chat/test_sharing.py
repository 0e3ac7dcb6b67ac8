from __future__ import annotations

import discord
import pytest

from tests.contract.recorder import Recorder

from .conftest import (
    CRANES_QUESTION,
    LIGHTHOUSES_QUESTION,
    Room,
    SlowDesk,
    button,
    said,
)
from .presses import MISSPELT, all_buttons, ask, indicator, next_back, onward, press


async def test_share_posts_the_answer_once_and_says_who(room: Room, recorder: Recorder) -> None:
    message = await ask(room, private=True)
    share = button(message, "rd:share:")

    result = await room.alice.click(message, custom_id=share)

    (posted,) = room.channel.history(viewer=room.bob)
    assert posted.id == result.followups[0].id
    assert not result.followups[0].ephemeral
    assert "-# Shared by alice" in said(result.followups[0])
    assert [b["disabled"] for b in all_buttons(message) if b.get("label") == "Shared"] == [True]
    for body in recorder.bodies("POST", "/webhooks/*"):
        assert body["allowed_mentions"]["parse"] == []


async def test_two_presses_on_share_post_one_message(room: Room) -> None:
    message = await ask(room, private=True)
    share = button(message, "rd:share:")
    payload = message.components
    await room.alice.click(message, custom_id=share)
    room.env.backend.get_message(room.channel.id, message.id).components = payload

    second = await room.alice.click(message, custom_id=share)

    assert second.response.content == "This is already in the channel."
    assert len(room.channel.history(viewer=room.bob)) == 1


async def test_a_share_that_fails_can_be_tried_again(room: Room) -> None:
    message = await ask(room, private=True)
    share = button(message, "rd:share:")
    room.env.inject_error("POST", "/webhooks/*", status=500, times=5)

    failed = await room.alice.click(message, custom_id=share)
    assert room.channel.history(viewer=room.bob) == []
    room.env.backend.faults.clear()
    await room.alice.click(message, custom_id=button(message, "rd:share:"))

    assert len(room.channel.history(viewer=room.bob)) == 1
    assert failed.acknowledged


async def test_sharing_takes_the_right_to_post(room: Room) -> None:
    message = await ask(room, private=True)
    everyone = room.guild.default_role
    quiet = discord.Permissions(view_channel=True, read_message_history=True)
    room.env.backend.get_guild(room.guild.id).roles[everyone.id].permissions = quiet.value

    result = await press(room.alice, message, "rd:share:")

    assert result.response.content.startswith("You cannot post in this channel")
    assert button(message, "rd:share:")


async def test_pages_of_a_shared_answer_keep_their_place(room: Room) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION, private=True)
    await press(room.alice, message, onward(message))
    shared = (await press(room.alice, message, "rd:share:")).followups[0]
    assert indicator(shared).startswith("2/")

    await press(room.alice, message, next_back(message))
    await press(room.alice, shared, next_back(shared))

    assert "Shared by" in said(shared)
    assert indicator(shared).startswith("1/")
    assert [b["disabled"] for b in all_buttons(message) if b.get("label") == "Shared"] == [True]


async def test_the_suggestion_asks_again_in_place(room: Room) -> None:
    message = await ask(room, MISSPELT)
    assert said(message).startswith(f"### {MISSPELT}")

    result = await press(room.alice, message, "rd:again:")

    assert result.response.id == message.id
    assert said(message).startswith(f"### {CRANES_QUESTION}")
    assert "12 May 2019" in said(message)
    assert len(room.log.entries) == 2


async def test_the_suggestion_pressed_by_others_answers_them_privately(room: Room) -> None:
    message = await ask(room, MISSPELT)

    result = await press(room.bob, message, "rd:again:")

    assert result.ephemeral
    assert "12 May 2019" in said(result.response)
    assert said(message).startswith(f"### {MISSPELT}")
    assert list(room.log.entries.values())[-1].asker.user_id == room.bob.id
    assert button(result.response, "rd:share:")


async def test_the_suggestion_on_a_shared_answer_has_not_been_shared(room: Room) -> None:
    message = await ask(room, MISSPELT, private=True)
    await press(room.alice, message, "rd:share:")

    await press(room.alice, message, "rd:again:")

    assert said(message).startswith(f"### {CRANES_QUESTION}")
    shared = await press(room.alice, message, "rd:share:")
    assert said(shared.followups[0]).startswith(f"### {CRANES_QUESTION}")


async def test_the_suggestion_counts_as_a_question(room: Room) -> None:
    await room.restart(asks_per_minute=1)
    message = await ask(room, MISSPELT)

    result = await press(room.alice, message, "rd:again:")

    assert result.response.content.startswith("You are asking faster")
    assert len(room.log.entries) == 1


async def test_a_slow_suggestion_still_changes_its_card(
    room: Room, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await ask(room, MISSPELT)
    desk = SlowDesk(room, monkeypatch)

    await press(room.alice, message, "rd:again:")
    await desk.finish()

    assert recorder.bodies("POST", "/interactions/*/callback")[-1]["type"] == 6
    assert "12 May 2019" in said(message)
