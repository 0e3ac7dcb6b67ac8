"""What moderators read of files whose names were made to be more than text."""

from __future__ import annotations

from bot.articles.article import Rejection
from bot.chat.reports import reload_report
from bot.desk import ReloadReport
from tests.contract.markdown import kinds, plain, render


def test_the_end_of_a_name_and_the_colon_behind_it_make_no_emoji() -> None:
    rejected = (Rejection("notes:wave", "Not a text file."),)
    report = ReloadReport(1, (), (), (), rejected, 3, 9, 0.1)
    said = render(reload_report(report))
    assert "emoji" not in set(kinds(said))
    assert "notes:wave: Not a text file." in plain(said)
