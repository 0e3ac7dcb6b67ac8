from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp
import discord
import pytest

from bot.chat import progress
from bot.chat.replies import Sent
from bot.chat.reports import reload_progress
from bot.desk import Desk
from bot.desk.status import ReloadReport
from bot.errors import BusyError, ClosingError, CorpusError
from bot.search.update import Progress
from tests.contract.recorder import Recorder

from .builders import walk
from .conftest import CRANES, CRANES_QUESTION, HERRING, Room, said

SENDS = "/webhooks/*/*"
EDITS = "/webhooks/*/*/messages/*"
EVERY_S = 0.1
STEP_S = 0.01
FILES = 50
RELOAD = Desk.reload

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

    assert "snapshot 1\nNothing has changed." in said(result.response)


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
    async def failing(*_: Any) -> None:
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
    everybodys = room.alice.available_commands(room.channel)
    assert "ask" in everybodys
    assert not any(name.startswith("corpus") for name in everybodys)
    assert "corpus reload" in mod.available_commands(room.channel)


@dataclass
class SlowReload:
    """Stands before the desk's reload: tells something, step by step, and then does `at_end`, which
    may fail, and the reload itself."""

    told: Sequence[Progress] = tuple(Progress("reading", done, FILES) for done in range(FILES + 1))
    at_end: Callable[[], object] = lambda: None

    async def reload(self, desk: Desk, tell: Callable[[Progress], None]) -> ReloadReport:
        for each in self.told:
            tell(each)
            await asyncio.sleep(STEP_S)
        self.at_end()
        return await RELOAD(desk, tell)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> SlowReload:
    slow = SlowReload()

    async def reload(desk: Desk, tell: Callable[[Progress], None]) -> ReloadReport:
        return await slow.reload(desk, tell)

    monkeypatch.setattr(Desk, "reload", reload)
    monkeypatch.setattr(progress, "SHOW_AFTER_S", EVERY_S)
    monkeypatch.setattr(progress, "EDIT_EVERY_S", EVERY_S)
    return slow


def texts(recorder: Recorder, method: str, path: str) -> list[str]:
    """What the bot sent, each message as one text."""
    return [
        "\n".join(c["content"] for c in walk(body["components"]) if c["type"] == 10)
        for body in recorder.bodies(method, path)
    ]


def failing_with(error: Exception) -> Callable[[], None]:
    def fail() -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (Progress("looking", 0, 0), "Looking for articles"),
        (Progress("reading", 1_200, 20_000), "Reading articles: 1,200 of 20,000"),
        (Progress("indexing", 0, 0), "Indexing"),
        (Progress("*merging*", 1, 2), "\\*merging\\*: 1 of 2"),
    ],
)
def test_each_stage_of_a_reload_has_its_words(told: Progress, shown: str) -> None:
    assert reload_progress(told) == shown


async def test_a_quick_reload_tells_its_report_alone(
    room: Room, mod: Any, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SHOW_AFTER_S", 60.0)

    await mod.slash(room.channel, "corpus reload")

    [report] = texts(recorder, "POST", SENDS)
    assert report.startswith("### Articles reloaded in ")
    assert texts(recorder, "PATCH", EDITS) == []


async def test_a_slow_reload_tells_how_far_it_is_in_the_message_of_its_report(
    room: Room, mod: Any, slow: SlowReload, recorder: Recorder
) -> None:
    (room.corpus / "seals.md").write_text(SEALS, "utf-8")
    loop = asyncio.get_running_loop()
    began = loop.time()

    result = await mod.slash(room.channel, "corpus reload")

    most = (loop.time() - began) / EVERY_S
    assert result.ephemeral
    assert result.followups == []
    assert "Added 1: seals.md" in said(result.response)
    [begun] = texts(recorder, "POST", SENDS)
    *edits, last = texts(recorder, "PATCH", EDITS)
    assert last == said(result.response)
    assert 1 <= len(edits) <= most
    told = [begun, *edits]
    assert all(text.startswith(("Looking", "Reading articles: ", "Indexing")) for text in told)
    assert begun.endswith(f" of {FILES}")


async def test_nothing_is_told_twice(
    room: Room, mod: Any, slow: SlowReload, recorder: Recorder
) -> None:
    slow.told = [Progress("indexing", 0, 0)] * FILES

    await mod.slash(room.channel, "corpus reload")

    assert texts(recorder, "POST", SENDS) == ["Indexing"]
    told = texts(recorder, "PATCH", EDITS)
    assert len(set(told)) == len(told)
    assert told[0] != "Indexing"
    assert "Nothing has changed." in told[-1]


async def test_a_reload_that_tells_nothing_is_no_trouble(
    room: Room, mod: Any, slow: SlowReload, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def reload(desk: Desk, _: Any) -> ReloadReport:
        await asyncio.sleep(3 * EVERY_S)
        return await RELOAD(desk)

    monkeypatch.setattr(Desk, "reload", reload)

    await mod.slash(room.channel, "corpus reload")

    [report] = texts(recorder, "POST", SENDS)
    assert "Nothing has changed." in report


@pytest.mark.parametrize(("status", "code"), [(404, 10008), (401, 50027), (400, 50035)])
async def test_edits_that_fail_give_a_new_message_and_one_line_in_the_log(
    room: Room,
    mod: Any,
    slow: SlowReload,
    caplog: pytest.LogCaptureFixture,
    status: int,
    code: int,
) -> None:
    room.env.inject_error("PATCH", "/webhooks/*", status=status, code=code, times=None)

    result = await mod.slash(room.channel, "corpus reload")

    [report] = result.followups
    assert "Nothing has changed." in said(report)
    [line] = [record for record in caplog.records if record.name == "bot.chat.progress"]
    assert line.levelno == logging.WARNING
    assert "how far 'corpus' " in line.message
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("error", [aiohttp.ClientOSError(), RuntimeError("Session is closed")])
async def test_a_network_that_fails_does_not_break_the_reload(
    room: Room, mod: Any, slow: SlowReload, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def edit(*_: Any) -> None:
        raise error

    monkeypatch.setattr(Sent, "edit", edit)

    result = await mod.slash(room.channel, "corpus reload")

    assert "Nothing has changed." in said(result.followups[-1])


async def test_a_message_that_is_deleted_meanwhile_is_followed_by_the_report(
    room: Room, mod: Any, slow: SlowReload
) -> None:
    def delete() -> None:
        [message] = room.channel.history(viewer=mod)
        room.env.backend.delete_message(room.channel.id, message.id)

    slow.at_end = delete

    result = await mod.slash(room.channel, "corpus reload")

    assert "Nothing has changed." in said(result.followups[-1])


async def test_progress_that_cannot_be_sent_is_no_hindrance_to_the_report(
    room: Room, mod: Any, slow: SlowReload, recorder: Recorder
) -> None:
    room.env.inject_error("POST", "/webhooks/*", status=404, code=10015)

    result = await mod.slash(room.channel, "corpus reload")

    assert len(texts(recorder, "POST", SENDS)) == 2
    assert texts(recorder, "PATCH", EDITS) == []
    assert "Nothing has changed." in said(result.response)


async def test_a_report_that_comes_too_late_is_left_to_the_log(
    room: Room, mod: Any, slow: SlowReload, caplog: pytest.LogCaptureFixture
) -> None:
    """After 15 minutes Discord takes nothing for an interaction any more."""
    expired = {"method": "*", "path": "/webhooks/*", "status": 401, "code": 50027, "times": None}
    expired["message"] = "Invalid Webhook Token"
    slow.at_end = lambda: room.env.backend.faults.append(expired)
    (room.corpus / "seals.md").write_text(SEALS, "utf-8")

    await mod.slash(room.channel, "corpus reload")

    lines = [r.message for r in caplog.records if r.name == "bot.chat.progress"]
    assert len(lines) == 2
    assert "the outcome of 'corpus' " in lines[-1]
    assert "Traceback" not in caplog.text
    assert room.client.desk.status().articles == 5


@pytest.mark.parametrize("error", [CorpusError("No file."), ClosingError("It was stopped.")])
async def test_a_reload_that_fails_late_says_so_where_it_told_how_far_it_was(
    room: Room, mod: Any, slow: SlowReload, error: Exception
) -> None:
    slow.at_end = failing_with(error)

    result = await mod.slash(room.channel, "corpus reload")

    assert result.followups == []
    assert said(result.response).startswith(f"### The reload failed\n{error}\n")


async def test_an_unexpected_error_leaves_no_message_that_waits_for_ever(
    room: Room, mod: Any, slow: SlowReload
) -> None:
    slow.at_end = failing_with(ValueError("a bug"))

    result = await mod.slash(room.channel, "corpus reload")

    assert said(result.response).startswith("### The reload failed\n")
    assert "a bug" not in said(result.response)
    [reference] = result.followups
    assert "reference `" in reference.content
    assert room.errors() == ["ValueError"]
