"""Questions for the tests of people and of reports: who asked what, when, with which outcome."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from bot.answer.answer import Answer, Question
from bot.log.entries import Asker, LoggedAnswer
from bot.log.sqlite import QueryLog
from tests.log.values import excerpt

GUILD, OTHER_GUILD = 300_000_000_000_000_003, 400_000_000_000_000_004
ANN, BEN = 700_000_000_000_000_007, 800_000_000_000_000_008
CHANNEL = 900_000_000_000_000_009
NOON = 1_795_608_000.0  # 25 Nov 2026, 12:00 UTC
HOUR, DAY = 3_600.0, 86_400.0


def asked(
    number: int,
    text: str = "How high is the river?",
    *,
    at: float = NOON,
    user: int | None = ANN,
    guild: int | None = GUILD,
    answered: bool = True,
    folder: str = "river",
    confidence: float = 0.25,
) -> LoggedAnswer:
    """An answer with two quotes, from articles in `folder`, or a refusal with one near miss."""
    quotes = tuple(
        replace(each, article=replace(each.article, path=f"{folder}/{number}.md"))
        for each in (excerpt(number, 1), excerpt(number, 2))
    )
    return LoggedAnswer(
        f"{number:016d}",
        at,
        Asker("discord", user, guild, CHANNEL),
        Answer(
            Question(text),
            answered,
            confidence,
            quotes if answered else (),
            () if answered else quotes[:1],
            None,
            1,
            float(number),
        ),
    )


async def fill(path: Path, entries: Iterable[LoggedAnswer]) -> None:
    async with QueryLog.open(path) as log:
        for entry in entries:
            await log.record(entry)
