"""Servers that are not allowed get a polite no, and so do people who belong to none that is."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from bot.chat import admission as admission_module
from bot.chat.admission import ANOTHER_TEAMS, MEMBER_KEPT_S, NOT_SURE, Admission
from bot.chat.limiter import LIGHT_PER_MINUTE
from tests.contract.recorder import Recorder

from .conftest import CRANES_QUESTION, Room, said
from .presses import ask, press
from .test_limiter import Clock

MEMBERS = "/guilds/*/members/*"


@pytest.fixture
def stranger(room: Room) -> Any:
    """A channel of another server, and a member of that server alone."""
    guild = room.env.create_guild()
    channel = guild.create_text_channel("elsewhere")
    return channel, guild.add_member(room.env.create_user("stranger"))


async def test_another_server_gets_one_polite_sentence(room: Room, stranger: Any) -> None:
    channel, person = stranger
    before = (await person.slash(channel, "ask", question=CRANES_QUESTION)).response
    message = await person.send(channel, CRANES_QUESTION)
    await room.restart(allowed_guild_ids=frozenset({room.guild.id}))
    asked = len(room.log.entries)

    for result in (
        await person.slash(channel, "ask", question=CRANES_QUESTION),
        await person.slash(channel, "sources"),
        await person.context_menu(channel, "Find sources", message),
        await press(person, before, "rd:context:"),
        await press(person, before, "rd:timeline:"),
    ):
        assert result.ephemeral
        assert result.response.content == ANOTHER_TEAMS
    assert await person.autocomplete(channel, "ask", "source", "", question="x" * 5) == []
    assert len(room.log.entries) == asked

    answered = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    assert "12 May 2019" in said(answered.response)
    assert await room.alice.autocomplete(room.channel, "ask", "source", "", question="x" * 5)
    room.errors()


async def test_members_of_an_allowed_server_may_write_directly(
    room: Room, stranger: Any, recorder: Recorder
) -> None:
    _, person = stranger
    await room.restart(allowed_guild_ids=frozenset({room.guild.id, 12345}))

    answered = await room.alice.user.slash("ask", question=CRANES_QUESTION)
    refused = await person.user.slash("ask", question=CRANES_QUESTION)
    again = await person.user.slash("ask", question=CRANES_QUESTION)

    assert "12 May 2019" in said(answered.response)
    assert refused.response.content == again.response.content == ANOTHER_TEAMS
    assert len(recorder.bodies("GET", MEMBERS)) == 2  # one look a person
    room.errors()


async def test_with_nobody_named_everybody_is_answered(room: Room, stranger: Any) -> None:
    channel, person = stranger
    for result in (
        await person.slash(channel, "ask", question=CRANES_QUESTION),
        await person.user.slash("ask", question=CRANES_QUESTION),
    ):
        assert "12 May 2019" in said(result.response)


async def test_when_discord_does_not_say_who_is_a_member_nobody_is_let_in(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    await room.restart(allowed_guild_ids=frozenset({room.guild.id}))
    guild = room.client.get_guild(room.guild.id)
    assert guild is not None
    waits = asyncio.Event()

    async def slowly(_: int) -> None:
        await room.env.external_wait(waits.wait(), reason="a slow Discord")
        raise OSError("gone")

    monkeypatch.setattr(type(guild), "fetch_member", lambda _, user_id: slowly(user_id))
    monkeypatch.setattr(admission_module, "LOOKING_S", 0.02)
    late = await room.alice.user.slash("ask", question=CRANES_QUESTION)
    assert late.response.content == NOT_SURE
    waits.set()
    broken = await room.alice.user.slash("ask", question=CRANES_QUESTION)
    assert broken.response.content == NOT_SURE
    monkeypatch.undo()
    well = await room.alice.user.slash("ask", question=CRANES_QUESTION)
    assert "12 May 2019" in said(well.response)
    room.errors()


async def test_whether_somebody_is_a_member_is_looked_up_again_after_a_while(
    room: Room, recorder: Recorder
) -> None:
    clock = Clock()
    admission = Admission(room.client, frozenset({room.guild.id}), clock)
    await admission.check(None, room.alice.id)
    clock.now = MEMBER_KEPT_S - 1
    await admission.check(None, room.alice.id)
    assert len(recorder.bodies("GET", MEMBERS)) == 1

    room.guild.remove_member(room.alice)
    clock.now = MEMBER_KEPT_S
    with pytest.raises(admission_module.StrangerError):
        await admission.check(None, room.alice.id)
    assert len(recorder.bodies("GET", MEMBERS)) == 2


async def test_the_operator_hears_of_servers_that_are_not_answered(
    room: Room, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        await room.restart(allowed_guild_ids=frozenset({room.guild.id}))
        assert "is not answered" not in caplog.text
        other = room.env.create_guild()
        room.client.dispatch("guild_join", room.client.get_guild(other.id))
        await room.env.settle()
        assert f"server {other.id} " in caplog.text
        caplog.clear()
        await room.restart(allowed_guild_ids=frozenset({room.guild.id}))
    assert f"server {other.id} " in caplog.text
    assert f"server {room.guild.id} " not in caplog.text


async def test_nobody_presses_without_end(room: Room, stranger: Any) -> None:
    message = await ask(room)
    for _ in range(LIGHT_PER_MINUTE):
        room.client.limiter.press(room.bob.id)
        room.client.limiter.suggest(room.bob.id)

    result = await press(room.bob, message, "rd:context:")
    assert result.response.content.startswith("You are pressing faster than I can follow.")
    assert await room.bob.autocomplete(room.channel, "ask", "source", "", question="x" * 5) == []
    other = await press(room.alice, message, "rd:context:")
    assert "12 May 2019" in said(other.response)
    room.errors()


async def test_a_server_that_asks_too_much_is_told_so(room: Room, stranger: Any) -> None:
    await room.restart(guild_asks_per_minute=1)
    channel, person = stranger
    first = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    second = await room.bob.slash(room.channel, "timeline", topic="cranes of Norrhaven")
    elsewhere = await person.slash(channel, "ask", question=CRANES_QUESTION)

    assert "12 May 2019" in said(first.response)
    assert second.response.content.startswith("This server is asking faster than I can follow.")
    assert "12 May 2019" in said(elsewhere.response)
    room.errors()
