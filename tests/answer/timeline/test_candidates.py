"""Which sentences may tell of a day: reports before announcements, leads where a day is certain."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answer.timeline.candidates import (
    Candidates,
    tells_of_the_future,
    text_of,
)
from bot.search.snapshot import Snapshot
from tests.answer.timeline.topics import (
    ANNOUNCED,
    BRIDGE,
    CLOSED,
    COMING_LEAD,
    HERRING,
    REPORTED,
    WEAK,
    bridge,
    work,
)
from tests.corpora import document, snapshot

FIRST, LAST = date(2018, 8, 22), date(2018, 8, 23)


def texts(built: Snapshot, found: Candidates) -> list[str]:
    return [text_of(built, number) for number in found.sentences.tolist()]


def test_an_announcement_tells_of_a_day_until_a_report_does() -> None:
    alone = work(snapshot(ANNOUNCED), HERRING).candidates(FIRST, LAST)
    assert alone.planned
    built = snapshot(ANNOUNCED, REPORTED)
    both = work(built, HERRING).candidates(FIRST, LAST)
    assert not both.planned
    assert texts(built, both) == [REPORTED.text]


def test_a_limit_tells_of_no_event() -> None:
    built = snapshot(
        document("The crane of Norrhaven must be moved to the new quay before 1 March 2019.")
    )
    found = work(built, "the crane of Norrhaven")
    for slot in range(len(found.slots.weight)):
        assert len(found.finder.of_slot(slot).sentences) == 0


def test_a_sentence_of_a_few_words_tells_nothing() -> None:
    built = snapshot(document("On 12 May 2019 it fell. The crane of Norrhaven cost a lot."))
    assert len(work(built, "crane").candidates(date(2019, 5, 12)).sentences) == 0


def test_each_candidate_names_its_article_and_its_mention() -> None:
    built = snapshot(ANNOUNCED, REPORTED)
    found = work(built, HERRING).candidates(FIRST, LAST)
    (row,) = found.mentions.tolist()
    span = slice(built.mentions.starts[row], built.mentions.ends[row])
    assert REPORTED.text[span] == "Aug. 22 and Aug. 23"
    assert found.owners.tolist() == [1]
    assert found.dated.all()


def test_undated_leads_stand_beside_the_dated_of_a_well_attested_day() -> None:
    found = work(bridge(), BRIDGE).candidates(CLOSED)
    assert found.dated.any()
    assert not found.dated.all()
    leads = [text_of(bridge(), number) for number in found.sentences[~found.dated].tolist()]
    assert COMING_LEAD in leads
    assert sum("was shut to all traffic" in lead for lead in leads) == 7


def test_a_day_that_hardly_anybody_names_is_told_by_none_that_does_not_name_it() -> None:
    found = work(bridge(), BRIDGE).candidates(WEAK)
    assert len(found.sentences) == 2
    assert found.dated.all()


def test_the_text_of_every_sentence() -> None:
    built = snapshot(document("One crane. Two cranes.", "Three."), document("Four.", path="b.md"))
    found = [text_of(built, number) for number in range(4)]
    assert found == ["One crane.", "Two cranes.", "Three.", "Four."]


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("Engineers will close the bridge.", True),
        ("The bridge is set to close.", True),
        ("Talks are expected to end in a deal.", True),
        ("The council plans to sell the crane.", True),
        ("Engineers closed the bridge.", False),
        ("The goodwill of the crews was spent.", False),
        ("The bridge has been shut since the storm.", False),
    ],
)
def test_what_is_still_to_come(text: str, future: bool) -> None:
    assert tells_of_the_future(text) is future
