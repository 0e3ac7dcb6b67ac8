"""The real process tells a timeline, draws its picture and exports it."""

from __future__ import annotations

import signal

from bot.chat.client import DRAIN_S
from tests.contract.markdown import plain
from tests.contract.rules import EPHEMERAL, GALLERY, components, pictures
from tests.loopback.conftest import Start
from tests.loopback.discord_server import LoopbackDiscord
from tests.loopback.process import Home
from tests.loopback.rest import INVALID_FORM, Fault
from tests.loopback.steps import CALLBACKS, button, one_line, quotes, stopped, texts

LOCK = """---
title: "New gates for the Ashby lock"
source: Sample Harbour Post
date: 2022-02-21
---

Divers inspected the gates of the Ashby lock on 4 February 2022 and found rotten timber in both.

The gates of the Ashby lock will be replaced on 9 March 2022, and boats cannot pass that week.
"""
PIER = """---
title: "Building the Ashby pier"
source: Sample Harbour Post
date: 2023-07-10
---

The council approved the Ashby pier on 2 May 2022 by a vote of nine to four.

Barges brought the first piles of the Ashby pier on 14 June 2022 from a yard in the north.

A storm on 3 November 2022 tore two piles of the Ashby pier out of the sea bed.

Carpenters laid the last plank of the Ashby pier on 20 March 2023, a month late.

Inspectors loaded the Ashby pier with sandbags on 11 April 2023 and measured how far it bent.

The mayor opened the Ashby pier on 6 May 2023 before two thousand people.

The first steamer called at the Ashby pier on 1 July 2023 with passengers from Hollin.
"""
PNG = b"\x89PNG\r\n\x1a\n"


async def test_a_timeline_its_picture_and_its_export(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    (home.corpus / "lock.md").write_text(LOCK, encoding="utf-8")
    bot = await start()
    await discord.connected()

    token = await discord.slash("timeline", topic="Ashby lock gates", events=5)
    reply = await discord.reply(token)

    assert all(quote in one_line(LOCK) for quote in quotes(reply))
    shown = plain(texts(reply))
    assert shown.index("4 Feb 2022") < shown.index("9 Mar 2022 · planned")
    assert "attachments" not in reply.body["data"]

    (drawn,) = await discord.called("PATCH", f"/webhooks/*/{token}/messages/@original")
    assert drawn.files["timeline.png"].startswith(PNG)
    assert GALLERY in {part["type"] for part in components(drawn.body["components"])}

    message = discord.rest.messages[discord.rest.originals[token]]
    export = await discord.reply(await discord.press(message, button(reply, "export")))
    assert export.body["data"]["flags"] & EPHEMERAL
    ((name, content),) = export.files.items()
    assert name.endswith(".md")
    assert "9 Mar 2022" in content.decode()

    assert (await stopped(discord, bot))[0] == 0
    assert home.rows("SELECT COUNT(*) FROM answers") == [(1,)]


async def test_a_stop_while_drawing_is_quiet(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    bot = await start()
    await discord.connected()
    await discord.reply(await discord.slash("timeline", topic="Marlow footbridge"))

    bot.signal()
    await discord.until(lambda: "stopping" in bot.output)
    bot.signal(signal.SIGINT)

    code, took_s = await bot.ended()
    assert code == 0
    assert took_s < DRAIN_S / 2
    assert home.rows("SELECT COUNT(*) FROM answers") == [(1,)]


async def test_a_page_keeps_the_picture_and_one_that_is_refused_comes_anew(
    discord: LoopbackDiscord, start: Start, home: Home
) -> None:
    (home.corpus / "pier.md").write_text(PIER, encoding="utf-8")
    bot = await start()
    await discord.connected()
    token = await discord.slash("timeline", topic="Ashby pier", events=8)
    reply = await discord.reply(token)
    (drawn,) = await discord.called("PATCH", f"/webhooks/*/{token}/messages/@original")
    which = discord.rest.originals[token]
    onward = button(reply, "events", end=":f")

    turned = await discord.reply(await discord.press(discord.rest.messages[which], onward))
    first = discord.rest.attached[which]["timeline.png"]
    assert turned.body["data"]["attachments"] == [{"id": first, "filename": "timeline.png"}]
    assert pictures(components(turned.body["data"]["components"]))

    discord.fail(Fault("POST", CALLBACKS, 400, code=INVALID_FORM))
    back = await discord.press(discord.rest.messages[which], button(turned, "events"))
    without = await discord.reply(back)
    assert without.body["data"]["attachments"] == []
    assert not pictures(components(without.body["data"]["components"]))
    (again,) = await discord.called("PATCH", f"/webhooks/*/{back}/messages/@original")
    assert again.files == drawn.files
    assert discord.rest.attached[which]["timeline.png"] != first
    assert "was refused" in bot.output
    assert (await stopped(discord, bot))[0] == 0
