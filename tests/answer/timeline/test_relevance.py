"""How much of a topic a sentence holds, by itself and where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answer.timeline.relevance import IN_TITLE, relevance, relevance_around, relevance_in_place
from bot.search.snapshot import Snapshot
from tests.answer.timeline.topics import work
from tests.corpora import document, snapshot

TOPIC = "crane of Norrhaven"
OWNERS = np.asarray([0, 0, 0, 0, 1, 1])


def built() -> Snapshot:
    return snapshot(
        document("The crane of Norrhaven fell. The crane stood. Nothing else. Norrhaven slept."),
        document("A crane of Norrhaven.", "It rained all day there.", path="b.md"),
    )


def test_relevance_is_the_share_of_the_topic_by_weight() -> None:
    made = built()
    reports = work(made, TOPIC).reports
    whole, crane, none, town, again, rain = relevance(made, reports, np.arange(6)).tolist()
    assert whole == again == pytest.approx(1.0)
    assert crane + town == pytest.approx(1.0)
    assert none == rain == 0.0


def test_a_word_that_the_corpus_does_not_know_is_missing_from_every_sentence() -> None:
    made = built()
    reports = work(made, f"zeppelin {TOPIC}").reports
    assert 0.0 < relevance(made, reports, np.arange(6)).max() < 0.9


def test_around_a_sentence_is_its_paragraph() -> None:
    made = built()
    around = relevance_around(made, work(made, TOPIC).reports, np.arange(6), OWNERS)
    assert around.tolist() == pytest.approx([1.0, 1.0, 1.0, 1.0, 1.0, 0.0])


def test_or_the_title_of_its_article() -> None:
    made = snapshot(document("A crane fell.", "It rained.", title="Crane of Norrhaven falls"))
    reports = work(made, TOPIC).reports
    around = relevance_around(made, reports, np.arange(2), np.asarray([0, 0]))
    assert around[1] == pytest.approx(IN_TITLE)
    assert around[0] >= around[1]


def test_in_place_a_sentence_of_the_topic_beats_one_beside_it_and_one_far_from_it() -> None:
    made = built()
    placed = relevance_in_place(made, work(made, TOPIC).reports, np.arange(6), OWNERS).tolist()
    assert 1.0 >= placed[0] > placed[1] > placed[2] > placed[5] == 0.0
