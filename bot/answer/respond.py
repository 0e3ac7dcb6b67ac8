"""One question, one snapshot, one answer: the whole way from text to excerpts or a refusal."""

from __future__ import annotations

import time

import numpy as np

from bot.answer.answer import (
    MAX_LIMIT,
    MAX_QUESTION_CHARS,
    MIN_QUESTION_CHARS,
    Answer,
    Excerpt,
    Filters,
    Question,
)
from bot.answer.passages import Passages, retrieve
from bot.answer.question import understand
from bot.answer.quotes import choose_runs, to_excerpt
from bot.answer.refusal import confidence, signals
from bot.answer.sentences import Ranked, rank_sentences
from bot.answer.spelling import suggestion
from bot.answer.weights import Weights
from bot.errors import QuestionError
from bot.search.bm25 import Mask
from bot.search.snapshot import UNDATED, Snapshot
from bot.text.tokens import Tokeniser

NEAR_MISSES = 3

LEAST_HOPE = 0.05
"""Below this confidence another spelling would not help either, so none is suggested."""


def respond(snapshot: Snapshot, question: Question, weights: Weights) -> Answer:
    """Pure but for the clock; safe to call from several threads. Raises QuestionError."""
    began = time.perf_counter()
    check_question(question)
    tokeniser = Tokeniser()
    query = understand(question.text, snapshot, tokeniser)
    allowed = allowed_articles(snapshot, question.filters)
    passages = retrieve(snapshot, query, weights.passage, allowed)
    ranked = rank_sentences(snapshot, passages, weights.sentence)
    sure = confidence(signals(snapshot, passages, ranked), weights.confidence)
    answered = bool(len(ranked.rows)) and sure >= weights.threshold
    hint = None
    if sure >= LEAST_HOPE:
        hint = suggestion(question.text, query.corrected, snapshot, tokeniser)
    limit = question.limit if answered else min(NEAR_MISSES, question.limit)
    excerpts = excerpts_of(snapshot, passages, ranked, limit, tokeniser)
    return Answer(
        question=question,
        answered=answered,
        confidence=sure if len(ranked.rows) else 0.0,
        excerpts=excerpts if answered else (),
        near_misses=() if answered else excerpts,
        suggestion=hint,
        snapshot=snapshot.number,
        took_ms=(time.perf_counter() - began) * 1000.0,
    )


def check_question(question: Question) -> None:
    """Raises QuestionError, with what to do about it, for a question that cannot be asked."""
    length = len(question.text.strip())
    if length < MIN_QUESTION_CHARS:
        raise QuestionError(f"Please ask with at least {MIN_QUESTION_CHARS} characters.")
    if length > MAX_QUESTION_CHARS:
        raise QuestionError(
            f"That question has {length} characters; please keep it to {MAX_QUESTION_CHARS}."
        )
    if not 1 <= question.limit <= MAX_LIMIT:
        raise QuestionError(f"Please ask for 1 to {MAX_LIMIT} quotes.")
    filters = question.filters
    if filters.since and filters.until and filters.since > filters.until:
        raise QuestionError("The first day comes after the last: swap since and until.")


def allowed_articles(snapshot: Snapshot, filters: Filters) -> Mask | None:
    """Which articles may answer, shape (A,), or None for all of them."""
    if filters == Filters():
        return None
    articles = np.ones(len(snapshot.dates), np.bool_)
    if filters.source and (wanted := filters.source.strip().casefold()):
        same = [place for place, name in enumerate(snapshot.outlets) if _folded(name) == wanted]
        articles &= np.isin(snapshot.sources, same)
    if filters.since is not None:
        articles &= snapshot.dates >= filters.since.toordinal()
    if filters.until is not None:
        articles &= (snapshot.dates != UNDATED) & (snapshot.dates <= filters.until.toordinal())
    return articles


def _folded(outlet: str) -> str:
    return outlet.strip().casefold()


def excerpts_of(
    snapshot: Snapshot, passages: Passages, ranked: Ranked, limit: int, tokeniser: Tokeniser
) -> tuple[Excerpt, ...]:
    """The best quotes of ranked passages, at most `limit`."""
    runs = choose_runs(snapshot, passages, ranked, limit)
    return tuple(to_excerpt(snapshot, passages, ranked, run, tokeniser) for run in runs)
