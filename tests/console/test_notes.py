"""What the operator is told on standard error of a terminal: each thing once."""

from __future__ import annotations

import io
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.console.notes import Notes

ROOT = Path(__file__).parents[2]

DRAWS_BADLY = """\
import sys
from bot.__main__ import main
from bot.desk.pictures import _Worker
from bot.errors import PictureError

def draw(*_):
    raise PictureError("The picture could not be drawn.", detail="no ink")

if __name__ == "__main__":
    _Worker.draw = draw
    sys.exit(main(sys.argv[1:]))
"""


def process(
    tmp_path: Path, corpus: Path, *arguments: str, lines: str = ""
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "DISCORD_TOKEN": "",
            "DATA_DIR": "data",
            "CORPUS_DIR": str(corpus),
        },
        input=lines,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_note_is_one_line_and_is_not_repeated() -> None:
    stream = io.StringIO()
    notes = Notes(stream, dim=False)
    for message in ("it\nbroke", "it\nbroke", "more"):
        notes.handle(logging.LogRecord("a", logging.ERROR, "a.py", 1, message, (), None))
    assert stream.getvalue() == "refdesk: note: it; broke\nrefdesk: note: more\n"


@pytest.mark.parametrize("command", ["ask", "timeline"])
def test_a_broken_query_log_is_told_once_for_all_questions(
    tmp_path: Path, corpus: Path, command: str
) -> None:
    (tmp_path / "data" / "log.sqlite3").mkdir(parents=True)
    done = process(tmp_path, corpus, "-m", "bot", command, "-", lines="the old ferry\niron wheel\n")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    [line] = done.stderr.splitlines()
    assert line.startswith("refdesk: note: ")
    assert "log" in line


def test_a_picture_that_fails_is_told_once(tmp_path: Path, corpus: Path) -> None:
    (tmp_path / "draws_badly.py").write_text(DRAWS_BADLY)
    arguments = ["draws_badly.py", "timeline", "the old ferry", "--png", "a.png"]
    done = process(tmp_path, corpus, *arguments)
    assert done.returncode == 1
    assert done.stderr == "refdesk: The picture could not be drawn. (no ink)\n"
    assert not (tmp_path / "a.png").exists()
