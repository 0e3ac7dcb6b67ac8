"""The examples are what the desk says of the sample articles."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.settings import SETTINGS

from .reading import CORPUS, block, section

TEXT = section("In the terminal")
NOISY = ("score", "took_ms", "confidence")

Run = Callable[[str], str]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command line on the sample articles, gives what it prints."""
    monkeypatch.chdir(tmp_path)
    for setting in SETTINGS:
        monkeypatch.delenv(setting.name, raising=False)
    monkeypatch.setenv("CORPUS_DIR", str(CORPUS))

    def command(line: str) -> str:
        assert main(shlex.split(line.removeprefix("python -m bot "))) == 0
        return capsys.readouterr().out

    return command


def settled(value: Any) -> Any:
    """The same JSON without what differs from machine to machine and from weights to weights."""
    if isinstance(value, dict):
        return {key: None if key in NOISY else settled(each) for key, each in value.items()}
    return [settled(each) for each in value] if isinstance(value, list) else value


def test_the_printed_examples_are_what_the_commands_print(run: Run) -> None:
    examples = re.findall(r"^```\n\$ (python -m bot .*)\n((?:.*\n)+?)```$", TEXT, re.MULTILINE)
    assert [line.split()[3] for line, _ in examples] == ["ask", "timeline"]
    for line, printed in examples:
        assert run(line).startswith(printed)


def test_the_json_of_an_answer_is_what_the_desk_says(run: Run) -> None:
    said = json.loads(block("json", TEXT))
    told = json.loads(run(f"ask {shlex.quote(said['question'])} --limit 1 --json"))
    assert said["answered"]
    assert [list(each) for each in (said, said["excerpts"][0])] == [
        list(each) for each in (told, told["excerpts"][0])
    ]
    assert settled(said) == settled(told)


def test_the_json_of_a_timeline_is_what_the_desk_says(run: Run) -> None:
    [(line, text)] = re.findall(
        r"`(python -m bot timeline [^`]* --json)`:\n\n```json\n(.*?)^```",
        TEXT,
        re.MULTILINE | re.DOTALL,
    )
    said, told = json.loads(text), json.loads(run(line))
    assert said["answered"]
    assert [list(each) for each in (said, *said["events"])] == [
        list(each) for each in (told, *told["events"])
    ]
    assert settled(said) == settled(told)
