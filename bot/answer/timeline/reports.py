"""Which articles are about a topic, and what their sentences say of when.

The articles are found by BM25 over whole articles; those near the best ones are kept, so that only
articles of the topic are touched from here on, however large the corpus is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.answer.evidence import Bools
from bot.answer.question import Query
from bot.search.arrays import Ints, ranges
from bot.search.bm25 import Floats
from bot.search.mentions import Trait
from bot.search.snapshot import UNDATED, Snapshot
from bot.search.view import search
from bot.text.dates import Granularity

BEST = 20
KEPT_OF_MEAN = 0.55
"""Articles of a topic score at least this share of the mean of the BEST best ones …"""

KEPT_OF_BEST = 0.3
"""… and at least this share of the best one, which matters where few articles match at all."""

FEW_ARTICLES = 25
"""With fewer articles than this no day can stand out by being reported often."""

LEAD_SENTENCES = 8
"""How many first sentences of an article may tell, without a date, what is new that day."""


@dataclass(frozen=True, slots=True)
class Reports:
    """A articles of a topic, in the order of their numbers, and their N date mentions.

    articles (A,) numbers in the snapshot · scores (A,) BM25, above 0 · published (A,) ordinals or
    UNDATED. mention (N,) rows of `snapshot.mentions` in order · owner (N,) row of `articles`.
    """

    query: Query
    articles: Ints
    scores: Floats
    published: Ints
    mention: Ints
    owner: Ints

    @property
    def few(self) -> bool:
        return len(self.articles) < FEW_ARTICLES


def find_reports(snapshot: Snapshot, query: Query, allowed: Bools | None) -> Reports:
    """`allowed` (articles of the corpus,) limits the articles, None allows all. Where few articles
    match, or none of those near the mean names a day, all that come near the best one are taken."""
    scores = snapshot.articles.scores_of_ids(np.repeat(query.ids, query.repeats))
    if allowed is not None:
        scores[~allowed] = 0.0
    best = np.sort(scores)[::-1][:BEST]
    if not len(best) or best[0] <= 0.0:
        return _reports(snapshot, query, scores, np.inf)
    wide = KEPT_OF_BEST * float(best[0])
    if len(best) == BEST and best[-1] > 0.0:
        found = _reports(snapshot, query, scores, max(KEPT_OF_MEAN * float(best.mean()), wide))
        if len(found.mention):
            return found
    return _reports(snapshot, query, scores, wide)


def _reports(snapshot: Snapshot, query: Query, scores: Floats, least: float) -> Reports:
    articles = np.flatnonzero(scores >= least)
    first, last = sentence_bounds(snapshot, articles)
    begins = search(snapshot.mentions.sentences, first)
    counts = search(snapshot.mentions.sentences, last) - begins
    return Reports(
        query,
        articles,
        scores[articles],
        snapshot.dates[articles],
        ranges(begins, counts),
        np.repeat(np.arange(len(articles)), counts),
    )


def sentence_bounds(snapshot: Snapshot, articles: Ints) -> tuple[Ints, Ints]:
    """The first sentence of each article, and the one after its last."""
    layout = snapshot.layout
    return (
        layout.first_sentence[layout.first_paragraph[articles]],
        layout.first_sentence[layout.first_paragraph[articles + 1]],
    )


def lead_sentences(snapshot: Snapshot, reports: Reports) -> tuple[Ints, Ints]:
    """Those of the first sentences of the dated articles that name no other time than that of their
    publication ("this week") and do not recur from day to day, and the row of `articles` that each
    belongs to."""
    dated = np.flatnonzero(reports.published != UNDATED)
    first, last = sentence_bounds(snapshot, reports.articles[dated])
    counts = np.minimum(last - first, LEAD_SENTENCES)
    sentences, owner = ranges(first, counts), np.repeat(dated, counts)
    mentions, rows = snapshot.mentions, reports.mention
    published = reports.published[reports.owner]
    elsewhere = (mentions.granularities[rows] == Granularity.DAY) | (
        (published < mentions.first[rows]) | (published > mentions.last[rows])
    )
    undated = ~np.isin(sentences, mentions.sentences[rows[elsewhere]])
    kept = np.flatnonzero(undated)
    kept = kept[~_recurring(snapshot, sentences[kept], reports.published[owner[kept]])]
    return sentences[kept], owner[kept]


def _recurring(snapshot: Snapshot, sentences: Ints, published: Ints) -> Bools:
    """Which sentences stand in paragraphs that come again on other days than the next."""
    paragraph = snapshot.layout.paragraphs_of(sentences)
    _, copy = np.unique(snapshot.layout.copies[paragraph], return_inverse=True)
    first = np.full(len(sentences), np.iinfo(np.int64).max)
    last = np.full(len(sentences), np.iinfo(np.int64).min)
    np.minimum.at(first, copy, published)
    np.maximum.at(last, copy, published)
    recurring: Bools = last[copy] - first[copy] > 1
    return recurring


def lags(snapshot: Snapshot, reports: Reports) -> Ints:
    """Days from each mention's last day to its article's publication, shape (N,): above 0 when the
    article looks back, below 0 when it looks ahead, 0 when it appeared within those days.

    Without a publication date the clause decides, 1 for the past and -1 for what is to come; where
    it does not say, days that the newest dated article has seen count as past.
    """
    mentions, rows = snapshot.mentions, reports.mention
    first, last = mentions.first[rows].astype(np.int64), mentions.last[rows].astype(np.int64)
    published = reports.published[reports.owner]
    past = (mentions.traits[rows] & Trait.PAST) > 0
    open_ = (mentions.traits[rows] & (Trait.PAST | Trait.FUTURE)) == 0
    newest = snapshot.dates[snapshot.documents.numbers()].max(initial=UNDATED)
    undated = np.where(past | (open_ & (last <= newest)), 1, -1)
    told: Ints = np.where(
        published == UNDATED, undated, published - np.clip(published, first, last)
    )
    return told


def leading(snapshot: Snapshot, reports: Reports) -> Bools:
    """Which mentions their sentences are about, one a sentence: the first that is a day, else the
    first; of a sentence that something is off, the first that lies in the past. Shape (N,)."""
    mentions, rows = snapshot.mentions, reports.mention
    sentences, traits = mentions.sentences[rows], mentions.traits[rows]
    coarse = mentions.granularities[rows] != Granularity.DAY
    off = ((traits & Trait.OFF) > 0) & ((traits & Trait.PAST) == 0)
    order = np.lexsort((np.arange(len(rows)), coarse, off, sentences))
    leads = np.zeros(len(rows), np.bool_)
    leads[order[np.diff(sentences[order], prepend=-1) > 0]] = True
    return leads
