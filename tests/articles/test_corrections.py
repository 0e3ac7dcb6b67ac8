"""Correction notes behind the text of a paragraph are cut off it, and nothing else is."""

from __future__ import annotations

from time import process_time

import pytest

from tests.articles.reading import dropped, kept, pasted

TEXT = "The crane fell in the night, the mayor said."
NEXT = "Nobody was hurt."


@pytest.mark.parametrize(
    "note",
    [
        "Correction: a previous version of this story said it fell at noon.",
        "Correction (May 4): An earlier version gave the wrong hour.",
        "(Clarification: This article has been changed to name the owner.)",
        "Editor’s note: an earlier version misnamed the mayor.",
        "An earlier version of this article misnamed the mayor.",
        "A previous version of this story misnamed the mayor.",
        "This story has been corrected to say that the crane fell at one.",
        "This front-page article was amended to remove a name.",
        "Correction: a previous version of this story said noon. It fell at one. We are sorry.",
    ],
)
def test_a_note_at_the_end_is_a_block_of_its_own(note: str) -> None:
    document = pasted(f"{TEXT} {note}\n\n{NEXT}")
    assert kept(document) == [TEXT, NEXT]
    assert dropped(document) == {note: "correction note"}


def test_where_the_text_goes_on_only_the_sentence_is_cut() -> None:
    note = "An earlier version of this article misnamed the mayor."
    rest = "It was cold. Few people saw it. They went home. All was well."
    document = pasted(f"{TEXT} {note} {rest}\n\n{NEXT}")
    assert kept(document) == [TEXT, rest, NEXT]
    assert dropped(document) == {note: "correction note"}


def test_notes_may_follow_one_another() -> None:
    note = "An earlier version of this article misnamed the mayor."
    rest = "It was cold. Few people saw it. They went home. All was well."
    document = pasted(f"{TEXT} {note} {note} {rest} {note}\n\n{NEXT}")
    assert kept(document) == [TEXT, rest, NEXT]
    assert set(dropped(document).values()) == {"correction note"}


@pytest.mark.parametrize(
    "sentence",
    [
        "Correction: he was lying.",
        "Correction of the figures took two years.",
        "This report was updated in May.",
        "An earlier version of the law was milder.",
        "The earlier version of this story was better, he said.",
        "This article of the treaty was amended to please the fishermen.",
    ],
)
def test_prose_that_looks_a_little_like_it_stays(sentence: str) -> None:
    document = pasted(f"{TEXT} {sentence}\n\n{NEXT}")
    assert kept(document) == [f"{TEXT} {sentence}", NEXT]
    assert dropped(document) == {}


def test_paragraphs_and_dropped_blocks_rebuild_the_file() -> None:
    note = "An earlier version of this story misnamed the mayor."
    document = pasted(f"{TEXT}  {note}\n{NEXT}\n")
    spans = sorted([p.span for p in document.paragraphs] + [d.span for d in document.dropped])
    assert "".join(map(document.slice, spans)) == TEXT + note + NEXT


def test_thousands_of_notes_are_cut_at_once() -> None:
    begin = process_time()
    document = pasted(f"{TEXT} " + "An earlier version of this story erred. It did. " * 5000 + NEXT)
    assert process_time() - begin < 5.0
    assert not any("version" in text for text in kept(document))
