from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.chat.cards import EXCERPTS_PER_PAGE
from bot.desk import Desk
from tests.contract.recorder import Recorder

from .conftest import (
    CRANES,
    CRANES_QUESTION,
    LIGHTHOUSES_QUESTION,
    MemoryLog,
    Room,
    SlowDesk,
    button,
    said,
)

MISSPELT = "When will the electric crames arrive in Norrhaven?"


async def ask(room: Room, question: str = CRANES_QUESTION, **options: Any) -> Any:
    result = await room.alice.slash(room.channel, "ask", question=question, **options)
    return result.response


async def press(who: Any, message: Any, start: str) -> Any:
    return await who.click(message, custom_id=button(message, start))


def onward(message: Any) -> str:
    """The start of the id of the button that leads to the next page."""
    ids = [part["custom_id"] for part in all_buttons(message) if part["custom_id"].endswith(":f")]
    return str(ids[0])


def all_buttons(message: Any) -> list[dict[str, Any]]:
    rows = [part for part in message.components[0]["components"] if part["type"] == 1]
    return [part for row in rows for part in row["components"]]


def indicator(message: Any) -> str:
    (found,) = [b["label"] for b in all_buttons(message) if b["custom_id"].startswith("rd:at:")]
    return str(found)


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


async def test_buttons_work_after_a_restart(room: Room, log: MemoryLog) -> None:
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
    assert labels == [f"Quote {number + 1}" for number in range(EXCERPTS_PER_PAGE)]
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


async def test_a_button_of_an_answer_no_longer_kept(room: Room, log: MemoryLog) -> None:
    message = await ask(room)
    log.entries.clear()
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        result = await press(room.bob, message, "rd:context:")

        assert result.ephemeral
        assert len(result.response.content) > 10
        assert "reference" not in result.response.content
        await room.restart()


def thumb(message: Any, *, up: bool) -> str:
    return button(message, f"rd:vote:{key_of(message)}:{'y' if up else 'n'}")


def key_of(message: Any) -> str:
    return str(all_buttons(message)[0]["custom_id"].split(":")[2])


async def test_votes_are_private_changeable_and_taken_back_by_the_same_press(room: Room) -> None:
    message = await ask(room)
    before = message.components
    place = (key_of(message), room.bob.id)

    first = await room.bob.click(message, custom_id=thumb(message, up=True))
    assert first.ephemeral
    assert "Only you can see this" in said(first.response)
    assert room.log.votes == {place: True}

    await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {place: False}

    back = await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {}
    assert "taken back" in said(back.response)

    await room.alice.click(message, custom_id=thumb(message, up=True))
    assert room.log.votes == {(key_of(message), room.alice.id): True}
    assert message.components == before


async def test_a_vote_can_be_changed_where_it_was_acknowledged(room: Room) -> None:
    message = await ask(room)
    done = await room.bob.click(message, custom_id=thumb(message, up=True))

    await room.bob.click(done.response, label="Not helpful")
    assert list(room.log.votes.values()) == [False]
    assert "not helpful" in said(done.response)

    await room.bob.click(done.response, label="Take it back")
    assert room.log.votes == {}


async def test_a_vote_that_the_log_cannot_keep_says_so(room: Room) -> None:
    message = await ask(room)
    room.log.broken = True

    result = await room.bob.click(message, custom_id=thumb(message, up=True))

    assert result.response.content == "The log cannot be written right now."
    room.log.broken = False
    again = await room.bob.click(message, custom_id=thumb(message, up=True))
    assert "taken back" not in said(again.response)


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

    assert second.response.content == "This answer is already in the channel."
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


def next_back(message: Any) -> str:
    return next(str(b["custom_id"]) for b in all_buttons(message) if b["custom_id"].endswith(":b"))


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

    async def broken(self: Desk, key: str) -> None:
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
