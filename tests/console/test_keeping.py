from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.articles.edits import Edit, read_edits
from bot.articles.keeping import UNDO_SECONDS
from bot.console.arguments import EXIT_CORPUS, EXIT_FAILED, EXIT_OK, EXIT_USAGE
from bot.console.corpus.keeping import UNDO_MINUTES, fields, remove_file
from bot.errors import QuestionError

Run = Callable[..., int]
Output = pytest.CaptureFixture[str]
SEALS = "Seals are back\n\nForty grey seals came back to the outer skerries, Ann Ek counted.\n"


@pytest.fixture
def seals(tmp_path: Path) -> str:
    (tmp_path / "seals.txt").write_text(SEALS, "utf-8")
    return "seals.txt"


def test_a_file_is_added_shown_and_corrected_at_once(
    run: Run, corpus: Path, seals: str, capsys: Output
) -> None:
    options = ("--collection", "coast", "--date", "3 Feb 2022", "--source", "Quay Post")
    assert run("corpus", "add", seals, *options) == EXIT_OK
    told = capsys.readouterr().out
    assert "title:   Seals are back (header)" in told
    assert "date:    3 Feb 2022 (declared)" in told
    assert told.endswith("kept: coast/seals.txt\n")
    assert (corpus / "coast/seals.txt").read_text("utf-8") == SEALS
    edit = Edit(source="Quay Post", date=date(2022, 2, 3))
    assert read_edits(corpus) == {"coast/seals.txt": edit}


def test_what_cannot_be_kept_is_told_and_costs_the_other_files_nothing(
    run: Run, corpus: Path, seals: str, tmp_path: Path, capsys: Output
) -> None:
    (tmp_path / "void.txt").write_bytes(b"")
    (corpus / "ferry.txt").write_text(SEALS, "utf-8")
    (tmp_path / "ferry.txt").write_text(SEALS * 2, "utf-8")
    files = ("void.txt", "nowhere.txt", "ferry.txt", "run.exe", seals)
    assert run("corpus", "add", *files) == EXIT_CORPUS
    out, error = capsys.readouterr()
    assert "not kept: void.txt: The file is empty." in out
    assert "not kept: nowhere.txt: Cannot be read: No such file or directory." in out
    assert "not kept: ferry.txt: There is a file of that name already. Use --replace." in out
    assert "not kept: run.exe: Unsupported kind of file" in out
    assert out.endswith("kept: seals.txt\n")
    assert error.startswith("refdesk: Not every file was kept.")
    assert (corpus / "ferry.txt").read_text("utf-8") == SEALS
    assert run("corpus", "add", "ferry.txt", "--replace") == EXIT_OK
    assert (corpus / "ferry.txt").read_text("utf-8") == SEALS * 2


def test_an_article_is_corrected_by_path_or_title_and_uncorrected(
    run: Run, corpus: Path, capsys: Output
) -> None:
    assert run("corpus", "edit", "the FERRY returns", "--title", "Ferry is back") == EXIT_OK
    assert "title:   Ferry is back (declared)" in capsys.readouterr().out
    assert run("corpus", "edit", "ferry.md", "--date", "2021-05-05") == EXIT_OK
    edit = Edit(title="Ferry is back", date=date(2021, 5, 5))
    assert read_edits(corpus) == {"ferry.md": edit}
    assert run("corpus", "show", "Ferry is back") == EXIT_OK
    assert capsys.readouterr().out.endswith("corrected by a moderator: title, date\n")
    assert run("corpus", "edit", "./ferry.md", "--clear") == EXIT_OK
    assert "title:   The ferry returns (declared)" in capsys.readouterr().out
    assert read_edits(corpus) == {}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("edit", "ferry.md"), "Say what to correct"),
        (("edit", "ferry.md", "--clear", "--title", "x"), "Say what to correct"),
        (("edit", "ferry.md", "--date", "May"), "--date needs a day such as 2018-08-17"),
        (("edit", "zeppelin", "--title", "x"), "There is no article “zeppelin”."),
        (("show", "e"), "may be any of "),
        (("add", "a.md", "b.md", "--title", "x"), "are for one file at a time"),
        (("add", "a.md", "--date", "x"), "--date needs a day"),
        (("list", "--collection", "x"), "There is no such collection"),
        (("remove", "ferry.md"), "Nobody is there to ask"),
    ],
)
def test_what_makes_no_sense_is_said_in_a_line(
    run: Run, corpus: Path, capsys: Output, arguments: tuple[str, ...], told: str
) -> None:
    assert run("corpus", *arguments) == EXIT_USAGE
    assert told in capsys.readouterr().err
    assert read_edits(corpus) == {}


def test_what_is_removed_is_brought_back(run: Run, corpus: Path, capsys: Output) -> None:
    before = (corpus / "ferry.md").read_bytes()
    assert run("corpus", "remove", "ferry.md", "--yes") == EXIT_OK
    first, last = capsys.readouterr().out.splitlines()
    assert first == "removed: ferry.md"
    assert last.startswith(f"for {UNDO_MINUTES} minutes: python -m bot corpus undo ")
    assert UNDO_MINUTES * 60 == UNDO_SECONDS
    assert not (corpus / "ferry.md").exists()
    token = last.split()[-1]
    assert run("corpus", "undo", token) == EXIT_OK
    assert (corpus / "ferry.md").read_bytes() == before
    assert run("corpus", "undo", token) == EXIT_FAILED
    assert "can no longer be undone" in capsys.readouterr().err
    assert run("corpus", "remove", "nowhere.md", "--yes") == EXIT_CORPUS


def test_somebody_who_is_asked_may_say_no(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    assert remove_file(corpus, "ferry.md", yes=False, ask=lambda said: "") == EXIT_OK
    assert (corpus / "ferry.md").exists()
    assert remove_file(corpus, "ferry.md", yes=False, ask=lambda said: "Y") == EXIT_OK
    assert not (corpus / "ferry.md").exists()


def test_the_list_and_the_status_as_text_and_as_json(run: Run, capsys: Output) -> None:
    assert run("corpus", "list", "valley") == EXIT_OK
    assert capsys.readouterr().out == (
        "A cold spring empties the hives · Valley Tidings · 9 Apr 2022\n    bees.md\n"
        "Millers vote on the new wheel · Valley Tidings · 20 Nov 2020\n    mill.md\n"
        "2 articles\n"
    )
    assert run("corpus", "list", "--json") == EXIT_OK
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [each["path"] for each in found] == ["bees.md", "ferry.md", "mill.md"]
    assert found[1]["date"] == "2021-05-04"
    assert run("corpus", "status", "--json") == EXIT_OK
    status = json.loads(capsys.readouterr().out)
    assert (status["articles"], status["undated"], status["snapshot"]) == (3, 0, 1)
    assert status["index_bytes"] > 1_000
    assert run("corpus", "status") == EXIT_OK
    assert "3 articles, 5 paragraphs · snapshot 1" in capsys.readouterr().out


def test_a_reload_tells_what_it_changed(run: Run, corpus: Path, seals: str, capsys: Output) -> None:
    assert run("corpus", "reload") == EXIT_OK
    assert "added: bees.md\n" in capsys.readouterr().out
    (corpus / "ferry.md").unlink()
    (corpus / "void.txt").write_bytes(b"")
    assert run("corpus", "add", seals) == EXIT_OK
    capsys.readouterr()
    assert run("corpus", "reload") == EXIT_OK
    assert capsys.readouterr().out == (
        "added: seals.txt\nremoved: ferry.md\nrejected: void.txt: The file is empty.\n"
        "snapshot 2: 3 articles\n"
    )
    assert run("corpus", "reload") == EXIT_OK
    assert "Nothing has changed.\nsnapshot 2: 3 articles\n" in capsys.readouterr().out


def test_a_field_left_out_stays_and_an_empty_one_goes() -> None:
    before = Edit(title="a", source="b", date=date(2020, 1, 1))
    assert fields(None, None, None, before) == before
    assert fields("", "", "", before) == Edit()
    with pytest.raises(QuestionError):
        fields(None, "2020", None, before)
