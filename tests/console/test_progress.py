"""How far a build is: a bar that leaves nothing behind, lines in the bot's log, mostly nothing."""

from __future__ import annotations

import io
import logging
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from bot.console import progress
from bot.console.progress import STAGES, progress_bar, progress_log, words
from bot.console.screen import Screen
from bot.console.shell import Shell
from bot.desk import Desk
from bot.search.update import Limits, Progress

XTERM = {"TERM": "xterm-256color", "COLUMNS": "80"}
DEADLINE_S = 20.0
THREADS = 8
READING = Progress("reading", 1_200, 20_000)

_ESCAPE = re.compile(r"\x1b\[\??([0-9;]*)([A-Za-z])|(\r)|(\n)")
_COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?[34][0-8][;m]")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class GoneTerminal(Terminal):
    def write(self, _: str) -> int:
        raise OSError("the terminal is gone")


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.002)


def left_on(written: str) -> str:
    """What a terminal shows in the end; knows what erases a row and moves the cursor to another."""
    rows, row, at = [""], 0, 0
    for place, escape in enumerate(_pieces(written)):
        if place % 2 == 0:
            rows[row] = rows[row][:at] + escape + rows[row][at + len(escape) :]
            at += len(escape)
        elif escape == "\r":
            at = 0
        elif escape == "\n":
            row, at = row + 1, 0
            rows += [""] * (row == len(rows))
        elif escape.endswith("A"):
            row -= int(escape[2:-1] or 1)
        elif escape.endswith("2K"):
            rows[row] = ""
    return "\n".join(rows).strip()


def _pieces(written: str) -> Iterator[str]:
    """Text and escapes in turn, beginning with text."""
    begin = 0
    for found in _ESCAPE.finditer(written):
        yield written[begin : found.start()]
        yield found.group()
        begin = found.end()
    yield written[begin:]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is shown at once and again at once."""
    monkeypatch.setattr(progress, "SHOW_AFTER_S", 0.0)
    monkeypatch.setattr(progress, "DRAW_EVERY_S", 0.002)
    monkeypatch.setattr(progress, "LOG_EVERY_S", 0.002)


@pytest.fixture
def by_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles as few as those of a test are read as many are."""
    monkeypatch.setattr("bot.desk.desk.Limits", lambda: Limits(read_here_bytes=0))


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Progress("looking", 0, 0), "Looking for articles"),
        (READING, "Reading articles 1,200 of 20,000"),
        (Progress("reading", 0, 7), "Reading articles 0 of 7"),
        (Progress("indexing", 0, 0), "Indexing"),
        (Progress("merging", 2, 3), "Merging 2 of 3"),
    ],
)
def test_each_stage_has_its_words(told: Progress, said: str) -> None:
    assert words(told) == said


def test_a_slow_build_has_a_bar_that_leaves_nothing_behind(at_once: None) -> None:
    stream = Terminal()
    with progress_bar(stream, XTERM) as tell:
        tell(READING)
        until(lambda: "Reading articles 1,200 of 20,000" in stream.getvalue())
        tell(Progress("indexing", 0, 0))
        until(lambda: "Indexing" in stream.getvalue())
        assert left_on(stream.getvalue()).startswith("Indexing")
    assert left_on(stream.getvalue()) == ""
    assert stream.getvalue().rindex("\x1b[?25h") > stream.getvalue().rindex("\x1b[?25l")


def test_a_quick_build_shows_nothing() -> None:
    stream = Terminal()
    with progress_bar(stream, XTERM) as tell:
        tell(READING)
    assert stream.getvalue() == ""


def test_nothing_is_shown_before_its_time() -> None:
    stream = Terminal()
    with progress_bar(stream, XTERM) as tell:
        tell(READING)
        began = time.monotonic()
        until(lambda: bool(stream.getvalue()))
        assert time.monotonic() - began > progress.SHOW_AFTER_S / 2


def test_a_build_that_tells_nothing_shows_nothing(at_once: None) -> None:
    stream = Terminal()
    with progress_bar(stream, XTERM):
        time.sleep(0.05)
    assert stream.getvalue() == ""


@pytest.mark.parametrize(
    ("stream", "environ"), [(io.StringIO(), XTERM), (Terminal(), {"TERM": "dumb"})]
)
def test_no_bar_without_a_terminal_that_can_draw_one(
    at_once: None, stream: io.StringIO, environ: dict[str, str]
) -> None:
    with progress_bar(stream, environ) as tell:
        tell(READING)
        assert "progress" not in {thread.name for thread in threading.enumerate()}
    assert stream.getvalue() == ""


@pytest.mark.parametrize("no_color", ["", "1"])
def test_no_color_is_respected(at_once: None, no_color: str) -> None:
    stream = Terminal()
    with progress_bar(stream, {**XTERM, "NO_COLOR": no_color}) as tell:
        tell(READING)
        until(lambda: "Reading" in stream.getvalue())
    assert bool(_COLOUR.search(stream.getvalue())) is not bool(no_color)


def test_a_narrow_terminal_has_one_row_too(at_once: None) -> None:
    stream = Terminal()
    with progress_bar(stream, {**XTERM, "COLUMNS": "20"}) as tell:
        tell(READING)
        until(lambda: stream.getvalue().count("Read") > 1)
        assert "\n" not in stream.getvalue()
    assert left_on(stream.getvalue()) == ""


def test_a_terminal_that_goes_away_breaks_nothing(at_once: None) -> None:
    with progress_bar(GoneTerminal(), XTERM) as tell:
        tell(READING)
        until(lambda: "progress" not in {thread.name for thread in threading.enumerate()})
        tell(READING)


def test_any_thread_may_tell_and_the_latest_is_shown(at_once: None) -> None:
    stream = Terminal()
    with progress_bar(stream, XTERM) as tell:

        def work(number: int) -> None:
            for done in range(300):
                tell(Progress("reading", 1_000 * number + done, 9_999))

        threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        tell(Progress("reading", 9_999, 9_999))
        until(lambda: "Reading articles 9,999 of 9,999" in stream.getvalue())
    drawn = stream.getvalue()
    tell(READING)  # too late, and harmless
    assert stream.getvalue() == drawn
    assert left_on(drawn) == ""


def test_an_error_ends_the_bar_too(at_once: None) -> None:
    stream = Terminal()

    def fail() -> None:
        with progress_bar(stream, XTERM) as tell:
            tell(READING)
            until(lambda: "Reading" in stream.getvalue())
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert left_on(stream.getvalue()) == ""
    assert "progress" not in {thread.name for thread in threading.enumerate()}


def test_the_log_has_a_line_for_what_is_news(
    at_once: None, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    with progress_log() as tell:
        tell(READING)
        until(lambda: len(caplog.messages) == 1)
        time.sleep(0.05)
        tell(Progress("indexing", 0, 0))
        until(lambda: len(caplog.messages) == 2)
    assert caplog.messages == ["Reading articles 1,200 of 20,000", "Indexing"]
    assert {record.levelno for record in caplog.records} == {logging.INFO}


def test_the_log_has_a_line_only_now_and_then(
    at_once: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(progress, "LOG_EVERY_S", 0.2)
    began = time.monotonic()
    with progress_log() as tell:
        for done in range(100):
            tell(Progress("reading", done, 100))
            time.sleep(0.005)
    assert 2 <= len(caplog.messages) <= 1 + (time.monotonic() - began) / 0.2


def test_a_command_shows_how_far_its_first_build_is(
    run: Callable[..., int],
    at_once: None,
    by_a_process: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", XTERM["TERM"])
    assert run("ask", "When did the ferry return?") == 0
    assert any(stage in stream.getvalue() for stage in STAGES.values())
    assert left_on(stream.getvalue()) == ""
    printed = capsys.readouterr().out
    assert "The ferry returned" in printed
    assert "\x1b" not in printed


def test_the_bot_logs_how_far_its_first_build_is(
    run: Callable[..., int],
    at_once: None,
    by_a_process: None,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def run_bot(*_: Any) -> int:
        return 0

    stream = Terminal()
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("bot.chat.client.run_bot", run_bot)
    monkeypatch.setenv("DISCORD_TOKEN", "token")
    assert run() == 0
    lines = [record.message for record in caplog.records if record.name == "bot.console.progress"]
    assert any(line.startswith(stage) for line in lines for stage in STAGES.values())
    assert "\x1b" not in stream.getvalue()


async def test_the_interactive_desk_shows_how_far_a_reload_is(
    corpus: Path, at_once: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Session:
        lines = iter(("/reload", "/quit"))

        async def prompt_async(self, *_: Any, **__: Any) -> str:
            return next(self.lines)

    stream, printed = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", XTERM["TERM"])
    async with Desk(corpus) as desk:
        (corpus / "swans.md").write_text("Nine swans came to the mill pond on a cold morning.\n")
        await Shell(desk, Screen(printed), cast(Any, Session())).run()
    assert any(stage in stream.getvalue() for stage in STAGES.values())
    assert left_on(stream.getvalue()) == ""
    assert "1 added" in printed.getvalue()
    assert len(printed.getvalue().splitlines()) == 2
