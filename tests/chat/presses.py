"""Asking and pressing: what the tests of buttons have in common."""

from __future__ import annotations

from typing import Any

from .conftest import (
    CRANES_QUESTION,
    Room,
    button,
)

MISSPELT = "When will the electric crames arrive in Norrhaven?"


async def ask(room: Room, question: str = CRANES_QUESTION, **options: Any) -> Any:
    result = await room.alice.slash(room.channel, "ask", question=question, **options)
    return result.response


async def press(who: Any, message: Any, start: str) -> Any:
    return await who.click(message, custom_id=button(message, start))


def onward(message: Any) -> str:
    """The start of the id of the button that leads to the next page."""
    ids = [part["custom_id"] for part in all_buttons(message) if part["custom_id"].endswith(":f")]
    return str(ids[0])


def all_buttons(message: Any) -> list[dict[str, Any]]:
    rows = [part for part in message.components[0]["components"] if part["type"] == 1]
    return [part for row in rows for part in row["components"]]


def indicator(message: Any) -> str:
    (found,) = [b["label"] for b in all_buttons(message) if b["custom_id"].startswith("rd:at:")]
    return str(found)


def thumb(message: Any, *, up: bool) -> str:
    return button(message, f"rd:vote:{key_of(message)}:{'y' if up else 'n'}")


def key_of(message: Any) -> str:
    return str(all_buttons(message)[0]["custom_id"].split(":")[2])


def next_back(message: Any) -> str:
    return next(str(b["custom_id"]) for b in all_buttons(message) if b["custom_id"].endswith(":b"))
