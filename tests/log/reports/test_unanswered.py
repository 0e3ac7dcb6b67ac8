"""What people asked and did not get: grouped, counted, of one server, and gone once answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.log.people import anonymise
from bot.log.reports import unanswered as report
from bot.log.reports.unanswered import NONE_UNANSWERED, asked_by, unanswered
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, BEN, DAY, GUILD, HOUR, NOON, OTHER_GUILD, asked, fill
from tests.log.values import timeline_entry


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "log.sqlite3"


async def some(path: Path) -> None:
    await fill(
        path,
        [
            asked(1, "When will the mill open?", answered=False, at=NOON, confidence=0.1),
            asked(2, "when will  the MILL open?", answered=False, at=NOON + 1, user=BEN),
            asked(3, "Does the mill open?", answered=False, at=NOON + 2, confidence=0.3),
            asked(4, "Who mends nets?", answered=False, at=NOON + 3),
            asked(5, "Who sells honey?", answered=False, at=NOON - 40 * DAY),
            asked(6, "Who sells honey?", answered=False, guild=OTHER_GUILD),
            asked(7, "How high is the river?"),
        ],
    )


async def test_wordings_are_one_with_the_commonest_as_its_name(path: Path) -> None:
    assert unanswered(path, GUILD, 0, 10) == NONE_UNANSWERED
    await some(path)
    found = unanswered(path, GUILD, NOON - DAY, 10)
    mill, nets = found.wanted
    assert mill.question == "when will the MILL open?"
    assert mill.key == asked(2).key
    assert (mill.asks, mill.people, mill.anonymous) == (3, 2, 0)
    assert (mill.last_asked, mill.nearest, mill.answered_at) == (NOON + 2, 0.3, None)
    assert (nets.question, nets.asks) == ("Who mends nets?", 1)
    assert (found.open, found.refusals, found.left_out) == (2, 4, 0)
    assert [asked_by(each) for each in found.wanted] == ["3 times by 2 people", "once"]


async def test_only_the_server_and_the_time_count(path: Path) -> None:
    await some(path)
    assert [each.question for each in unanswered(path, OTHER_GUILD, 0, 10).wanted] == [
        "Who sells honey?"
    ]
    everything = unanswered(path, None, 0, 10)
    assert [each.asks for each in everything.wanted] == [3, 2, 1]
    assert unanswered(path, 1, 0, 10) == NONE_UNANSWERED


async def test_a_limit_leaves_the_count_of_what_is_open(path: Path) -> None:
    await some(path)
    found = unanswered(path, None, 0, 1)
    assert [each.asks for each in found.wanted] == [3]
    assert found.open == 3


async def test_what_was_answered_after_the_last_refusal_is_open_no_more(path: Path) -> None:
    await some(path)
    later = asked(20, "When does the mill open?", at=NOON + HOUR)
    sooner = asked(21, "Who mends nets?", at=NOON - HOUR)
    elsewhere = asked(22, "Who mends nets?", at=NOON + HOUR, guild=OTHER_GUILD)
    await fill(path, [later, sooner, elsewhere])
    found = unanswered(path, GUILD, NOON - DAY, 10)
    assert [each.question for each in found.wanted] == ["Who mends nets?"]
    [mill] = found.since_answered
    assert (mill.asks, mill.answered_at) == (3, NOON + HOUR)
    assert found.open == 1


async def test_a_refused_timeline_is_wanted_too(path: Path) -> None:
    story = timeline_entry(1)
    refused = replace(story, timeline=replace(story.timeline, answered=False, events=()))
    async with QueryLog.open(path) as log:
        await log.record(refused)
    [wanted] = unanswered(path, refused.asker.guild_id, 0, 10).wanted
    assert (wanted.question, wanted.key) == ("river gauge 1", refused.key)


async def test_nobody_knows_who_is_anonymous(path: Path) -> None:
    await some(path)
    async with QueryLog.open(path) as log:
        await anonymise(log, ANN)
    mill, nets = unanswered(path, GUILD, NOON - DAY, 10).wanted
    assert (mill.people, mill.anonymous) == (1, 2)
    assert asked_by(mill) == "3 times by 1 person and anonymously"
    assert (nets.people, nets.anonymous) == (0, 1)


async def test_too_many_refusals_are_counted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await some(path)
    sql = report._REFUSED.replace(str(report.MAX_REFUSED), "3")
    monkeypatch.setattr(report, "_REFUSED", sql)
    found = unanswered(path, GUILD, 0, 10)
    assert (found.refusals, found.left_out) == (3, 2)
