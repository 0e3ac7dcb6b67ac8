"""What the desk tells about itself: plain values for faces to show."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from datetime import date

from bot.articles.article import Article, Rejection, Span

REMEMBERED_TIMES = 1_000
"""Answers whose times the latency figures are taken over."""


@dataclass(frozen=True, slots=True)
class SourceCount:
    """An outlet of the corpus; `source` is None for articles that name none. `undated` of its
    `articles` have no date."""

    source: str | None
    articles: int
    first: date | None
    last: date | None
    undated: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """The paragraphs around an excerpt, in order, with their numbers; `at` is the index of the
    excerpt's own paragraph in `paragraphs`, `quote` the excerpt's span within that paragraph."""

    article: Article
    paragraphs: tuple[tuple[int, str], ...]
    at: int
    quote: Span


@dataclass(frozen=True, slots=True)
class ReloadReport:
    """What a reload changed, as paths; `rejected` is the whole current list. `access_error` tells
    why the rules of who sees what could not be read again."""

    snapshot: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    articles: int
    paragraphs: int
    took_s: float
    access_error: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """`log_lost` counts answers shown but not logged since the start; `log_error` is the last
    reason, or None while the log is well."""

    version: str
    snapshot: int
    articles: int
    paragraphs: int
    undated: int
    untitled: int
    rejected: tuple[Rejection, ...]
    loaded_at: float
    reloading: bool
    answers: int
    log_lost: int
    log_error: str | None
    p50_ms: float | None
    p99_ms: float | None


class LatencyWindow:
    """Milliseconds of the latest answers."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=REMEMBERED_TIMES)

    def add(self, milliseconds: float) -> None:
        self._times.append(milliseconds)

    def quantile(self, share: float) -> float | None:
        """The time that `share` of the answers (0 to 1) did not exceed, by the nearest-rank method;
        None before the first."""
        if not self._times:
            return None
        ordered = sorted(self._times)
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
