"""``ask`` from end to end, on a corpus of three articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.settings import LOG_NAME

ROOT = Path(__file__).parents[2]
FERRY = "When did the ferry return to the north bank?"

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]


def quotes(told: dict[str, Any]) -> list[str]:
    return [excerpt["quote"] for excerpt in told["excerpts"]]


def test_json_has_the_stable_shape_and_quotes_word_for_word(
    run: Run, corpus: Path, capsys: Output
) -> None:
    assert run("ask", FERRY, "--json") == 0
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert set(told) == {
        *("question", "answered", "confidence", "excerpts", "near_misses", "suggestion"),
        "took_ms",
    }
    assert told["question"] == FERRY
    assert told["answered"]
    first = told["excerpts"][0]
    assert set(first) == {
        *("quote", "highlight", "span", "paragraph", "score", "article", "also_in", "warnings"),
    }
    text = (corpus / first["article"]["path"]).read_text("utf-8")
    assert text[slice(*first["span"])] == first["quote"]
    assert "The ferry returned to the north bank on Monday" in first["quote"]
    assert first["article"]["source"] == "The Ferry Post"
    assert first["article"]["date"] == "2021-05-04"


def test_people_get_the_quote_and_its_citation(run: Run, capsys: Output) -> None:
    assert run("ask", FERRY) == 0
    out = capsys.readouterr().out
    assert "The ferry returned to the north bank on Monday" in out
    assert "— The ferry returns · The Ferry Post · 4 May 2021 · ¶ 1" in out
    assert "\x1b" not in out


def test_words_need_no_quotation_marks(run: Run, capsys: Output) -> None:
    assert run("ask", "--json", *FERRY.split()) == 0
    assert json.loads(capsys.readouterr().out)["question"] == FERRY


def test_a_refusal_is_an_answer_too(run: Run, capsys: Output) -> None:
    assert run("ask", "Which minister resigned over the submarine treaty?") == 0
    assert capsys.readouterr().out.startswith("Nothing in the corpus answers this.")


def test_filters_and_limit_are_obeyed(run: Run, capsys: Output) -> None:
    question = "What did the valley lose to the cold spring, and what did the millers vote on?"
    assert run("ask", question, "--json", "--source", "valley tidings", "--since", "2022") == 0
    told = json.loads(capsys.readouterr().out)
    found = [*told["excerpts"], *told["near_misses"]]
    assert {excerpt["article"]["path"] for excerpt in found} == {"bees.md"}
    assert run("ask", question, "--json", "--limit", "1") == 0
    assert len(json.loads(capsys.readouterr().out)["excerpts"]) <= 1


def test_an_unknown_source_is_told(run: Run, capsys: Output) -> None:
    assert run("ask", FERRY, "--json", "--source", "The Moon Mail") == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["answered"] is False


def test_another_corpus_can_be_named(run: Run, tmp_path: Path, capsys: Output) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "otters.txt").write_text(
        "Otters in the lake\n\nThe otters of the lake were counted on Sunday. There are sixty.\n"
    )
    assert run("ask", "How many otters are in the lake?", "--json", "--corpus", str(other)) == 0
    told = json.loads(capsys.readouterr().out)
    found = [*told["excerpts"], *told["near_misses"]]
    assert {excerpt["article"]["path"] for excerpt in found} == {"otters.txt"}


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["ask", "?"], 2, "3"),
        (["ask", "x" * 301], 2, "300"),
        (["ask", "Who came?", "--since", "someday"], 2, "--since needs a date"),
        (["ask", "Who came?", "--limit", "0"], 2, "from 1 to 30"),
        (["ask"], 2, "usage"),
        (["dance"], 2, "usage"),
        (["ask", "Who came?", "--corpus", "missing"], 3, "refdesk: "),
        (["corpus", "check", "missing"], 3, "refdesk: "),
    ],
)
def test_a_mistake_gets_its_exit_code_and_no_traceback(
    run: Run, capsys: Output, arguments: list[str], code: int, words: str
) -> None:
    assert run(*arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err
    if "usage" not in captured.err:
        assert len(captured.err.splitlines()) == 1


def test_wrong_settings_are_one_line(
    run: Run, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    monkeypatch.setenv("ASKS_PER_MINUTE", "often")
    assert run("ask", FERRY) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("refdesk: ASKS_PER_MINUTE must")
    assert "LOG_LEVEL" in line


def test_questions_are_logged_and_the_log_shows_them(
    run: Run, tmp_path: Path, capsys: Output
) -> None:
    assert run("log") == 0
    assert capsys.readouterr().out == "Nothing has been asked yet.\n"
    assert run("ask", FERRY) == 0
    assert run("ask", "Which minister resigned over the submarine treaty?") == 0
    capsys.readouterr()
    assert run("log", "--json", "--limit", "5") == 0
    latest, first = map(json.loads, capsys.readouterr().out.splitlines())
    assert (latest["answered"], first["answered"]) == (False, True)
    assert first["question"] == FERRY
    assert first["face"] == "terminal"
    assert first["user_id"] is None
    assert run("log", "--limit", "1") == 0
    out = capsys.readouterr().out
    assert "submarine treaty" in out
    assert "refused" in out
    assert FERRY not in out
    assert (tmp_path / "data" / LOG_NAME).exists()


def test_a_log_that_cannot_be_opened_stops_no_answer(
    run: Run, tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "data").write_text("in the way")
    assert run("ask", FERRY, "--json") == 0
    assert json.loads(capsys.readouterr().out)["answered"]


def test_a_damaged_log_cannot_be_listed(run: Run, tmp_path: Path, capsys: Output) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / LOG_NAME).write_text("not a database at all " * 100)
    assert run("log") == 4
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("refdesk: The query log is damaged.")


def process(
    tmp_path: Path, corpus: Path, *arguments: str, **options: Any
) -> subprocess.Popen[bytes]:
    environ = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CORPUS_DIR": str(corpus),
        "DATA_DIR": str(tmp_path / "data"),
        "DISCORD_TOKEN": "",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=tmp_path,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **options,
    )


def test_a_stream_of_questions_gives_one_object_a_line(tmp_path: Path, corpus: Path) -> None:
    lines = [
        b"\xef\xbb\xbf" + FERRY.encode(),
        b"?",
        b"y" * 400,
        b"",
        b"caf\xe9 prices in the valley",
        b"z" * 1_000_000,
        b"What did the millers vote on?\r",
        "Who is “Ada Quill”".encode(),
    ]
    child = process(tmp_path, corpus, "ask", "-", stdin=subprocess.PIPE)
    out, err = child.communicate(b"\n".join(lines), timeout=60)
    assert child.returncode == 0, err
    told = [json.loads(line) for line in out.splitlines()]
    assert len(told) == len(lines)
    assert [("error" in item) for item in told] == [
        False,
        True,
        True,
        True,
        True,
        True,
        False,
        False,
    ]
    assert all(set(item) == {"question", "error"} for item in told if "error" in item)
    assert told[0]["question"] == FERRY
    assert told[2]["question"] == "y" * 400
    assert "UTF-8" in told[4]["error"]
    assert told[6]["question"] == "What did the millers vote on?"
    assert any("Ada Quill" in quote for quote in quotes(told[7]))
    assert out.isascii()


def test_each_answer_of_a_stream_is_there_before_the_next_question(
    tmp_path: Path, corpus: Path
) -> None:
    child = process(tmp_path, corpus, "ask", "-", "--limit", "1", stdin=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    with child:
        for question in (FERRY, "What did the millers vote on?"):
            child.stdin.write(question.encode() + b"\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["question"] == question
        child.stdin.close()
    assert child.returncode == 0


def test_a_reader_that_leaves_ends_the_stream_quietly(tmp_path: Path, corpus: Path) -> None:
    child = process(tmp_path, corpus, "ask", "-", stdin=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stderr is not None
    assert child.stdin is not None
    with child:
        child.stdin.write((FERRY + "\n").encode() * 50)
        child.stdin.close()
        child.stdout.readline()
        child.stdout.close()
        err = child.stderr.read()
    assert child.returncode == 0
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err


def test_a_reader_that_leaves_a_single_answer_ends_it_quietly(tmp_path: Path, corpus: Path) -> None:
    child = process(tmp_path, corpus, "ask", FERRY, stdin=subprocess.DEVNULL)
    assert child.stdout is not None
    assert child.stderr is not None
    with child:
        child.stdout.close()
        err = child.stderr.read()
    assert child.returncode == 0
    assert err == b""
