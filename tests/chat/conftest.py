"""A simulated server around the real client and a real desk over a few articles of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simcord

from bot.chat import replies
from bot.chat.client import Client
from bot.desk import Desk
from bot.settings import Settings
from tests.contract.recorder import recorder as recorder
from tests.desks import ListLog

from .builders import walk

CRANES = """\
---
title: Three cranes for Norrhaven
source: Quay Post
date: 2019-03-04
authors: [Ida Blom]
url: https://quay.example/cranes
---

The harbour board of Norrhaven ordered three electric cranes from a yard in Finland on Monday.

Port director Sven Dahl said the electric cranes will arrive in Norrhaven on 12 May 2019. "They lift
forty tonnes each," Dahl said.

The old diesel cranes will be sold for scrap after the summer.
"""
FERRY = """\
---
title: Ferry strike ends
source: Quay Post
date: 2019-06-20
url: https://quay.example/ferry
---

Ferry crews in Norrhaven ended their strike on Wednesday after nine days without a sailing.

The union won a pay rise of four percent, its chairwoman Elin Rask told reporters.
"""
HERRING = """\
---
title: Herring prices double
source: Harbour Ledger
---

Herring prices doubled at the Norrhaven auction this week because storms kept the boats in port.

Fishmonger Olof Lind said a kilo of herring now costs six crowns.
"""
LIGHTHOUSES = """\
---
title: Seven lighthouses get their colours back
source: Harbour Ledger
date: 2021-05-09
---

The lighthouse on Gull Rock was painted red in April by a crew of four climbers.

Painters gave the lighthouse at Storvik a coat of white paint that should last a decade.

At Kalvo the lighthouse was painted in black and yellow bands, as it had been in 1911.

The lighthouse of Hamnskar was painted green, a colour its keeper Maj Holm had asked for.

Volunteers painted the lighthouse on Ostra Holmen grey after sanding its iron plates.

The tallest lighthouse, at Revet, was painted orange so that pilots see it in fog.

Only the lighthouse of Lill Aspo was left blue, since its paint was renewed a year before.
"""
ARTICLES = {
    "cranes.md": CRANES,
    "ferry.md": FERRY,
    "herring.md": HERRING,
    "lighthouses.md": LIGHTHOUSES,
}
LIGHTHOUSES_QUESTION = "Which lighthouse was painted in which colour?"
CRANES_QUESTION = "When will the electric cranes arrive in Norrhaven?"
UNKNOWN_QUESTION = "Which opera singer performed at the wedding in Vienna?"


@dataclass
class Room:
    """One server with a channel, two members without rights and a moderator."""

    env: simcord.Env
    client: Client
    log: ListLog
    corpus: Path
    settings: Settings
    guild: Any
    channel: Any
    alice: Any
    bob: Any
    mod: Any
    looked_at: int = 0

    async def restart(self, desk: Desk | None = None, **changes: Any) -> None:
        """A new client in place of the old one, as after a restart of the process."""
        self.client = Client(desk or self.client.desk, settings_for(self.corpus, **changes))
        await self.env.restart_bot(self.client)

    def registered(self, name: str) -> dict[str, Any]:
        """A slash command as Discord keeps it, to be changed behind the bot's back."""
        command = self.env.backend.find_command(name, self.guild.id, type=1)
        assert command is not None
        return command

    def errors(self) -> list[str]:
        """The types of the errors that came to the tree since the last look."""
        new = self.env.errors_since(self.looked_at)
        self.looked_at += len(new)
        return [type(getattr(error, "original", error)).__name__ for error in new]


def settings_for(corpus: Path, **changes: Any) -> Settings:
    values: dict[str, Any] = {
        "discord_token": "token",
        "corpus_dir": corpus,
        "data_dir": corpus.parent / "data",
        "dev_guild_id": None,
        "asks_per_minute": 30,
        "log_level": "INFO",
    }
    return Settings(**(values | changes))


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in ARTICLES.items():
        (folder / name).write_text(text, "utf-8")
    return folder


@pytest.fixture
def log() -> ListLog:
    return ListLog()


@pytest.fixture
async def desk(corpus: Path, log: ListLog) -> AsyncIterator[Desk]:
    async with Desk(corpus, log=log) as desk:
        yield desk


@pytest.fixture
async def room(desk: Desk, corpus: Path, log: ListLog) -> AsyncIterator[Room]:
    settings = settings_for(corpus)
    client = Client(desk, settings)
    env = simcord.Env(client, settle_timeout=20.0)
    await env.start()
    guild = env.create_guild()
    channel = guild.create_text_channel("questions")
    alice, bob, mod = (guild.add_member(env.create_user(name)) for name in ("alice", "bob", "mod"))
    room = Room(env, client, log, corpus, settings, guild, channel, alice, bob, mod)
    yield room
    await env.shutdown()
    assert not room.errors(), "an error that the test did not look at"


class SlowDesk:
    """Makes one method of the desk, or of `owner`, wait until `finish`, as if it were busy."""

    def __init__(
        self,
        room: Room,
        monkeypatch: pytest.MonkeyPatch,
        method: str = "ask",
        owner: type[Any] = Desk,
    ) -> None:
        self._room = room
        self._finished = asyncio.Event()
        work = getattr(owner, method)

        async def slowly(*given: Any, **named: Any) -> Any:
            await room.env.external_wait(self._finished.wait(), reason="a busy desk")
            return await work(*given, **named)

        monkeypatch.setattr(owner, method, slowly)
        monkeypatch.setattr(replies, "DEFER_AFTER_S", 0.05)

    def release(self) -> None:
        self._finished.set()

    async def finish(self) -> None:
        self.release()
        await self._room.env.settle()


def said(message: Any) -> str:
    """Everything a message shows as text."""
    shown = [c["content"] for c in walk(message.components) if c["type"] == 10]
    return "\n".join(filter(None, [message.content, *shown]))


def button(message: Any, start: str) -> str:
    """The id of the one enabled button whose id starts so."""
    found = [
        c["custom_id"]
        for c in walk(message.components)
        if c["type"] == 2 and c["custom_id"].startswith(start) and not c.get("disabled")
    ]
    assert len(found) == 1, found
    return str(found[0])
