"""The bench of dates from end to end on TimeML made here, and its reader on files that are none."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import pytest

from bench import __main__ as command
from bench import dates
from bench.timeml import Expression, timeml_texts

TIMEML = """<?xml version="1.0" ?>
<TimeML><DOCID>{name}</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2021-09-17" functionInDocument="CREATION_TIME"
>09/17/2021</TIMEX3></DCT>
<TEXT>{text}</TEXT></TimeML>
"""
HARBOUR = (
    'The port <EVENT eid="e1">opened</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2021-09-14">'
    'Tuesday</TIMEX3> &amp; shut <TIMEX3 tid="t2" type="DATE" value="2021-09-16"> two days'
    ' later</TIMEX3>.<TIMEX3 tid="t3" type="DURATION" value="P2D"/>'
)
BAKERY = 'The bakery dates from <TIMEX3 tid="t1" type="DATE" value="1987">1987</TIMEX3>.'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "gold" / "deep").mkdir(parents=True)
    (tmp_path / "gold" / "deep" / "b.tml").write_text(TIMEML.format(name="b", text=BAKERY))
    (tmp_path / "gold" / "a.tml").write_text(TIMEML.format(name="a", text=HARBOUR))
    (tmp_path / "gold" / "notes.txt").write_text("no TimeML")
    return tmp_path


def test_texts_without_their_marks(folder: Path) -> None:
    harbour, bakery = timeml_texts(folder)
    assert harbour.text == "The port opened on Tuesday & shut  two days later."
    assert harbour.anchor == date(2021, 9, 17)
    assert harbour.gold == (
        Expression(19, 26, "2021-09-14"),
        Expression(35, 49, "2021-09-16"),
    )
    assert (bakery.name, bakery.gold) == ("b", (Expression(22, 26, "1987"),))


@pytest.mark.parametrize(
    "content",
    ["no xml", "<TimeML><TEXT>a</TEXT></TimeML>", TIMEML.replace("2021-09-17", "soon")],
)
def test_a_file_that_is_no_timeml_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.tml").write_text(content)
    with pytest.raises(ValueError, match=r"odd\.tml"):
        timeml_texts(tmp_path)


def test_the_command(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["bench", "dates", "--data", str(folder), "--json"])
    assert command.main() == 0
    figures = json.loads(capsys.readouterr().out.rstrip("\n").splitlines()[-1])
    assert list(figures) == [
        *("strict_f1", "relaxed_f1", "value_f1", "ms_per_sentence", "dateparser_value_f1"),
    ]
    assert (figures["strict_f1"], figures["value_f1"]) == (1.0, 1.0)
    assert 0 < figures["dateparser_value_f1"] < 1
    assert figures["ms_per_sentence"] > 0


def test_no_data(tmp_path: Path) -> None:
    assert dates.run(tmp_path, as_json=False) == {}


def test_dateparser_says_how_exact_a_date_is() -> None:
    found = dates.dateparser_on(
        "It opened in March 2004 and shut on 4 May 2006.", date(2021, 9, 17)
    )
    assert [each.value for each in found] == ["2004-03", "2006-05-04"]
