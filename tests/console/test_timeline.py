"""``timeline`` from end to end: events told by hand, and events found in three articles."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answer.answer import Filters
from bot.answer.event import Order, Timeline, Topic
from bot.desk.pictures import Pictures
from bot.errors import PictureError
from tests.timelines import event, timeline

ROOT = Path(__file__).parents[2]
PICTURE = b"\x89PNG\r\n\x1a\n and the rest"
OLDER = b"\x89PNG\r\n\x1a\n an older picture"

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]

BRIDGE = {
    "collapse.md": """\
---
title: Two spans of the rope bridge fall
source: The Ferry Post
date: 2021-05-05
---
Two spans of the rope bridge fell into the river on May 3. Nobody was on the rope bridge.
""",
    "repair.md": """\
---
title: Rope bridge to be mended
source: Valley Tidings
date: 2021-05-12
---
The council voted on Tuesday to mend the rope bridge. Work on the rope bridge is to begin on
June 1, the council said.
""",
    "opening.md": """\
---
title: Rope bridge opens again
source: The Ferry Post
date: 2021-09-18
---
The rope bridge was opened again on September 17, 2021, with a procession of forty goats.
""",
}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Topic]:
    """The desk tells of two events whatever the topic; gives the topics it was asked for."""
    topics: list[Topic] = []

    def tell(_snapshot: object, topic: Topic, _weights: object) -> Timeline:
        topics.append(topic)
        if "submarine" in topic.text:
            return replace(timeline(), topic=topic)
        later = event("2021-06-01", "Work begins on June 1.", highlight="June 1", planned=True)
        fall = event("2021-05-03", "Two spans fell on May 3.", highlight="May 3")
        return replace(timeline([later, fall]), topic=topic)

    monkeypatch.setattr("bot.desk.desk.tell", tell)
    return topics


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    async def picture(_: Pictures, told: Timeline) -> bytes | None:
        return PICTURE if told.answered else None

    monkeypatch.setattr(Pictures, "picture", picture)


def test_json_has_the_stable_shape(run: Run, told: list[Topic], capsys: Output) -> None:
    assert run("timeline", "rope bridge", "--json", "--order", "newest") == 0
    [line] = capsys.readouterr().out.splitlines()
    assert line.isascii()
    given = json.loads(line)
    assert set(given) == {"topic", "answered", "events", "took_ms"}
    assert (given["topic"], given["answered"]) == ("rope bridge", True)
    assert [each["date"] for each in given["events"]] == ["2021-05-03", "2021-06-01"]
    assert set(given["events"][0]) == {
        *("date", "end", "granularity", "planned", "inferred", "quote", "span", "paragraph"),
        *("article", "also_in", "score"),
    }
    assert set(given["events"][0]["article"]) == {
        *("id", "path", "title", "source", "authors", "date", "date_from", "url"),
    }
    assert [each["planned"] for each in given["events"]] == [False, True]


def test_people_get_dates_quotes_and_citations(run: Run, told: list[Topic], capsys: Output) -> None:
    assert run("timeline", "rope", "bridge", "--order", "newest") == 0
    out = capsys.readouterr().out
    assert out.startswith("1 Jun 2021  Work begins on June 1.\nplanned     — News of 2021-06-01")
    assert "\n3 May 2021  Two spans fell on May 3.\n" in out
    assert "\x1b" not in out
    assert told[0].text == "rope bridge"


def test_a_refusal_is_an_answer_too(run: Run, told: list[Topic], capsys: Output) -> None:
    assert run("timeline", "submarine treaties") == 0
    assert capsys.readouterr().out.startswith("No dated event in the articles is about this.")
    assert run("timeline", "submarine treaties", "--json") == 0
    given = json.loads(capsys.readouterr().out)
    assert (given["answered"], given["events"]) == (False, [])


def test_options_reach_the_desk(run: Run, told: list[Topic]) -> None:
    options = ["--source", "the ferry post", "--since", "2021-05", "--until", "2021", "--events"]
    assert run("timeline", "rope bridge", *options, "3", "--order", "weight") == 0
    bounds = Filters("the ferry post", date(2021, 5, 1), date(2021, 12, 31))
    assert told == [Topic("rope bridge", bounds, 3, Order.WEIGHT)]
    assert run("timeline", "rope bridge") == 0
    assert told[1] == Topic("rope bridge")


def test_an_unknown_source_is_told(
    run: Run, told: list[Topic], caplog: pytest.LogCaptureFixture
) -> None:
    assert run("timeline", "rope bridge", "--source", "The Moon Mail") == 0
    assert "No article names “The Moon Mail” as its source." in caplog.text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["rope bridge", "--since", "someday"], 2, "--since needs a date"),
        (["rope bridge", "--since", "2022", "--until", "2021"], 2, "--since lies after --until"),
        (["rope bridge", "--events", "2"], 2, "from 3 to 40"),
        (["rope bridge", "--events", "41"], 2, "from 3 to 40"),
        (["rope bridge", "--order", "backwards"], 2, "newest"),
        (["rope bridge", "--png", "articles"], 2, "--png names a folder"),
        (["rope bridge", "--png", "missing/a.png"], 2, "a folder that does not exist"),
        ([], 2, "usage"),
        (["rope bridge", "--corpus", "missing"], 3, "refdesk: "),
    ],
)
def test_a_mistake_gets_its_exit_code_and_no_traceback(
    run: Run, told: list[Topic], capsys: Output, arguments: list[str], code: int, words: str
) -> None:
    assert run("timeline", *arguments) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert "Traceback" not in captured.err
    if "usage" not in captured.err:
        assert len(captured.err.splitlines()) == 1
    assert told == []


@pytest.mark.usefixtures("drawn")
def test_a_picture_is_written_beside_the_text(
    run: Run, told: list[Topic], tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "bridge.png").write_bytes(OLDER)
    assert run("timeline", "rope bridge", "--png", "bridge.png") == 0
    assert "3 May 2021" in capsys.readouterr().out
    assert (tmp_path / "bridge.png").read_bytes() == PICTURE
    assert run("timeline", "rope bridge", "--json", "--png", str(tmp_path / "other.png")) == 0
    assert json.loads(capsys.readouterr().out)["answered"]
    assert (tmp_path / "other.png").read_bytes() == PICTURE


@pytest.mark.usefixtures("drawn")
def test_nothing_to_draw_is_said(
    run: Run,
    told: list[Topic],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    (tmp_path / "bridge.png").write_bytes(OLDER)
    assert run("timeline", "submarine treaties", "--png", "bridge.png") == 0
    assert "There is nothing to draw" in caplog.text
    assert (tmp_path / "bridge.png").read_bytes() == OLDER


def test_a_picture_that_fails_costs_nobody_the_timeline(
    run: Run, told: list[Topic], tmp_path: Path, capsys: Output, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def picture(_: Pictures, told: Timeline) -> bytes | None:
        raise PictureError("The picture could not be drawn.", detail="the worker ended")

    monkeypatch.setattr(Pictures, "picture", picture)
    assert run("timeline", "rope bridge", "--png", "bridge.png") == 1
    captured = capsys.readouterr()
    assert "3 May 2021" in captured.out
    assert captured.err == "refdesk: The picture could not be drawn. (the worker ended)\n"
    assert not (tmp_path / "bridge.png").exists()


def test_topics_are_logged_and_the_log_shows_them_as_timelines(
    run: Run, told: list[Topic], capsys: Output
) -> None:
    assert run("ask", "When did the ferry return to the north bank?") == 0
    assert run("timeline", "rope bridge") == 0
    assert run("timeline", "submarine treaties") == 0
    capsys.readouterr()
    assert run("log", "--json") == 0
    refused, listed, answer = map(json.loads, capsys.readouterr().out.splitlines())
    assert (refused["kind"], refused["question"]) == ("timeline", "submarine treaties")
    assert (listed["kind"], listed["answered"], listed["excerpts"]) == ("timeline", True, 2)
    assert answer["kind"] == "answer"
    assert run("log") == 0
    out = capsys.readouterr().out
    assert "timeline refused, 10% sure" in out
    assert "timeline of 2 events, 90% sure" in out


def test_events_are_found_in_articles_word_for_word(
    run: Run, tmp_path: Path, capsys: Output
) -> None:
    folder = tmp_path / "bridge"
    folder.mkdir()
    for name, text in BRIDGE.items():
        (folder / name).write_text(text, "utf-8")
    assert run("timeline", "rope bridge", "--json", "--corpus", str(folder)) == 0
    given = json.loads(capsys.readouterr().out)
    dates = [(each["date"], each["end"], each["planned"]) for each in given["events"]]
    assert ("2021-05-03", None, False) in dates
    assert ("2021-09-17", None, False) in dates
    assert dates == sorted(dates)
    for each in given["events"]:
        text = (folder / each["article"]["path"]).read_text("utf-8")
        assert text[slice(*each["span"])] == each["quote"]
    assert run("timeline", "submarine treaties", "--json", "--corpus", str(folder)) == 0
    assert not json.loads(capsys.readouterr().out)["answered"]


def process(
    tmp_path: Path, corpus: Path, lines: bytes, *arguments: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "bot", "timeline", *arguments, "--corpus", str(corpus)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": "", "PYTHONUNBUFFERED": ""},
        input=lines,
        capture_output=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("options", [[], ["--json"]])
@pytest.mark.parametrize("full", [False, True])
def test_a_reader_who_leaves_gets_the_picture_all_the_same(
    tmp_path: Path, corpus: Path, options: list[str], full: bool
) -> None:
    """As in ``… --png a.png | true`` and ``… --png a.png > /dev/full``."""
    if full and not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    ours, theirs = (None, os.open("/dev/full", os.O_WRONLY)) if full else os.pipe()
    if ours is not None:
        os.close(ours)
    arguments = ["timeline", "the old ferry", "--png", "a.png", *options]
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments, "--corpus", str(corpus)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISCORD_TOKEN": "", "PYTHONUNBUFFERED": ""},
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    assert (tmp_path / "a.png").read_bytes().startswith(PICTURE[:8])
    if full:
        [line] = done.stderr.splitlines()
        assert line.startswith("refdesk: The output could not be written.")
    assert (done.returncode, bool(done.stderr)) == (int(full), full)


def test_a_picture_that_fails_is_said_to_whoever_left_too(tmp_path: Path, corpus: Path) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    code = (
        "import sys\n"
        "from bot.__main__ import main\n"
        "from bot.desk.pictures import Pictures\n"
        "from bot.errors import PictureError\n"
        "async def picture(*_):\n"
        "    raise PictureError('The picture could not be drawn.')\n"
        "Pictures.picture = picture\n"
        "sys.exit(main(['timeline', 'the old ferry', '--png', 'a.png']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "",
            "DISCORD_TOKEN": "",
            "CORPUS_DIR": str(corpus),
        },
        stdout=theirs,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(theirs)
    assert (done.returncode, done.stderr) == (1, "refdesk: The picture could not be drawn.\n")


def test_one_picture_of_many_topics_is_refused(tmp_path: Path, corpus: Path) -> None:
    done = process(tmp_path, corpus, b"the old ferry\n", "-", "--png", "a.png")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"refdesk: --png draws one topic")


def test_a_stream_of_topics_gives_one_object_a_line(tmp_path: Path, corpus: Path) -> None:
    lines = [b"\xef\xbb\xbfthe old ferry", b"?", b"caf\xe9", b"y" * 400, b"iron wheel\r"]
    done = process(tmp_path, corpus, b"\n".join(lines), "-")
    assert done.returncode == 0, done.stderr
    given = [json.loads(line) for line in done.stdout.splitlines()]
    assert [("error" in item) for item in given] == [False, True, True, True, False]
    assert all(set(item) == {"topic", "error"} for item in given if "error" in item)
    assert [given[0]["topic"], given[4]["topic"]] == ["the old ferry", "iron wheel"]
    assert "UTF-8" in given[2]["error"]


def test_the_command_line_with_json_loads_no_heavy_library() -> None:
    heavy = "{'discord', 'rich', 'prompt_toolkit', 'matplotlib'}"
    code = (
        "import sys, bot.__main__, bot.console.timeline;"
        f"sys.exit(str({heavy} & set(sys.modules)) if {heavy} & set(sys.modules) else 0)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
