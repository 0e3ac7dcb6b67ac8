from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.source_cards import OUTLETS_PER_PAGE, sources_card
from bot.desk import SourceCount
from bot.desk.holdings import Arrival, Holdings, holdings
from tests.corpora import document, snapshot

from .builders import hostile_text, labels, long_text, texts, well_formed
from .conftest import Room, said
from .presses import indicator, onward, press

days = st.none() | st.dates()
counts = st.builds(
    SourceCount, st.none() | long_text, st.integers(1, 10**7), days, days, st.integers(0, 10**6)
)
held_by = st.builds(
    Holdings,
    st.integers(0, 10**7),
    st.integers(0, 10**6),
    st.lists(counts, max_size=25).map(tuple),
    st.lists(st.tuples(hostile_text, st.integers(1, 10**6)), max_size=12).map(tuple),
    st.lists(
        st.builds(
            Arrival, st.just("0" * 12), long_text, st.none() | long_text, st.floats(0, 2**33)
        ),
        max_size=5,
    ).map(tuple),
)


@given(held_by, st.integers(0, 4))
def test_whatever_the_corpus_holds_the_card_is_well_formed(held: Holdings, page: int) -> None:
    well_formed(sources_card(held, page, owner=2**64 - 1))


def test_the_card_reads_as_a_person_would_write_it() -> None:
    held = Holdings(
        4,
        2,
        (
            SourceCount("Quay Post", 2, date(2019, 3, 4), date(2019, 6, 20)),
            SourceCount("Ledger", 1, date(2020, 1, 1), date(2020, 1, 1), 1),
            SourceCount(None, 1, None, None, 1),
        ),
        (("press", 3), ("", 1)),
        (Arrival("0" * 12, "Cranes", "Quay Post", 1_600_000_000.5),),
    )
    view = sources_card(held, 0)
    assert texts(view) == [
        "### What the desk answers from\n4 articles · 4 Mar 2019 to 1 Jan 2020 · 2 undated\n"
        "-# Folders: press 3 and (in none) 1",
        "- **Quay Post** · 2 articles · 4 Mar 2019 to 20 Jun 2019\n"
        "- **Ledger** · 1 article · 1 Jan 2020 · 1 undated\n"
        "- (outlet not named) · 1 article · undated",
        "**Latest in the folder**\n- Cranes · Quay Post · <t:1600000000:R>",
    ]
    assert labels(view) == []


def test_holdings_count_folders_and_tell_what_came_last(tmp_path: Path) -> None:
    held = snapshot(
        document("A b.", path="a.md", source="Quay Post"),
        document("A b.", path="press/b.md", title="Cranes", source="Quay Post"),
        document("A b.", path="press/c.zip//one.md"),
        document("A b.", path="press/c.zip//two.md"),
        document("A b.", path="press/gone.md"),
    )
    (tmp_path / "press").mkdir()
    for at, name in enumerate(("a.md", "press/b.md", "press/c.zip")):
        (tmp_path / name).write_text("x", "utf-8")
        os.utime(tmp_path / name, (at, at))
    found = holdings(held, tmp_path)
    assert (found.articles, found.undated) == (5, 5)
    assert found.collections == (("press", 4), ("", 1))
    assert {each.title for each in found.latest} == {
        *("untitled (one.md)", "untitled (two.md)"),
        *("Cranes", "untitled (a.md)"),
    }
    assert found.latest[0].when >= found.latest[-1].when > 1_000_000_000


async def test_sources_are_told_privately_unless_asked_otherwise(room: Room) -> None:
    alone = await room.alice.slash(room.channel, "sources")
    shared = await room.alice.slash(room.channel, "sources", private=False)

    assert alone.ephemeral
    assert not shared.ephemeral
    shown = said(alone.response)
    assert "4 articles · 4 Mar 2019 to 9 May 2021 · 1 undated" in shown
    assert "- **Quay Post** · 2 articles · 4 Mar 2019 to 20 Jun 2019" in shown
    assert "Folders" not in shown
    assert "Latest in the folder" in shown


async def test_many_outlets_are_on_pages_that_others_turn_for_themselves(room: Room) -> None:
    text = (room.corpus / "herring.md").read_text("utf-8")
    for number in range(OUTLETS_PER_PAGE):
        changed = text.replace("Harbour Ledger", f"Tidings {number}").replace("six", f"{number}")
        (room.corpus / f"{number}.md").write_text(changed, "utf-8")
    await room.client.desk.reload()
    message = (await room.alice.slash(room.channel, "sources", private=False)).response
    assert indicator(message) == "1/2"

    copy = await press(room.bob, message, onward(message))
    assert copy.ephemeral
    assert indicator(copy.response) == "2/2"
    assert "Latest" not in said(copy.response)
    await room.restart()
    await press(room.alice, message, onward(message))
    assert indicator(message) == "2/2"


async def test_sources_are_told_in_a_direct_message(room: Room) -> None:
    result = await room.env.create_user("dana").slash("sources")
    assert "4 articles" in said(result.response)
