"""Which runs of whole sentences to quote.

The sentence model's scores become a probability for each ranked sentence (softmax). A quote is a
run of neighbouring whole sentences of one paragraph, up to MAX_QUOTE_CHARS characters; its worth is
the sum of its sentences' probabilities. The best run is taken, what it touches is put aside, and so
on. Near copies of a quoted paragraph are not quoted again but named in `also_in`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from bot.answer.answer import Excerpt
from bot.answer.passages import Passages
from bot.answer.sentences import Ranked, can_answer
from bot.articles.article import Span
from bot.search.bm25 import Floats
from bot.search.snapshot import Snapshot
from bot.text.tokens import Tokeniser

MAX_QUOTE_CHARS = 400
WARNED_SHARE = 0.5
"""What a quote is worth, as a share, when its article carries a warning: a clean one goes first."""

LEAST_SHARE = 0.004
"""A quote worth less than this share of the best one is not worth a reader's time."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences `first` … `last` of `ranked` (positions in its arrays), all of one paragraph."""

    paragraph: int
    first: int
    last: int
    worth: float


def probabilities(scores: Floats) -> Floats:
    """Softmax; an empty array stays empty."""
    if not len(scores):
        return scores
    grown = np.exp(scores - scores.max())
    shares: Floats = grown / grown.sum()
    return shares


def choose_runs(
    snapshot: Snapshot, passages: Passages, ranked: Ranked, limit: int
) -> tuple[Run, ...]:
    """The best runs, at most `limit`, none overlapping, one wording each of near copies."""
    runs = sorted(
        _runs(snapshot, passages, ranked), key=lambda run: (-run.worth, run.first, run.last)
    )
    chosen: list[Run] = []
    for run in runs:
        if len(chosen) == limit or (chosen and run.worth < LEAST_SHARE * chosen[0].worth):
            break
        if not any(_repeats(snapshot, run, other) for other in chosen):
            chosen.append(run)
    return tuple(chosen)


def to_excerpt(
    snapshot: Snapshot, passages: Passages, ranked: Ranked, run: Run, tokeniser: Tokeniser
) -> Excerpt:
    """The quoted span with its citation."""
    document, paragraph = snapshot.paragraph(run.paragraph)
    begin = int(snapshot.layout.first_sentence[run.paragraph])
    segments = passages.evidence.segment[ranked.rows]
    carrier = run.first + _carrier(passages, ranked, run)
    first, last, best = (int(segments[n]) - begin for n in (run.first, run.last, carrier))
    span = Span(paragraph.sentences[first].start, paragraph.sentences[last].end)
    highlight = paragraph.sentences[best]
    if span.end - span.start > MAX_QUOTE_CHARS:
        cut = _cut(document.slice(span), set(passages.query.terms), tokeniser)
        whole, span = span, Span(span.start + cut.start, span.start + cut.end)
        highlight = span
    else:
        whole = span
    return Excerpt(
        article=document.article,
        paragraph=paragraph.number,
        span=span,
        quote=document.slice(span),
        highlight=Span(highlight.start - span.start, highlight.end - span.start),
        score=run.worth,
        also_in=_copies_in(snapshot, run.paragraph),
        warnings=document.article.warnings,
        cut_before=span.start > whole.start,
        cut_after=span.end < whole.end,
    )


def _runs(snapshot: Snapshot, passages: Passages, ranked: Ranked) -> Iterator[Run]:
    """Every run that cannot grow without passing the limit; longer sentences stand alone.

    Paragraphs that could not be chosen, being worth too little as a whole, are left out.
    """
    shares = probabilities(ranked.scores)
    if not len(shares):
        return
    owners = passages.evidence.owner[ranked.rows]
    begins = np.flatnonzero(np.diff(owners, prepend=-1))
    whole = np.add.reduceat(shares, begins)
    up_to = np.concatenate(([0.0], np.cumsum(shares))).tolist()
    for place in np.flatnonzero(whole >= LEAST_SHARE * shares.max()).tolist():
        begin = int(begins[place])
        number = int(passages.evidence.paragraphs[owners[begin]])
        document, paragraph = snapshot.paragraph(number)
        trust = WARNED_SHARE if document.article.warnings else 1.0
        for first, last in _spread(paragraph.sentences, MAX_QUOTE_CHARS):
            share = up_to[begin + last + 1] - up_to[begin + first]
            yield Run(number, begin + first, begin + last, share * trust)


def _carrier(passages: Passages, ranked: Ranked, run: Run) -> int:
    """Which of the run's sentences to highlight: the likeliest of those that can answer the kind of
    question, if any."""
    within = slice(run.first, run.last + 1)
    able = can_answer(passages.query.kind, ranked)[within]
    scores = ranked.scores[within]
    return int(np.argmax(np.where(able, scores, -np.inf) if able.any() else scores))


def _spread(sentences: Sequence[Span], most: int) -> Iterator[tuple[int, int]]:
    """First and last of every run of sentences within `most` characters that is part of no other
    such run; a sentence that is longer by itself is a run of its own."""
    last = -1
    for first, sentence in enumerate(sentences):
        reached = last
        last = max(last, first)
        while last + 1 < len(sentences) and sentences[last + 1].end - sentence.start <= most:
            last += 1
        if last > reached:
            yield first, last


def _repeats(snapshot: Snapshot, run: Run, other: Run) -> bool:
    if run.paragraph == other.paragraph:
        return run.first <= other.last and other.first <= run.last
    one, same = snapshot.layout.copies[np.asarray([run.paragraph, other.paragraph])]
    return bool(one == same)


def _copies_in(snapshot: Snapshot, number: int) -> tuple[str, ...]:
    """Ids of other articles with a near copy of the paragraph `number` of the snapshot."""
    layout = snapshot.layout
    articles = dict.fromkeys(layout.article_of[snapshot.copies_of(number)].tolist())
    articles.pop(int(layout.article_of[number]), None)
    return tuple(snapshot.documents[place].article.id for place in articles)


def _cut(sentence: str, asked: set[str], tokeniser: Tokeniser) -> Span:
    """The stretch of whole words within the limit that holds most of the question's terms."""
    words = [match.span() for match in _WORD.finditer(sentence)]
    asks = {
        word: bool(asked.intersection(tokeniser.terms(word)))
        for word in set(_WORD.findall(sentence))
    }
    hits = [asks[sentence[a:b]] for a, b in words]
    best = Span(0, MAX_QUOTE_CHARS)
    most = -1
    last = found = 0
    for first, (start, _) in enumerate(words):
        begin = 0 if first == 0 else start
        while last < len(words) and words[last][1] - begin <= MAX_QUOTE_CHARS:
            found += hits[last]
            last += 1
        if found > most and last > first:
            most = found
            end = len(sentence) if last == len(words) else words[last - 1][1]
            best = Span(begin, min(end, begin + MAX_QUOTE_CHARS))
        found -= hits[first] if last > first else 0
        last = max(last, first + 1)
    return best
