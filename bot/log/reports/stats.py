"""How much is asked, refused and liked, when, and what is quoted for it."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.answer.chart.usage import DayUse, SourceUse, Usage
from bot.articles.members import Hidden, collection_of
from bot.log.reading import opened

MAX_SOURCES = 8
HOURS = 24

_WHERE = "asked_at >= :since AND asked_at < :until AND (:guild IS NULL OR guild_id = :guild)"
_DAYS = f"""
SELECT date(asked_at, 'unixepoch') AS day, total(answered) AS answered, count(*) AS asked
FROM answers WHERE {_WHERE} GROUP BY 1
"""
_HOURS = f"""
SELECT CAST(strftime('%H', asked_at, 'unixepoch') AS INTEGER) AS hour, count(*) AS asked
FROM answers WHERE {_WHERE} GROUP BY 1
"""
_ASKED = f"""
SELECT count(*) AS asked, count(DISTINCT user_id) AS people,
       count(timelines.answer) AS timelines
FROM answers LEFT JOIN timelines ON timelines.answer = answers.key WHERE {_WHERE}
"""
_FAILED = f"SELECT count(*) FROM failures WHERE {_WHERE}"
_VOTES = f"""
SELECT total(helpful) AS helpful, count(*) AS votes
FROM votes JOIN answers ON answers.key = votes.answer WHERE {_WHERE}
"""
_SOURCES = f"""
SELECT excerpts.source AS source, count(*) AS quotes
FROM answers JOIN excerpts ON excerpts.answer = answers.key
WHERE {_WHERE} AND NOT near_miss AND NOT hidden(path)
GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MAX_SOURCES}
"""
_MEDIAN = f"SELECT took_ms FROM answers WHERE {_WHERE} ORDER BY 1 LIMIT 1 OFFSET :place"


@dataclass(frozen=True, slots=True)
class Stats:
    """Of the days of `usage`, in UTC. `people` counts those that are known, `helpful` and
    `unhelpful` votes on what was asked then, `hours` questions by hour of the day. `median_ms` is
    the lower median of the time an answer took, None when nothing was asked."""

    usage: Usage
    people: int
    timelines: int
    failures: int
    helpful: int
    unhelpful: int
    hours: tuple[int, ...]
    median_ms: float | None

    @property
    def busiest(self) -> tuple[int, ...]:
        """Up to three hours in which most was asked, most first."""
        ordered = sorted(range(HOURS), key=lambda hour: -self.hours[hour])
        return tuple(hour for hour in ordered[:3] if self.hours[hour])


def stats(path: Path, guild_id: int | None, days: int, today: date, hidden: Hidden) -> Stats:
    """Of the last `days` days up to `today`, at least one. What was quoted from the collections
    `hidden` does not count among the sources. Raises LogError."""
    first = today - timedelta(days=days - 1)
    given = {"guild": guild_id, "since": moment_of(first), "until": moment_of(today, end=True)}
    every = [first + timedelta(days=number) for number in range(days)]
    with opened(path) as connection:
        if connection is None:
            nothing = Usage(tuple(DayUse(day, 0, 0) for day in every), ())
            return Stats(nothing, 0, 0, 0, 0, 0, (0,) * HOURS, None)
        connection.create_function(
            "hidden", 1, lambda path: collection_of(path) in hidden, deterministic=True
        )
        return _counted(connection, given, every)


def moment_of(day: date, *, end: bool = False) -> float:
    """Unix seconds of the first instant of a day in UTC, or of the first one after it."""
    midnight = datetime.combine(day, time(), UTC).timestamp()
    return midnight + timedelta(days=1).total_seconds() if end else midnight


def _counted(connection: sqlite3.Connection, given: dict[str, Any], every: list[date]) -> Stats:
    by_day = {
        date.fromisoformat(row["day"]): (int(row["answered"]), row["asked"] - int(row["answered"]))
        for row in connection.execute(_DAYS, given)
    }
    by_hour = {row["hour"]: row["asked"] for row in connection.execute(_HOURS, given)}
    asked = connection.execute(_ASKED, given).fetchone()
    votes = connection.execute(_VOTES, given).fetchone()
    helpful = int(votes["helpful"])
    place = {"place": max(0, asked["asked"] - 1) // 2}
    median = connection.execute(_MEDIAN, given | place).fetchone()
    return Stats(
        usage=Usage(
            tuple(DayUse(day, *by_day.get(day, (0, 0))) for day in every),
            tuple(
                SourceUse(row["source"], row["quotes"])
                for row in connection.execute(_SOURCES, given)
            ),
        ),
        people=asked["people"],
        timelines=asked["timelines"],
        failures=connection.execute(_FAILED, given).fetchone()[0],
        helpful=helpful,
        unhelpful=votes["votes"] - helpful,
        hours=tuple(by_hour.get(hour, 0) for hour in range(HOURS)),
        median_ms=None if median is None else median[0],
    )
