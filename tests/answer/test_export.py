"""Exported timelines: read back by the programs they are for, whatever the articles hold."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.answer.answer import Filters
from bot.answer.event import Event, Order, Timeline, Topic, timeline_to_json
from bot.answer.export import (
    COLUMNS,
    STEM_CHARS,
    SUMMARY_CHARS,
    file_stem,
    to_csv,
    to_ics,
    to_markdown,
)
from bot.articles.article import Provenance
from bot.text.dates import Granularity
from bot.text.unseen import plain
from tests.timelines import event, timeline

CRANE = "The first crane arrived at the quay on Aug. 22, 2018."
NASTY = [
    "# no heading",
    "1. no list",
    "- no item",
    "+5% no item",
    "=1+1",
    "=== no underline",
    "> no quote",
    "`no code` and *no stress* and **none** __here__ or ~~there~~",
    "[no link](https://example.org) ![no image](x.png) <https://example.org> <b>no tag</b>",
    "&amp; no entity &#35; no number",
    "ends in a backslash \\",
    "a | b\n--- | ---",
    "```\nno fence",
    "    no indented code",
    "line\r\n\r\nends\x00 and \u202ebidi\ud800",
    "[no reference]: https://example.org",
    "costs $5 to $9",
    "number ##",
    "[…](https://example.org) […]: https://example.org […][…] and […] cut",
    "[…]: https://example.org",
]


def changed(one: Event, **fields: Any) -> Event:
    """Fields of the article of an event's excerpt."""
    article = replace(one.excerpt.article, **fields)
    return replace(one, excerpt=replace(one.excerpt, article=article))


def ordered(told: Timeline, order: Order) -> Timeline:
    return replace(told, topic=Topic(told.topic.text, Filters(), order=order))


SEVERAL = timeline(
    [
        event("2018-08-22", CRANE, highlight="Aug. 22, 2018", score=1.0),
        event("2018-11-30", "A walkout ended.", last="2018-12-01", score=3.0, also_in=("x", "y")),
        event(
            "2019-07-01",
            "A report is due in the third quarter.",
            last="2019-09-30",
            ranged=False,
            granularity=Granularity.QUARTER,
            planned=True,
            inferred=True,
            score=2.0,
        ),
    ],
    topic="harbour cranes",
)


def shown(token: Token) -> str:
    """The text of a paragraph; anything but text and links in it shows as its type."""
    kinds = {"text", "text_special"}
    links = {"link_open", "link_close", "strong_open", "strong_close"}
    return "".join(
        child.content if child.type in kinds else f"<{child.type}>"
        for child in token.children or ()
        if child.type not in links
    )


def parsed(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def test_markdown_of_a_timeline() -> None:
    one = changed(SEVERAL.events[0], url="https://example.org/a(1)?b=c", title="Crane [at] last")
    told = replace(SEVERAL, events=(one, *SEVERAL.events[1:]))
    assert to_markdown(told) == (
        "# Timeline: harbour cranes\n"
        "\n"
        "3 events from 3 articles, oldest first.\n"
        "\n"
        "- **22 Aug 2018**\n"
        "\n"
        "  > The first crane arrived at the quay on Aug. 22, 2018.\n"
        "\n"
        "  [Crane \\[at\\] last](<https://example.org/a%281%29?b=c>) · Quay Post · 23 Aug 2018 · "
        "¶ 1\n"
        "\n"
        "- **30 Nov – 1 Dec 2018**\n"
        "\n"
        "  > A walkout ended.\n"
        "\n"
        "  News of 2018-11-30 · Quay Post · 1 Dec 2018 · ¶ 1 · also in 2 others\n"
        "\n"
        "- **Q3 2019** · planned · date inferred\n"
        "\n"
        "  > A report is due in the third quarter.\n"
        "\n"
        "  News of 2019-07-01 · Quay Post · 2 Jul 2019 · ¶ 1\n"
    )


def test_markdown_marks_cuts_and_warnings_and_names_what_is_unknown() -> None:
    one = changed(
        event("2018-08-22", CRANE), title=None, source=None, date=None, warnings=("Check_it.",)
    )
    one = replace(one, excerpt=replace(one.excerpt, cut_before=True, cut_after=True))
    text = to_markdown(timeline([one], articles=1))
    assert f"> […] {CRANE} […]\n" in text
    assert "untitled (2018-08-22.md) · outlet not named · undated · ¶ 1\n" in text
    assert "Note: Check\\_it.\n" in text


@pytest.mark.parametrize("quote", NASTY)
def test_nothing_in_an_article_is_read_as_markdown(quote: str) -> None:
    check_markdown(quote)


@given(st.text(max_size=60))
def test_no_text_is_read_as_markdown(text: str) -> None:
    check_markdown(f"{text}a")


@given(st.text(alphabet="ab1 .)#>-+=*_`~[]()!<>&;|\\:\n$", max_size=30))
def test_no_punctuation_is_read_as_markdown(text: str) -> None:
    check_markdown(f"{text}a")


def check_markdown(text: str) -> None:
    """Heading, quote and title show the text, and make up the document that is meant."""
    one = changed(event("2018-08-22", text, path="a.md"), title=text, source=text)
    tokens = parsed(to_markdown(timeline([one], topic=text, articles=1)))
    heading, counted, dated, quote, cited = (token for token in tokens if token.type == "inline")
    assert [token.type for token in tokens if token.nesting == 1] == [
        *("heading_open", "paragraph_open", "bullet_list_open", "list_item_open"),
        *("paragraph_open", "blockquote_open", "paragraph_open", "paragraph_open"),
    ]
    wanted = plain(text)
    assert shown(heading) == f"Timeline: {wanted}"
    assert shown(counted) == "1 event from 1 article, oldest first."
    assert shown(dated) == "22 Aug 2018"
    assert not any(
        child.type == "link_open" for each in (quote, cited) for child in each.children or ()
    )
    assert shown(quote) == wanted
    assert shown(cited) == f"{wanted} · {wanted} · 23 Aug 2018 · ¶ 1"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://", "not an address", "http://[", None, "file:///a"]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    told = timeline([changed(event("2018-08-22", CRANE), url=url)])
    assert "](" not in to_markdown(told)
    assert "URL" not in to_ics(told).decode()


@pytest.mark.parametrize("url", ["https://example.org/a b>c)\\d", "https://é.example/ü?q=[1]"])
def test_an_address_cannot_break_its_link(url: str) -> None:
    told = timeline([changed(event("2018-08-22", CRANE), url=url)])
    [cited] = [t for t in parsed(to_markdown(told)) if t.type == "inline" and "¶" in t.content]
    assert [child.type for child in cited.children or ()][:3] == ["link_open", "text", "link_close"]
    [entry] = Calendar.from_ical(to_ics(told)).walk("VEVENT")
    assert re.fullmatch(r"https://[!-~]+", str(entry["url"]))


def rows(told: Timeline) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(to_csv(told).removeprefix("\ufeff"), newline="")))


def test_csv_holds_what_the_json_holds() -> None:
    told = replace(
        SEVERAL, events=(changed(SEVERAL.events[0], authors=("Ann", "Bo")), *SEVERAL.events[1:])
    )
    one, two, three = rows(told)
    events = timeline_to_json(told)["events"]
    assert tuple(one) == COLUMNS
    assert one["date"] == events[0]["date"]
    assert one["quote"] == CRANE
    assert one["article_authors"] == "Ann; Bo"
    assert one["article_id"] == events[0]["article"]["id"]
    assert (one["span_start"], one["span_end"]) == ("0", str(len(CRANE)))
    assert (two["when"], two["end"], two["also_in"]) == (
        "30 Nov – 1 Dec 2018",
        "2018-12-01",
        "x; y",
    )
    assert (three["granularity"], three["planned"], three["inferred"]) == (
        "quarter",
        "true",
        "true",
    )
    assert three["end"] == ""


def test_csv_is_what_excel_reads() -> None:
    text = to_csv(SEVERAL)
    assert text.startswith("\ufeffdate,end,")
    assert text.count("\r\n") == len(text.splitlines()) == 4


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝"])
def test_no_cell_is_a_formula(start: str) -> None:
    told = timeline([changed(event("2018-08-22", f"{start}1+1"), title=f"{start}x", source="a=b")])
    [row] = rows(told)
    assert row["quote"] == f"'{start}1+1"
    assert row["article_title"] == f"'{start}x"
    assert row["article_source"] == "a=b"


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)
)
def test_csv_changes_nothing_but_a_leading_apostrophe(text: str) -> None:
    [row] = rows(timeline([event("2018-08-22", text, path="a.md")]))
    assert row["quote"] in (text, f"'{text}")
    assert row["quote"][0] not in "=+-@\t\r\n"


def entries(told: Timeline, **options: Any) -> list[Any]:
    return list(Calendar.from_ical(to_ics(told, **options)).walk("VEVENT"))


def test_a_calendar_of_a_timeline() -> None:
    one, two, three = entries(ordered(SEVERAL, Order.NEWEST))
    assert (one.decoded("dtstart"), one.decoded("dtend")) == (date(2018, 8, 22), date(2018, 8, 23))
    assert (two.decoded("dtstart"), two.decoded("dtend")) == (date(2018, 11, 30), date(2018, 12, 2))
    assert three.decoded("dtend") == date(2019, 10, 1)
    assert [str(entry["status"]) for entry in (one, two, three)] == [
        *("CONFIRMED", "CONFIRMED", "TENTATIVE")
    ]
    assert {str(entry["transp"]) for entry in (one, two, three)} == {"TRANSPARENT"}
    assert str(one["summary"]) == CRANE
    assert str(one["description"]) == (
        f"“{CRANE}”\n— News of 2018-08-22 · Quay Post · 23 Aug 2018 · ¶ 1"
    )
    assert str(three["description"]).endswith("\n(planned)\n(date inferred)")
    assert one.decoded("dtstamp") == datetime(2018, 8, 23, tzinfo=UTC)
    assert len({entry["uid"] for entry in (one, two, three)}) == 3


def test_a_calendar_is_the_same_again_and_uids_hold_across_timelines() -> None:
    assert to_ics(SEVERAL) == to_ics(ordered(SEVERAL, Order.NEWEST))
    [alone] = entries(timeline(SEVERAL.events[:1], topic="something else"))
    assert alone["uid"] == entries(SEVERAL)[0]["uid"]
    stamp = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert {entry.decoded("dtstamp") for entry in entries(SEVERAL, stamp=stamp)} == {stamp}


def test_the_last_day_of_the_calendar_and_the_first() -> None:
    end = replace(event("9999-12-30", "It ended."), first=date.max, last=date.max)
    told = timeline([event("0001-01-01", "It began."), end])
    first, last = entries(told)
    assert first.decoded("dtend") == date(1, 1, 2)
    assert "dtend" not in last
    assert last.decoded("dtstart") == date.max
    assert "1 Jan 1" in to_markdown(told)
    assert rows(told)[0]["date"] == "0001-01-01"


@pytest.mark.parametrize("quote", NASTY)
def test_no_text_breaks_a_calendar(quote: str) -> None:
    told = timeline([changed(event("2018-08-22", quote), title=quote)], topic=quote)
    [entry] = entries(told)
    assert str(entry["description"]).startswith(f"“{plain(quote)}”\n")


@given(st.text(min_size=1))
def test_any_text_stands_in_a_calendar(text: str) -> None:
    told = timeline([event("2018-08-22", text, path="a.md")], topic=text)
    data = to_ics(told)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    [entry] = Calendar.from_ical(data).walk("VEVENT")
    assert str(entry["description"]).startswith(f"“{plain(text)}”\n")
    assert len(str(entry["summary"])) <= SUMMARY_CHARS


@pytest.mark.parametrize("topic", ["tariffs, round 2; part \\3", "two\nlines"])
def test_the_name_of_a_calendar_is_the_topic(topic: str) -> None:
    """Written as TEXT of RFC 5545, where a comma parts values."""
    data = to_ics(timeline(topic=topic))
    written = str(Calendar.from_ical(data)["x-wr-calname"])
    assert re.fullmatch(r"(?:[^\\,;\n]|\\[\\,;])*", written)
    assert re.sub(r"\\(.)", r"\1", written) == plain(topic)


def test_lists_follow_the_order_asked_for() -> None:
    for order, dates in (
        (Order.OLDEST, ["2018-08-22", "2018-11-30", "2019-07-01"]),
        (Order.NEWEST, ["2019-07-01", "2018-11-30", "2018-08-22"]),
        (Order.WEIGHT, ["2018-11-30", "2019-07-01", "2018-08-22"]),
    ):
        told = ordered(SEVERAL, order)
        assert [row["date"] for row in rows(told)] == dates
        places = [to_markdown(told).index(f"News of {day}") for day in dates]
        assert places == sorted(places)


def test_a_refusal_exports_no_events() -> None:
    told = timeline(topic="zeppelins")
    assert to_markdown(told) == "# Timeline: zeppelins\n\nNo events found.\n"
    assert rows(told) == []
    assert entries(told) == []


def test_inferred_publication_dates_are_told() -> None:
    one = event("2018-08-22", CRANE)
    inferred = {**one.excerpt.article.provenance, "date": Provenance.INFERRED}
    text = to_markdown(timeline([changed(one, provenance=inferred)]))
    assert "Quay Post · about 23 Aug 2018, inferred · ¶ 1" in text


@pytest.mark.parametrize(
    ("topic", "stem"),
    [
        ("US-China trade talks", "timeline-us-china-trade-talks"),
        ("  Café Müller: 3/4? ", "timeline-cafe-muller-3-4"),
        ("../../etc/passwd", "timeline-etc-passwd"),
        ("CON", "timeline-con"),
        ("中美", "timeline"),
        ("", "timeline"),
    ],
)
def test_file_stems(topic: str, stem: str) -> None:
    assert file_stem(timeline(topic=topic)) == stem


@given(st.text(max_size=200))
def test_every_topic_gives_a_plain_file_stem(topic: str) -> None:
    stem = file_stem(timeline(topic=topic))
    assert re.fullmatch(r"timeline(-[a-z0-9]+)*", stem)
    assert len(stem) <= STEM_CHARS
