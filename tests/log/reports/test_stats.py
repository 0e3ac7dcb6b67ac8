"""How much is asked: by day, hour, outlet and vote, of one server, without what is hidden there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.members import NOTHING_HIDDEN
from bot.log.reports.stats import moment_of, stats
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, BEN, DAY, GUILD, HOUR, NOON, OTHER_GUILD, asked, fill
from tests.log.values import ASKER, timeline_entry

TODAY = date(2026, 11, 25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


async def some(path: Path) -> None:
    story = timeline_entry(9)
    asker = replace(story.asker, user_id=BEN, guild_id=GUILD)
    async with QueryLog.open(path) as log:
        for entry in (
            asked(1),
            asked(2, answered=False, user=BEN),
            asked(3, at=NOON + HOUR),
            asked(4, at=NOON - 2 * DAY, folder="mill"),
            asked(5, at=NOON - 3 * DAY),
            asked(6, guild=OTHER_GUILD),
            replace(story, asked_at=NOON, asker=asker),
        ):
            await log.record(entry)
        await log.vote(asked(1).key, ANN, True)
        await log.vote(asked(1).key, BEN, False)
        await log.vote(asked(4).key, BEN, True)
        await log.vote(asked(6).key, BEN, True)


async def test_counts_are_those_of_the_server_and_the_days(path: Path) -> None:
    await some(path)
    found = stats(path, GUILD, 3, TODAY, NOTHING_HIDDEN)
    days = [(each.day.day, each.answered, each.refused) for each in found.usage.days]
    assert days == [(23, 1, 0), (24, 0, 0), (25, 3, 1)]
    assert (found.usage.asked, found.usage.refused) == (5, 1)
    assert (found.people, found.timelines, found.failures) == (2, 1, 0)
    assert (found.helpful, found.unhelpful) == (2, 1)
    assert found.busiest == (12, 13)
    assert found.hours[12] == 4
    assert found.median_ms == 2.0
    assert [(each.source, each.quotes) for each in found.usage.sources] == [("The Ferry Post", 8)]
    assert stats(path, None, 3, TODAY, NOTHING_HIDDEN).usage.asked == 6


async def test_what_is_hidden_counts_among_no_outlets(path: Path) -> None:
    await some(path)
    for hidden, quotes in ((frozenset({"mill"}), 6), (frozenset({"river"}), 2)):
        [source] = stats(path, GUILD, 3, TODAY, hidden).usage.sources
        assert source.quotes == quotes


async def test_nothing_asked_is_told_as_such(path: Path) -> None:
    for _ in range(2):
        found = stats(path, GUILD, 2, TODAY, NOTHING_HIDDEN)
        assert [each.asked for each in found.usage.days] == [0, 0]
        assert (found.busiest, found.median_ms) == ((), None)
        await fill(path, [asked(1, guild=OTHER_GUILD)])


async def test_failures_count_by_when_they_were(path: Path) -> None:
    async with QueryLog.open(path) as log:
        await log.failure(replace(ASKER, guild_id=GUILD), "q", "KeyError", "")
    today = datetime.now(UTC).date()
    assert stats(path, GUILD, 2, today, NOTHING_HIDDEN).failures == 1
    assert stats(path, OTHER_GUILD, 2, today, NOTHING_HIDDEN).failures == 0


@given(st.dates(date(1970, 1, 2), date(2200, 1, 1)))
@settings(max_examples=30)
def test_a_day_ends_where_the_next_begins(day: date) -> None:
    assert moment_of(day, end=True) == moment_of(date.fromordinal(day.toordinal() + 1))
