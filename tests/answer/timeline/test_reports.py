"""Which articles belong to a topic, and how their mentions stand to their publication."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from bot.answer.question import understand
from bot.answer.timeline.reports import find_reports, lags, lead_sentences
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser
from tests.answer.timeline.topics import (
    ANNOUNCED,
    BRIDGE,
    ELSEWHERE,
    HERRING,
    REPORTED,
    bridge,
    undated,
    work,
)
from tests.corpora import document, snapshot

CRANE = "The crane of Norrhaven fell on 12 May 2019 and was raised on 14 May 2019."


def text(built: Snapshot, sentence: int) -> str:
    spans = [
        doc.slice(span)
        for doc in built.corpus.documents
        for paragraph in doc.paragraphs
        for span in paragraph.sentences
    ]
    return spans[sentence]


def test_only_articles_of_the_topic_are_kept() -> None:
    built = snapshot(ELSEWHERE, ANNOUNCED, REPORTED)
    reports = work(built, HERRING).reports
    paths = [built.corpus.documents[number].article.path for number in reports.articles.tolist()]
    assert paths == ["announced.md", "reported.md"]
    assert (reports.scores > 0).all()
    assert len(work(built, "zeppelins").reports.articles) == 0


def test_a_passing_word_does_not_make_an_article_one_of_the_topic() -> None:
    passing = document(
        "Norrhaven voted on a budget for schools, roads and parks on Sept. 3 after a long debate "
        "about taxes that the mayor lost.",
        path="budget.md",
        day=date(2018, 9, 4),
    )
    built = snapshot(ANNOUNCED, passing, REPORTED)
    assert work(built, HERRING).reports.articles.tolist() == [0, 2]


def test_the_articles_may_be_limited() -> None:
    built = snapshot(ANNOUNCED, REPORTED)
    query = understand(HERRING, built, Tokeniser())
    reports = find_reports(built, query, np.asarray([False, True]))
    assert reports.articles.tolist() == [1]
    nothing = find_reports(built, query, np.asarray([False, False]))
    assert len(nothing.articles) == len(nothing.mention) == 0


def test_every_mention_of_the_articles_is_there_once_with_its_owner() -> None:
    built = snapshot(ELSEWHERE, document(CRANE, path="a.md"), document(CRANE, path="b.md"))
    reports = work(built, "crane of Norrhaven").reports
    assert reports.articles.tolist() == [1, 2]
    assert reports.owner.tolist() == [0, 0, 1, 1]
    sentences = built.mentions.sentences[reports.mention].tolist()
    assert [text(built, number) for number in sentences] == [CRANE] * 4


def test_sixty_articles_are_not_few_and_two_are() -> None:
    assert not work(bridge(), BRIDGE).reports.few
    assert work(snapshot(ANNOUNCED, REPORTED), HERRING).reports.few


def test_first_sentences_that_name_another_day_are_no_leads() -> None:
    built = snapshot(
        document(
            "The crane of Norrhaven fell into the harbour.",
            "It had cracked this week, a crane driver said.",
            "A crane fell there on 2 May 2011 too.",
            path="a.md",
            day=date(2019, 5, 12),
        ),
        undated("A crane of Norrhaven was sold."),
    )
    sentences, owners = lead_sentences(built, work(built, "crane of Norrhaven").reports)
    assert [text(built, number) for number in sentences.tolist()] == [
        "The crane of Norrhaven fell into the harbour.",
        "It had cracked this week, a crane driver said.",
    ]
    assert owners.tolist() == [0, 0]


@pytest.mark.parametrize(("days", "lag"), [(-9, -9), (-1, -1), (0, 0), (1, 1), (40, 40)])
def test_a_lag_counts_days_from_the_named_day_to_publication(days: int, lag: int) -> None:
    published = date(2019, 5, 12) + timedelta(days=days)
    built = snapshot(document("The crane fell on 12 May 2019.", day=published))
    assert lags(built, work(built, "the crane").reports).tolist() == [lag]


def test_within_a_span_there_is_no_lag() -> None:
    built = snapshot(
        document("The crane stood idle from May 10 to May 14.", day=date(2019, 5, 12)),
    )
    assert lags(built, work(built, "the crane").reports).tolist() == [0]


def test_without_a_publication_date_the_clause_decides() -> None:
    built = snapshot(
        undated("The crane fell on 12 May 2019. The crane will be sold on 12 June 2019.")
    )
    assert lags(built, work(built, "the crane").reports).tolist() == [1, -1]
