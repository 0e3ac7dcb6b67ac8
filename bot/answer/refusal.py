"""Whether the corpus answers a question at all: a calibrated probability.

A logistic model over what the best passages and sentences hold of the question. It separates
questions about something the corpus does not hold; it cannot tell a question that twists a fact of
the corpus from one that does not, and no lexical method can.
"""

from __future__ import annotations

import numpy as np

from bot.answer.evidence import Bools, coverage
from bot.answer.passages import Passages
from bot.answer.question import Query
from bot.answer.quotes import probabilities
from bot.answer.sentences import FEATURES as SENTENCE_FEATURES
from bot.answer.sentences import Ranked
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot

FEATURES = (
    "one",
    "paragraph",  # BM25 of the best passage, in units of the ideal
    "cover",  # coverage of the question by the best passage
    "cover_sentence",  # … by the best-ranked sentence
    "cover_any_sentence",  # … by the sentence that covers most, among the ranked
    "cover_five",  # … by the best-covering of the first five passages
    "cover_article",  # … by the candidates of the best passage's article together
    "article",  # BM25 of that article
    "score",  # the best passage's score
    "kin",  # question terms that the best sentence holds in another form only
    "paragraph_cover",  # product of the first two
    "unknown",  # share of the ideal that the corpus does not know at all
    "rarest",  # the rarest known term stands in the best passage
    "names",  # share of the question's capitalised terms in the best passage; 1/2 if it has none
    "names_article",  # … in the candidates of its article together
    "name_lost",  # some capitalised term is not even there
    "unknown_name",  # the question has a term the corpus does not know, misspelt or not
    "pairs",
    "lead_over",  # distance of the best passage from the second, in units of the best
    "stands_out",  # (best - mean) / deviation of the first ten, divided by 3
    "sentence",  # BM25 of the best single sentence
    "sure",  # greatest probability among the ranked sentences
    "typed",  # the best-ranked sentence can answer this kind of question
    "terms",  # logarithm of the number of terms
    "size",  # how many paragraphs there are to match by chance, as `_size` bounds it
)

TRAINED_SIZES = (100, 1_000)
"""Paragraphs of the smallest and the largest indexes that the model was trained on, about."""


def signals(snapshot: Snapshot, passages: Passages, ranked: Ranked) -> Floats:
    """One number for each of FEATURES; all 0 but `one` when nothing was found."""
    values = dict.fromkeys(FEATURES, 0.0)
    values["one"] = 1.0
    query, evidence = passages.query, passages.evidence
    if len(passages.ranked) and len(ranked.rows):
        by_paragraph = np.add.reduceat(evidence.counts, evidence.first_rows(), axis=0)
        covers = coverage(by_paragraph, query)[passages.ranked]
        best = int(passages.ranked[0])
        scores = passages.scores[passages.ranked]
        articles = snapshot.layout.article_of[evidence.paragraphs]
        together = by_paragraph[articles == articles[best]].sum(axis=0, keepdims=True)
        here = by_paragraph[best] > 0
        top = int(np.argmax(ranked.scores))
        column = {name: number for number, name in enumerate(SENTENCE_FEATURES)}
        sentence = ranked.features[top]
        ten = scores[:10]
        values |= {
            "paragraph": passages.features[best, 0],
            "cover": covers[0],
            "cover_sentence": sentence[column["cover"]],
            "cover_any_sentence": ranked.features[:, column["cover"]].max(),
            "cover_five": covers[:5].max(),
            "cover_article": coverage(together, query)[0],
            "article": passages.features[best, 1],
            "score": scores[0],
            "kin": sentence[column["kin"]],
            "paragraph_cover": passages.features[best, 0] * covers[0],
            "rarest": float(here[int(np.argmax(query.idf))]),
            **_names(query, here, together[0] > 0),
            "pairs": passages.features[best, 3],
            "lead_over": float(scores[0] - scores[min(1, len(scores) - 1)]) / scores[0],
            "stands_out": float((scores[0] - ten.mean()) / (ten.std() + 1e-6)) / 3.0,
            "sentence": passages.features[best, 4],
            "sure": float(probabilities(ranked.scores).max()),
            "typed": float(sentence[column["who"] : column["speaker"]].sum() > 0),
        }
    values["unknown"] = 1.0 - float(query.idf.sum()) / query.ideal
    values["unknown_name"] = float(len(query.unknown) > len(query.corrected))
    values["size"] = _size(snapshot.paragraphs.corpus_size)
    values["terms"] = float(np.log1p(len(query.ids) + len(query.unknown)))
    return np.asarray([float(values[name]) for name in FEATURES])


def confidence(found: Floats, weights: Floats) -> float:
    """The probability, 0 to 1, that the corpus answers; `found` as `signals` gives it."""
    return float(1.0 / (1.0 + np.exp(-np.clip(found @ weights, -30.0, 30.0))))


def _names(query: Query, passage: Bools, article: Bools) -> dict[str, float]:
    """Which of the question's names stand in the best passage, and in its article (m,)."""
    asked = int(query.names.sum()) + query.lost_names
    if not asked:
        return {"names": 0.5, "names_article": 0.5, "name_lost": 0.0}
    share = float((article & query.names).sum()) / asked
    return {
        "names": float((passage & query.names).sum()) / asked,
        "names_article": share,
        "name_lost": float(share < 1.0),
    }


def _size(paragraphs: int) -> float:
    """Decimal logarithm, held within the sizes that training saw: beyond them it knows nothing."""
    return float(np.log10(np.clip(paragraphs, *TRAINED_SIZES)))
