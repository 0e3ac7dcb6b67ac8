"""The desk: the one service behind Discord and the terminal. Knows neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answer.answer import Answer, Excerpt, Question
from bot.articles.article import Article, Corpus, Rejection, Span
from bot.log.entries import AnswerLog, Asker, LoggedAnswer


@dataclass(frozen=True, slots=True)
class SourceCount:
    """An outlet of the corpus; `source` is None for articles that name none."""

    source: str | None
    articles: int
    first: date | None
    last: date | None


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
    """What a reload changed, as paths; `rejected` is the whole current list."""

    snapshot: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    rejected: tuple[Rejection, ...]
    articles: int
    paragraphs: int
    took_s: float


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


class Desk:
    """Open with ``async with Desk(folder, log=...) as desk``; entering builds the first snapshot.

    `log` None means answers are not logged. Raises CorpusError when the folder cannot be read or
    holds no readable article at all.
    """

    def __init__(self, folder: Path, *, log: AnswerLog | None = None) -> None: ...

    async def __aenter__(self) -> Desk: ...

    async def __aexit__(self, *exc: object) -> None: ...

    @property
    def corpus(self) -> Corpus: ...

    def answer(self, question: Question) -> Answer:
        """Answer from the current snapshot; nothing is logged. Raises QuestionError."""

    async def ask(self, question: Question, asker: Asker) -> LoggedAnswer:
        """Answer and log. The row is committed when this returns, unless the log is broken.

        Raises QuestionError (empty, too short, too long), ClosingError.
        """

    async def recall(self, key: str) -> LoggedAnswer:
        """An answer given earlier, from memory or the log. Raises StaleError, LogError."""

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Raises StaleError for an unknown key, LogError."""

    def context(self, excerpt: Excerpt, around: int = 1) -> Context:
        """Raises StaleError when the article has changed since, or is gone."""

    async def reload(self) -> ReloadReport:
        """Scan the folder and swap in a new snapshot built in a worker process.

        On any failure the old snapshot goes on serving. Raises CorpusError, BusyError (a reload is
        under way), ClosingError.
        """

    def sources(self) -> tuple[SourceCount, ...]:
        """Outlets by number of articles, most first."""

    def status(self) -> Status: ...
