"""/privacy: what is stored about me, as a card; export mine; delete mine, after being asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.chat import files
from bot.chat.escape import escape
from bot.chat.privacy_cards import DELETED, confirm_card, deleted_card, privacy_card
from bot.desk import Desk
from bot.desk import desk as desk_module
from bot.errors import LogError
from bot.log.people import Forgotten, Person, person
from tests.desks import ListLog

from .builders import well_formed
from .conftest import CRANES_QUESTION, Room, button, said
from .logged import file_of, presses, rows
from .logged import log as log
from .logged import path as path
from .presses import ask, onward, thumb

EXPORT, DELETE, SURE, BACK = (f"rd:privacy:{what}" for what in ("export", "delete", "sure", "back"))


@pytest.fixture(autouse=True)
def undrawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No picture is drawn for a timeline: it takes seconds and is not looked at here."""

    async def nothing(*_: object) -> None:
        return None

    monkeypatch.setattr(Desk, "picture", nothing)


async def privacy(who: Any, room: Room) -> Any:
    result = await who.slash(room.channel, "privacy")
    assert result.ephemeral
    return result.response


async def test_a_stranger_reads_what_would_be_stored(room: Room) -> None:
    message = await privacy(room.alice, room)
    shown = said(message)
    assert shown.startswith("### What is stored about you\nNothing.\n")
    assert "your id, server and channel" in shown
    assert "until you delete it here" in shown
    assert presses(message, "rd:privacy:") == []


async def test_what_is_stored_is_counted_for_this_person_alone(room: Room) -> None:
    await room.restart(retention_days=90)
    message = await ask(room)
    await ask(room, "How is the weather on Mars?")
    await room.alice.slash(room.channel, "timeline", topic="lighthouses")
    await room.bob.click(message, custom_id=thumb(message, up=True))
    assert "2 questions and 1 timeline\nFirst <t:" in said(await privacy(room.alice, room))
    shown = said(await privacy(room.bob, room))
    assert "1 mark\n" in shown
    assert "90 days, then it is deleted." in shown


async def test_it_works_in_a_direct_message(room: Room) -> None:
    await ask(room)
    result = await room.alice.user.slash("privacy")
    assert "1 question\n" in said(result.response)
    exported = await room.alice.user.click(result.response, custom_id=EXPORT)
    assert len((await file_of(exported.response))[1].splitlines()) == 1


async def test_mine_is_exported_as_lines_to_me_alone(room: Room) -> None:
    message = await ask(room)
    await room.bob.click(message, custom_id=thumb(message, up=True))
    await room.bob.slash(room.channel, "ask", question="Who painted the lighthouse red?")
    exported = await room.alice.click(await privacy(room.alice, room), custom_id=EXPORT)
    assert exported.ephemeral
    name, data = await file_of(exported.response)
    assert name == "refdesk-about-me.jsonl"
    [line] = [json.loads(each) for each in data.splitlines()]
    assert (line["question"], line["user_id"]) == (CRANES_QUESTION, str(room.alice.id))
    assert line["quotes"][0]["path"] == "cranes.md"
    assert line["helpful"] == 1
    assert str(room.bob.id).encode() not in data


@pytest.mark.parametrize(
    ("most", "outcome"), [(1_000, "refdesk-about-me.jsonl.gz"), (10, "too large for Discord")]
)
async def test_a_large_export_is_packed_or_refused(
    room: Room, monkeypatch: pytest.MonkeyPatch, most: int, outcome: str
) -> None:
    await ask(room)
    monkeypatch.setattr(files, "MAX_FILE_BYTES", most)
    exported = await room.alice.click(await privacy(room.alice, room), custom_id=EXPORT)
    if most == 10:
        assert outcome in exported.response.content
    else:
        assert (await file_of(exported.response))[0] == outcome


async def test_deleting_is_asked_first_and_can_be_left(room: Room, path: Path) -> None:
    await ask(room)
    message = await privacy(room.alice, room)
    await room.alice.click(message, custom_id=DELETE)
    asked = said(message)
    assert asked.startswith("### Delete your data for good?\nThis makes anonymous: 1 question, ")
    assert "cannot be undone" in asked
    assert presses(message, "rd:privacy:") == [SURE, BACK]
    await room.alice.click(message, custom_id=BACK)
    assert said(message).startswith("### What is stored about you\n1 question\n")
    assert person(path, room.alice.id).questions == 1


async def test_deleted_data_leads_to_nobody_and_other_peoples_stays(room: Room, path: Path) -> None:
    message = await ask(room)
    await room.alice.click(message, custom_id=thumb(message, up=True))
    await room.bob.click(message, custom_id=thumb(message, up=False))
    await room.bob.slash(room.channel, "ask", question="Who painted the lighthouse red?")
    card = await privacy(room.alice, room)
    await room.alice.click(card, custom_id=DELETE)

    await room.alice.click(card, custom_id=SURE)

    assert said(card) == f"{DELETED}\n1 question or topic and 1 mark no longer lead to you."
    assert presses(card, "rd:") == []
    assert person(path, room.alice.id) == Person()
    assert person(path, room.bob.id).rows == 2
    assert rows(path, "SELECT helpful FROM votes ORDER BY 1") == [(0,), (1,)]
    again = await room.alice.click(message, custom_id=thumb(message, up=True))
    assert "taken back" not in said(again.response)
    assert "Nothing" not in said(await privacy(room.alice, room))


async def test_buttons_of_forgotten_answers_work_as_for_anybody(room: Room) -> None:
    asked = await room.alice.slash(
        room.channel, "ask", question="Which lighthouse was painted in which colour?", private=True
    )
    public = await ask(room, "Which lighthouse was painted in which colour?")
    card = await privacy(room.alice, room)
    await room.alice.click(card, custom_id=DELETE)
    await room.alice.click(card, custom_id=SURE)
    copy = await room.alice.click(public, custom_id=onward(public))
    assert copy.ephemeral
    shared = await room.alice.click(asked.response, custom_id=button(asked.response, "rd:share:"))
    assert "Only the person who asked" in shared.response.content


async def test_timelines_on_show_forget_who_asked(room: Room) -> None:
    await room.alice.slash(room.channel, "timeline", topic="lighthouses painted")
    await room.bob.slash(room.channel, "timeline", topic="lighthouses painted")
    card = await privacy(room.alice, room)
    await room.alice.click(card, custom_id=DELETE)
    await room.alice.click(card, custom_id=SURE)
    looks = [shown.look for shown in room.client.timelines.all()]
    assert {look.entry.asker.user_id for look in looks if look} == {None, room.bob.id}


async def test_the_buttons_survive_a_restart(room: Room, path: Path) -> None:
    await ask(room)
    card = await privacy(room.alice, room)
    await room.restart()
    await room.alice.click(card, custom_id=DELETE)
    await room.restart()
    await room.alice.click(card, custom_id=SURE)
    assert person(path, room.alice.id) == Person()


async def test_a_log_that_fails_is_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: Any) -> None:
        raise LogError("The query log may not be *written* to.", detail="SQLITE_READONLY")

    await ask(room)
    card = await privacy(room.alice, room)
    await room.alice.click(card, custom_id=DELETE)
    monkeypatch.setattr("bot.desk.records.Records.forget", broken)
    failed = await room.alice.click(card, custom_id=SURE)
    assert failed.response.content == escape("The query log may not be *written* to.")
    assert said(card).startswith("### Delete your data")


async def test_a_failed_question_is_one_row_under_the_reference_that_was_told(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("no ideal")

    kept = ListLog()
    async with Desk(room.corpus, log=kept) as desk:
        await room.restart(desk)
        for name, given in (("respond", "ask"), ("tell", "timeline")):
            monkeypatch.setattr(desk_module, name, fail)
            option = {"ask": "question", "timeline": "topic"}[given]
            result = await room.alice.slash(room.channel, given, **{option: CRANES_QUESTION})
            reference = result.response.content.split("`")[1]
            assert f"[{reference}]" in caplog.text
            assert kept.ended[-1].reference == reference
        assert [row[1] for row in kept.failures] == [CRANES_QUESTION] * 2
        assert [str(ended.what) for ended in kept.ended] == ["question", "timeline"]
    assert room.errors() == ["ZeroDivisionError"] * 2


@pytest.mark.parametrize(
    "card",
    [
        privacy_card(Person(1, 2, 3, 4, 5.0, 6.0, (7, 8)), 1),
        privacy_card(Person(10**6, 10**6, 10**6, 10**6, 5.0, 6.0, tuple(range(99))), 3_650),
        confirm_card(Person(1, 0, 0, 0, 5.0, 6.0, (7,))),
        deleted_card(Forgotten(1, 1, 1, cleared=False)),
        deleted_card(Forgotten(0, 0, 0)),
    ],
)
def test_cards_are_what_discord_takes(card: Any) -> None:
    well_formed(card)
