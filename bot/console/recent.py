"""``log``: what was asked lately, latest first."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.answer.wording import plural
from bot.console.answers import percent
from bot.console.clean import clean
from bot.console.screen import Screen
from bot.console.stream import emit
from bot.log.entries import Asker
from bot.log.history import Asked, Kind, recent


async def show_log(path: Path, limit: int, as_json: bool) -> int:
    """One JSON object a line with `as_json`. Raises LogError."""
    entries = await recent(path, limit)
    if as_json:
        for entry in entries:
            emit(_to_json(entry))
        return 0
    screen = Screen(sys.stdout)
    for entry in entries:
        _show(screen, entry)
    if not entries:
        screen.line("Nothing has been asked yet.", "dim")
    return 0


def _show(screen: Screen, entry: Asked) -> None:
    at = datetime.fromtimestamp(entry.asked_at, UTC)
    screen.line(clean(entry.question), "bold", first=f"{at:%Y-%m-%d %H:%M} UTC  ", rest="    ")
    said = " · ".join(part for part in (_outcome(entry), _votes(entry), _who(entry.asker)) if part)
    screen.line(said, "red" if entry.failure else "dim", first="    ", rest="    ")


def _outcome(entry: Asked) -> str:
    if entry.failure is not None:
        return "failed: " + clean(entry.failure)
    return f"{_what(entry)}, {percent(entry.confidence or 0)} sure, {entry.took_ms or 0:.0f} ms"


def _what(entry: Asked) -> str:
    timeline = entry.kind is Kind.TIMELINE
    if not entry.answered:
        return "timeline refused" if timeline else "refused"
    if timeline:
        return f"timeline of {plural(entry.excerpts, 'event')}"
    return f"{entry.excerpts} quoted"


def _votes(entry: Asked) -> str:
    counts = ((entry.helpful, "helpful"), (entry.unhelpful, "not helpful"))
    return ", ".join(f"{count} {word}" for count, word in counts if count)


def _who(asker: Asker) -> str:
    ids = (("user", asker.user_id), ("server", asker.guild_id), ("channel", asker.channel_id))
    where = [f"{word} {number}" for word, number in ids if number is not None]
    return ", ".join([clean(asker.face), *where, *(["private"] if asker.private else [])])


def _to_json(entry: Asked) -> dict[str, Any]:
    """Ids as strings: they are beyond what a JSON reader may hold exactly."""
    value = asdict(entry)
    asker = value.pop("asker")
    for name in ("user_id", "guild_id", "channel_id"):
        asker[name] = None if asker[name] is None else str(asker[name])
    return {**value, **asker}
