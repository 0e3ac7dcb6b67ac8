"""The real process when the network, or Discord itself, does not behave."""

from __future__ import annotations

import socket

from bot.chat.client import EXIT_DISCONNECTED, EXIT_REJECTED
from tests.loopback.conftest import Start
from tests.loopback.discord_server import HEARTBEAT, IDENTIFY, RESUME, LoopbackDiscord
from tests.loopback.process import Home
from tests.loopback.rest import Fault
from tests.loopback.steps import (
    ANOTHER,
    CALLBACKS,
    QUESTION,
    SYNCS,
    quotes,
    stopped,
)


async def test_a_cut_connection_is_resumed_and_misses_no_question(
    discord: LoopbackDiscord, start: Start
) -> None:
    await start()
    await discord.connected()
    await discord.reply(await discord.ask(QUESTION))
    seen = len(discord.gateway.sent)
    discord.gateway.cut()
    missed = await discord.ask(ANOTHER)
    reply = await discord.reply(missed)
    assert "$2.40" in quotes(reply)[0]
    (resume,) = discord.ops(RESUME)
    assert resume.path == "/resume"
    assert resume.data["session_id"] == discord.gateway.session
    assert resume.data["seq"] == seen
    assert len(discord.ops(IDENTIFY)) == 1
    await discord.reply(await discord.ask(QUESTION))
    assert len(discord.calls("POST", CALLBACKS)) == 3


async def test_a_connection_that_falls_silent_is_given_up_and_resumed(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    """Half open: the bot's end still stands, and nothing comes through it."""
    await start(silence_s=0.5)
    await discord.connected()
    await discord.reply(await discord.ask(QUESTION))
    discord.gateway.fall_silent()
    missed = await discord.ask(ANOTHER)
    assert "$2.40" in quotes(await discord.reply(missed))[0]
    assert len(discord.ops(RESUME)) == 1
    assert len(discord.ops(IDENTIFY)) == 1
    assert len(home.rows("SELECT key FROM answers")) == 2


async def test_an_answer_is_kept_though_its_delivery_fails_for_good(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    bot = await start()
    bot.expects_stacks = True
    await discord.connected()
    discord.fail(Fault("POST", CALLBACKS, 500, times=5))
    lost = await discord.ask(QUESTION)
    await discord.called("POST", f"/interactions/*/{lost}/callback")
    assert quotes(await discord.reply(await discord.ask(ANOTHER)))
    assert len(home.rows("SELECT key FROM answers")) == 2


async def test_a_lost_session_is_begun_again(discord: LoopbackDiscord, start: Start) -> None:
    await start()
    await discord.connected()
    discord.gateway.session = "gone"
    discord.gateway.cut()
    await discord.until(lambda: len(discord.ops(IDENTIFY)) == 2)
    await discord.connected()
    assert quotes(await discord.reply(await discord.ask(QUESTION)))
    assert len(discord.calls("PUT", SYNCS)) == 1


async def test_limits_errors_and_slowness_of_discord_are_waited_out(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    discord.fail(Fault("PUT", SYNCS, 429, retry_after_s=0.1))
    bot = await start()
    await discord.connected()
    assert [call.status for call in discord.calls("PUT", SYNCS)] == [429, 200]

    discord.fail(Fault("POST", CALLBACKS, 429, retry_after_s=0.2))
    limited = await discord.ask(QUESTION)
    assert quotes(await discord.reply(limited))
    discord.fail(Fault("POST", CALLBACKS, 502))
    broken = await discord.ask(ANOTHER)
    assert quotes(await discord.reply(broken))
    for token in (limited, broken):
        first, second = discord.calls("POST", f"/interactions/*/{token}/callback")
        assert first.status >= 400
        assert first.body == second.body

    slowness = Fault("POST", CALLBACKS, slow_s=1.2)
    discord.fail(slowness)
    slow, beats = await discord.ask(QUESTION), len(discord.ops(HEARTBEAT))
    await discord.until(lambda: slowness.times == 0)
    quick = await discord.reply(await discord.ask(ANOTHER))
    late = await discord.reply(slow)
    assert late.at < quick.at
    assert discord.rest.calls.index(late) > discord.rest.calls.index(quick)
    assert len(discord.ops(HEARTBEAT)) >= beats + 4
    assert len(home.rows("SELECT key FROM answers")) == 4
    assert bot.process.returncode is None


async def test_an_expired_interaction_is_one_line_in_the_log(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = await start()
    await discord.connected()
    discord.fail(Fault("POST", CALLBACKS, 404, code=10062))
    expired = await discord.ask(QUESTION)
    await discord.called("POST", CALLBACKS)
    assert quotes(await discord.reply(await discord.ask(ANOTHER)))
    assert len(discord.calls("POST", f"/interactions/*/{expired}/callback")) == 1
    assert discord.calls("POST", f"/webhooks/*/{expired}") == []
    assert "could not answer 'ask'" in bot.output


async def test_a_network_that_fails_while_replying_ends_nothing(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = await start()
    bot.expects_stacks = True
    await discord.connected()
    discord.fail(Fault("POST", CALLBACKS, cut=True, times=2))
    await discord.ask(QUESTION)
    await discord.called("POST", CALLBACKS, times=2)
    assert quotes(await discord.reply(await discord.ask(ANOTHER)))
    assert (await stopped(discord, bot))[0] == 0


async def test_a_gateway_that_refuses_for_good_ends_the_process(
    discord: LoopbackDiscord, start: Start
) -> None:
    bot = await start()
    await discord.connected()
    await discord.gateway.close(4013)
    code, _ = await bot.ended()
    assert code == EXIT_REJECTED
    assert "4013" in bot.output


async def test_a_discord_out_of_reach_is_one_clear_line(start: Start) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        bot = await start(port=unused.getsockname()[1])
        code, _ = await bot.ended()
    assert code == EXIT_DISCONNECTED
    assert "cannot be reached" in bot.output
