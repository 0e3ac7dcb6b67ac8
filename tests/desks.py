"""What a desk is opened with in tests: a few articles of its own and a log in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from bot.errors import LogError
from bot.log.entries import A_QUESTION, Asker, Ended, Logged, LoggedAnswer, LoggedTimeline

CRANES = """---
title: Three cranes for Norrhaven
source: Quay Post
date: 2019-03-04
---

The harbour board of Norrhaven ordered three electric cranes from a yard in Finland.

Sven Dahl said the electric cranes will arrive in Norrhaven on 12 May 2019.

The old diesel cranes will be sold for scrap after the summer.
"""
FERRY = """---
title: Ferry strike ends
source: Quay Post
date: 2019-06-20
---

Ferry crews in Norrhaven ended their strike on Wednesday after nine days.
"""
HERRING = "Herring prices doubled at the Norrhaven auction because storms kept the boats in port.\n"


@dataclass
class ListLog:
    """An AnswerLog in memory; `broken` makes every method fail."""

    entries: dict[str, Logged] = field(default_factory=dict)
    votes: dict[tuple[str, int], bool] = field(default_factory=dict)
    failures: list[tuple[Asker, str, str, str]] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)
    broken: bool = False
    waits: asyncio.Event | None = None

    @property
    def answers(self) -> list[LoggedAnswer]:
        return [entry for entry in self.entries.values() if isinstance(entry, LoggedAnswer)]

    @property
    def timelines(self) -> list[LoggedTimeline]:
        return [entry for entry in self.entries.values() if isinstance(entry, LoggedTimeline)]

    async def record(self, entry: Logged) -> None:
        self._check()
        if self.waits:
            await self.waits.wait()
        self.entries[entry.key] = entry

    async def recall(self, key: str) -> Logged | None:
        self._check()
        return self.entries.get(key)

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        self._check()
        if helpful is None:
            self.votes.pop((key, user_id), None)
        else:
            self.votes[key, user_id] = helpful

    async def failure(
        self, asker: Asker, question: str, kind: str, detail: str, ended: Ended = A_QUESTION
    ) -> None:
        self._check()
        self.failures.append((asker, question, kind, detail))
        self.ended.append(ended)

    def _check(self) -> None:
        if self.broken:
            raise LogError("The query log could not be written.", detail="disk full")
