from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.answer.event import Timeline
from bot.chat.replies import Sent
from bot.desk import Desk
from tests.contract.recorder import Recorder
from tests.contract.rules import components, pictures

from .conftest import Room, SlowDesk, button, said
from .presses import indicator, next_back, onward, press
from .telling import PNG, Teller, broken_picture, gallery, refusal, tell
from .telling import teller as teller

PATCHES = "/webhooks/*/messages/*"
CALLBACKS = "/interactions/*/callback"
INVALID_FORM = 50035
DRAWN = Desk.picture


async def test_the_card_comes_at_once_and_the_picture_by_an_edit(
    room: Room, teller: Teller, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = SlowDesk(room, monkeypatch, "picture")
    message = await tell(room)
    assert "7 events" in said(message)
    assert gallery(message) == []

    await drawing.finish()

    (item,) = gallery(message)
    (attachment,) = message.attachments
    assert attachment.filename == "timeline.png"
    assert await attachment.read() == PNG
    assert item["media"]["url"] == attachment.url
    (edit,) = recorder.bodies("PATCH", PATCHES)
    assert [file["filename"] for file in edit["attachments"]] == ["timeline.png"]
    assert "7 events" in said(message)


async def test_turning_pages_keeps_the_picture(
    room: Room, teller: Teller, recorder: Recorder
) -> None:
    message = await tell(room)
    before = [each.id for each in message.attachments]

    await press(room.alice, message, onward(message))

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == 1
    await press(room.alice, message, next_back(message))
    assert indicator(message) == "1/2"
    assert len(gallery(message)) == 1
    assert [each.id for each in message.attachments] == before
    assert teller.drawn == 1
    for callback in recorder.bodies("POST", CALLBACKS)[1:]:
        assert callback["data"]["attachments"] == [
            {"id": str(before[0]), "filename": "timeline.png"}
        ]


async def test_a_picture_that_a_page_may_not_keep_comes_anew(
    room: Room, teller: Teller, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    message = await tell(room)
    before = [each.id for each in message.attachments]
    room.env.inject_error("POST", CALLBACKS, status=400, code=INVALID_FORM)

    result = await press(room.alice, message, onward(message))

    assert result.followups == []
    assert indicator(message) == "2/2"
    assert len(gallery(message)) == len(message.attachments) == 1
    assert [each.id for each in message.attachments] != before
    refused, without = recorder.bodies("POST", CALLBACKS)[1:]
    assert pictures(components(refused["data"]["components"]))
    assert not pictures(components(without["data"]["components"]))
    assert without["data"]["attachments"] == []
    assert "was refused" in caplog.text
    await press(room.alice, message, next_back(message))
    assert indicator(message) == "1/2"
    assert len(gallery(message)) == 1


async def test_a_slow_page_whose_picture_is_refused_comes_too(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await tell(room)
    desk = SlowDesk(room, monkeypatch, "recall_timeline")
    await press(room.alice, message, onward(message))
    room.env.inject_error("PATCH", PATCHES, status=400, code=INVALID_FORM)

    await desk.finish()

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == len(message.attachments) == 1


async def test_a_share_whose_picture_is_refused_keeps_both_pictures(
    room: Room, teller: Teller
) -> None:
    message = await tell(room, private=True)
    room.env.inject_error("POST", CALLBACKS, status=400, code=INVALID_FORM)

    shared = await press(room.alice, message, "rd:shareevents:")

    (posted,) = shared.followups
    assert "Shared by alice" in said(posted)
    assert len(gallery(posted)) == len(gallery(message)) == 1
    assert "Shared" in str(message.components)


async def test_what_has_been_answered_elsewhere_is_not_tried_again(
    room: Room, teller: Teller, recorder: Recorder
) -> None:
    message = await tell(room)
    room.env.inject_error("POST", CALLBACKS, status=400, code=40060, times=None)

    await press(room.alice, message, onward(message))

    assert len(recorder.bodies("POST", CALLBACKS)) == 2
    assert indicator(message) == "1/2"


async def test_after_a_restart_the_message_itself_tells_of_its_picture(
    room: Room, teller: Teller
) -> None:
    message = await tell(room)
    await room.restart()

    await press(room.alice, message, onward(message))

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == 1
    assert len(message.attachments) == 1


async def test_a_page_turned_while_drawing_stays_turned(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = SlowDesk(room, monkeypatch, "picture")
    message = await tell(room)
    await press(room.alice, message, onward(message))
    assert indicator(message) == "2/2"

    await drawing.finish()

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == 1


async def test_a_page_turned_while_the_picture_is_on_its_way_waits_for_it(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    sending = SlowDesk(room, monkeypatch, "edit", Sent)
    message = await tell(room)
    turning = asyncio.create_task(press(room.alice, message, onward(message)))
    await asyncio.sleep(0.2)
    assert indicator(message) == "1/2"

    sending.release()
    await turning

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == 1


async def test_a_timeline_shared_while_drawing_stays_shared_and_both_get_the_picture(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = SlowDesk(room, monkeypatch, "picture")
    message = await tell(room, private=True)
    shared = await press(room.alice, message, "rd:shareevents:")

    await drawing.finish()

    (posted,) = shared.followups
    assert len(gallery(posted)) == len(gallery(message)) == 1
    assert "Shared by alice" in said(posted)
    assert "Shared" in str(message.components)


async def test_a_suggestion_followed_while_drawing_gets_its_own_picture_alone(
    room: Room, teller: Teller, monkeypatch: pytest.MonkeyPatch, recorder: Recorder
) -> None:
    teller.told = replace(teller.told, suggestion="lighthouse paint")
    drawing = SlowDesk(room, monkeypatch, "picture")
    message = await tell(room)
    await press(room.alice, message, "rd:eventsagain:")

    await drawing.finish()

    assert said(message).startswith("### lighthouse paint\n")
    assert len(message.attachments) == len(gallery(message)) == 1
    assert len(recorder.bodies("PATCH", PATCHES)) == 1


async def test_a_suggestion_takes_the_old_picture_away(room: Room, teller: Teller) -> None:
    teller.told = replace(teller.told, suggestion="opera")
    message = await tell(room)
    assert len(message.attachments) == 1
    teller.told = refusal(room.client.desk)

    await press(room.alice, message, "rd:eventsagain:")

    assert "No dated event" in said(message)
    assert gallery(message) == []
    assert message.attachments == []


async def test_a_picture_that_cannot_be_drawn_is_one_line_in_the_log(
    room: Room,
    teller: Teller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(worker: object, timeline: Timeline) -> bytes:
        raise broken_picture()

    monkeypatch.setattr(Desk, "picture", DRAWN)
    monkeypatch.setattr("bot.desk.pictures._Worker.draw", fails)

    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    assert "7 events" in said(result.response)
    assert gallery(result.response) == []
    assert result.followups == []
    (line,) = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert "the worker has ended" in line
    await press(room.alice, result.response, onward(result.response))
    assert indicator(result.response) == "2/2"


async def test_a_picture_that_fails_in_a_way_nobody_foresaw_is_no_error_for_the_person(
    room: Room, teller: Teller, caplog: pytest.LogCaptureFixture
) -> None:
    teller.image = RuntimeError("cannot schedule new futures after shutdown")

    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    assert result.followups == []
    assert "7 events" in said(result.response)
    (record,) = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert "no picture for 'timeline'" in record.getMessage()
    assert record.exc_info
    assert room.log.failures == []


@pytest.mark.parametrize("restart", [False, True])
async def test_a_picture_that_failed_is_tried_again_with_the_next_page(
    room: Room, teller: Teller, restart: bool
) -> None:
    teller.image = broken_picture()
    message = await tell(room)
    assert gallery(message) == []
    teller.image = PNG
    if restart:
        await room.restart()

    await press(room.alice, message, onward(message))

    assert indicator(message) == "2/2"
    assert len(gallery(message)) == len(message.attachments) == 1
    drawn = teller.drawn
    await press(room.alice, message, next_back(message))
    assert teller.drawn == drawn


async def test_nothing_to_draw_changes_nothing(
    room: Room, teller: Teller, recorder: Recorder
) -> None:
    teller.image = None
    message = await tell(room)

    assert gallery(message) == []
    assert recorder.bodies("PATCH", PATCHES) == []


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, 10008), (401, 50027), (404, 10015), (413, 40005), (403, 50013), (500, 0)],
)
async def test_a_picture_that_comes_too_late_disturbs_nobody(
    room: Room, teller: Teller, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)

    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses")

    assert result.followups == []
    assert "7 events" in said(result.response)
    assert "the picture for 'timeline'" in caplog.text
    assert "Traceback" not in caplog.text
    room.env.backend.faults.clear()
    await press(room.alice, result.response, onward(result.response))
    assert indicator(result.response) == "2/2"
    assert len(gallery(result.response)) == 1


async def test_a_message_deleted_while_drawing(
    room: Room,
    teller: Teller,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    drawing = SlowDesk(room, monkeypatch, "picture")
    result = await room.alice.slash(room.channel, "timeline", topic="lighthouses")
    room.env.backend.delete_message(room.channel.id, result.response.id)

    await drawing.finish()

    assert room.channel.history(viewer=room.bob) == []
    assert "the picture for 'timeline'" in caplog.text
    assert "Traceback" not in caplog.text


async def test_a_private_copy_for_others_has_the_picture_too(room: Room, teller: Teller) -> None:
    message = await tell(room)

    copy = await press(room.bob, message, onward(message))

    assert copy.ephemeral
    assert indicator(copy.response) == "2/2"
    assert len(gallery(copy.response)) == 1
    await press(room.bob, copy.response, next_back(copy.response))
    assert len(gallery(copy.response)) == 1
    assert button(message, "rd:article:")
