from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from bot.answer.event import DEFAULT_EVENTS, Order
from tests.contract.recorder import Recorder

from .conftest import Room, SlowDesk, button, said
from .telling import Teller, dates, refusal, tell
from .telling import teller as teller

DEFERRED = 5
EPHEMERAL = 64


async def test_a_timeline_in_the_channel_with_dates_and_sources(room: Room, teller: Teller) -> None:
    result = await room.alice.slash(room.channel, "timeline", topic="lighthouse colours")

    shown = said(result.response)
    assert shown.startswith(
        "### lighthouse colours\n-# 7 events, 1 May 2021 to 7 May 2021, from 4 articles\n"
    )
    assert "**1 May 2021**\n> **The** lighthouse on Gull Rock was painted red" in shown
    assert (
        "-# Seven lighthouses get their colours back · Harbour Ledger · 9 May 2021 · ¶ 1" in shown
    )
    assert dates(result.response) == [f"{day} May 2021" for day in range(1, 6)]
    assert not result.ephemeral
    assert not result.deferred
    assert result.response.embeds == []


async def test_options_reach_the_desk(room: Room, teller: Teller) -> None:
    await tell(
        room,
        since="2019",
        until="May 2021",
        events=3,
        source=" harbour ledger",
        order=Order.NEWEST.value,
    )
    await tell(room, topic="herring")

    narrowed, plain = teller.topics
    assert narrowed.text == "lighthouse colours"
    assert narrowed.filters.since == date(2019, 1, 1)
    assert narrowed.filters.until == date(2021, 5, 31)
    assert narrowed.filters.source == "Harbour Ledger"
    assert (narrowed.events, narrowed.order) == (3, Order.NEWEST)
    assert (plain.events, plain.order) == (DEFAULT_EVENTS, Order.OLDEST)
    assert plain.filters.source is None


async def test_the_order_is_that_of_the_card(room: Room, teller: Teller) -> None:
    message = await tell(room, events=3, order=Order.NEWEST.value)

    assert dates(message) == ["3 May 2021", "2 May 2021", "1 May 2021"]
    assert "newest first" in said(message)


async def test_the_command_is_described_with_its_bounds_and_choices(
    room: Room, recorder: Recorder
) -> None:
    (commands,) = recorder.bodies("PUT", "/applications/*/commands")
    [command] = [command for command in commands if command["name"] == "timeline"]
    options = {option["name"]: option for option in command["options"]}

    assert list(options) == ["topic", "since", "until", "events", "source", "order", "private"]
    assert (options["events"]["min_value"], options["events"]["max_value"]) == (3, 40)
    assert (options["topic"]["min_length"], options["topic"]["max_length"]) == (3, 300)
    assert [choice["name"] for choice in options["order"]["choices"]] == [
        "Oldest first",
        "Newest first",
        "Most important first",
    ]
    assert options["source"]["autocomplete"]


async def test_the_row_is_there_and_says_who_asked(room: Room, teller: Teller) -> None:
    await tell(room, private=True)

    (entry,) = room.log.timelines
    assert entry.timeline.topic.text == "lighthouse colours"
    asker = entry.asker
    assert (asker.user_id, asker.guild_id) == (room.alice.id, room.guild.id)
    assert asker.channel_id == room.channel.id
    assert asker.private


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"since": "the day after"}, "I cannot read “the day after” as a date."),
        ({"until": "17/8"}, "I cannot read “17/8” as a date."),
        (
            {"since": "2020", "until": "2019"},
            "The first date is after the last one, so no event fits.",
        ),
        ({"source": "Quay Pist"}, "No article comes from “Quay Pist”. Did you mean Quay Post?"),
    ],
)
async def test_an_option_that_makes_no_sense_is_explained_privately(
    room: Room, teller: Teller, options: dict[str, str], sentence: str
) -> None:
    await room.restart(asks_per_minute=1)
    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses", **options)

    assert sentence in result.response.content
    assert result.ephemeral
    assert room.log.entries == {}
    assert room.errors() == ["QuestionError"]
    assert "7 events" in said(await tell(room))


async def test_sources_are_suggested_as_for_questions(room: Room) -> None:
    typed = await room.alice.autocomplete(room.channel, "timeline", "source", "q", topic="x" * 5)

    assert [(c["name"], c["value"]) for c in typed] == [("Quay Post (2 articles)", "Quay Post")]


async def test_a_topic_without_events_is_refused_with_what_there_is(
    room: Room, teller: Teller
) -> None:
    teller.told = refusal(room.client.desk)

    message = await tell(room, topic="opera singers")

    shown = said(message)
    assert "### opera singers\nNo dated event in the articles is about this." in shown
    assert "The closest passages" in shown
    assert "The desk holds 4 articles" in shown
    assert "rd:export:" not in str(message.components)
    assert button(message, "rd:article:")


async def test_a_private_timeline_is_seen_by_the_asker_alone(room: Room, teller: Teller) -> None:
    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses", private=True)

    assert result.ephemeral
    assert button(result.response, "rd:shareevents:")
    assert room.channel.history(viewer=room.bob) == []


async def test_in_a_direct_message_nothing_can_be_shared(room: Room, teller: Teller) -> None:
    result = await room.alice.user.slash("timeline", topic="lighthouses", private=True)

    assert "7 events" in said(result.response)
    assert "rd:shareevents:" not in str(result.response.components)


async def test_the_cooldown_counts_questions_and_timelines_together(
    room: Room, teller: Teller
) -> None:
    await room.restart(asks_per_minute=2)

    await tell(room)
    await room.alice.slash(room.channel, "ask", question="Who won the strike?")
    refused = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    assert refused.response.content.startswith("You are asking faster than I can follow.")
    assert refused.ephemeral
    assert len(room.log.entries) == 2
    assert room.errors() == ["CommandOnCooldown"]


async def test_a_slow_timeline_is_announced_stays_private_and_gets_its_picture(
    room: Room, teller: Teller, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = SlowDesk(room, monkeypatch, "timeline")

    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses", private=True)
    assert said(result.response) == ""
    await desk.finish()

    (callback,) = recorder.bodies("POST", "/interactions/*/callback")
    assert callback == {"type": DEFERRED, "data": {"flags": EPHEMERAL}}
    assert "7 events" in said(result.response)
    assert [each.filename for each in result.response.attachments] == ["timeline.png"]
    assert room.channel.history(viewer=room.bob) == []


async def test_an_unexpected_error_gives_a_reference(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("secret path")

    monkeypatch.setattr("bot.desk.desk.tell", broken)

    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    reference = result.response.content.split("`")[1]
    assert "secret" not in result.response.content
    assert f"[{reference}]" in caplog.text
    assert room.errors() == ["ZeroDivisionError"]


async def test_a_broken_log_does_not_stop_a_timeline(room: Room, teller: Teller) -> None:
    room.log.broken = True

    assert "7 events" in said(await tell(room))


async def test_nothing_pings(room: Room, teller: Teller, recorder: Recorder) -> None:
    message = await tell(room, topic="@everyone <@1> [x](https://evil.example) lighthouses")

    assert said(message).split("\n")[0] == (
        "### \\@everyone \\<\\@1> \\[x\\](https\\://evil.example) lighthouses"
    )
    bodies = [
        *(body["data"] for body in recorder.bodies("POST", "/interactions/*/callback")),
        *recorder.bodies("PATCH", "/webhooks/*"),
    ]
    assert len(bodies) == 2
    for body in bodies:
        assert body["allowed_mentions"]["parse"] == []
        assert not body.get("embeds")
        assert not body.get("content")
