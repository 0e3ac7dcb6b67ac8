"""Where a query's terms stand in the sentences of some paragraphs: the raw material of ranking.

Everything is gathered from the snapshot's forward index with array operations; no text is touched.
A segment is one sentence, or the title of the paragraph's article (first of each paragraph's).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.answer.question import Query
from bot.search.arrays import ranges
from bot.search.bm25 import Floats, Ints
from bot.search.snapshot import Snapshot

Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Evidence:
    """For N paragraphs with G segments, L terms in all, and a query of m terms.

    paragraphs (N,) · segment (G,) number in the forward index · owner (G,) row of `paragraphs` ·
    title (G,) whether the segment is a title · starts (G + 1,) where its terms begin below.
    terms (L,), marks (L,) · row (L,) which of the G segments · asked (L,) which query term, or -1.
    counts (G, m): how often each query term stands in each segment.
    """

    query: Query
    paragraphs: Ints
    segment: Ints
    owner: Ints
    title: Bools
    starts: Ints
    terms: Ints
    marks: npt.NDArray[np.uint8]
    row: Ints
    asked: Ints
    counts: Ints

    @property
    def lengths(self) -> Ints:
        return np.diff(self.starts)

    def first_rows(self) -> Ints:
        """The row of each paragraph's title segment, shape (N,)."""
        return np.flatnonzero(self.title)


def gather(snapshot: Snapshot, query: Query, paragraphs: Ints) -> Evidence:
    """`paragraphs` are numbers in the whole snapshot, without repeats; N may be 0."""
    layout, forward = snapshot.layout, snapshot.terms
    first = layout.first_sentence[paragraphs]
    sentences = layout.first_sentence[paragraphs + 1] - first
    owner = np.repeat(np.arange(len(paragraphs)), sentences + 1)
    title = np.zeros(len(owner), np.bool_)
    heads = np.cumsum(sentences + 1) - (sentences + 1)
    title[heads] = True
    segment = np.empty(len(owner), np.int64)
    segment[title] = len(forward.sentence_marks) + layout.article_of[paragraphs]
    segment[~title] = ranges(first, sentences)

    begin = forward.starts[segment]
    lengths = forward.starts[segment + 1] - begin
    places = ranges(begin, lengths)
    terms = forward.ids[places].astype(np.int64)
    row = np.repeat(np.arange(len(segment)), lengths)
    asked = _asked(query.ids, terms)
    m = len(query.ids)
    hit = asked >= 0
    counts = np.bincount(row[hit] * m + asked[hit], minlength=len(segment) * m)
    return Evidence(
        query,
        paragraphs,
        segment,
        owner,
        title,
        np.concatenate(([0], np.cumsum(lengths))),
        terms,
        forward.marks[places],
        row,
        asked,
        counts.reshape(len(segment), m),
    )


def _asked(ids: Ints, terms: Ints) -> Ints:
    """For each of `terms` its position in `ids`, or -1."""
    if not len(ids):
        return np.full(len(terms), -1)
    order = np.argsort(ids)
    place = order[np.minimum(np.searchsorted(ids, terms, sorter=order), len(ids) - 1)]
    asked: Ints = np.where(ids[place] == terms, place, -1)
    return asked


def pairs_together(evidence: Evidence) -> tuple[Ints, Ints]:
    """Where neighbouring query terms are neighbours in a segment, repeats kept: the segment's row,
    and the query position of the pair's first term."""
    left, right = evidence.asked[:-1], evidence.asked[1:]
    together = (left >= 0) & (right == left + 1) & (evidence.row[:-1] == evidence.row[1:])
    return evidence.row[:-1][together], left[together]


def adjacent_pairs(evidence: Evidence) -> Floats:
    """Weight of the pairs in each segment, shape (G,): a pair counts once a segment, with the
    lesser of its two idfs."""
    query, m = evidence.query, len(evidence.query.ids)
    weight = np.zeros(len(evidence.segment))
    if m < 2:
        return weight
    at, left = pairs_together(evidence)
    row, pair = np.divmod(np.unique(at * m + left), m)
    np.add.at(weight, row, np.minimum(query.idf[pair], query.idf[pair + 1]))
    return weight


def coverage(counts: Ints | Bools, query: Query) -> Floats:
    """The share of the query's idf that stands in each row of `counts`, 0 to 1."""
    share: Floats = (counts > 0) @ query.idf / query.ideal
    return share


def kin_weight(snapshot: Snapshot, evidence: Evidence) -> Floats:
    """idf of the question's terms that a segment lacks but holds in a kindred form, shape (G,).

    Kindred terms begin alike (see Query.kin): forms that the stemmer leaves apart, names with and
    without an ending, and many misspellings.
    """
    query = evidence.query
    weight = np.zeros(len(evidence.segment))
    if not len(query.kin):
        return weight
    order = np.argsort(query.kin, kind="stable")
    ids, kin_of = query.kin[order], query.kin_of[order]
    place = np.minimum(np.searchsorted(ids, evidence.terms), len(ids) - 1)
    found = np.flatnonzero(ids[place] == evidence.terms)
    first = place[found]
    many = np.searchsorted(ids, evidence.terms[found], side="right") - first
    terms = len(query.ids) + len(query.unknown)
    seen = np.unique(np.repeat(evidence.row[found], many) * terms + kin_of[ranges(first, many)])
    row, term = np.divmod(seen, terms)
    known = term < len(query.ids)
    absent = ~known
    absent[known] = evidence.counts[row[known], term[known]] == 0
    idf = np.append(query.idf, np.full(len(query.unknown), snapshot.paragraphs.unknown_idf))
    np.add.at(weight, row[absent], idf[term[absent]])
    return weight
