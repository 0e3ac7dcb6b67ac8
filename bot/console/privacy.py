"""``privacy``: what is stored about one person, for the operator who has to tell or delete it."""

from __future__ import annotations

import argparse
import asyncio
from datetime import UTC, datetime
from pathlib import Path

from bot.answer.wording import plural
from bot.articles.members import NOTHING_HIDDEN
from bot.console.target import target
from bot.log.mine import export_mine
from bot.log.people import Forgotten, Person, anonymise, person
from bot.log.sqlite import QueryLog

NOTHING = "Nothing is stored about that person."
DELETED = "made anonymous"
LEFT = "traces stay in the journal until the bot ends: somebody is reading it"


def tell_privacy(parsed: argparse.Namespace, log_path: Path) -> int:
    """Raises LogError, QuestionError and OutputError."""
    stored = person(log_path, parsed.user_id)
    if parsed.export is not None:
        with target(parsed.export) as file:
            count = export_mine(log_path, parsed.user_id, NOTHING_HIDDEN, file)
        if parsed.export != "-":
            print(plural(count, "row"))
    elif not stored.rows:
        print(NOTHING)
    elif parsed.delete:
        _tell_deleted(asyncio.run(_delete(log_path, parsed.user_id)))
    else:
        _tell_stored(stored)
    return 0


async def _delete(log_path: Path, user_id: int) -> Forgotten:
    async with QueryLog.open(log_path) as log:
        return await anonymise(log, user_id)


def _tell_deleted(done: Forgotten) -> None:
    counts = (
        plural(done.asked, "question"),
        plural(done.votes, "vote"),
        plural(done.failures, "failure"),
    )
    print(f"{DELETED}: {', '.join(counts)}")
    if not done.cleared:
        print(LEFT)


def _tell_stored(stored: Person) -> None:
    print(
        ", ".join(
            (
                plural(stored.questions, "question"),
                plural(stored.timelines, "timeline"),
                plural(stored.votes, "vote"),
                plural(stored.failures, "failure"),
            )
        )
    )
    if stored.first is not None and stored.last is not None:
        print(f"first {_when(stored.first)}, last {_when(stored.last)}")
    if stored.guilds:
        print(f"servers: {', '.join(map(str, stored.guilds))}")


def _when(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M} UTC"
