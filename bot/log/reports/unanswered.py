"""What people asked and did not get, grouped by what the questions ask for."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.log.reading import opened
from bot.log.reports.alike import Alike, Terms, terms_of
from bot.text.tokens import Tokeniser
from bot.text.unseen import plain

MAX_REFUSED = 10_000
"""Refusals that are grouped, the latest; more are counted in `left_out`."""

MAX_WORDINGS = 20_000
"""Different questions with an answer that are looked through for the same, the latest."""

_WHERE = "asked_at >= :since AND (:guild IS NULL OR guild_id = :guild)"
_REFUSED = f"""
SELECT key, question, user_id, asked_at, confidence FROM answers
WHERE NOT answered AND {_WHERE} ORDER BY asked_at DESC LIMIT {MAX_REFUSED}
"""
_REFUSALS = f"SELECT count(*) FROM answers WHERE NOT answered AND {_WHERE}"
_ANSWERED = f"""
SELECT question, max(asked_at) AS asked_at FROM answers
WHERE answered AND {_WHERE} GROUP BY question ORDER BY 2 DESC LIMIT {MAX_WORDINGS}
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing people asked for without getting it. `question` is its most frequent wording and
    `key` the latest refusal of that wording. `people` counts those that are known; `anonymous` the
    asks of which nobody knows who it was. `nearest` is the greatest confidence of a refusal, 0 to
    1. Times are Unix seconds; `answered_at` is that of the latest answer to such a question after
    the last refusal, None if there was none.
    """

    question: str
    key: str
    asks: int
    people: int
    anonymous: int
    last_asked: float
    nearest: float
    answered_at: float | None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """`wanted` is what is still open, most asks first, and `open` how many there are of it in all;
    `since_answered` is what has been answered since it was last refused, in the same order.
    `refusals` counts the refusals of all of them, `left_out` those that were too many to group."""

    wanted: tuple[Wanted, ...]
    open: int
    since_answered: tuple[Wanted, ...]
    refusals: int
    left_out: int


NONE_UNANSWERED = Unanswered((), 0, (), 0, 0)


def asked_by(wanted: Wanted) -> str:
    """How often and by how many: ``once``, ``12 times by 5 people and anonymously``."""
    if wanted.asks == 1:
        return "once"
    times = f"{wanted.asks:,} times"
    if not wanted.people:
        return times
    return f"{times} by {people(wanted.people)}{' and anonymously' if wanted.anonymous else ''}"


def people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def unanswered(path: Path, guild_id: int | None, since: float, limit: int) -> Unanswered:
    """What was refused since a moment, at most `limit` groups of each kind. Raises LogError."""
    with opened(path) as connection:
        if connection is None:
            return NONE_UNANSWERED
        given = {"guild": guild_id, "since": since}
        refused = connection.execute(_REFUSED, given).fetchall()
        answered = connection.execute(_ANSWERED, given).fetchall() if refused else []
        refusals = connection.execute(_REFUSALS, given).fetchone()[0]
    wanted = grouped(refused, answered)
    still = [each for each in wanted if each.answered_at is None]
    since_answered = [each for each in wanted if each.answered_at is not None]
    return Unanswered(
        wanted=tuple(still[:limit]),
        open=len(still),
        since_answered=tuple(since_answered[:limit]),
        refusals=len(refused),
        left_out=max(0, refusals - len(refused)),
    )


@dataclass(slots=True)
class _Group:
    rows: list[sqlite3.Row] = field(default_factory=list)
    last_asked: float = -math.inf
    answered_at: float | None = None

    def add(self, rows: Sequence[sqlite3.Row]) -> None:
        self.rows += rows
        self.last_asked = max(self.last_asked, *(row["asked_at"] for row in rows))


def grouped(refused: Sequence[sqlite3.Row], answered: Iterable[sqlite3.Row]) -> list[Wanted]:
    """The groups, most asks first, then the latest. `refused` rows come latest first."""
    tokeniser = Tokeniser()
    sets: dict[Terms, list[sqlite3.Row]] = {}
    for row in refused:
        sets.setdefault(terms_of(tokeniser, row["question"]), []).append(row)
    alike = Alike(sets)
    groups: list[_Group] = []
    for terms, rows in sorted(sets.items(), key=lambda each: -len(each[1])):
        number = alike.join(terms)
        if number == len(groups):
            groups.append(_Group())
        groups[number].add(rows)
    for row in answered:
        found = alike.find(terms_of(tokeniser, row["question"]))
        if found is not None and row["asked_at"] > groups[found].last_asked:
            group = groups[found]
            group.answered_at = max(group.answered_at or row["asked_at"], row["asked_at"])
    return sorted(map(_wanted, groups), key=lambda each: (-each.asks, -each.last_asked))


def _wanted(group: _Group) -> Wanted:
    rows = sorted(group.rows, key=lambda row: -row["asked_at"])
    wordings = Counter(plain(row["question"]).casefold() for row in rows)
    [(wording, _)] = wordings.most_common(1)
    named = next(row for row in rows if plain(row["question"]).casefold() == wording)
    known = {row["user_id"] for row in rows} - {None}
    return Wanted(
        question=plain(named["question"]),
        key=named["key"],
        asks=len(rows),
        people=len(known),
        anonymous=sum(row["user_id"] is None for row in rows),
        last_asked=rows[0]["asked_at"],
        nearest=max(row["confidence"] for row in rows),
        answered_at=group.answered_at,
    )
