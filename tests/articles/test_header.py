"""Articles as people paste them: what is metadata, what is text, and what is not known."""

from __future__ import annotations

from datetime import date

import pytest

from bot.articles.article import FIELDS, Provenance
from tests.articles.reading import dropped, kept, pasted

LEAD = "The harbor council put off a vote on the new pier on Monday, officials said."
NEXT = "“Everybody is for it,” the mayor said. “Nobody wants to pay.”"
BODY = f"{LEAD}\n\n{NEXT}"


def test_a_date_marker_and_a_byline_stand_on_one_line() -> None:
    document = pasted(f" date 2018-08-17 By Ann Lee in Lima and Bo Marsh in Oslo\n\n{BODY}")
    assert document.article.authors == ("Ann Lee", "Bo Marsh")
    assert document.article.date == date(2018, 8, 17)
    assert document.article.provenance["date"] is Provenance.HEADER
    assert document.article.title is None
    assert kept(document) == [LEAD, NEXT]


def test_a_date_marker_glued_to_the_lead_leaves_the_lead_quotable() -> None:
    document = pasted(f" date 2018-11-02 {BODY}")
    assert document.article.date == date(2018, 11, 2)
    assert dropped(document) == {"date 2018-11-02": "date line"}
    assert kept(document) == [LEAD, NEXT]
    assert document.paragraphs[0].sentences[0].start == document.text.index(LEAD)


@pytest.mark.parametrize(
    "glued",
    [
        "By Ann Lee in Beijing and Bo Marsh in Washington ",
        "By Ann Lee and Bo Marsh in New York ",
        "By Ann Lee, Bo Marsh in Hong Kong ",
        "By Ann Lee and Bo Marsh PORT HOLLOW (Reuters) – ",
        "By Ann Lee and Bo Marsh WASHINGTON—",
    ],
)
def test_a_byline_may_be_glued_to_the_lead(glued: str) -> None:
    document = pasted(f" date 2018-08-17 {glued}{BODY}")
    assert document.article.authors == ("Ann Lee", "Bo Marsh")
    assert document.article.date == date(2018, 8, 17)
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    "marker",
    ["2018-08-17 ", "[2018-08-17] ", "Aug. 17, 2018 — ", "(17 August 2018) ", "Aug. 17, 2018: ",
     "Published on Aug. 17, 2018. ", "Friday, August 17, 2018 | ", "Date: 2018-08-17\n",
     "2018-08-17 (Reuters) – "],
)  # fmt: skip
def test_other_markers_before_the_lead(marker: str) -> None:
    document = pasted(marker + BODY)
    assert document.article.date == date(2018, 8, 17)
    assert kept(document) == [LEAD, NEXT]


def test_a_dateline_may_stand_on_a_line_of_its_own() -> None:
    document = pasted(f"Pier vote put off\n\nLIMA, Aug. 17, 2018 (Reuters) -\n\n{BODY}")
    assert document.article.title == "Pier vote put off"
    assert (document.article.source, document.article.date) == ("Reuters", date(2018, 8, 17))
    assert kept(document) == [LEAD, NEXT]


def test_a_headline_needs_no_mark() -> None:
    document = pasted(f"Vote on new pier put off for 2 weeks in blow to mayor\n\n\n{BODY}\n\n")
    assert document.article.title == "Vote on new pier put off for 2 weeks in blow to mayor"
    assert document.article.provenance["title"] is Provenance.HEADER
    assert document.article.date is None
    assert document.article.provenance["date"] is Provenance.UNKNOWN
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    ("dateline", "source", "day"),
    [
        ("WASHINGTON/NEW YORK (Reuters) – ", "Reuters", None),
        ("SANTOS, Brazil/ROTTERDAM (Reuters) - ", "Reuters", None),
        ("BEIJING, Aug 17 (AP) — ", "AP", None),
        ("BEIJING, Aug. 17, 2018 (Xinhua) -- ", "Xinhua", date(2018, 8, 17)),
        ("PORT HOLLOW, Maine (AP) — ", "AP", None),
        ("Hong Kong (CNN) — ", "CNN", None),
        ("(CNN) -- ", "CNN", None),
        ("(CNN)", "CNN", None),
        ("ST. LOUIS, Nov. 5, 2018 /PRNewswire/ -- ", "PRNewswire", date(2018, 11, 5)),
        ("MILL CREEK, Ore. — ", None, None),
        ("LIMA -- ", None, None),
        ("BEIJING/NEW YORK - ", None, None),
        ("GENEVA, Switzerland, Nov. 5, 2018 - ", None, date(2018, 11, 5)),
        ("WELLHAVEN, March 3 (Harbor Wire) - ", "Harbor Wire", None),
    ],
)
def test_a_dateline_is_metadata(dateline: str, source: str | None, day: date | None) -> None:
    document = pasted(dateline + BODY)
    assert (document.article.source, document.article.date) == (source, day)
    assert dropped(document) == {dateline.strip(): "dateline"}
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    "lead",
    [
        "NATO — the alliance — met on Friday in Lima.",
        "OBJECTIVES - To study the pier and the people who fish from it.",
        "Acme Inc (NYSE) - the pump maker - rose on Friday.",
        "U.S.-China talks (see page 3) – and there were many – went on.",
        "The talks in Lima (Peru) - a surprise to most - went on.",
    ],
)
def test_a_dash_alone_makes_no_dateline(lead: str) -> None:
    document = pasted(f"{lead}\n\n{NEXT}")
    assert kept(document) == [lead, NEXT]
    assert document.article.source is None


def test_every_line_above_the_text_of_a_printed_page() -> None:
    document = pasted(
        "This reprint is for your personal use. Distribution of this material is\n\n"
        "https://www.example.con/world/pier-vote-8db7\n\n"
        "♦ WSJ NEWS EXCLUSIVE | HARBORS\n\n"
        "Pier Vote Put Off, Opening Door to Referendum\n\n"
        "Engineers and councillors differ over who is to pay for repairs\n\n"
        "By Ann Lee Follow, Bo Marsh Follow and Cy de la Po Follow Updated Oct. 3, 2021 4:07 pm"
        " ET\n\n\n\n"
        "The mayor and the engineer last met on May 4, 2021. PHOTO: JO DEEM/HARBOR PRESS\n\n"
        f"{BODY}\n\n"
        "-Di Roe contributed to this article.\n\n"
        "Write to Ann Lee at ann.lee@example.com and Bo Marsh at bo@example.com\n\n"
        "Appeared in the October 4, 2021, print edition as 'Pier Vote Put Off'."
    )
    article = document.article
    assert article.title == "Pier Vote Put Off, Opening Door to Referendum"
    assert article.source == "WSJ"
    assert article.authors == ("Ann Lee", "Bo Marsh", "Cy de la Po")
    assert article.date == date(2021, 10, 3)
    assert article.url == "https://www.example.con/world/pier-vote-8db7"
    assert [article.provenance[name] for name in FIELDS] == [Provenance.HEADER] * 5
    assert kept(document) == [LEAD, NEXT]
    assert list(dropped(document).values()) == [
        "copyright line",
        "link",
        "kicker",
        "title",
        "deck",
        "byline",
        "caption or credit",
        "contributor line",
        "e-mail line",
        "note on the print edition",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["Pier vote put off", "By Ann Lee", "Aug. 1, 2018"],
        ["Harbors", "Pier vote put off", "A deck that says more. In two sentences.", "By Ann Lee",
         "Published: Aug. 1, 2018 9:05 a.m. ET", "Updated Aug. 2, 2018"],
        ["AUGUST 1, 2018 / 2:11 AM / UPDATED 5 HOURS AGO", "Pier vote put off", "Ann Lee",
         "4 MIN READ"],
        ["Pier vote put off", "Published", "1 August 2018", "Share", "By Ann Lee",
         "Harbor reporter, BBC News"],
        ["Pier vote put off", "Ann Lee in Lima", "Wed 1 Aug 2018 10.30 BST",
         "Last modified on Thu 2 Aug 2018 18.05 BST"],
        ["Pier vote put off", "More in the deck", "Ann Lee in Lima AUGUST 1 2018"],
        ["Pier vote put off | Reuters", "Posted on August 1, 2018 by Ann Lee"],
        ["Title: Pier vote put off", "Author: Ann Lee", "Date: 2018-08-01"],
        ["Pier vote put off", "BY Ann Lee, SENIOR EDITOR", "08/01/2018 05:02 AM EDT",
         "Aug. 13, 2018"],
        ["Pier vote put off", "By Ann Lee", "Lima | August 1, 2018"],
    ],
    ids=lambda lines: " / ".join(lines)[:40],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\n\n", "\r\n"])
def test_headers_of_many_outlets(lines: list[str], between: str) -> None:
    if "08/01/2018 05:02 AM EDT" in lines:
        lines = [line for line in lines if "08/01" not in line]  # could be the eighth of January
        lines[-1] = "Aug. 1, 2018"
    document = pasted(between.join(lines) + f"\n\n{BODY}")
    assert document.article.title == "Pier vote put off"
    assert document.article.authors == ("Ann Lee",)
    assert document.article.date == date(2018, 8, 1)
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Source: Harbor Post", "Harbor Post"),
        ("Reuters", "Reuters"),
        ("By Ann Lee, The Associated Press", "The Associated Press"),
        ("By Ann Lee | Politico", "Politico"),
        ("From the Harbor Post, June 3, 2019", "Harbor Post"),
        ("By The Associated Press", "The Associated Press"),
        ("The New York Times, June 3, 2019", "The New York Times"),
    ],
)
def test_the_outlet_is_taken_where_it_is_stated(line: str, source: str) -> None:
    document = pasted(f"Pier vote put off for now\n\n{line}\n\n{BODY}")
    assert document.article.source == source
    assert document.article.title == "Pier vote put off for now"
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Copyright 2018 The Associated Press. All rights reserved.", "The Associated Press"),
        ("© The Financial Times Limited 2018.", "The Financial Times"),
        ("Source: Xinhua", "Xinhua"),
        ("Source: U.S. Census Bureau", None),
        ("This article appeared in the South China Morning Post print edition as: Pier",
         "South China Morning Post"),
        ("Our Standards: The Thomson Reuters Trust Principles.", None),
        ("https://www.reuters.com/article/pier", None),
    ],
)  # fmt: skip
def test_the_outlet_is_taken_from_the_foot_when_named_there(line: str, source: str | None) -> None:
    document = pasted(f"{BODY}\n\n{line}")
    assert document.article.source == source
    assert kept(document) == [LEAD, NEXT]


def test_no_date_is_guessed() -> None:
    document = pasted(
        f"{BODY}\n\nFILE PHOTO: The pier on May 4, 2021. REUTERS/Jo Deem\n\n"
        "The last vote was held on March 3, 2017.\n\nJune 5, 2016\n\nThat was the end of it.\n\n"
        "Copyright 2020 Harbor Post"
    )
    assert document.article.date is None
    assert document.article.provenance["date"] is Provenance.UNKNOWN


def test_the_date_of_the_print_edition_is_inferred_when_nothing_better_is_known() -> None:
    foot = "A version of this article appears in print on Sept. 8, 2019, Section A, Page 12."
    document = pasted(f"{BODY}\n\n{foot}")
    assert document.article.date == date(2019, 9, 8)
    assert document.article.provenance["date"] is Provenance.INFERRED


def test_a_link_at_the_foot_is_inferred() -> None:
    article = pasted(f"{BODY}\n\nhttps://example.org/pier").article
    assert (article.url, article.provenance["url"]) == (
        "https://example.org/pier",
        Provenance.INFERRED,
    )


def test_lines_at_the_foot_are_read_too() -> None:
    document = pasted(
        f"Pier vote put off\n\n{BODY}\n\nBy Ann Lee\n\nPublished: Aug. 1, 2018\n\n"
        "Ann Lee is a harbor correspondent based in Lima."
    )
    assert document.article.authors == ("Ann Lee",)
    assert document.article.date == date(2018, 8, 1)
    assert kept(document) == [LEAD, NEXT]


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Monday, the talks had failed.",
        "By Friday in Beijing Ann Lee had packed.",
        "By then the mayor had left for Lima.",
        "Published reports said the pier was unsafe.",
        "Updated figures are due in May.",
        "Date palms line the quay.",
        "2018 was a bad year for the pier.",
        "Aug. 17, 2018 was a Friday.",
        "17 August 2018 - a Friday - was the day the pier broke.",
        "May 5, 2018, was the day the pier broke.",
        "In Lima, Ann Lee and Bo Marsh wept.",
    ],
)
def test_paragraphs_that_begin_like_header_lines_are_text(paragraph: str) -> None:
    for texts in ([LEAD, paragraph, NEXT], [paragraph, LEAD, NEXT]):
        document = pasted("\n\n".join(texts))
        assert kept(document) == texts
        assert (document.article.authors, document.article.date) == ((), None)


def test_a_declared_title_keeps_a_short_first_paragraph() -> None:
    front = "---\ntitle: Pier vote put off\n---\n"
    assert kept(pasted(f"{front}It was late and there was nothing left to say about it anymore now"
                       f"\n\n{BODY}"))[1:] == [LEAD, NEXT]  # fmt: skip
    document = pasted(f"{front}PIER VOTE PUT OFF!\n\n{BODY}")
    assert dropped(document)["PIER VOTE PUT OFF!"] == "title"
    assert kept(document) == [LEAD, NEXT]


def test_a_wrapped_sentence_at_the_top_is_neither_title_nor_date() -> None:
    first = (
        "The old crane of Norrhaven, which nobody loved, fell on\n"
        "12 May 2019 - a Sunday - with a loud noise and a cloud of dust that\n"
        "hung over the harbour for an hour."
    )
    document = pasted(f"{first}\n\n{NEXT}")
    assert kept(document) == [first, NEXT]
    assert (document.article.title, document.article.date) == (None, None)


def test_text_that_is_only_short_lines_is_kept() -> None:
    assert kept(pasted("Meeting moved to Tuesday\n\nBring the plans")) == [
        "Meeting moved to Tuesday",
        "Bring the plans",
    ]


@pytest.mark.parametrize(
    ("path", "day", "title"),
    [
        ("2018-08-17-pier-vote-put-off.md", date(2018, 8, 17), "Pier vote put off"),
        ("news/20180817_pier_vote.txt", date(2018, 8, 17), "Pier vote"),
        ("2018-08-17.txt", date(2018, 8, 17), None),
        ("pier-vote-put-off.txt", None, "Pier vote put off"),
        ("000_67e3e1ecc42e49a2.txt", None, None),
        ("2018-08-17-67e3e1ecc42e49a2.txt", date(2018, 8, 17), None),
        ("deadbeef0-cafe-babe-12345678.txt", None, None),
        ("2018-13-45-pier-vote-again.txt", None, "Pier vote again"),
        ("notes.txt", None, None),
    ],
)
def test_what_the_name_of_the_file_says(path: str, day: date | None, title: str | None) -> None:
    article = pasted(BODY, path).article
    assert (article.date, article.title) == (day, title)
    expected = [Provenance.FILENAME if value else Provenance.UNKNOWN for value in (day, title)]
    assert [article.provenance["date"], article.provenance["title"]] == expected


def test_a_header_line_outweighs_the_name_and_front_matter_outweighs_both() -> None:
    path = "2018-08-17-pier-vote-put-off.txt"
    article = pasted(f"Another title here\n\nAug. 1, 2018\n\n{BODY}", path).article
    assert (article.date, article.title) == (date(2018, 8, 1), "Another title here")
    front = "---\ndate: 2018-07-01\ntitle: Declared\n---\n"
    article = pasted(f"{front}Another title here\n\nAug. 1, 2018\n\n{BODY}", path).article
    assert (article.date, article.title) == (date(2018, 7, 1), "Declared")
    assert article.provenance["title"] is Provenance.DECLARED
