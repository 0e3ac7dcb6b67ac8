"""What the tests of moderators' commands have in common."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.desk import Desk
from bot.desk.access import Access, Rule
from bot.desk.building import Builder
from bot.search.update import Order, Tell, Update, update

from .builders import walk
from .conftest import Room

SEALS = """\
---
title: Seals return to the skerries
source: Quay Post
date: 2022-02-02
---

Forty grey seals came back to the outer skerries this winter, biologist Ann Ek counted.

The last large colony had been seen there in 1987.
"""
OYSTERS = """\
Oysters are farmed again in the sound

The first oysters from the new farm in the sound were sold on the quay for two crowns each.
"""


@pytest.fixture
def mod(room: Room, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A member who manages the server. Reloads read files in a thread here, which is quick."""

    async def run(builder: Builder, order: Order, tell: Tell) -> Update:
        return await asyncio.to_thread(update, replace(order, readers=0))

    monkeypatch.setattr(Builder, "run", run)
    role = room.guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))
    return room.guild.add_member(room.env.create_user("warden"), roles=[role])


def hide(monkeypatch: pytest.MonkeyPatch, *collections: str) -> None:
    """Let nobody see these collections from now on."""
    access = Access(dict.fromkeys(collections, Rule()))
    monkeypatch.setattr(Desk, "access", access)


def demote(room: Room, who: Any) -> None:
    """Take all roles from somebody."""
    room.env.backend.get_guild(room.guild.id).members[who.id].role_ids.clear()


async def reload(room: Room) -> None:
    """Take over what a test has put into the folder."""
    await room.client.desk.reload()


def file(name: str, text: str) -> tuple[str, bytes]:
    return name, text.encode()


def labels(message: Any) -> list[str]:
    """What the enabled buttons say, in order."""
    return [
        part["label"]
        for part in walk(message.components)
        if part["type"] == 2 and not part.get("disabled")
    ]


async def press(who: Any, message: Any, label: str) -> Any:
    """Press the button that says so; the message itself shows what becomes of it."""
    return await who.click(message, label=label)


def fields(shown: Any) -> dict[str, str]:
    """What stands in a form when it opens."""
    lines = [part["component"] for part in shown.modal["components"]]
    return {line["custom_id"]: line.get("value") or "" for line in lines}


async def fill(who: Any, shown: Any, **changes: str) -> Any:
    """Send a form off, with what stood in it but for the changes."""
    return await who.submit_modal(shown, fields(shown) | changes)
