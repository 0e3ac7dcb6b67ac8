"""The real process over a real socket: start, answer, restart, reload, stop."""

from __future__ import annotations

import signal

from bench.loopback.payloads import ASKER_ID, MANAGE_GUILD
from bot.chat.client import DRAIN_S, EXIT_REJECTED
from tests.contract.markdown import plain
from tests.contract.rules import EPHEMERAL
from tests.loopback.conftest import Start
from tests.loopback.discord_server import HEARTBEAT, IDENTIFY, PRIVILEGED, LoopbackDiscord
from tests.loopback.process import READY, Home
from tests.loopback.rest import Fault
from tests.loopback.steps import (
    ANOTHER,
    CALLBACKS,
    QUESTION,
    SENTENCE,
    SYNCS,
    button,
    one_line,
    quotes,
    stopped,
    texts,
)

KILN = """---
title: "A kiln for the Ashby potters"
source: Sample Harbour Post
date: 2022-02-05
---

The new Ashby kiln reaches 1,240 degrees, hot enough for stoneware, and fires sixty pots at once.
"""


async def test_a_start_a_question_and_a_stop(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    bot = await start()
    await discord.connected()
    (identify,) = discord.ops(IDENTIFY)
    assert identify.path == "/gateway"
    assert identify.data["intents"] & PRIVILEGED == 0
    (sync,) = await discord.called("PUT", SYNCS)
    assert {"ask", "timeline", "corpus", "Find sources"} <= {
        command["name"] for command in sync.body
    }

    reply = await discord.reply(await discord.ask(QUESTION))
    file = (home.corpus / "bridge.md").read_text(encoding="utf-8")
    assert SENTENCE in quotes(reply)[0]
    assert all(quote in one_line(file) for quote in quotes(reply)[:1])
    assert not (reply.body["data"].get("flags") or 0) & EPHEMERAL

    suggestions = await discord.reply(await discord.suggest("source", "harb"))
    assert [choice["value"] for choice in suggestions.body["data"]["choices"]] == [
        "Sample Harbour Post"
    ]

    beats = len(discord.ops(HEARTBEAT))
    await discord.until(lambda: len(discord.ops(HEARTBEAT)) >= beats + 2)
    assert discord.ops(HEARTBEAT)[-1].data == len(discord.gateway.sent)

    code, took_s = await stopped(discord, bot)
    assert code == 0
    assert took_s < DRAIN_S / 2
    assert "voice" not in bot.output
    assert home.rows("SELECT question, face, answered FROM answers") == [(QUESTION, "discord", 1)]
    ((start_at, end_at, quote),) = home.rows(
        "SELECT span_start, span_end, quote FROM excerpts WHERE NOT near_miss AND position = 0"
    )
    assert file[start_at:end_at] == quote


async def test_a_second_start_sends_no_commands_and_knows_the_buttons(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    first = await start()
    await discord.connected()
    reply = await discord.reply(await discord.ask(QUESTION))
    assert (await stopped(discord, first))[0] == 0

    await start()
    await discord.until(lambda: len(discord.ops(IDENTIFY)) == 2)
    await discord.connected()
    card = max(discord.rest.messages.values(), key=lambda message: int(message["id"]))
    context = await discord.reply(await discord.press(card, button(reply, "context")))
    assert any("Edna Pryce" in plain([node]) for node in texts(context))
    await discord.reply(await discord.press(card, button(reply, "vote")))
    assert home.rows("SELECT user_id, helpful FROM votes") == [(ASKER_ID, 1)]
    assert len(discord.calls("PUT", SYNCS)) == 1


async def test_a_reload_answers_from_what_is_new(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    bot = await start()
    await discord.connected()
    (home.corpus / "kiln.md").write_text(KILN, encoding="utf-8")
    (home.corpus / "noise.txt").write_bytes(bytes(range(256)))
    denied = await discord.reply(await discord.command("corpus", "reload"))
    assert "Manage Server" in str(denied.body)
    token = await discord.command("corpus", "reload", permissions=MANAGE_GUILD)
    await discord.reply(token)
    await discord.until(lambda: "kiln.md" in str(discord.rest.messages))
    assert "noise.txt" in str(discord.rest.messages)
    reply = await discord.reply(await discord.ask("How hot does the Ashby kiln get?"))
    assert "1,240 degrees" in quotes(reply)[0]
    assert (await stopped(discord, bot))[0] == 0


async def test_a_stop_while_answering_delivers_the_answer_and_refuses_new_work(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    bot = await start()
    await discord.connected()
    discord.fail(Fault("POST", CALLBACKS, 429, retry_after_s=1.0))
    token = await discord.ask(QUESTION)
    await discord.called("POST", f"/interactions/*/{token}/callback")
    bot.signal()
    await discord.until(lambda: "stopping" in bot.output)
    late = await discord.reply(await discord.ask(ANOTHER))
    assert late.body["data"]["flags"] & EPHEMERAL
    assert "restarting" in late.body["data"]["content"]
    reply = await discord.reply(token)
    assert SENTENCE in quotes(reply)[0]
    code, took_s = await bot.ended()
    assert code == 0
    assert took_s < DRAIN_S
    assert home.rows("SELECT question FROM answers") == [(QUESTION,)]


async def test_a_stop_before_everything_is_ready_is_quiet(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = await start(guild_ready_s=1.0)
    await discord.connected()
    await discord.reply(await discord.ask(QUESTION))
    bot.signal()
    assert (await bot.ended())[0] == 0
    assert READY not in bot.output


async def test_a_second_signal_does_not_wait(discord: LoopbackDiscord, start: Start) -> None:
    bot = await start()
    await discord.connected()
    discord.fail(Fault("POST", CALLBACKS, 429, retry_after_s=30.0))
    await discord.ask(QUESTION)
    await discord.called("POST", CALLBACKS)
    bot.signal()
    await discord.until(lambda: "stopping" in bot.output)
    bot.signal(signal.SIGINT)
    code, took_s = await bot.ended()
    assert code == 0
    assert took_s < DRAIN_S / 2


async def test_a_wrong_token_is_one_clear_line(discord: LoopbackDiscord, start: Start) -> None:
    bot = await start(token="wrong.token")
    code, _ = await bot.ended()
    assert code == EXIT_REJECTED
    assert "DISCORD_TOKEN" in bot.output
    assert "wrong.token" not in bot.output
    assert discord.ops(IDENTIFY) == []
