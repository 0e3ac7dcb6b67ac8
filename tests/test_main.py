"""The process as a whole: ``run`` with and without a terminal, closed streams, signals."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DEADLINE_S = 40.0

_ESCAPES = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07|[()][A-Z0-9]|[=>])")


def environ(tmp_path: Path, **changes: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CORPUS_DIR": str(ROOT / "corpus"),
        "DATA_DIR": str(tmp_path / "data"),
        "DISCORD_TOKEN": "",
        "TERM": "xterm-256color",
        **changes,
    }


class Terminal:
    """A person at a terminal: what they see, and what they type."""

    def __init__(self, descriptor: int, child: subprocess.Popen[bytes]) -> None:
        self._descriptor = descriptor
        self.child = child
        self._shown = b""
        self._read = 0

    def type(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def say(self, text: str) -> None:
        """Type it once the desk waits for it."""
        self._until(lambda: self._text.rstrip().endswith("refdesk>"), "the prompt")
        self.type(text)

    def see(self, words: str) -> str:
        """Wait for `words` below what was seen before; give all that came with them, without escape
        sequences."""
        self._until(lambda: words in self._text[self._read :], words)
        begin = self._read
        self._read = self._text.index(words, begin) + len(words)
        return self._text[begin : self._read]

    @property
    def _text(self) -> str:
        return _ESCAPES.sub("", self._shown.decode("utf-8", "replace"))

    def _until(self, holds: Callable[[], bool], what: str) -> None:
        deadline = time.monotonic() + DEADLINE_S
        while not holds():
            ready, _, _ = select.select([self._descriptor], [], [], 0.2)
            try:
                data = os.read(self._descriptor, 65536) if ready else b""
            except OSError:
                deadline = 0.0
            if time.monotonic() > deadline:
                raise AssertionError(f"{what!r} never came; there was {self._text!r}")
            self._shown += data


@contextmanager
def terminal(tmp_path: Path, *arguments: str, **changes: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        # Nobody here answers where the cursor is, which each prompt would wait a second for.
        env=environ(tmp_path, PROMPT_TOOLKIT_NO_CPR="1", **changes),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Terminal(ours, child)
    finally:
        child.kill()
        child.wait()
        os.close(ours)


def test_without_a_terminal_one_sample_question_is_answered(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot"],
        cwd=tmp_path,
        env=environ(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "A sample question: When were the midlevel talks held?" in done.stdout
    assert "¶" in done.stdout
    assert "Nothing in the corpus" not in done.stdout
    assert f'{sys.executable} -m bot ask "your question"' in done.stdout
    assert done.stderr == ""


def test_another_corpus_is_asked_for_what_it_holds(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "otters.md").write_text(
        "---\ntitle: Sixty otters counted in the lake\n---\n"
        "The wardens counted sixty otters in the lake on Sunday. Last year there were forty.\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=environ(tmp_path, CORPUS_DIR=str(folder)),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "A sample question: " in done.stdout
    assert "sixty otters" in done.stdout


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_hindrance(tmp_path: Path, closed: str) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"{sys.executable}" -m bot {closed}'],
        cwd=tmp_path,
        env=environ(tmp_path),
        timeout=DEADLINE_S,
        check=False,
    )
    assert done.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "When were the midlevel talks held?"],
        ["ask", "--json", "When were the midlevel talks held?"],
        ["timeline", "trade talks"],
        ["corpus", "check"],
        ["corpus", "check", "--json"],
    ],
)
def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=tmp_path,
            env=environ(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=DEADLINE_S,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("refdesk: The output could not be written.")
    assert "Traceback" not in done.stderr


def test_the_interactive_desk(tmp_path: Path) -> None:
    with terminal(tmp_path) as person:
        person.say("When were the midlevel talks held?\r")
        assert "¶" in person.see("sure that the corpus answers this")
        person.say("/ask --limit 1 --since 2018 When were the midlevel talks held?\r")
        person.see("sure that the corpus answers this")
        person.say("/timeline --events 3 --order newest trade talks\r")
        assert "Sample" in person.see("sure that the corpus tells of this")
        person.say("/timeline --limit 3 trade talks\r")
        person.see("There is no option --limit")
        person.say("/timeline --png . trade talks\r")
        person.see("--png names a folder")
        person.say("/timeline --png quay.png zeppelins over the moon\r")
        person.see("There is nothing to draw")
        person.say("/sources\r")
        person.see(" articles · ")
        person.say("/status\r")
        person.see("answers since the start")
        person.say("/reload\r")
        person.see("0 added, 0 changed, 0 removed")
        person.say("/help\r")
        person.see("--until DATE")
        person.say("/soruces\r")
        person.see("Did you mean /sources?")
        person.say("/ask --since whenever what happened\r")
        person.see("--since needs a date")
        person.say("/ask --source Nobody what happened\r")
        person.see("No article names “Nobody” as its source.")
        person.say("?\r")
        person.see("Please ask with at least")
        person.say("half a question\x03")
        person.see("Ctrl-D or /quit leaves")
        person.say("/quit\r")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0
    history = (tmp_path / "data" / "terminal-history").read_text("utf-8")
    assert "When were the midlevel talks held?" in history


def test_control_d_leaves(tmp_path: Path) -> None:
    with terminal(tmp_path) as person:
        person.say("\x04")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0


def test_a_history_that_cannot_be_kept_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "data" / "terminal-history").mkdir(parents=True)
    with terminal(tmp_path) as person:
        person.see("refdesk> ")  # a note about the history may come below it
        person.type("When were the midlevel talks held?\r")
        person.see("sure that the corpus answers this")
        person.say("\x04")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0


def test_an_interrupt_while_waiting_for_questions_ends_at_once(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "-") as person:
        person.type("When were the midlevel talks held?\n")
        person.see('"took_ms"')
        time.sleep(0.5)  # until it waits for the next question
        person.child.send_signal(signal.SIGINT)
        person.see("refdesk: interrupted")
        assert person.child.wait(10) == 130


def test_version_and_help(tmp_path: Path) -> None:
    for option, words in (("--version", "Refdesk "), ("--help", "exit codes:")):
        done = subprocess.run(
            [sys.executable, "-m", "bot", option],
            cwd=tmp_path,
            env=environ(tmp_path),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert words in done.stdout


def test_a_mistake_in_the_rules_of_who_sees_what_stops_the_start(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    rules.write_text("collections: {press: {guild: [1]}}", "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        cwd=tmp_path,
        env=environ(tmp_path, COLLECTIONS_FILE=str(rules)),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 2
    assert "“press” may have guilds, channels and roles, not guild" in done.stderr
    assert str(rules) not in done.stderr
