"""Outlets are counted over the articles that are there, in base and delta."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from bot.articles.article import Corpus, Document
from bot.desk.sources import count_sources
from bot.desk.status import SourceCount
from bot.search.generation import folder_of, open_generation, write_base, write_delta
from bot.search.merging import Piece
from bot.search.postings import invert
from bot.search.reading import read_segment
from bot.search.segment import Segment
from bot.search.snapshot import Snapshot
from bot.text.batch import BatchTokeniser
from tests.corpora import document


def article(path: str, source: str | None, day: date | None) -> Document:
    return document("The crane of Norrhaven fell.", path=path, source=source, day=day)


OLD = (
    article("a.md", "Quay Post", date(2019, 3, 4)),
    article("b.md", "Ledger", date(2018, 1, 2)),
    article("c.md", None, None),
    article("d.md", "Ledger", None),
)
NEW = (
    article("b.md", "Harbour News", date(2020, 5, 6)),
    article("e.md", "Ledger", date(2021, 7, 8)),
    article("f.md", "Ledger", date(2017, 7, 8)),
)


def segment(*documents: Document) -> Segment:
    return read_segment(documents, BatchTokeniser(compiled=False))


def test_most_articles_come_first_then_those_that_appear_first() -> None:
    assert count_sources(Snapshot.build(Corpus(OLD))) == (
        SourceCount("Ledger", 2, date(2018, 1, 2), date(2018, 1, 2), 1),
        SourceCount("Quay Post", 1, date(2019, 3, 4), date(2019, 3, 4)),
        SourceCount(None, 1, None, None, 1),
    )


def test_what_has_gone_is_not_counted(tmp_path: Path) -> None:
    write_base(tmp_path, 1, [Piece(segment(*OLD))], invert)
    on = open_generation(folder_of(tmp_path, 1))
    alive = np.array([False, False, True, True])
    write_delta(tmp_path, 2, on, alive, [Piece(segment(*NEW))], invert)
    counted = count_sources(open_generation(folder_of(tmp_path, 2)).snapshot())
    assert set(counted) == {
        SourceCount("Ledger", 3, date(2017, 7, 8), date(2021, 7, 8), 1),
        SourceCount("Harbour News", 1, date(2020, 5, 6), date(2020, 5, 6)),
        SourceCount(None, 1, None, None, 1),
    }
    assert counted[0].source == "Ledger"
