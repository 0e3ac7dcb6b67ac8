"""The picture of a timeline, whatever its events hold, and its words."""

from __future__ import annotations

import logging
import struct
import warnings
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import matplotlib
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.image import imread
from numpy.typing import NDArray

from bot.answer.chart import MAX_ALT_CHARS, alt_text, draw
from bot.answer.chart.card import ACCENT, Card, card
from bot.answer.chart.figure import BAR, EDGE, PAPER, WIDTH
from bot.answer.chart.layout import grid
from bot.answer.chart.typeface import BOLD, MISSING, REGULAR, cut, drawable, width, wrap
from bot.answer.event import MAX_EVENTS, Activity, Event, Timeline
from bot.articles.article import Span
from bot.text.dates import Granularity
from tests.timelines import event, timeline

CRANE = "The first crane arrived at the quay on Aug. 22, two months late and over its budget."
STRANGE = "東京 🚢 $x_1^2$ \\frac{1}{2} \u202egnp\u202c \x07 \ud800 مرحبا עברית ẹ̀ 👩‍🚀 {}%&#~"


def story(count: int = 3, days: int = 9) -> Timeline:
    first = date(2018, 8, 22)
    return timeline(
        event((first + timedelta(days=days * number)).isoformat(), CRANE, highlight="Aug. 22")
        for number in range(count)
    )


def chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    at = 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        found.append((kind, png[at + 8 : at + 8 + size]))
        at += size + 12
    return found


def pixels(png: bytes) -> NDArray[np.uint8]:
    """Rows of pixels as red, green, blue and opacity."""
    return (imread(BytesIO(png), format="png") * 255).round().astype(np.uint8)


def size(png: bytes) -> tuple[int, int]:
    across, down = struct.unpack(">II", png[16:24])
    return across, down


def colour(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def share(png: bytes, code: str) -> float:
    return float((pixels(png)[:, :, :3] == colour(code)).all(axis=2).mean())


def luminance(code: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    parts = [value / 255 for value in colour(code)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_picture_is_opaque_framed_and_holds_its_events() -> None:
    png = draw(story())
    image = pixels(png)
    assert image.shape[1] == WIDTH
    assert (image[:, :, 3] == 255).all()
    assert tuple(image[1, 1, :3]) == colour(EDGE)
    assert share(png, PAPER) > 0.3
    assert share(png, "#ffffff") > 0.1
    assert share(png, ACCENT) > 0.002


def test_the_same_timeline_gives_the_same_bytes() -> None:
    assert draw(story()) == draw(story())
    assert draw(story()) != draw(replace(story(), articles=4))
    assert {kind for kind, _ in chunks(draw(story()))} <= {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


def test_texts_stand_out_and_the_frame_shows_on_both_themes() -> None:
    from bot.answer.chart import card as chart_card

    for text in (chart_card.INK, chart_card.MUTED, ACCENT):
        for ground in (PAPER, "#ffffff"):
            assert contrast(text, ground) >= 4.5
    assert contrast(EDGE, "#ffffff") > 1.5
    assert contrast(PAPER, "#313338") > 4.5


@pytest.mark.parametrize(
    ("changes", "differs"),
    [
        ({"planned": True}, True),
        ({"inferred": True}, True),
        ({"ranged": True, "last": date(2018, 8, 29)}, True),
        ({"granularity": Granularity.WEEK, "last": date(2018, 8, 28)}, True),
        ({}, False),
    ],
)
def test_what_an_event_is_shows(changes: dict[str, object], differs: bool) -> None:
    told = story(2)
    one = replace(told.events[0], **changes)  # type: ignore[arg-type]
    assert (draw(replace(told, events=(one, told.events[1]))) != draw(told)) is differs


def test_activity_shows_as_bars_once_there_is_enough() -> None:
    told = story(4)
    weeks = [Activity(date(2018, 8, 20) + timedelta(weeks=week), week) for week in range(6)]
    assert share(draw(replace(told, activity=())), BAR) == 0
    assert share(draw(replace(told, activity=tuple(weeks[:3]))), BAR) == 0
    assert share(draw(replace(told, activity=tuple(weeks))), BAR) > 0.005


def test_a_timeline_without_events_is_refused() -> None:
    with pytest.raises(ValueError, match="without events"):
        draw(timeline())


@pytest.mark.parametrize(("count", "most"), [(1, 700), (3, 800), (10, 1000), (40, 2000)])
def test_the_picture_grows_with_its_events(count: int, most: int) -> None:
    assert size(draw(story(count)))[1] <= most


def test_more_events_than_fit_are_left_out() -> None:
    many = story(MAX_EVENTS + 60, days=2)
    assert size(draw(many))[1] <= 2000


def test_nothing_is_warned_of_and_nothing_read_as_mathematics(
    caplog: pytest.LogCaptureFixture,
) -> None:
    told = timeline(
        [event("2018-08-22", STRANGE), event("2018-08-23", "$a$ and $b"), event("2018-08-24", "")],
        topic=f"{STRANGE} $\\alpha$",
    )
    before = dict(matplotlib.rcParams)
    with warnings.catch_warnings(), caplog.at_level(logging.WARNING):
        warnings.simplefilter("error")
        draw(told)
    assert not caplog.records
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize(
    "days",
    [
        ["0001-01-01", "9999-12-30"],
        ["0001-01-01"],
        ["9999-12-30"],
        ["0001-01-01", "0001-01-02", "0001-01-03", "0001-01-04", "9999-12-30"],
        ["2018-08-22"] * 40,
    ],
)
def test_absurd_dates_are_drawn(days: list[str]) -> None:
    assert size(draw(timeline([event(day, CRANE) for day in days])))[0] == WIDTH


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(st.dates(), st.text(max_size=80)), min_size=1, max_size=12), st.text())
def test_any_timeline_is_drawn(drawn: list[tuple[date, str]], topic: str) -> None:
    told = timeline(topic=topic, answered=True)
    base = event("2018-08-22", CRANE)
    events = [
        replace(base, first=day, last=day, excerpt=replace(base.excerpt, quote=text))
        for day, text in sorted(drawn)
    ]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert size(draw(replace(told, events=tuple(events))))[0] == WIDTH


def words(made: Card) -> str:
    return " ".join(line.text for line in made.lines).replace("\u00a0", " ")


def test_a_card_has_the_date_its_marks_and_words_of_the_quote() -> None:
    told = event("2018-08-22", "It came.", last="2018-08-23", planned=True, inferred=True)
    assert words(card(told, grid(3, 0, 1600))) == "22–23 Aug 2018 planned, date inferred It came."


@pytest.mark.parametrize("count", [1, 4, 8, 10, 20, 40])
def test_the_lines_of_a_card_fit_into_it(count: int) -> None:
    room = grid(count, 40, 1560)
    told: list[Event] = [
        event("2018-12-28", CRANE * 4, last="2019-01-03", planned=True, inferred=True),
        event("2018-08-20", "W" * 300, last="2018-08-26", granularity=Granularity.WEEK),
        event("2018-08-22", "", highlight=""),
    ]
    for each in told:
        made = card(each, room)
        assert len(made.lines) <= 9
        for line in made.lines:
            assert width(line.text, line.face, line.pixels) < room.width - 20


def test_long_dates_break_after_the_dash() -> None:
    told = event("2018-12-28", "It came.", last="2019-01-03")
    lines = [line.text.replace("\u00a0", " ") for line in card(told, grid(10, 40, 1560)).lines]
    assert lines[:2] == ["28 Dec 2018 –", "3 Jan 2019"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a 東京 b", f"a {MISSING} b"),
        ("ship 🚢 sails", "ship sails"),
        ("a\u202eb\x07", "ab"),
        ("“Straße” – €5 … café", "“Straße” – €5 … café"),
        ("cafe\u0301", "café"),
        ("🚢", ""),
        ("a 👩\u200d🚀 b", "a b"),
        ("می\u200cشود", "می\u200cشود"),
    ],
)
def test_only_what_the_typeface_has_is_drawn(text: str, shown: str) -> None:
    assert drawable(text) == shown


@given(st.text(alphabet="abcW il.-", max_size=200), st.integers(40, 400))
def test_wrapped_lines_fit_and_hold_every_word(text: str, room: int) -> None:
    lines = wrap(text, REGULAR, 30, room)
    assert all(width(line, REGULAR, 30) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    shorter = cut(text, BOLD, 30, room, 2)
    assert len(shorter) <= 2
    assert all(width(line, BOLD, 30) <= room for line in shorter)


def test_the_words_of_a_picture() -> None:
    told = timeline(
        [
            event("2018-08-22", "The crane came.", last="2018-08-23"),
            event(
                "2018-09-04",
                "A vote is due on Sept. 4, after lunch, in the old hall by the "
                "quay of the northern harbour.",
                highlight="Sept. 4",
                planned=True,
            ),
        ],
        articles=7,
    )
    assert alt_text(told) == (
        "Timeline of harbour cranes: 2 events, 22 Aug 2018 to 4 Sep 2018, from 7 articles. "
        "22–23 Aug 2018: The crane came. "
        "4 Sep 2018, planned: A vote is due on Sept. 4, after lunch, in the old hall…"
    )


def test_the_words_of_many_events_stay_within_the_limit_and_count_the_rest() -> None:
    text = alt_text(story(40))
    assert 900 < len(text) <= MAX_ALT_CHARS
    shown = text.count(": The first crane")
    assert text.endswith(f" And {40 - shown} more.")


@given(st.text(max_size=300), st.lists(st.text(max_size=200), max_size=40))
@settings(max_examples=30)
def test_the_words_never_exceed_the_limit(topic: str, quotes: list[str]) -> None:
    told = timeline([event("2018-08-22", quote) for quote in quotes], topic=topic)
    text = alt_text(told)
    assert len(text.encode("utf-16-le")) // 2 <= MAX_ALT_CHARS
    assert "\n" not in text


def test_the_words_of_one_event_and_of_none() -> None:
    assert alt_text(timeline()) == "Timeline of harbour cranes: no events."
    assert alt_text(timeline([event("2018-08-22", "It came.")])) == (
        "Timeline of harbour cranes: 1 event, 22 Aug 2018, from 1 article. 22 Aug 2018: It came."
    )


def test_a_highlight_beyond_the_quote_is_ignored() -> None:
    one = event("2018-08-22", "It came.")
    odd = replace(one, excerpt=replace(one.excerpt, highlight=Span(90, 99)))
    assert draw(timeline([odd])) == draw(timeline([one]))
