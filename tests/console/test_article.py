"""``article`` and ``sources`` from end to end, and the paged reading of the interactive desk."""

from __future__ import annotations

import gc
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from prompt_toolkit import PromptSession
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.console.article import PAGE_ROWS, show_article_paged
from bot.console.screen import Screen
from bot.console.shell import Shell
from bot.desk import Desk
from tests.corpora import document

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]


def test_an_article_is_printed_word_for_word(run: Run, capsys: Output) -> None:
    assert run("article", "millers", "vote") == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "Millers vote on the new wheel\nValley Tidings · 20 Nov 2020\n\n"
        "¶ 1    The millers voted on Friday to replace the old wheel by an iron one. Nineteen"
    )
    assert "\n\n¶ 2    Work on the iron wheel" in out


def test_an_article_is_found_by_its_path_and_told_as_json(run: Run, capsys: Output) -> None:
    assert run("article", "ferry.md", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == "The ferry returns"
    assert [each["paragraph"] for each in found["paragraphs"]] == [1, 2]
    assert found["paragraphs"][1]["text"].endswith("Repairs cost 90,000 crowns.")


@pytest.mark.parametrize(
    ("named", "said"), [("zeppelin", "no article “zeppelin”"), ("the", "bees.md, ferry.md")]
)
def test_what_is_no_article_or_not_one_alone_is_said(
    run: Run, capsys: Output, named: str, said: str
) -> None:
    code = run("article", named)
    err = capsys.readouterr().err
    assert code == 2
    assert all(part in err for part in said.split(", "))


def test_nothing_in_an_article_steers_the_terminal(run: Run, capsys: Output, corpus: Path) -> None:
    rest = "and then nothing else was heard. " * 40
    text = f"---\ntitle: Odd\n---\nA \x1b[31mred bell rang for an hour {rest}\n"
    (corpus / "odd.md").write_text(text, "utf-8")
    assert run("article", "odd") == 0
    assert "\x1b" not in capsys.readouterr().out


def test_sources_are_listed_with_what_came_last(run: Run, capsys: Output, corpus: Path) -> None:
    (corpus / "press").mkdir()
    (corpus / "press" / "note.txt").write_text("The mill stood still for a whole week.\n", "utf-8")
    assert run("sources") == 0
    out = capsys.readouterr().out
    assert out.startswith("4 articles, 1 undated\n  Valley Tidings · 2 articles · 20 Nov 2020 to")
    assert "  (no source named) · 1 article · undated\n" in out
    assert "Folders:\n  (in none) · 3 articles\n  press · 1 article\n" in out
    assert "Latest in the folder:\n  untitled (note.txt) · " in out


def test_sources_as_json(run: Run, capsys: Output) -> None:
    assert run("sources", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["articles"], found["undated"]) == (3, 0)
    assert found["sources"][0] == {
        "source": "Valley Tidings",
        "articles": 2,
        "first": "2020-11-20",
        "last": "2022-04-09",
        "undated": 0,
    }
    assert found["collections"] == [{"collection": "", "articles": 3}]
    assert {each["title"] for each in found["latest"]} >= {"The ferry returns"}


async def test_reading_stops_between_paragraphs_and_where_the_reader_says_so() -> None:
    out = io.StringIO()
    asked = 0

    async def more() -> bool:
        nonlocal asked
        asked += 1
        return asked < 2

    made = document(*(f"Paragraph {number}." for number in range(1, 40)))
    await show_article_paged(Screen(out), made, more)
    lines = out.getvalue().splitlines()
    assert asked == 2
    assert PAGE_ROWS < len(lines) <= 2 * PAGE_ROWS
    assert lines[-1].startswith("¶ ")


async def test_the_interactive_desk_reads_an_article_and_lists_sources(corpus: Path) -> None:
    long = "\n\n".join(f"Line {number} of the long log." for number in range(1, 30))
    (corpus / "log.md").write_text(f"---\ntitle: The long log\n---\n{long}\n", "utf-8")
    out = io.StringIO()
    gc.collect()  # prompt_toolkit reads by select(), which takes no handle above 1,023
    with create_pipe_input() as typed:
        session = PromptSession[str](input=typed, output=DummyOutput())
        async with Desk(corpus) as desk:
            typed.send_text("/article\n/article zeppelin\n/article long log\nq\n/sources\n/quit\n")
            await Shell(desk, Screen(out), session).run()
    said = out.getvalue()
    assert "/article TITLE" in said
    assert "no article “zeppelin”" in said
    assert "Line 1 of the long log." in said
    assert "Line 29 of the long log." not in said
    assert "4 articles, 1 undated" in said
    assert "Goodbye." in said
