"""A question and what the desk gives for it: excerpts, or a refusal with near misses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.articles.article import Article, Span

MIN_QUESTION_CHARS = 3
MAX_QUESTION_CHARS = 300
DEFAULT_LIMIT = 3
MAX_LIMIT = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """Which articles may answer. Dates are inclusive; an undated article fails any date bound.

    `source` is compared without regard to case or surrounding white space.
    """

    source: str | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """`limit` is the greatest number of excerpts, 1 to MAX_LIMIT."""

    text: str
    filters: Filters = field(default_factory=Filters)
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A quoted span of one paragraph with its citation.

    `quote` is the decoded file's text at `span`; `highlight` is a span within `quote`, the sentence
    that carries the answer. `paragraph` is the paragraph's number in the article. `also_in` holds
    the ids of other articles with nearly the same paragraph. A sentence longer than a quote may be
    is cut at a word: `cut_before` and `cut_after` say on which side, for faces to show as […].
    """

    article: Article
    paragraph: int
    span: Span
    quote: str
    highlight: Span
    score: float
    also_in: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    cut_before: bool = False
    cut_after: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """`excerpts` best first when `answered`; otherwise empty, and `near_misses` holds what came
    closest. `confidence` is a calibrated probability that the corpus answers the question.
    `suggestion` is the question with words the corpus does not know replaced, or None.
    `snapshot` is the number of the one snapshot everything here came from.
    """

    question: Question
    answered: bool
    confidence: float
    excerpts: tuple[Excerpt, ...]
    near_misses: tuple[Excerpt, ...]
    suggestion: str | None
    snapshot: int
    took_ms: float


def answer_to_json(answer: Answer) -> dict[str, Any]:
    """The stable shape that the terminal prints and the log keeps."""
    return {
        "question": answer.question.text,
        "answered": answer.answered,
        "confidence": round(answer.confidence, 4),
        "excerpts": [excerpt_to_json(excerpt) for excerpt in answer.excerpts],
        "near_misses": [excerpt_to_json(excerpt) for excerpt in answer.near_misses],
        "suggestion": answer.suggestion,
        "took_ms": round(answer.took_ms, 3),
    }


def excerpt_to_json(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "quote": excerpt.quote,
        "highlight": list(excerpt.highlight),
        "span": list(excerpt.span),
        "paragraph": excerpt.paragraph,
        "score": round(excerpt.score, 4),
        "article": article_to_json(excerpt.article),
        "also_in": list(excerpt.also_in),
        "warnings": list(excerpt.warnings),
    }


def article_to_json(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "path": article.path,
        "title": article.title,
        "source": article.source,
        "authors": list(article.authors),
        "date": article.date.isoformat() if article.date else None,
        "date_from": article.provenance["date"].value,
        "url": article.url,
    }
