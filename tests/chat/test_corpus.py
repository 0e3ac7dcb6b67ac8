from __future__ import annotations

import asyncio
import shutil
from typing import Any

import discord
import pytest

from bot.desk import Desk
from bot.errors import BusyError, CorpusError

from .conftest import CRANES, CRANES_QUESTION, HERRING, Room, said

SEALS = """\
---
title: Seals return to the skerries
source: Quay Post
date: 2022-02-02
---

Forty grey seals came back to the outer skerries this winter, biologist Ann Ek counted.
"""


@pytest.fixture
def mod(room: Room) -> Any:
    """A member who manages the server."""
    role = room.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return room.guild.add_member(room.env.create_user("warden"), roles=[role])


async def test_reload_tells_what_changed(room: Room, mod: Any) -> None:
    (room.corpus / "seals.md").write_text(SEALS, "utf-8")
    (room.corpus / "cranes.md").write_text(CRANES.replace("forty", "fifty"), "utf-8")
    (room.corpus / "ferry.md").unlink()
    (room.corpus / "empty.md").write_text("", "utf-8")

    result = await mod.slash(room.channel, "corpus reload")

    shown = said(result.response)
    assert result.ephemeral
    assert shown.startswith("### Articles reloaded in ")
    assert "4 articles" in shown
    assert "Added 1: seals.md" in shown
    assert "Changed 1: cranes.md" in shown
    assert "Removed 1: ferry.md" in shown
    assert "**1 file left out**\n- empty.md: " in shown
    answer = await room.alice.slash(
        room.channel, "ask", question="How many grey seals came back to the skerries?"
    )
    assert "Forty grey seals" in said(answer.response)


async def test_reload_without_a_change_says_so(room: Room, mod: Any) -> None:
    result = await mod.slash(room.channel, "corpus reload")

    assert "Nothing has changed." in said(result.response)


async def test_long_lists_are_cut_with_a_count(room: Room, mod: Any) -> None:
    for number in range(22):
        text = HERRING.replace("Olof Lind", f"Olof Lind the {number}th")
        (room.corpus / f"herring-{number:02}.md").write_text(text, "utf-8")
        (room.corpus / f"void-{number:02}.md").write_text("", "utf-8")

    result = await mod.slash(room.channel, "corpus reload")

    shown = said(result.response)
    assert "Added 22: herring-00.md, " in shown
    assert "herring-09.md and 12 more" in shown
    assert "**22 files left out**" in shown
    assert "and 14 more" in shown


async def test_a_failed_reload_keeps_the_old_articles_and_says_why(room: Room, mod: Any) -> None:
    shutil.rmtree(room.corpus)

    result = await mod.slash(room.channel, "corpus reload")

    shown = said(result.response)
    assert shown.startswith("### The reload failed\n")
    assert "still serve: 4 articles, snapshot 1." in shown
    assert str(room.corpus.parent) not in shown
    answer = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    assert "12 May 2019" in said(answer.response)


@pytest.mark.parametrize(
    ("error", "shown", "reported"),
    [
        (BusyError("A reload is under way."), "A reload is under way.", ["BusyError"]),
        (CorpusError("No *file*.", detail="/srv"), "### The reload failed\nNo \\*file\\*.", []),
    ],
)
async def test_every_way_a_reload_can_fail_has_its_sentence(
    room: Room,
    mod: Any,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    shown: str,
    reported: list[str],
) -> None:
    async def failing(_: Desk) -> None:
        await asyncio.sleep(0)
        raise error

    monkeypatch.setattr(Desk, "reload", failing)

    result = await mod.slash(room.channel, "corpus reload")

    assert said(result.response).startswith(shown)
    assert "/srv" not in said(result.response)
    assert room.errors() == reported


async def test_status_tells_how_the_desk_is_doing(room: Room, mod: Any) -> None:
    await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    result = await mod.slash(room.channel, "corpus status")

    shown = said(result.response)
    assert result.ephemeral
    assert "4 articles, " in shown
    assert "snapshot 1" in shown
    assert "1 undated · 0 untitled" in shown
    assert "Loaded <t:" in shown
    assert "Log: well" in shown
    assert "p50 " in shown
    assert "Discord: connected" in shown
    assert "Version " in shown


@pytest.mark.parametrize("name", ["corpus reload", "corpus status"])
async def test_members_without_the_right_are_refused_in_code(room: Room, name: str) -> None:
    """The server lets alice see the command; that alone must not be enough."""
    room.registered("corpus")["default_member_permissions"] = None

    result = await room.alice.slash(room.channel, name)

    assert result.ephemeral
    assert result.response.content == "This takes the permission Manage Server."
    assert room.errors() == ["MissingPermissions"]


@pytest.mark.parametrize("name", ["corpus reload", "corpus status"])
async def test_direct_messages_are_refused_in_code(room: Room, name: str) -> None:
    room.registered("corpus").update(contexts=[0, 1], dm_permission=True)

    result = await room.alice.user.slash(name)

    assert result.response.content == "This only works in a server."
    assert room.errors() == ["NoPrivateMessage"]


async def test_discord_hides_the_commands_from_members(room: Room, mod: Any) -> None:
    assert room.alice.available_commands(room.channel) == ("ask", "timeline")
    assert "corpus reload" in mod.available_commands(room.channel)
