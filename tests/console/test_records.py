"""``corpus unanswered``, ``stats`` and ``export``, and ``privacy``, from end to end."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import stat
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from bot.desk.pictures import Pictures
from bot.log.sqlite import QueryLog
from tests.log.asked import ANN, BEN, DAY, GUILD, NOON, OTHER_GUILD, asked, fill

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]
PICTURE = b"\x89PNG\r\n\x1a\n and the rest"


def done(work: Coroutine[Any, Any, Any]) -> None:
    asyncio.run(work)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Where the command line keeps its log; there is none yet."""
    return tmp_path / "data" / "log.sqlite3"


@pytest.fixture
def filled(log: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Asked in two servers on 25 Nov 2026, which is today."""
    monkeypatch.setattr("bot.console.corpus.records.first_moment", lambda days: NOON - days * DAY)
    entries = [
        asked(1),
        asked(2, "\x1bWho mends nets?", user=BEN, answered=False),
        asked(3, "who mends nets", answered=False, guild=OTHER_GUILD),
        asked(4, "=1+1", at=NOON - 90 * DAY),
    ]

    async def work() -> None:
        await fill(log, entries)
        async with QueryLog.open(log) as opened:
            await opened.vote(asked(1).key, BEN, True)

    done(work())
    return log


def test_what_was_left_unanswered_is_listed_for_all_servers(
    run: Run, filled: Path, capsys: Output
) -> None:
    assert run("corpus", "unanswered") == 0
    shown = capsys.readouterr().out
    assert "    2  who mends nets\n" in shown
    assert "asked 2 times by 2 people · last 2026-11-25 12:00 UTC · best match 25 %" in shown
    assert "\x1b" not in shown
    assert run("corpus", "unanswered", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["open"], told["wanted"][0]["asks"]) == (1, 2)
    assert told["wanted"][0]["last_asked"] == "2026-11-25T12:00:00.000+00:00"


def test_without_a_log_there_is_nothing_to_tell(run: Run, log: Path, capsys: Output) -> None:
    for arguments, said in (
        (("corpus", "unanswered"), "Nothing was left unanswered.\n"),
        (("corpus", "stats", "--days", "2"), "nothing asked\n"),
        (("privacy", str(ANN)), "Nothing is stored about that person.\n"),
        (("privacy", str(ANN), "--delete"), "Nothing is stored about that person.\n"),
    ):
        assert run(*arguments) == 0
        assert said in capsys.readouterr().out
    assert not log.exists()


def test_stats_count_all_servers_and_can_be_drawn(
    run: Run, log: Path, tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def picture(_: Pictures, what: Any) -> bytes | None:
        return PICTURE if what.asked else None

    monkeypatch.setattr(Pictures, "picture", picture)
    drawn = tmp_path / "use.png"
    assert run("corpus", "stats", "--png", str(drawn)) == 0
    assert "nothing to draw" in capsys.readouterr().err
    assert not drawn.exists()
    assert run("ask", "When did the ferry return?") == 0
    capsys.readouterr()
    assert run("corpus", "stats", "--png", str(drawn), "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["asked"], told["refused"], len(told["days"])) == (1, 0, 30)
    assert told["sources"][0]["source"] == "The Ferry Post"
    assert drawn.read_bytes() == PICTURE
    assert run("corpus", "stats") == 0
    assert "1 asked, 0 refused (0 %)\n" in capsys.readouterr().out


def test_an_export_goes_to_a_new_file_or_to_the_output(
    run: Run, filled: Path, tmp_path: Path, capfdbinary: Any
) -> None:
    place = tmp_path / "log.csv"
    assert run("corpus", "export", str(place)) == 0
    assert capfdbinary.readouterr().out == b"4 rows\n"
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    rows = list(csv.DictReader(io.StringIO(place.read_text("utf-8-sig"))))
    assert {row["question"] for row in rows} >= {"'=1+1", "who mends nets"}
    assert {row["guild_id"] for row in rows} == {str(GUILD), str(OTHER_GUILD)}
    assert str(ANN) not in place.read_text("utf-8")

    assert run("corpus", "export", str(place)) == 2
    assert b"left alone" in capfdbinary.readouterr().err
    assert len(list(csv.DictReader(io.StringIO(place.read_text("utf-8-sig"))))) == 4

    bounded = ("--since", "2026-11", "--until", "2026", "--format", "jsonl", "--people")
    assert run("corpus", "export", "-", *bounded) == 0
    lines = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert {line["user_id"] for line in lines} == {str(ANN), str(BEN)}
    assert len(lines) == 3
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    "options", [("--since", "soon"), ("--since", "2020", "--until", "2019"), ("--format", "xml")]
)
def test_an_export_that_makes_no_sense_is_refused(
    run: Run, tmp_path: Path, options: tuple[str, ...]
) -> None:
    assert run("corpus", "export", str(tmp_path / "log.csv"), *options) == 2
    assert not (tmp_path / "log.csv").exists()


def test_a_file_that_cannot_be_written_is_said(run: Run, tmp_path: Path, capsys: Output) -> None:
    assert run("corpus", "export", str(tmp_path / "no" / "log.csv")) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_a_damaged_log_is_said_and_leaves_no_file(
    run: Run, log: Path, tmp_path: Path, capsys: Output
) -> None:
    log.parent.mkdir()
    log.write_bytes(b"this was never a database" * 100)
    for arguments in (
        ("corpus", "export", str(tmp_path / "log.csv")),
        ("corpus", "stats"),
        ("privacy", str(ANN)),
    ):
        assert run(*arguments) == 4
        assert "damaged" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == []


def test_one_person_is_told_of_exported_and_deleted(
    run: Run, filled: Path, tmp_path: Path, capsys: Output
) -> None:
    assert run("privacy", str(BEN)) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("1 question, 0 timelines, 1 vote, 0 failures\nfirst 2026-11-25 12:00")
    assert f"servers: {GUILD}\n" in shown

    mine = tmp_path / "mine.jsonl"
    assert run("privacy", str(BEN), "--export", str(mine)) == 0
    assert capsys.readouterr().out == "2 rows\n"
    assert [json.loads(line)["kind"] for line in mine.read_text().splitlines()] == [
        "answer",
        "vote",
    ]

    assert run("privacy", str(BEN), "--delete") == 0
    assert capsys.readouterr().out == "made anonymous: 1 question, 1 vote, 0 failures\n"
    assert run("privacy", str(BEN)) == 0
    assert "Nothing is stored" in capsys.readouterr().out
    assert run("privacy", str(ANN)) == 0
    assert capsys.readouterr().out.startswith("3 questions, ")


@pytest.mark.parametrize("arguments", [("x",), ("0",), ("-5",), ("7", "--delete", "--export", "-")])
def test_a_person_is_named_by_their_id_alone(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("privacy", *arguments) == 2
