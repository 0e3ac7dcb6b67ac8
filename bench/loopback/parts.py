"""The components of a message, as Discord nests them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

MAX_COMPONENTS = 40  # of a message, nested ones included
MAX_TEXT_CHARS = 4000  # of all text displays of a message together
ACTION_ROW, BUTTON, TEXT, GALLERY = 1, 2, 10, 12


def components(nodes: list[dict[str, Any]] | None) -> Iterator[dict[str, Any]]:
    """Every component, outermost first."""
    for node in nodes or ():
        yield node
        yield from components(node.get("components"))
        if node.get("accessory"):
            yield node["accessory"]


def pictures(parts: Iterable[dict[str, Any]]) -> list[str]:
    """The addresses of the pictures on a card, given all its components."""
    galleries = [part["items"] for part in parts if part["type"] == GALLERY]
    return [item["media"]["url"] for items in galleries for item in items]
