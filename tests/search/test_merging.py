"""However articles were split into segments, merging gives what reading them at once gives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.articles.article import Document
from bot.search.merging import Memory, Piece, merge
from bot.search.segment import Segment, from_arrays
from bot.search.store import Writer, open_folder
from bot.text.tokens import Tokeniser
from tests.corpora import DATES, corpora, document
from tests.search.folders import quick_folder
from tests.search.pieces import by_path, check_equal, flags, read

SURFACES = ".words.surfaces"
MOST_PIECES = 3


@st.composite
def split(draw: st.DrawFn, gone: bool) -> tuple[list[Piece], list[Document]]:
    """Some articles in several pieces, and those of them that are there. With `gone`, some of the
    articles are not, and of some an earlier version, which is gone, lies in another piece."""
    newer = list(draw(corpora(6, paragraphs=2, sentences=3, longest=12, dates=DATES)).documents)
    older = list(draw(corpora(6, 2, 3, 12)).documents) if gone else []
    pieces: list[list[tuple[Document, bool]]] = [[] for _ in range(MOST_PIECES)]
    kept = []
    for place, made in enumerate(newer):
        home, there = draw(st.integers(0, MOST_PIECES - 1)), not gone or draw(st.booleans())
        pieces[home].append((made, there))
        if place < len(older):
            pieces[(home + draw(st.integers(1, MOST_PIECES - 1))) % MOST_PIECES].append(
                (older[place], False)
            )
        if there:
            kept.append(made)
    return [_piece(documents) for documents in pieces], by_path(kept)


def _piece(documents: list[tuple[Document, bool]]) -> Piece:
    segment = read(made for made, _ in documents)
    lost = {made.article.path for made, there in documents if not there}
    return Piece(segment, flags(segment, lost) if lost else None)


def merged(pieces: list[Piece]) -> Segment:
    return merge(pieces, Memory())


@given(split(gone=False))
@settings(max_examples=40)
def test_pieces_make_what_reading_at_once_makes(pair: tuple[list[Piece], list[Document]]) -> None:
    pieces, kept = pair
    check_equal(merged(pieces), read(kept))
    check_equal(merged(pieces[::-1]), read(kept))


@given(split(gone=True))
@settings(max_examples=60)
def test_of_articles_that_are_gone_only_surfaces_may_stay(
    pair: tuple[list[Piece], list[Document]],
) -> None:
    pieces, kept = pair
    found = merged(pieces)
    check_equal(found, read(kept), SURFACES)
    tokeniser = Tokeniser()
    for term, surface in zip(found.words, found.words.surfaces, strict=True):
        assert tokeniser.terms(surface) == [term]
        assert found.words.find(term) >= 0


@given(split(gone=True))
@settings(max_examples=30)
def test_merging_in_steps_is_merging_at_once(pair: tuple[list[Piece], list[Document]]) -> None:
    pieces, _ = pair
    at_once = merged(pieces)
    check_equal(merged([Piece(merged(pieces[:2])), *pieces[2:]]), at_once)
    check_equal(merged([pieces[0], Piece(merged(pieces[1:]))]), at_once)
    check_equal(merged([Piece(merged([piece])) for piece in pieces]), at_once)


@given(split(gone=True))
@settings(max_examples=10)
def test_merging_into_files_is_merging_into_memory(
    pair: tuple[list[Piece], list[Document]],
) -> None:
    pieces, _ = pair
    with quick_folder() as root:
        with Writer(root / "1") as writer:
            merge(pieces, writer, "base.segment")
            writer.finish()
        opened = open_folder(root / "1")
        found = from_arrays(Segment, opened.arrays, "base.segment")
        check_equal(found, merged(pieces))
        gone_too = flags(found, {"0.md"})
        check_equal(merged([Piece(found, gone_too)]), merged([Piece(merged(pieces), gone_too)]))


CRANE = document("A crane fell.", path="a.md", title="The crane", source="Quay Post")
FERRY = document("A ferry sank on 2 May 2018.", path="b.md", source="Harbour Ledger")
PORT = document("A port closed.", path="c.md", source="Quay Post")


def test_articles_that_lay_between_each_other_come_into_order() -> None:
    found = merged([Piece(read([CRANE, PORT])), Piece(read([FERRY]))])
    assert list(found.table.paths) == ["a.md", "b.md", "c.md"]
    assert found.mentions.sentences.tolist() == [1]  # type: ignore[union-attr]
    check_equal(found, read([CRANE, FERRY, PORT]))


def test_terms_and_outlets_of_articles_that_are_gone_are_forgotten() -> None:
    every = read([CRANE, FERRY, PORT])
    found = merged([Piece(every, np.asarray([False, True, False]))])
    assert list(found.words) == list(read([FERRY]).words)
    assert list(found.table.outlets) == ["Harbour Ledger"]


def test_the_better_surface_stands_for_a_term_of_several_pieces() -> None:
    shouted, said = document("TARIFFS rose.", path="a.md"), document("A tariff fell.", path="b.md")
    for first, second in ((shouted, said), (said, shouted)):
        words = merged([Piece(read([first])), Piece(read([second]))]).words
        assert words.surfaces[words["tariff"]] == "tariff"


EMPTIED: list[Callable[[], list[Piece]]] = [
    lambda: [Piece(read([]))],
    lambda: [Piece(read([])), Piece(read([]))],
    lambda: [Piece(read([CRANE, FERRY]), np.zeros(2, np.bool_))],
    lambda: [Piece(read([CRANE]), np.zeros(1, np.bool_)), Piece(read([]))],
]


@pytest.mark.parametrize("pieces", EMPTIED)
def test_where_nothing_is_left_the_segment_is_an_empty_one(
    pieces: Callable[[], list[Piece]],
) -> None:
    check_equal(merged(pieces()), read([]))


def test_pieces_are_left_as_they_were() -> None:
    one, other, again = read([CRANE, PORT]), read([FERRY]), read([CRANE, PORT])
    merged([Piece(one, np.asarray([False, True])), Piece(other)])
    check_equal(one, again)
