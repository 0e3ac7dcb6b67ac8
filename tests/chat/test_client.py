from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
from pathlib import Path
from typing import Any

import aiohttp
import discord
import pytest

from bot.chat import client as client_module
from bot.chat.client import (
    EXIT_DISCONNECTED,
    EXIT_OK,
    EXIT_REJECTED,
    Client,
    run_bot,
)
from bot.chat.health import HEALTH_FILE, Health, beats
from bot.desk import Desk
from tests.contract.recorder import Recorder

from .conftest import CRANES_QUESTION, Room, SlowDesk, said, settings_for

GLOBAL = "/applications/*/commands"
FOR_ALL = ("ask", "timeline", "article", "sources", "privacy")
COMMANDS = [*FOR_ALL, "corpus", "Find sources"]


def synced(recorder: Recorder, guild: int | None = None) -> list[list[str]]:
    """The names of the commands in each request that replaced them, everywhere or in a server."""
    return [
        [command["name"] for command in request.body]
        for request in recorder.requests
        if request.method == "PUT" and ("/guilds/" in request.path) == (guild is not None)
    ]


async def test_commands_are_sent_once_and_again_only_after_a_change(
    room: Room, recorder: Recorder
) -> None:
    assert synced(recorder) == [COMMANDS]

    await room.restart()
    assert len(synced(recorder)) == 1

    state = room.settings.data_dir / "commands.json"
    state.write_text(json.dumps(json.loads(state.read_text()) | {"digest": "other"}))
    await room.restart()
    assert len(synced(recorder)) == 2


@pytest.mark.parametrize("content", ["", "not json", "[]", '{"guild": 1}'])
async def test_a_damaged_record_of_what_was_sent_is_replaced(
    room: Room, recorder: Recorder, content: str
) -> None:
    state = room.settings.data_dir / "commands.json"
    state.write_text(content)

    await room.restart()
    await room.restart()

    assert len(synced(recorder)) == 2


async def test_a_development_server_takes_the_commands_from_everywhere_else(
    room: Room, recorder: Recorder
) -> None:
    guild = room.guild.id

    await room.restart(dev_guild_id=guild)
    assert synced(recorder)[1:] == [[]]
    assert synced(recorder, guild) == [COMMANDS]
    assert room.alice.available_commands(room.channel) == tuple(sorted(FOR_ALL))
    answer = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)
    assert "12 May 2019" in said(answer.response)

    await room.restart(dev_guild_id=guild)
    assert len(synced(recorder, guild)) == 1

    await room.restart()
    assert synced(recorder, guild)[1:] == [[]]
    assert synced(recorder)[2:] == [COMMANDS]
    assert room.alice.available_commands(room.channel) == tuple(sorted(FOR_ALL))


async def test_discord_refusing_the_commands_does_not_stop_the_bot(
    room: Room, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    state = room.settings.data_dir / "commands.json"
    state.unlink()
    room.env.inject_error("PUT", GLOBAL, status=403, code=50001, message="Missing Access")

    await room.restart()

    assert "Discord did not take the commands" in caplog.text
    assert not state.exists()
    await room.restart()
    assert state.exists()


async def test_commands_are_kept_out_of_foreign_installations(
    room: Room, recorder: Recorder
) -> None:
    [commands] = recorder.bodies("PUT", GLOBAL)
    *for_all, corpus, menu = commands
    ask = for_all[0]

    assert {tuple(command["contexts"]) for command in (*for_all, menu)} == {(0, 1)}
    assert corpus["contexts"] == [0]
    assert corpus["default_member_permissions"] == discord.Permissions(manage_guild=True).value
    assert {tuple(command["integration_types"]) for command in commands} == {(0,)}
    assert (ask["options"][0]["min_length"], ask["options"][0]["max_length"]) == (3, 300)


async def test_only_what_is_needed_is_asked_of_the_gateway(room: Room) -> None:
    assert room.client.intents == discord.Intents(guilds=True)
    mentions = room.client.allowed_mentions
    assert mentions is not None
    assert (mentions.everyone, mentions.users, mentions.roles) == (False, False, False)


async def test_starting_says_nothing_of_voice(
    desk: Desk, corpus: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    Client(desk, settings_for(corpus))

    assert "voice" not in caplog.text.lower()


async def test_messages_are_not_answered(room: Room) -> None:
    bot = room.client.user
    assert bot is not None
    await room.alice.send(room.channel, f"<@{bot.id}> ask {CRANES_QUESTION}")

    assert len(room.channel.history(viewer=room.alice)) == 1


async def test_draining_waits_for_what_runs(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = SlowDesk(room, monkeypatch)
    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    draining = asyncio.create_task(room.client.drain())
    await asyncio.sleep(0.02)
    assert not draining.done()
    await slow.finish()
    await draining

    assert "12 May 2019" in said(result.response)
    assert not room.client.health().well


async def test_draining_gives_up_after_a_while(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(client_module, "DRAIN_S", 0.05)
    slow = SlowDesk(room, monkeypatch)
    await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    await room.client.drain()

    assert "closing with 1 still running" in caplog.text
    await slow.finish()


async def test_an_unexpected_error_gives_a_reference_and_a_stack(
    room: Room, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError("secret path")

    monkeypatch.setattr(Desk, "ask", broken)

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    reference = result.response.content.split("`")[1]
    assert "secret" not in result.response.content
    assert result.ephemeral
    assert f"[{reference}]" in caplog.text
    assert "ZeroDivisionError: secret path" in caplog.text
    assert room.errors() == ["ZeroDivisionError"]


async def test_a_command_of_an_older_version_is_explained(room: Room) -> None:
    room.registered("ask")["options"] = []

    result = await room.alice.slash(room.channel, "ask")

    assert result.response.content.startswith("This command has just changed.")
    assert room.errors() == ["CommandSignatureMismatch"]


@pytest.mark.parametrize(("status", "code"), [(404, 10062), (400, 40060)])
async def test_a_command_that_cannot_be_answered_is_only_logged(
    room: Room, caplog: pytest.LogCaptureFixture, status: int, code: int
) -> None:
    path = "/interactions/*/callback"
    room.env.inject_error("POST", path, status=status, code=code, times=None)

    result = await room.alice.slash(room.channel, "ask", question=CRANES_QUESTION)

    assert not result.acknowledged
    assert "could not answer 'ask'" in caplog.text
    assert "Traceback" not in caplog.text
    assert len(room.errors()) == 1


def test_health_knows_the_gateway(tmp_path: Path) -> None:
    assert Health(ready=True, closing=False, latency_s=0.1).well
    assert not Health(ready=True, closing=False, latency_s=float("nan")).well
    assert not Health(ready=True, closing=False, latency_s=99.0).well
    assert not Health(ready=False, closing=False, latency_s=0.1).well
    assert not Health(ready=True, closing=True, latency_s=0.1).well
    assert not beats(tmp_path)
    (tmp_path / HEALTH_FILE).touch()
    written = (tmp_path / HEALTH_FILE).stat().st_mtime
    assert beats(tmp_path, written + 30)
    assert not beats(tmp_path, written + 90)


class Refusing:
    """Takes the place of the network in `Client.login`."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    async def login(self, _: Client, token: str) -> None:
        raise self.error


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (
            discord.LoginFailure("Improper token has been passed."),
            EXIT_REJECTED,
            "Discord does not accept the token: check DISCORD_TOKEN",
        ),
        (
            aiohttp.ClientConnectionError("no route"),
            EXIT_DISCONNECTED,
            "Discord cannot be reached: no route",
        ),
    ],
)
async def test_not_getting_connected_is_one_line_and_an_exit_code(
    desk: Desk,
    corpus: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    code: int,
    line: str,
) -> None:
    refusing = Refusing(error)
    monkeypatch.setattr(Client, "login", lambda client, token: refusing.login(client, token))

    assert await run_bot(desk, settings_for(corpus)) == code

    assert [record.getMessage() for record in caplog.records] == [line]
    assert "Traceback" not in caplog.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_drains_and_closes(
    desk: Desk, corpus: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    connected = asyncio.Event()
    clients: list[Client] = []

    async def start(client: Client, token: str) -> None:
        clients.append(client)
        connected.set()
        await asyncio.Event().wait()

    monkeypatch.setattr(Client, "start", start)
    running = asyncio.create_task(run_bot(desk, settings_for(corpus)))
    await connected.wait()

    os.kill(os.getpid(), number)

    assert await asyncio.wait_for(running, 5) == EXIT_OK
    assert clients[0].gate.closed
    assert clients[0].is_closed()
