"""Bounds for articles that do not say when they were published: sound ones, or none."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles.article import Document, Provenance
from bot.articles.bounds import Bounds, told
from bot.articles.comments import without_comments
from bot.articles.dated import published
from bot.articles.library import scan
from bot.articles.sameweek import UNDATED, WEEK_DAYS, weekday_sentences
from bot.articles.undated import AT_ODDS, bounded, infer, with_bounds
from tests.articles.reading import kept, pasted
from tests.corpora import document

LEAD = "The harbor council argued about the pier and went home without a vote."
SHARED = "The council met behind closed doors on Thursday and put the vote on the pier off again."
OTHER = "Two cranes were moved on Friday from the old quay to the new one on the far side."
SENTENCES = [6736277226275220248, 4535484831260486256]
"""Hashes of SHARED and OTHER."""


def read(*paragraphs: str) -> Bounds:
    return told(document(*paragraphs))


@pytest.mark.parametrize(
    ("sentence", "earliest"),
    [
        ("Members voted for the pier on June 3, 2019, and work began.", "2019-06-03"),
        ("Members voted for the pier on 3 June 2019.", "2019-06-03"),
        ("On June 3, 2019, members voted for the pier.", "2019-06-03"),
        ("Members voted on Monday, June 3, 2019, for the pier.", "2019-06-03"),
        ("The pier was closed in June 2019 after a storm.", "2019-06-01"),
        ("The pier was closed in May 2019 after a storm.", "2019-05-01"),
        ("The pier was built in 2021. It was closed in June 2019.", "2019-06-01"),
    ],
)
def test_what_is_told_as_past_bounds_from_below(sentence: str, earliest: str) -> None:
    assert read(LEAD, sentence) == Bounds(date.fromisoformat(earliest))


@pytest.mark.parametrize(
    ("sentence", "latest"),
    [
        ("The council will meet on March 1, 2019.", "2019-03-01"),
        ("The council is scheduled to meet again on 1 March 2019.", "2019-03-01"),
        ("The pier will be closed by March 2019.", "2019-03-31"),
        ("Repairs of the pier will go on until December 31, 2019.", "2019-12-31"),
    ],
)
def test_what_is_still_to_come_bounds_from_above(sentence: str, latest: str) -> None:
    assert read(LEAD, sentence) == Bounds(None, date.fromisoformat(latest))


@pytest.mark.parametrize(
    "sentence",
    [
        "The council voted for the pier on June 3.",
        "The council met on Thursday and will meet again next week.",
        "The council voted for a pier that was due to open on June 3, 2030.",
        "The council agreed on a budget of $3 million in June 2030.",
        "The council would have opened the pier on June 3, 2030.",
        "The council said that it expected to open the pier in June 2030.",
        "If the council opened the pier on June 3, 2030, it was said to be late.",
        "The council adopted its Vision 2030 and the Agenda 2030 on Thursday.",
        "The mayor lost the race before the 2030 election.",
        "The council discussed the June 2030 summit.",
        "The council put off its March 1, 2030 deadline.",
        "“The pier was opened on June 3, 2030,” the play’s heroine said.",
        'The plaque reads: "This pier was opened on June 3, 2030."',
        "The mayor was picked for president in June 2030.",
        "The mayor focused on getting elected in June 2030.",
        "The pier was founded in June 1815 and closed.",
        "The pier was built in 2013 and has stood since.",
        "The pier will be rebuilt by 2050.",
        "This article was amended on June 3, 2030.",
        "An earlier version, corrected on June 3, 2030, misnamed the mayor.",
        "The pier had about 2030 visitors.",
        "Read more at https://www.harborpost.example/2030/06/03/the-pier-was-closed.",
    ],
)
def test_doubtful_dates_bound_nothing(sentence: str) -> None:
    assert read(LEAD, sentence) == Bounds()


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor said in 2008 that the pier would be open by March 1, 2009.",
        "The pier will be remembered for the fire of March 1, 2009.",
        "“We will meet on March 1, 2009,” the mayor wrote back then.",
        "The pier will be the largest since March 1, 2009.",
        "Visits will fall from their height on or after March 1, 2009.",
    ],
)
def test_doubtful_plans_bound_nothing_from_above(sentence: str) -> None:
    assert read(LEAD, sentence).latest is None


def test_a_caption_bounds_from_below_and_dates_nothing() -> None:
    text = (
        "Pier vote put off\n\n"
        "FILE PHOTO: The mayor meets the engineers on the pier, June 29, 2019. REUTERS/Ann Lee\n\n"
        f"{LEAD}\n\n“Nobody wants to pay,” the mayor said."
    )
    paper = pasted(text)
    [found] = bounded([paper])
    assert (found.article.date, found.article.latest) == (None, None)
    assert found.article.earliest == date(2019, 6, 29)
    assert found.article.provenance["date"] is Provenance.INFERRED
    assert published(found.article) == "not before 29 Jun 2019, inferred"
    assert kept(found) == kept(paper)


def test_both_bounds_together() -> None:
    [found] = bounded([document("The vote was on Feb. 3, 2019.", "It will end on March 1, 2019.")])
    assert found.article.earliest == date(2019, 2, 3)
    assert found.article.latest == date(2019, 3, 1)
    assert published(found.article) == "about Feb–Mar 2019, inferred"


def test_contradictions_give_no_bound_and_a_note() -> None:
    paper = document("The vote was on May 3, 2019.", "The pier will open on March 1, 2019.")
    [found] = bounded([paper])
    assert (found.article.earliest, found.article.latest) == (None, None)
    assert found.article.provenance["date"] is Provenance.UNKNOWN
    assert found.notes == (AT_ODDS,)
    assert published(found.article) == "undated"
    assert bounded([found]) == (found,)


def test_what_is_dated_or_says_nothing_is_left_as_it_was() -> None:
    dated = document("The pier was closed on June 3, 2019.", day=date(2018, 1, 1))
    silent = document(LEAD, path="b.md")
    found = bounded([dated, silent])
    assert found[0] is dated
    assert found[1] is silent


def test_dates_in_readers_comments_do_not_count() -> None:
    stamp = "At 09:30 am on 29 Jul 2030, Bo wrote: the pier was closed on July 3, 2030."
    article = "The pier was closed on June 3, 2019."
    assert read(article, stamp, stamp, "It was closed in August 2030.").earliest == date(2019, 6, 3)
    paper = document(article, f"July 29, 2030 at 4:02 am {LEAD} July 30, 2030 at 5:01 pm", LEAD)
    assert [paragraph.number for paragraph in without_comments(paper)] == [1]


def paper(path: str, *paragraphs: str, day: date | None = None) -> Document:
    return document(*paragraphs, path=path, day=day)


def test_the_same_weekday_in_the_same_words_is_the_same_week() -> None:
    dated = paper("a.md", LEAD, SHARED, day=date(2019, 2, 14))
    copy = paper("b.md", f"“No,” the mayor said. {SHARED.replace('Thursday', 'THURSDAY')}", SHARED)
    found = bounded([dated, copy])
    assert found[0] is dated
    assert found[1].article.earliest == date(2019, 2, 7)
    assert found[1].article.latest == date(2019, 2, 21)
    assert published(found[1].article) == "about Feb 2019, inferred"


def test_more_shared_sentences_narrow_the_bounds() -> None:
    papers = [
        paper("a.md", SHARED, day=date(2019, 2, 14)),
        paper("b.md", OTHER, day=date(2019, 2, 18)),
        paper("c.md", SHARED, OTHER),
    ]
    article = bounded(papers)[2].article
    assert (article.earliest, article.latest) == (date(2019, 2, 11), date(2019, 2, 21))


def test_a_sentence_that_returns_is_a_stock_phrase() -> None:
    papers = [
        paper("a.md", SHARED, day=date(2019, 2, 14)),
        paper("b.md", SHARED, day=date(2019, 3, 14)),
        paper("c.md", SHARED),
    ]
    assert bounded(papers)[2] is papers[2]


@pytest.mark.parametrize(
    "sentence",
    [
        "The council met on Thursday.",
        "The council of the old harbor has met every Thursday behind closed doors for years.",
        "The ferry to the far side of the bay sails Monday to Friday from the old pier.",
        "The council met behind closed doors on Thursday, March 3 and put off the vote again.",
        "The council of the harbor met behind closed doors and put the vote off once again.",
        "The mayor told the Sunday Ledger that the vote on the pier was put off again.",
    ],
)
def test_sentences_that_tell_no_week(sentence: str) -> None:
    papers = [paper("a.md", sentence, day=date(2019, 2, 14)), paper("b.md", sentence)]
    assert bounded(papers)[1] is papers[1]


def test_bounds_are_forgotten_with_their_evidence() -> None:
    copy = paper("b.md", SHARED)
    found = bounded([paper("a.md", SHARED, day=date(2019, 2, 14)), copy])[1]
    assert found != copy
    assert bounded([found]) == (copy,)


@given(st.dates(date(1950, 1, 1), date(2090, 1, 1)), st.integers(-30, 30))
def test_bounds_hold_whatever_the_day(day: date, lag: int) -> None:
    """An article that reports a day and announces another lies between the two, if it may."""
    later = day + timedelta(days=lag)
    past = f"The pier was closed on {day:%B} {day.day}, {day.year}."
    coming = f"The council will meet on {later:%B} {later.day}, {later.year}."
    article = bounded([document(past, coming)])[0].article
    assert (article.earliest, article.latest) == ((day, later) if lag >= 0 else (None, None))
    for made in bounded([document(past, day=day)]):
        assert made.article.earliest is None


def test_a_scan_bounds_what_it_reads_and_a_second_keeps_it(tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text(f"Published: Feb. 14, 2019\n\n{LEAD}\n\n{SHARED}\n")
    (tmp_path / "copy.txt").write_text(f"{LEAD}\n\n{SHARED}\n")
    first = scan(tmp_path)
    copy = first.documents[0]
    assert (copy.article.path, copy.article.earliest) == ("copy.txt", date(2019, 2, 7))
    again = scan(tmp_path, first)
    assert again == first
    assert again.documents[0] is copy
    (tmp_path / "dated.txt").unlink()
    assert scan(tmp_path, first).documents[0].article.earliest is None


def test_weekday_sentences_are_hashed_alike_everywhere() -> None:
    """They are saved, and compared with those of another process."""
    found = weekday_sentences(paper("a.md", LEAD, f"{SHARED} {OTHER}", SHARED.upper()))
    assert found == SENTENCES
    assert (
        weekday_sentences(paper("b.md", OTHER.replace(" on Friday ", " on Friday, "))) == found[1:]
    )


DAYS = st.none() | st.integers(737_000, 737_040)


@st.composite
def evidence(draw: st.DrawFn) -> list[tuple[int | None, Bounds, list[int]]]:
    """Articles, each as its date, what it tells of it, and its sentences."""

    def day() -> date | None:
        number = draw(DAYS)
        return date.fromordinal(number) if number else None

    return [
        (
            dated := draw(DAYS),
            Bounds() if dated else Bounds(day(), day()),
            draw(st.lists(st.integers(0, 8), max_size=3)),
        )
        for _ in range(draw(st.integers(0, 12)))
    ]


def expected(articles: list[tuple[int | None, Bounds, list[int]]], own: int) -> tuple[Bounds, bool]:
    """What is inferred of one article, sentence by sentence."""
    dated, told_bounds, sentences = articles[own]
    if dated:
        return Bounds(), False
    shared = Bounds()
    for sentence in sentences:
        days = [day for day, _, others in articles if day and sentence in others]
        if days and max(days) - min(days) <= 2 * WEEK_DAYS:
            around = (max(days) - WEEK_DAYS, min(days) + WEEK_DAYS)
            shared = shared.within(Bounds(*map(date.fromordinal, around)))
    both = told_bounds.within(Bounds() if shared.at_odds else shared)
    return (Bounds(), True) if both.at_odds else (both, False)


@given(evidence())
def test_arrays_infer_what_sentence_by_sentence_is_found(
    articles: list[tuple[int | None, Bounds, list[int]]],
) -> None:
    def column(days: list[date | None]) -> np.ndarray[tuple[int], np.dtype[np.int32]]:
        return np.asarray([day.toordinal() if day else UNDATED for day in days], np.int32)

    earliest, latest, at_odds = infer(
        np.asarray([day or UNDATED for day, _, _ in articles], np.int32),
        column([bounds.earliest for _, bounds, _ in articles]),
        column([bounds.latest for _, bounds, _ in articles]),
        np.asarray([each for _, _, found in articles for each in found], np.uint64),
        np.repeat(
            np.arange(len(articles), dtype=np.int32), [len(found) for _, _, found in articles]
        ),
    )
    assert [each.dtype.name for each in (earliest, latest, at_odds)] == ["int32", "int32", "bool"]
    for own in range(len(articles)):
        bounds, odd = expected(articles, own)
        assert earliest[own] == (bounds.earliest.toordinal() if bounds.earliest else UNDATED)
        assert latest[own] == (bounds.latest.toordinal() if bounds.latest else UNDATED)
        assert at_odds[own] == odd


def test_bounds_replace_those_before() -> None:
    plain = paper("a.md", LEAD)
    day = date(2019, 6, 3).toordinal()
    odd = with_bounds(plain, UNDATED, UNDATED, True)
    assert odd.notes == (AT_ODDS,)
    found = with_bounds(odd, day, UNDATED, False)
    assert (found.article.earliest, found.article.latest) == (date(2019, 6, 3), None)
    assert (found.article.provenance["date"], found.notes) == (Provenance.INFERRED, ())
    assert with_bounds(found, day, UNDATED, False) is found
    assert with_bounds(found, UNDATED, UNDATED, False) == plain


def test_bounds_stay_within_the_calendar() -> None:
    papers = [paper("a.md", SHARED, day=date.max), paper("b.md", SHARED)]
    article = bounded(papers)[1].article
    assert (article.earliest, article.latest) == (date.max - timedelta(WEEK_DAYS), date.max)
