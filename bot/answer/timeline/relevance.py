"""How much of the topic a sentence holds."""

from __future__ import annotations

import numpy as np

from bot.answer.question import Query
from bot.answer.timeline.reports import Reports
from bot.search.arrays import Ints, ranges
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot


def relevance(snapshot: Snapshot, reports: Reports, sentences: Ints) -> Floats:
    """The share of the topic found in each sentence, by idf, 0 to 1."""
    return _share(snapshot, reports.query, sentences, sentences + 1)


def relevance_in_place(
    snapshot: Snapshot, reports: Reports, sentences: Ints, owners: Ints
) -> Floats:
    """The mean of a sentence's relevance, its whole paragraph's and its article's, 0 to 1; 0 where
    neither sentence nor paragraph holds a word of the topic. `owners` are the sentences' rows of
    the reports' articles."""
    firsts = snapshot.layout.first_sentence
    paragraphs, inverse = np.unique(
        np.searchsorted(firsts, sentences, "right") - 1, return_inverse=True
    )
    around = _share(snapshot, reports.query, firsts[paragraphs], firsts[paragraphs + 1])
    article = reports.scores / max(1e-9, float(reports.scores.max(initial=0.0)))
    near = relevance(snapshot, reports, sentences) + around[inverse.ravel()]
    return np.where(near > 0.0, (near + article[owners]) / 3.0, 0.0)


def _share(snapshot: Snapshot, query: Query, begins: Ints, ends: Ints) -> Floats:
    starts = snapshot.terms.starts[begins]
    lengths = snapshot.terms.starts[ends] - starts
    ids = snapshot.terms.ids[ranges(starts, lengths)]
    row = np.repeat(np.arange(len(begins)), lengths)
    share = np.zeros(len(begins))
    for number, idf in zip(query.ids.tolist(), query.idf.tolist(), strict=True):
        share[np.unique(row[ids == number])] += idf
    return share / max(1e-9, float(query.idf.sum()))
