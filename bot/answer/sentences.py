"""How likely each sentence of the best passages is to hold the answer: a linear model.

Features are in units of the question's ideal score or shares between 0 and 1, unless said
otherwise. A paragraph's features are those of bot.answer.passages; "new" means: not a term of the
question itself.

bm25, cover, pairs          the sentence's own match
around, wide, with_before   coverage by the sentence with one neighbour on each side, with two, with
                            the one before
before, after               coverage by the neighbours alone
kin, kin_paragraph          idf of missing terms that stand there in another form of the word
order, tight                question terms that follow each other; matched share per root of reach
names, others (_paragraph)  coverage of the question's capitalised terms, and of the rest
rarest (_paragraph)         the question's rarest term is there
best_share, cover_share, passage_share   relative to the best of all ranked sentences
passage, place, lead_over   the paragraph's score, 1 / its rank, its distance from the best score
best_here                   1 for the sentence with the best BM25 of its paragraph
first, position             1 for the first sentence; 1 / (1 + place in the paragraph)
length, short               logarithm of the number of terms; 1 below SHORT_TERMS
the rest                    what the sentence brings for this kind of question: bot.answer.kinds
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.answer.evidence import Bools, Evidence, adjacent_pairs, coverage, kin_weight
from bot.answer.kinds import NEWS, OF_ANSWER_TYPE, Columns, of_kind
from bot.answer.passages import FEATURES as PASSAGE_FEATURES
from bot.answer.passages import Passages
from bot.answer.question import Kind
from bot.search.bm25 import Floats, Ints
from bot.search.snapshot import Snapshot

PASSAGES = 40
"""How many of the best passages have their sentences ranked."""

SHORT_TERMS = 4
OF_PASSAGE = tuple(f"paragraph_{name}" for name in PASSAGE_FEATURES)
OF_SENTENCE = (
    "bm25",
    "cover",
    "pairs",
    "around",
    "wide",
    "with_before",
    "before",
    "after",
    "kin",
    "order",
    "tight",
    "names",
    "others",
    "rarest",
    "best_share",
    "cover_share",
    "best_here",
    "first",
    "position",
    "length",
    "short",
)
OF_PARAGRAPH = (
    "cover_paragraph",
    "kin_paragraph",
    "names_paragraph",
    "others_paragraph",
    "rarest_paragraph",
    "passage",
    "passage_share",
    "place",
    "lead_over",
)
FEATURES = OF_SENTENCE + OF_PARAGRAPH + OF_PASSAGE + NEWS + OF_ANSWER_TYPE


@dataclass(frozen=True, slots=True)
class Ranked:
    """R sentences of the best passages: `rows` (R,) of the evidence, `features`, `scores` (R,).

    Within a passage the sentences stand in the order of the text; passages come best first.
    """

    rows: Ints
    features: Floats
    scores: Floats


def rank_sentences(snapshot: Snapshot, passages: Passages, weights: Floats) -> Ranked:
    evidence = passages.evidence
    rows = _rows(evidence, passages.ranked[:PASSAGES])
    features = _features(snapshot, passages, rows)
    return Ranked(rows, features, features @ weights)


def can_answer(kind: Kind, ranked: Ranked) -> Bools:
    """Which of the ranked sentences hold the date or the number that is asked for, shape (R,); none
    for questions of another kind."""
    match kind:
        case Kind.WHEN:
            feature = "dated"
        case Kind.HOW_MUCH | Kind.HOW_MANY:
            feature = "how_many"
        case _:
            return np.zeros(len(ranked.rows), np.bool_)
    able: Bools = ranked.features[:, FEATURES.index(feature)] > 0
    return able


def _rows(evidence: Evidence, chosen: Ints) -> Ints:
    """Rows of the sentences (not the titles) of the chosen paragraphs, in their order."""
    place = np.full(len(evidence.paragraphs), -1)
    place[chosen] = np.arange(len(chosen))
    rows = np.flatnonzero((place[evidence.owner] >= 0) & ~evidence.title)
    return rows[np.lexsort((rows, place[evidence.owner[rows]]))]


def _features(snapshot: Snapshot, passages: Passages, rows: Ints) -> Floats:
    table = np.zeros((len(rows), len(FEATURES)))
    if not len(rows):
        return table
    evidence = passages.evidence
    owner = evidence.owner[rows]
    kin = kin_weight(snapshot, evidence) / passages.query.ideal
    columns = {
        **_of_sentence(passages, rows, kin),
        **{name: values[owner] for name, values in _of_paragraph(passages, kin).items()},
        **dict(zip(OF_PASSAGE, passages.features[owner].T, strict=True)),
        **of_kind(snapshot, evidence, rows),
    }
    for place, name in enumerate(FEATURES):
        if name in columns:
            table[:, place] = columns[name]
    return table


def _of_sentence(passages: Passages, rows: Ints, kin: Floats) -> Columns:
    evidence, query = passages.evidence, passages.query
    owner = evidence.owner[rows]
    within = rows - evidence.first_rows()[owner] - 1
    present = evidence.counts > 0
    alone = np.where(evidence.title, 0.0, coverage(present, query))
    before, after = _neighbour(evidence, present, -1), _neighbour(evidence, present, 1)
    around = present | before | after
    wide = around | _neighbour(evidence, present, -2) | _neighbour(evidence, present, 2)
    order, tight = _order_and_tightness(evidence)
    bm25, cover = passages.sentence_scores[rows], alone[rows]
    lengths = evidence.lengths[rows]
    return {
        "bm25": bm25,
        "cover": cover,
        "pairs": adjacent_pairs(evidence)[rows] / query.ideal,
        "around": coverage(around, query)[rows],
        "wide": coverage(wide, query)[rows],
        "with_before": coverage(present | before, query)[rows],
        "before": coverage(before, query)[rows],
        "after": coverage(after, query)[rows],
        "kin": kin[rows],
        "order": order[rows],
        "tight": tight[rows],
        "names": _share(present[rows], query.idf * query.names),
        "others": _share(present[rows], query.idf * ~query.names),
        "rarest": 1.0 * present[rows, int(np.argmax(query.idf))],
        "best_share": bm25 / max(1e-9, bm25.max()),
        "cover_share": cover / max(1e-9, cover.max()),
        "best_here": _best_here(bm25, owner),
        "first": 1.0 * (within == 0),
        "position": 1.0 / (1 + within),
        "length": np.log1p(lengths),
        "short": 1.0 * (lengths < SHORT_TERMS),
    }


def _of_paragraph(passages: Passages, kin: Floats) -> Columns:
    """One value a paragraph, shape (N,)."""
    evidence, query, scores = passages.evidence, passages.query, passages.scores
    heads = evidence.first_rows()
    present = np.add.reduceat(evidence.counts, heads, axis=0) > 0
    rank = np.empty(len(scores), np.int64)
    rank[passages.ranked] = np.arange(len(scores))
    return {
        "cover_paragraph": coverage(present, query),
        "kin_paragraph": np.add.reduceat(kin, heads),
        "names_paragraph": _share(present, query.idf * query.names),
        "others_paragraph": _share(present, query.idf * ~query.names),
        "rarest_paragraph": 1.0 * present[:, int(np.argmax(query.idf))],
        "passage": scores,
        "passage_share": scores / max(1e-9, scores.max()),
        "place": 1.0 / (1 + rank),
        "lead_over": scores - scores.max(),
    }


def _neighbour(evidence: Evidence, present: Bools, step: int) -> Bools:
    """For each segment what stands in the sentence `step` further on in the same paragraph."""
    moved = np.zeros_like(present)
    paragraph = np.where(evidence.title, -1, evidence.owner)
    here, there = (
        (slice(None, -step), slice(step, None))
        if step > 0
        else (slice(-step, None), slice(None, step))
    )
    same = (paragraph[here] == paragraph[there]) & (paragraph[here] >= 0)
    moved[here][same] = present[there][same]
    return moved


def _share(present: Bools, weights: Floats) -> Floats:
    """The share of `weights` (m,) present in each row; 0 when there is no weight at all."""
    share: Floats = present @ weights / max(1e-9, float(weights.sum()))
    return share


def _order_and_tightness(evidence: Evidence) -> tuple[Floats, Floats]:
    query, m = evidence.query, len(evidence.query.ids)
    g = len(evidence.segment)
    hit = np.flatnonzero(evidence.asked >= 0)
    far = len(evidence.terms) + 1
    earliest = np.full(g * m, far)
    np.minimum.at(earliest, evidence.row[hit] * m + evidence.asked[hit], hit)
    first = earliest.reshape(g, m)
    order = np.zeros(g)
    if m > 1:
        follows = (first[:, :-1] < first[:, 1:]) & (first[:, 1:] < far)
        order = follows @ np.minimum(query.idf[:-1], query.idf[1:]) / query.ideal
    found = first < far
    last = np.where(found, first, -1).max(axis=1, initial=-1)
    begin = first.min(axis=1, initial=far)
    matched = (found @ query.idf) / query.ideal
    tight = np.where(found.any(axis=1), matched / np.sqrt(np.maximum(1, last - begin + 1)), 0.0)
    return order, tight


def _best_here(bm25: Floats, owner: Ints) -> Floats:
    change = np.flatnonzero(np.diff(owner, prepend=-1))
    most = np.maximum.reduceat(bm25, change)
    best: Floats = (bm25 >= np.repeat(most, np.diff(np.append(change, len(bm25))))).astype(float)
    return best
