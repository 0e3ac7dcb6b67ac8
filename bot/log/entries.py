"""What the query log keeps: plain values, with no knowledge of SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.answer.answer import Answer
from bot.answer.event import Timeline


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked and where. In a terminal `face` is "terminal" and the ids are None."""

    face: str  # "discord" or "terminal"
    user_id: int | None = None
    guild_id: int | None = None
    channel_id: int | None = None
    private: bool = False


TERMINAL = Asker(face="terminal")


@dataclass(frozen=True, slots=True)
class LoggedAnswer:
    """An answer under its key. `key` is 16 URL-safe characters, unguessable, made by the desk, so
    that buttons can name an answer even while the log is broken. `asked_at` is Unix seconds, UTC.
    """

    key: str
    asked_at: float
    asker: Asker
    answer: Answer


@dataclass(frozen=True, slots=True)
class LoggedTimeline:
    """A timeline under its key; keys of answers and timelines never clash."""

    key: str
    asked_at: float
    asker: Asker
    timeline: Timeline


Logged = LoggedAnswer | LoggedTimeline


class What(StrEnum):
    """What an error may end."""

    QUESTION = "question"
    TIMELINE = "timeline"
    COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Ended:
    """`reference` is what the person was told to give to the people who run the bot."""

    what: What = What.QUESTION
    reference: str | None = None


A_QUESTION = Ended()


class AnswerLog(Protocol):
    """What the desk needs of a log. Every method may raise LogError; none raises anything else."""

    async def record(self, entry: Logged) -> None:
        """Return once the row is committed."""

    async def recall(self, key: str) -> Logged | None:
        """What was given, excerpts and near misses included, as it was given, or None."""

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Keep one vote a person and answer, the latest; None takes it back."""

    async def failure(
        self, asker: Asker, question: str, kind: str, detail: str, ended: Ended = A_QUESTION
    ) -> None:
        """Keep an error with what it ended, its type and its detail; of a command, `question` is
        which it was."""
