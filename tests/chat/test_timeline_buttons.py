from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.answer.event import Timeline, Topic
from bot.answer.export import file_stem, to_csv, to_ics, to_markdown
from bot.chat import timeline_buttons
from bot.desk import Desk
from bot.errors import BusyError
from bot.log.entries import Asker
from tests.contract.recorder import Recorder
from tests.desks import ListLog

from .conftest import (
    CRANES_QUESTION,
    LIGHTHOUSES,
    LIGHTHOUSES_QUESTION,
    UNKNOWN_QUESTION,
    Room,
    SlowDesk,
    button,
    said,
)
from .presses import all_buttons, ask, indicator, key_of, onward, press, thumb
from .telling import Teller, dates, gallery, lighthouse_events, refusal, tell
from .telling import teller as teller

# pages


async def test_the_asker_turns_the_page_in_place(room: Room, teller: Teller) -> None:
    message = await tell(room)
    assert indicator(message) == "1/2"

    result = await press(room.alice, message, onward(message))

    assert result.response.id == message.id
    assert dates(message) == ["6 May 2021", "7 May 2021"]


async def test_others_get_a_private_copy_at_that_page(room: Room, teller: Teller) -> None:
    message = await tell(room)

    copy = await press(room.bob, message, onward(message))

    assert indicator(message) == "1/2"
    assert copy.ephemeral
    assert dates(copy.response) == ["6 May 2021", "7 May 2021"]
    assert "rd:shareevents:" not in str(copy.response.components)


# the context


async def test_context_is_private_and_steps_through_the_page(room: Room, teller: Teller) -> None:
    message = await tell(room)

    opened = await press(room.bob, message, "rd:article:")

    assert opened.ephemeral
    assert said(opened.response).startswith("**1 May 2021**\n-# Seven lighthouses")
    assert "> **The lighthouse on Gull Rock" in said(opened.response)
    assert "Storvik" in said(opened.response)
    labels = [b["label"] for b in all_buttons(opened.response)]
    assert labels == [*(f"{day} May 2021" for day in range(1, 6)), "Show article"]

    moved = await room.bob.click(opened.response, label="4 May 2021")

    assert moved.response.id == opened.response.id
    assert "¶ 3–5" in said(opened.response)
    assert "> **The lighthouse of Hamnskar" in said(opened.response)


async def test_context_on_the_second_page_begins_there(room: Room, teller: Teller) -> None:
    message = await tell(room)
    await press(room.alice, message, onward(message))

    opened = await press(room.alice, message, "rd:article:")

    assert said(opened.response).startswith("**6 May 2021**")
    labels = [b["label"] for b in all_buttons(opened.response)]
    assert labels == ["6 May 2021", "7 May 2021", "Show article"]


@pytest.mark.parametrize("change", ["edited", "removed"])
async def test_an_article_that_changed_says_so(room: Room, teller: Teller, change: str) -> None:
    message = await tell(room)
    path = room.corpus / "lighthouses.md"
    if change == "edited":
        path.write_text(LIGHTHOUSES.replace("red", "pink"), "utf-8")
    else:
        path.unlink()
    await room.client.desk.reload()

    result = await press(room.bob, message, "rd:article:")

    assert result.ephemeral
    assert "Gull Rock" not in said(result.response)
    assert "Please ask again" in said(result.response)


async def test_the_context_of_a_near_miss(room: Room, teller: Teller) -> None:
    teller.told = refusal(room.client.desk)
    message = await tell(room)

    opened = await press(room.bob, message, "rd:article:")

    assert said(opened.response).startswith("-# Seven lighthouses")
    labels = [b["label"] for b in all_buttons(opened.response)]
    assert labels == ["Quote 1", "Quote 2", "Show article"]


# votes


async def test_votes_are_private_changeable_and_taken_back(room: Room, teller: Teller) -> None:
    message = await tell(room)
    place = (key_of(message), room.bob.id)

    first = await room.bob.click(message, custom_id=thumb(message, up=True))
    assert first.ephemeral
    assert said(first.response) == "You marked this as helpful. Only you can see this."
    assert room.log.votes == {place: True}
    await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {place: False}
    await room.bob.click(message, custom_id=thumb(message, up=False))
    assert room.log.votes == {}


# sharing


async def test_share_posts_once_and_says_who(room: Room, teller: Teller) -> None:
    message = await tell(room, private=True)
    share = button(message, "rd:shareevents:")
    payload = message.components

    shared = await room.alice.click(message, custom_id=share)

    (posted,) = shared.followups
    assert [each.id for each in room.channel.history(viewer=room.bob)] == [posted.id]
    assert "-# Shared by alice" in said(posted)
    assert [b["disabled"] for b in all_buttons(message) if b.get("label") == "Shared"] == [True]
    assert len(gallery(message)) == len(gallery(posted)) == 1

    room.env.backend.get_message(room.channel.id, message.id).components = payload
    second = await room.alice.click(message, custom_id=share)
    assert second.response.content == "This is already in the channel."
    assert len(room.channel.history(viewer=room.bob)) == 1


async def test_a_share_that_fails_can_be_tried_again(room: Room, teller: Teller) -> None:
    message = await tell(room, private=True)
    room.env.inject_error("POST", "/webhooks/*", status=500, times=5)

    await press(room.alice, message, "rd:shareevents:")
    assert room.channel.history(viewer=room.bob) == []
    room.env.backend.faults.clear()
    await press(room.alice, message, "rd:shareevents:")

    assert len(room.channel.history(viewer=room.bob)) == 1


async def test_sharing_takes_the_right_to_post(room: Room, teller: Teller) -> None:
    message = await tell(room, private=True)
    everyone = room.guild.default_role
    quiet = discord.Permissions(view_channel=True, read_message_history=True)
    room.env.backend.get_guild(room.guild.id).roles[everyone.id].permissions = quiet.value

    result = await press(room.alice, message, "rd:shareevents:")

    assert result.response.content.startswith("You cannot post in this channel")
    assert button(message, "rd:shareevents:")


async def test_pages_of_a_shared_timeline_keep_their_place(room: Room, teller: Teller) -> None:
    message = await tell(room, private=True)
    shared = (await press(room.alice, message, "rd:shareevents:")).followups[0]

    await press(room.alice, message, onward(message))
    await press(room.alice, shared, onward(shared))

    assert "Shared by alice" in said(shared)
    assert indicator(shared) == indicator(message) == "2/2"
    assert [b["disabled"] for b in all_buttons(message) if b.get("label") == "Shared"] == [True]


# files


@pytest.mark.parametrize(("kind", "suffix"), [("m", "md"), ("c", "csv"), ("i", "ics")])
async def test_exports_arrive_as_private_files(
    room: Room, teller: Teller, kind: str, suffix: str
) -> None:
    message = await tell(room)
    before = message.components

    result = await room.bob.click(message, custom_id=f"rd:export:{key_of(message)}:{kind}")

    assert result.ephemeral
    (file,) = result.response.attachments
    (entry,) = room.log.timelines
    timeline = entry.timeline
    made = {
        "md": to_markdown(timeline).encode(),
        "csv": to_csv(timeline).encode(),
        "ics": to_ics(timeline),
    }[suffix]
    assert file.filename == f"{file_stem(timeline)}.{suffix}"
    assert await file.read() == made
    for event in lighthouse_events(room.client.desk):
        assert event.excerpt.quote.split(",")[0][:40] in unfolded(await file.read())
    assert message.components == before


def unfolded(content: bytes) -> str:
    """Long lines of iCalendar continue after a line end and a space (RFC 5545, 3.1)."""
    return content.decode().replace("\r\n ", "").replace("\\,", ",")


@pytest.mark.parametrize(("kind", "made"), [("m", "to_markdown"), ("c", "to_csv"), ("i", "to_ics")])
async def test_exports_are_made_beside_the_loop(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch, kind: str, made: str
) -> None:
    message = await tell(room)
    work = getattr(timeline_buttons, made)
    threads = []

    def seen(timeline: Timeline) -> Any:
        threads.append(threading.current_thread())
        return work(timeline)

    monkeypatch.setattr(timeline_buttons, made, seen)

    await room.bob.click(message, custom_id=f"rd:export:{key_of(message)}:{kind}")

    assert len(threads) == 1
    assert threads[0] is not threading.current_thread()


async def test_a_slow_export_still_arrives(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await tell(room)
    desk = SlowDesk(room, monkeypatch, "recall_timeline")

    result = await room.bob.click(message, custom_id=f"rd:export:{key_of(message)}:c")
    await desk.finish()

    (file,) = result.followups[0].attachments
    assert result.followups[0].ephemeral
    assert file.filename.endswith(".csv")


async def test_a_refusal_exports_nothing(room: Room, teller: Teller) -> None:
    teller.told = refusal(room.client.desk)
    message = await tell(room)
    (vote, *_) = [b for b in all_buttons(message) if b["custom_id"].startswith("rd:vote:")]
    assert vote
    assert "rd:export:" not in str(message.components)


# the suggestion


async def test_the_suggestion_is_looked_up_in_place(room: Room, teller: Teller) -> None:
    teller.told = refusal(room.client.desk, suggestion="lighthouse colours")
    message = await tell(room, topic="lighthose colours", events=6)
    teller.told = replace(
        teller.told,
        answered=True,
        events=tuple(lighthouse_events(room.client.desk)),
        suggestion=None,
    )

    result = await press(room.alice, message, "rd:eventsagain:")

    assert result.response.id == message.id
    assert said(message).startswith("### lighthouse colours\n-# 6 events")
    assert len(gallery(message)) == 1
    assert teller.topics[-1].events == 6
    assert len(room.log.entries) == 2


async def test_the_suggestion_on_a_shared_timeline_has_not_been_shared(
    room: Room, teller: Teller
) -> None:
    teller.told = replace(teller.told, suggestion="lighthouse paint")
    message = await tell(room, private=True)
    await press(room.alice, message, "rd:shareevents:")

    await press(room.alice, message, "rd:eventsagain:")

    assert said(message).startswith("### lighthouse paint")
    shared = await press(room.alice, message, "rd:shareevents:")
    assert said(shared.followups[0]).startswith("### lighthouse paint")


async def test_the_suggestion_pressed_by_others_is_theirs_alone(room: Room, teller: Teller) -> None:
    teller.told = replace(teller.told, suggestion="lighthouse paint")
    message = await tell(room)

    result = await press(room.bob, message, "rd:eventsagain:")

    assert result.ephemeral
    assert said(result.response).startswith("### lighthouse paint")
    assert said(message).startswith("### lighthouse colours")
    assert room.log.timelines[-1].asker.user_id == room.bob.id
    assert button(result.response, "rd:shareevents:")


async def test_the_suggestion_counts_as_a_question(room: Room, teller: Teller) -> None:
    await room.restart(asks_per_minute=1)
    teller.told = replace(teller.told, suggestion="lighthouse paint")
    message = await tell(room)

    result = await press(room.alice, message, "rd:eventsagain:")

    assert result.response.content.startswith("You are asking faster")
    assert len(room.log.entries) == 1


# from an answer


async def test_the_asker_of_an_answer_gets_its_timeline_in_the_channel(
    room: Room, teller: Teller
) -> None:
    message = await ask(room, LIGHTHOUSES_QUESTION, source="harbour ledger", since="2019")
    before = message.components

    result = await press(room.alice, message, "rd:timeline:")

    assert not result.ephemeral
    assert result.response.id != message.id
    assert said(result.response).startswith("### Which lighthouse was painted")
    assert len(gallery(result.response)) == 1
    assert message.components == before
    (topic,) = teller.topics
    assert topic.text == LIGHTHOUSES_QUESTION
    assert topic.filters.source == "Harbour Ledger"
    assert topic.filters.since is not None
    assert len(room.channel.history(viewer=room.bob)) == 2
    assert not room.log.timelines[-1].asker.private


async def test_others_get_the_timeline_of_an_answer_alone(room: Room, teller: Teller) -> None:
    message = await ask(room)

    result = await press(room.bob, message, "rd:timeline:")

    assert result.ephemeral
    assert button(result.response, "rd:shareevents:")
    entry = room.log.timelines[-1]
    assert (entry.asker.user_id, entry.asker.private) == (room.bob.id, True)
    assert len(room.channel.history(viewer=room.alice)) == 1


async def test_the_timeline_of_a_private_answer_is_private(room: Room, teller: Teller) -> None:
    message = await ask(room, private=True)

    result = await press(room.alice, message, "rd:timeline:")

    assert result.ephemeral
    assert room.channel.history(viewer=room.bob) == []


async def test_two_presses_at_once_tell_one_timeline(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await ask(room)
    desk = SlowDesk(room, monkeypatch, "timeline")

    first = await press(room.alice, message, "rd:timeline:")
    second = await press(room.alice, message, "rd:timeline:")
    other = await press(room.bob, message, "rd:timeline:")
    await desk.finish()

    assert second.ephemeral
    assert said(second.response) == "That timeline is already here or on its way."
    assert len(first.followups) == len(other.followups) == 1
    assert len(room.channel.history(viewer=room.mod)) == 2
    again = await press(room.alice, message, "rd:timeline:")
    assert "7 events" in said(again.response)


@pytest.mark.parametrize("fault", ["the desk", "Discord"])
async def test_a_timeline_of_an_answer_that_failed_can_be_asked_again(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    message = await ask(room)
    with monkeypatch.context() as broken:
        if fault == "the desk":
            broken.setattr(Desk, "timeline", busy)
        else:
            room.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062)
        await press(room.alice, message, "rd:timeline:")

    result = await press(room.alice, message, "rd:timeline:")

    assert "7 events" in said(result.response)


async def busy(desk: Desk, topic: Topic, asker: Asker) -> None:
    raise BusyError("Too many at once.")


async def test_a_slow_timeline_of_an_answer_is_a_new_message(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> None:
    message = await ask(room)
    before = said(message)
    desk = SlowDesk(room, monkeypatch, "timeline")

    result = await press(room.alice, message, "rd:timeline:")
    await desk.finish()

    (made,) = result.followups
    assert not made.ephemeral
    assert "7 events" in said(made)
    assert len(gallery(made)) == 1
    assert said(message) == before


async def test_the_timeline_of_an_answer_counts_as_a_question(room: Room, teller: Teller) -> None:
    await room.restart(asks_per_minute=1)
    message = await ask(room)

    result = await press(room.alice, message, "rd:timeline:")

    assert result.response.content.startswith("You are asking faster")
    assert teller.topics == []


async def test_a_refused_question_offers_no_timeline(room: Room) -> None:
    message = await ask(room, UNKNOWN_QUESTION)

    assert "rd:timeline:" not in str(message.components)


# restarts, stale cards, closing


async def test_buttons_work_after_a_restart(room: Room, teller: Teller, log: ListLog) -> None:
    message = await tell(room)
    private = await tell(room, private=True)
    answer = await ask(room, CRANES_QUESTION)
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        await press(room.alice, message, onward(message))
        article = await press(room.bob, message, "rd:article:")
        vote = await room.bob.click(message, custom_id=thumb(message, up=True))
        file = await room.bob.click(message, custom_id=f"rd:export:{key_of(message)}:m")
        shared = await press(room.alice, private, "rd:shareevents:")
        asked = await press(room.alice, answer, "rd:timeline:")

        assert indicator(message) == "2/2"
        assert "Seven lighthouses" in said(article.response)
        assert "helpful" in said(vote.response)
        assert file.response.attachments[0].filename.endswith(".md")
        assert "Shared by alice" in said(shared.followups[0])
        assert "7 events" in said(asked.response)
        await room.restart()


async def test_a_timeline_no_longer_kept(room: Room, teller: Teller, log: ListLog) -> None:
    message = await tell(room)
    log.entries.clear()
    async with Desk(room.corpus, log=log) as fresh:
        await room.restart(fresh)

        for start in (onward(message), "rd:article:", f"rd:export:{key_of(message)}:m"):
            result = await press(room.alice, message, start)
            assert result.ephemeral
            assert result.response.content == "This answer is no longer kept. Please ask again."
        assert indicator(message) == "1/2"
        await room.restart()


async def test_nothing_new_while_closing(room: Room, teller: Teller) -> None:
    message = await tell(room)
    await room.client.gate.drain(0)

    pressed = await press(room.bob, message, "rd:article:")
    asked = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    assert "restarting" in pressed.response.content
    assert "restarting" in asked.response.content
    assert len(teller.topics) == 1
