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
from collections.abc import Iterator
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
        self._seen = b""

    def type(self, text: str) -> None:
        os.write(self._descriptor, text.encode())

    def see(self, words: str) -> str:
        """Wait for `words`; give all that came before and with them, without escape sequences."""
        deadline = time.monotonic() + DEADLINE_S
        while time.monotonic() < deadline:
            text = _ESCAPES.sub("", self._seen.decode("utf-8", "replace"))
            if words in text:
                self._seen = b""
                return text
            ready, _, _ = select.select([self._descriptor], [], [], 0.2)
            if ready:
                try:
                    self._seen += os.read(self._descriptor, 65536)
                except OSError:
                    break
        raise AssertionError(f"{words!r} never came; there was {self._seen.decode()!r}")


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
        person.see("refdesk> ")
        person.type("When were the midlevel talks held?\r")
        assert "¶" in person.see("sure that the corpus answers this")
        person.type("/ask --limit 1 --since 2018 When were the midlevel talks held?\r")
        person.see("sure that the corpus answers this")
        person.type("/timeline --events 3 --order newest trade talks\r")
        assert "Sample" in person.see("sure that the corpus tells of this")
        person.type("/timeline --limit 3 trade talks\r")
        person.see("There is no option --limit")
        person.type("/timeline --png . trade talks\r")
        person.see("--png names a folder")
        person.type("/timeline --png quay.png zeppelins over the moon\r")
        person.see("There is nothing to draw")
        person.type("/sources\r")
        person.see(" articles · ")
        person.type("/status\r")
        person.see("answers since the start")
        person.type("/reload\r")
        person.see("0 added, 0 changed, 0 removed")
        person.type("/help\r")
        person.see("--until DATE")
        person.type("/soruces\r")
        person.see("Did you mean /sources?")
        person.type("/ask --since whenever what happened\r")
        person.see("--since needs a date")
        person.type("/ask --source Nobody what happened\r")
        person.see("No article names “Nobody” as its source.")
        person.type("?\r")
        person.see("refdesk> ")
        person.type("half a question\x03")
        person.see("Ctrl-D or /quit leaves")
        person.type("/quit\r")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0
    history = (tmp_path / "data" / "terminal-history").read_text("utf-8")
    assert "When were the midlevel talks held?" in history


def test_control_d_leaves(tmp_path: Path) -> None:
    with terminal(tmp_path) as person:
        person.see("refdesk> ")
        person.type("\x04")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0


def test_a_history_that_cannot_be_kept_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "data" / "terminal-history").mkdir(parents=True)
    with terminal(tmp_path) as person:
        person.see("refdesk> ")
        person.type("When were the midlevel talks held?\r")
        person.see("sure that the corpus answers this")
        person.see("refdesk> ")
        person.type("\x04")
        person.see("Goodbye.")
        assert person.child.wait(DEADLINE_S) == 0


def test_an_interrupt_while_waiting_for_questions_ends_at_once(tmp_path: Path) -> None:
    with terminal(tmp_path, "ask", "-") as person:
        person.type("When were the midlevel talks held?\n")
        person.see('"took_ms"')
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
