"""Words within an expression that say which part of it is meant: "early July", "mid-2018"."""

from __future__ import annotations

from bot.text.dates.context import Context
from bot.text.dates.grammar import Found
from bot.text.dates.timex import Modifier

_EDGES = {
    "early": Modifier.START,
    "earlier": Modifier.START,
    "beginning": Modifier.START,
    "start": Modifier.START,
    "late": Modifier.END,
    "later": Modifier.END,
    "end": Modifier.END,
    "close": Modifier.END,
    "mid": Modifier.MID,
    "middle": Modifier.MID,
    "about": Modifier.APPROX,
    "around": Modifier.APPROX,
    "circa": Modifier.APPROX,
    "approximately": Modifier.APPROX,
}


def modifier(context: Context, found: Found) -> Modifier:
    """By the word caught as "edge"."""
    return _EDGES.get(context.caught(found, "edge"), Modifier.NONE)
