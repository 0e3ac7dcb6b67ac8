"""How much of the topic a sentence holds."""

from __future__ import annotations

import numpy as np

from bot.answer.question import Query
from bot.answer.timeline.reports import Reports, sentence_bounds
from bot.search.arrays import Ints, ranges
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot

IN_TITLE = 0.5
"""What a word of the topic in an article's title counts for each of its sentences."""


def relevance(snapshot: Snapshot, reports: Reports, sentences: Ints) -> Floats:
    """The share of the topic found in each sentence, by idf, 0 to 1; words that the corpus does not
    know count as missing."""
    return _share(snapshot, reports.query, sentences, sentences + 1)


def relevance_around(snapshot: Snapshot, reports: Reports, sentences: Ints, owners: Ints) -> Floats:
    """The share of the topic found in each sentence's paragraph, or IN_TITLE times that in its
    article's title, whichever is more; `owners` are the sentences' rows of the articles."""
    firsts = snapshot.layout.first_sentence
    paragraphs, inverse = np.unique(snapshot.layout.paragraphs_of(sentences), return_inverse=True)
    around = _share(snapshot, reports.query, firsts[paragraphs], firsts[paragraphs + 1])
    titles = len(snapshot.terms.sentence_marks) + reports.articles[owners]
    title = _share(snapshot, reports.query, titles, titles + 1)
    return np.maximum(around[inverse.ravel()], IN_TITLE * title)


def relevance_in_place(
    snapshot: Snapshot, reports: Reports, sentences: Ints, owners: Ints
) -> Floats:
    """The mean of a sentence's relevance, that around it and its article's, 0 to 1; 0 where no word
    of the topic stands in the sentence or around it."""
    article = reports.scores / max(1e-9, float(reports.scores.max(initial=0.0)))
    near = relevance(snapshot, reports, sentences)
    near = near + relevance_around(snapshot, reports, sentences, owners)
    return np.where(near > 0.0, (near + article[owners]) / 3.0, 0.0)


def relevance_of_articles(snapshot: Snapshot, reports: Reports) -> Floats:
    """The share of the topic found anywhere in each of the reports' articles."""
    return _share(snapshot, reports.query, *sentence_bounds(snapshot, reports.articles))


def _share(snapshot: Snapshot, query: Query, begins: Ints, ends: Ints) -> Floats:
    starts = snapshot.terms.starts[begins]
    lengths = snapshot.terms.starts[ends] - starts
    ids = snapshot.terms.ids[ranges(starts, lengths)]
    row = np.repeat(np.arange(len(begins)), lengths)
    share = np.zeros(len(begins))
    for number, idf in zip(query.ids.tolist(), query.idf.tolist(), strict=True):
        share[np.unique(row[ids == number])] += idf
    return share / max(1e-9, query.ideal)
