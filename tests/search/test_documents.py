"""The documents of segments are those that were read, one at a time and without those gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.article import Corpus, Document, Dropped, Provenance, Span
from bot.articles.undated import AT_ODDS
from bot.search.documents import Bounds, Documents
from bot.search.halves import infer_bounds
from bot.search.segment import UNDATED, Segment
from tests.corpora import DATES, corpora, document
from tests.search.pieces import read

CRANE = document(
    "One crane stood. It fell.", "Nobody was hurt.", path="a.md", day=date(2019, 5, 12)
)
FERRY = document("No ferry ran.", path="b.md")
PORT = document("The port closed.", path="c.md", day=date(2019, 5, 14))


def unbounded(*segments: Segment) -> Bounds:
    size = sum(segment.articles for segment in segments)
    none = np.full(size, UNDATED, np.int32)
    return Bounds(none, none, np.zeros(size, np.bool_))


def documents(*segments: Segment, alive: list[bool] | None = None) -> Documents:
    flags = None if alive is None else np.asarray(alive, np.bool_)
    return Documents(segments, unbounded(*segments), flags)


@given(corpora(longest=12, dates=DATES), st.integers(0, 5), st.integers(0, 31))
@settings(max_examples=50)
def test_documents_of_two_segments_are_those_that_were_read(
    corpus: Corpus, cut: int, bits: int
) -> None:
    every = list(corpus.documents)
    alive = [bool(bits >> place & 1) for place in range(len(every))]
    found = documents(read(every[:cut]), read(every[cut:]), alive=alive)
    kept = [place for place, there in enumerate(alive) if there]
    assert len(found) == len(kept)
    assert found == [every[place] for place in kept]
    assert found.numbers().tolist() == kept
    assert list(found.paths()) == [(place, every[place].article.path) for place in kept]
    for place in kept:
        assert found[place] == every[place]
        assert found.text(place) == every[place].text


def test_without_flags_every_document_is_there() -> None:
    found = documents(read([]), read([CRANE]), read([]), read([FERRY, PORT]))
    assert list(found) == [CRANE, FERRY, PORT]
    assert len(found) == 3
    assert found.numbers().tolist() == [0, 1, 2]
    assert [path for _, path in found.paths()] == ["a.md", "b.md", "c.md"]


def test_numbers_are_counted_from_either_end() -> None:
    found = documents(read([CRANE, FERRY]), read([PORT]))
    assert found[-1] == found[2] == PORT
    assert found[0:2] == [CRANE, FERRY]
    assert found[::-1] == [PORT, FERRY, CRANE]
    for number in (3, -4):
        with pytest.raises(IndexError, match=f"{number} of 3"):
            found[number]


def test_a_document_keeps_all_that_was_known_of_it() -> None:
    made = document(
        "One crane stood.",
        path="bad\udcff/中.md",
        title="Cranes “to go”",
        source="Quay\nPost",
        day=date(2019, 5, 12),
        warnings=("Corrected on May 13.",),
    )
    article = replace(
        made.article,
        authors=("Sven Dahl", "Jo Deem"),
        url="https://example.org/?q=crane",
        provenance={**made.article.provenance, "title": Provenance.DECLARED},
    )
    made = replace(
        made,
        article=article,
        text=f"{made.text}\r\n\tAdvertisement\x00\n",
        dropped=(Dropped(Span(18, 31), "an advertisement"),),
        notes=("Decoded as cp1252.", "A second note."),
    )
    assert list(documents(read([made]))) == [made]


def test_a_document_that_was_just_asked_for_is_not_decoded_again() -> None:
    found = documents(read([CRANE, FERRY]))
    assert found[0] is found[0]


def test_paragraphs_are_a_sequence() -> None:
    paragraphs = documents(read([FERRY, CRANE]))[0].paragraphs
    assert len(paragraphs) == 2
    assert paragraphs == CRANE.paragraphs
    assert tuple(paragraphs) == CRANE.paragraphs
    assert paragraphs[-1] == CRANE.paragraphs[1]
    assert paragraphs[1:] == CRANE.paragraphs[1:]
    assert paragraphs != FERRY.paragraphs
    for number in (2, -3):
        with pytest.raises(IndexError, match=f"{number} of 2"):
            paragraphs[number]


def test_bounds_are_put_into_undated_documents_only() -> None:
    segment = read([CRANE, FERRY, PORT])
    earliest = np.full(3, date(2019, 5, 1).toordinal(), np.int32)
    latest = np.full(3, UNDATED, np.int32)
    crane, ferry, port = Documents([segment], Bounds(earliest, latest, np.zeros(3, np.bool_)))
    assert (crane, port) == (CRANE, PORT)
    assert (ferry.article.earliest, ferry.article.latest) == (date(2019, 5, 1), None)
    assert ferry.article.provenance["date"] == Provenance.INFERRED
    assert ferry.notes == ()


def test_what_contradicts_itself_is_noted() -> None:
    segment = read([FERRY])
    bounds = replace(unbounded(segment), at_odds=np.ones(1, np.bool_))
    (ferry,) = Documents([segment], bounds)
    assert ferry.notes == (AT_ODDS,)
    assert ferry.article == FERRY.article


ON_FRIDAY = "The crews of all nine ferries will meet the mayor of Norrhaven again on Friday."


def weekdays(*alive: bool) -> list[Document]:
    """A dated article and an undated one, in segments of their own, that share a sentence."""
    told = document(ON_FRIDAY, path="a.md", day=date(2019, 5, 14))
    same = document(f"Talks failed. {ON_FRIDAY}", path="b.md")
    segments = [read([told]), read([same])]
    flags = np.asarray(alive, np.bool_) if alive else None
    return list(Documents(segments, infer_bounds(segments, flags), flags))


def test_an_article_of_another_segment_bounds_an_undated_one() -> None:
    for flags in ((), (True, True)):
        article = weekdays(*flags)[1].article
        assert (article.earliest, article.latest) == (date(2019, 5, 7), date(2019, 5, 21))


def test_an_article_that_is_gone_bounds_nothing() -> None:
    (same,) = weekdays(False, True)
    assert (same.article.earliest, same.article.latest) == (None, None)
