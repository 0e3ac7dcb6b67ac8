"""When an article was published, in the many forms in which news pages state it; or do not."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.article import Provenance
from bot.articles.datestamps import read_dates, read_parted
from tests.articles.reading import kept, pasted

TITLE = "Vote on the pier put off again"
LEAD = "The harbor council put off a vote on the new pier on Monday, officials said."
NEXT = "“Everybody is for it,” the mayor said. “Nobody wants to pay.”"
BODY = f"{LEAD}\n\n{NEXT}"
DAY = date(2018, 8, 17)


def stated(text: str) -> tuple[date | None, Provenance]:
    article = pasted(text).article
    return article.date, article.provenance["date"]


@pytest.mark.parametrize("joint", ["\n", "\n\n"])
@pytest.mark.parametrize(
    "lines",
    [
        "By Ann Lee|Published August 17, 2018",
        "By Ann Lee, Harbor Post, August 17, 2018",
        "By Ann Lee on August 17, 2018",
        "By Ann Lee (August 17, 2018)",
        "By Ann Lee@annlee Aug 17, 2018, 5:12pm EDT",
        "Ann Lee · Aug. 17, 2018",
        "Ann Lee / TNN / Aug 17, 2018, 10:12 IST",
        "Posted by Ann Lee on August 17, 2018",
        "Updated by Ann Lee on Aug 17, 2018, 5:12 pm EDT",
        "By Ann Lee Source: Harbor Times Published: 2018/8/17 20:53:04",
        "Updated Aug. 17, 2018 11:32 am ET",
        "Last updated on 17 August 2018 at 14:05",
        "Updated 1205 GMT (2005 HKT) August 17, 2018",
        "Created: 17 August 2018",
        "Submitted on August 17, 2018",
        "Issued: 17 August 2018",
        "17.08.2018",
        "Friday 17 August 2018 12:34, UK",
        "Fri, 17 Aug 2018 10:12:00 +0000",
        "August 17, 2018 / 5:12 AM / 2 years ago",
        "Aug 17, 2018 / 10:30 AM / CBS News",
        "Source: Xinhua| 2018-08-17 20:53:04|Editor: Bo Marsh",
        "Aug. 17, 2018, 5:12 AM EDT / Source: Reuters",
        "Press release | 17 August 2018 | Lima",
        "LIMA | Aug. 17, 2018",
        "08/17/2018August 17, 2018",
        "Published Fri, Aug 17 20189:25 AM EDTUpdated Sat, Aug 18 20181:08 PM EDT",
        "August 17, 20185:12 AM UTCUpdated 3 years ago",
        "Updated 3 hours ago|Published August 17, 2018",
        "Published 10:12 am|August 17, 2018",
    ],
)
def test_a_date_above_the_text(lines: str, joint: str) -> None:
    text = f"{TITLE}{joint}{lines.replace('|', joint) if '| ' not in lines else lines}\n\n{BODY}"
    assert stated(text) == (DAY, Provenance.HEADER)
    assert kept(pasted(text)) == [LEAD, NEXT]


@pytest.mark.parametrize(
    "lines",
    [
        "First published on Fri 17 Aug 2018 06.00 BST\nLast modified on Sat 18 Aug 2018 10.12 BST",
        "Updated August 19, 2018\nPublished August 17, 2018",
        "UPDATED: Aug. 19, 2018 9:14 p.m. | PUBLISHED: Aug. 17, 2018 8:00 a.m.",
        "Updated 5:12 PM EDT, Aug 19, 2018; posted 9:00 AM EDT, Aug 17, 2018",
        "Modified on August 19, 2018\n\nBy Ann Lee\n\nAugust 17, 2018",
        "Tuesday, November 17, 2020\n\nPublished: August 17, 2018",
        "November 17, 2020 | Posted August 17, 2018",
    ],
)
def test_publication_counts_before_an_update_and_a_labelled_date_before_another(lines: str) -> None:
    assert stated(f"{TITLE}\n\n{lines}\n\n{BODY}") == (DAY, Provenance.HEADER)


@pytest.mark.parametrize(
    "dateline",
    [
        "LIMA, 17 August 2018 (AFP) - ",
        "GENEVA, 17 August 2018 — ",
        "LIMA - August 17, 2018 - ",
        "Lima (Peru), August 17, 2018 – ",
        "LIMA, Aug. 17, 2018 -- ",
    ],
)
def test_a_dateline_with_its_year(dateline: str) -> None:
    text = f"{TITLE}\n\n{dateline}{BODY}"
    assert stated(text) == (DAY, Provenance.HEADER)
    assert kept(pasted(text)) == [LEAD, NEXT]


@pytest.mark.parametrize(
    "line",
    [
        "This article was originally published on August 17, 2018.",
        "This story first appeared in the Harbor Post on August 17, 2018.",
        "Published: August 17, 2018",
        "Updated: 17 Aug 2018 | © Harbor Post",
    ],
)
def test_a_date_below_the_text(line: str) -> None:
    assert stated(f"{TITLE}\n\n{BODY}\n\n{line}") == (DAY, Provenance.HEADER)


def test_a_note_below_does_not_replace_the_date_above() -> None:
    above = f"{TITLE}\n\nAugust 17, 2018\n\n{BODY}"
    for note in ("This story was first published on May 3, 2011.", "Published: May 3, 2011"):
        assert stated(f"{above}\n\n{note}") == (DAY, Provenance.HEADER)


@pytest.mark.parametrize(
    "lines",
    [
        "Published 3 hours ago",
        "By Ann Lee | Published 3 hours ago",
        "Published yesterday at 5:12 PM",
        "25 minutes ago",
        "August 17",
        "Updated Aug. 17",
        "August 2018",
        "08/07/2018 05:08 AM EDT",
        "As of August 17, 2018",
        "Archived from the original on August 19, 2018",
        "Medically reviewed August 19, 2018",
        "© 2018 Harbor Post",
        "The pier in Lima, June 3, 2017",
        "The pier as seen on June 3, 2017. PHOTO: ANN LEE/HARBOR POST",
        "Workers paint the pier in Lima, Peru, June 3, 2017. Ann Lee/Reuters",
        "Lima, Peru, June 3, 2017",
        "Mayor Bo Marsh, June 3, 2017",
        "Photo taken June 3, 2017",
        "FILE - In this June 3, 2017 file photo, a worker paints the pier. (AP Photo/Ann Lee)",
    ],
)
def test_what_dates_no_article(lines: str) -> None:
    undated = f"{TITLE}\n\n{lines}\n\nBy Bo Marsh\n\n{BODY}"
    assert stated(undated) == (None, Provenance.UNKNOWN)
    dated = f"{TITLE}\n\n{lines}\n\nBy Ann Lee\n\nAug. 17, 2018\n\n{BODY}"
    assert stated(dated) == (DAY, Provenance.HEADER)


@pytest.mark.parametrize(
    "lead",
    [
        "Published on March 4, 2016, the report found that piers rot from within.",
        "Released March 4, 2016, the film shows a pier.",
        "Updated March 4, 2016 by the council, the plan leaves the pier out.",
        "Filed March 4, 2016 the suit says that the pier is not safe.",
        "On March 4, 2016, the council voted for the pier.",
    ],
)
@pytest.mark.parametrize("above", ["", f"{TITLE}\n\n"])
def test_a_lead_that_begins_with_a_date_is_no_date_line(above: str, lead: str) -> None:
    text = f"{above}{lead}\n\n{BODY}"
    assert stated(text) == (None, Provenance.UNKNOWN)
    assert kept(pasted(text)) == [lead, LEAD, NEXT]


def test_a_line_above_the_title_may_name_an_outlet_nobody_knows() -> None:
    text = f"Harbor Post, August 17, 2018\n\n{TITLE}\n\n{BODY}"
    assert stated(text) == (DAY, Provenance.HEADER)
    assert pasted(text).article.title == TITLE


@pytest.mark.parametrize(
    ("line", "outlet"),
    [("Aug 17, 2018 / CBS News", "CBS News"), ("Source: Reuters | Aug 17, 2018", "Reuters")],
)
def test_the_outlet_among_parts(line: str, outlet: str) -> None:
    found = read_parted(line)
    assert found
    assert (found[0], found[1].published) == (outlet, DAY)


@pytest.mark.parametrize(
    "line",
    [
        "Aug 17, 2018",
        "The pier burned | Aug 17, 2018",
        "Ann Lee/Reuters | Aug 17, 2018",
        "a / b",
        "",
    ],
)
def test_parts_that_say_something_else(line: str) -> None:
    assert read_parted(line) is None


def test_which_date_a_label_names() -> None:
    both = read_dates("Aug. 17, 2018 / Updated Aug. 18, 2018")
    assert both
    assert (both.published, both.updated) == (DAY, date(2018, 8, 18))
    assert (both.labelled, both.named) == (True, False)
