"""A card as Discord would take it and its client would show it."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from typing import Any, cast

from discord import ui

from bench.faults.tally import Held, Tally
from bench.loopback.markdown import kinds, pings, plain, render
from bench.loopback.parts import (
    ACTION_ROW,
    BUTTON,
    MAX_COMPONENTS,
    MAX_TEXT_CHARS,
    TEXT,
    components,
)
from bot.chat.lines import units

MAX_CUSTOM_ID_CHARS = 100
MAX_LABEL_UNITS = 80
OURS = {"text", "heading", "subtext", "quote", "bold", "link"}
"""What cards are written in; anything else came from a file or a person."""

_STEERING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\x00-\x08\x0e-\x1f\x7f]")


def check_card(
    tally: Tally, view: ui.LayoutView, told: str, ours: AbstractSet[str] = frozenset()
) -> None:
    """`ours` are further constructs that this kind of card is written in."""
    sent = cast(list[dict[str, Any]], view.to_components())  # type: ignore[no-untyped-call]
    parts = list(components(sent))
    for broken in _broken(parts):
        tally.check(Held.WELL_FORMED, False, f"{told}: {broken}")
    tally.check(Held.WELL_FORMED, True)
    for text in (part["content"] for part in parts if part["type"] == TEXT):
        nodes = render(text)
        live = set(kinds(nodes)) - OURS - ours
        steered = _STEERING.search(plain(nodes))
        pinged = pings(text)
        quiet = not live and not steered and not pinged
        tally.check(Held.QUIET, quiet, f"{told}: {live or pinged or steered} in {text!r}")


def _broken(parts: list[dict[str, Any]]) -> list[str]:
    contents = [part["content"] for part in parts if part["type"] == TEXT]
    buttons = [part for part in parts if part["type"] == BUTTON]
    ids = [part["custom_id"] for part in buttons if part.get("custom_id")]
    rows = [len(part["components"]) for part in parts if part["type"] == ACTION_ROW]
    rules = {
        f"{sum(map(units, contents))} units of text": sum(map(units, contents)) <= MAX_TEXT_CHARS,
        "a blank text": all(text.strip() for text in contents),
        "text that is not valid": all(_encodes(text) for text in contents),
        f"{len(parts)} components": len(parts) <= MAX_COMPONENTS,
        "an id twice": len(ids) == len(set(ids)),
        "an id too long": all(len(each) <= MAX_CUSTOM_ID_CHARS for each in ids),
        "a label too long": all(units(b.get("label") or "") <= MAX_LABEL_UNITS for b in buttons),
        "a label that is not valid": all(_encodes(b.get("label") or "") for b in buttons),
        "a row too full or empty": all(1 <= count <= 5 for count in rows),
    }
    return [name for name, holds in rules.items() if not holds]


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
