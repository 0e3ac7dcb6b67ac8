"""Desk: what both faces ask for."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Self, TypeVar

from bot import __version__
from bot.answer.answer import Answer, Excerpt, Question
from bot.answer.event import Timeline, Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.answer.weights import Weights, shipped
from bot.articles.article import Corpus, Span
from bot.articles.library import diff
from bot.desk.build import build, build_aside
from bot.desk.given import Given
from bot.desk.pictures import Pictures
from bot.desk.status import Context, LatencyWindow, ReloadReport, SourceCount, Status
from bot.errors import BusyError, ClosingError, RefdeskError, StaleError
from bot.log.entries import AnswerLog, Asker, LoggedAnswer, LoggedTimeline
from bot.search.snapshot import Shelf, Snapshot

Q = TypeVar("Q", Question, Topic)
T = TypeVar("T", Answer, Timeline)

KEY_BYTES = 12  # 16 URL-safe characters

_log = logging.getLogger(__name__)


class Desk:
    """Open with ``async with Desk(folder, log=...) as desk``; entering builds the first snapshot.

    `log` None means answers are not logged. Raises CorpusError when the folder cannot be read or
    holds no readable article at all.
    """

    def __init__(
        self, folder: Path, *, log: AnswerLog | None = None, weights: Weights | None = None
    ) -> None:
        self._folder = folder
        self._weights = weights or shipped()
        self._shelf: Shelf | None = None
        self._loaded_at = 0.0
        self._reloading = False
        self._closing = False
        self._given = Given(log)
        self._pictures = Pictures()
        self._latency = LatencyWindow()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._answers = 0

    async def __aenter__(self) -> Self:
        """Also spares the collector the snapshot's many objects, which never form cycles."""
        snapshot = await asyncio.to_thread(build, self._folder, 1)
        self._shelf = Shelf(snapshot)
        self._loaded_at = time.time()
        gc.freeze()
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing = True
        self._thread.shutdown(wait=False)
        self._pictures.close()

    @property
    def snapshot(self) -> Snapshot:
        if self._shelf is None:
            raise ClosingError("The desk is not open yet. Please try again in a moment.")
        return self._shelf.current

    @property
    def corpus(self) -> Corpus:
        return self.snapshot.corpus

    def answer(self, question: Question) -> Answer:
        """Answer from the current snapshot; nothing is logged. Raises QuestionError."""
        return respond(self.snapshot, question, self._weights)

    async def ask(self, question: Question, asker: Asker) -> LoggedAnswer:
        """Answer and log. The row is committed when this returns, unless the log is broken.

        Raises QuestionError (too short, too long, …) and ClosingError.
        """
        answer = await self._timed(respond, question, question.text, asker)
        entry = LoggedAnswer(secrets.token_urlsafe(KEY_BYTES), time.time(), asker, answer)
        await self._given.keep(entry)
        return entry

    async def timeline(self, topic: Topic, asker: Asker) -> LoggedTimeline:
        """As `ask`, for the events of a topic."""
        timeline = await self._timed(tell, topic, topic.text, asker)
        entry = LoggedTimeline(secrets.token_urlsafe(KEY_BYTES), time.time(), asker, timeline)
        await self._given.keep(entry)
        return entry

    async def picture(self, timeline: Timeline) -> bytes | None:
        """The timeline as a PNG image, drawn in a worker process; None when there is nothing to
        draw. Raises PictureError."""
        return await self._pictures.picture(timeline)

    async def failure(self, asker: Asker, question: str, error: BaseException) -> None:
        """Keep an unexpected error in the log; never raises for a broken log."""
        await self._given.failure(asker, question, error)

    async def recall(self, key: str) -> LoggedAnswer:
        """An answer given earlier, from memory or the log. Raises StaleError, LogError."""
        entry = await self._given.recall(key)
        if not isinstance(entry, LoggedAnswer):
            raise StaleError("This is a timeline, not an answer. Please ask again.")
        return entry

    async def recall_timeline(self, key: str) -> LoggedTimeline:
        """A timeline given earlier, as `recall`."""
        entry = await self._given.recall(key)
        if not isinstance(entry, LoggedTimeline):
            raise StaleError("This is an answer, not a timeline. Please ask again.")
        return entry

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Keep or change a vote; None takes it back. Raises StaleError (unknown key), LogError."""
        await self._given.vote(key, user_id, helpful)

    def context(self, excerpt: Excerpt, around: int = 1) -> Context:
        """The excerpt's paragraph with `around` paragraphs on each side.

        Raises StaleError when the article has changed since, or is gone.
        """
        document = self.snapshot.document(excerpt.article.id)
        if document is None:
            raise StaleError("That article is no longer in the corpus. Please ask again.")
        if document.article.digest != excerpt.article.digest:
            raise StaleError("That article has changed since this answer. Please ask again.")
        place = excerpt.paragraph - 1
        first = max(0, place - around)
        shown = document.paragraphs[first : place + around + 1]
        start = document.paragraphs[place].span.start
        return Context(
            document.article,
            tuple((paragraph.number, document.slice(paragraph.span)) for paragraph in shown),
            place - first,
            Span(excerpt.span.start - start, excerpt.span.end - start),
        )

    async def reload(self) -> ReloadReport:
        """Scan the folder and swap in a new snapshot built in a worker process.

        On any failure the old snapshot goes on serving. Raises CorpusError, BusyError (a reload is
        under way) and ClosingError.
        """
        if self._closing:
            raise ClosingError("The desk is closing, so nothing was reloaded.")
        if self._reloading:
            raise BusyError("A reload is already under way. Please wait for it to finish.")
        self._reloading = True
        try:
            return await self._reload()
        finally:
            self._reloading = False

    def sources(self) -> tuple[SourceCount, ...]:
        """Outlets by number of articles, most first."""
        articles = [document.article for document in self.corpus.documents]
        counts = Counter(article.source for article in articles)
        dates: dict[str | None, list[date]] = {}
        for article in articles:
            if article.date:
                dates.setdefault(article.source, []).append(article.date)
        return tuple(
            SourceCount(source, count, min(days, default=None), max(days, default=None))
            for source, count in counts.most_common()
            for days in [dates.get(source, [])]
        )

    def status(self) -> Status:
        """What moderators are told; times are of the latest answers, log losses since the start."""
        corpus = self.corpus
        articles = [document.article for document in corpus.documents]
        return Status(
            version=__version__,
            snapshot=self.snapshot.number,
            articles=len(articles),
            paragraphs=self.snapshot.paragraphs.corpus_size,
            undated=sum(article.date is None for article in articles),
            untitled=sum(article.title is None for article in articles),
            rejected=corpus.rejected,
            loaded_at=self._loaded_at,
            reloading=self._reloading,
            answers=self._answers,
            log_lost=self._given.lost,
            log_error=self._given.error,
            p50_ms=self._latency.quantile(0.5),
            p99_ms=self._latency.quantile(0.99),
        )

    async def _timed(
        self,
        work: Callable[[Snapshot, Q, Weights], T],
        asked: Q,
        text: str,
        asker: Asker,
    ) -> T:
        """Do `work` in a thread, one question after the other, so that the heartbeat never waits.
        An unexpected error is kept in the log and raised."""
        if self._closing:
            raise ClosingError("The desk is closing. Please ask again in a minute.")
        loop = asyncio.get_running_loop()
        try:
            given = await loop.run_in_executor(
                self._thread, work, self.snapshot, asked, self._weights
            )
        except RefdeskError:
            raise
        except Exception as error:
            await self.failure(asker, text, error)
            raise
        self._latency.add(given.took_ms)
        self._answers += 1
        return given

    async def _reload(self) -> ReloadReport:
        began = time.perf_counter()
        before = self.snapshot
        snapshot = await build_aside(self._folder, before.number + 1)
        if self._shelf is not None:
            self._shelf.swap(snapshot)
            gc.freeze()
        self._loaded_at = time.time()
        change = diff(before.corpus, snapshot.corpus)
        for rejection in snapshot.corpus.rejected:
            _log.warning("corpus: %r rejected: %s", rejection.path, rejection.reason)
        report = ReloadReport(
            snapshot=snapshot.number,
            added=change.added,
            changed=change.changed,
            removed=change.removed,
            rejected=snapshot.corpus.rejected,
            articles=len(snapshot.corpus.documents),
            paragraphs=snapshot.paragraphs.corpus_size,
            took_s=time.perf_counter() - began,
        )
        _log.info(
            "reload: snapshot %d, %d added, %d changed, %d removed, %d rejected, %.1f s",
            report.snapshot,
            len(report.added),
            len(report.changed),
            len(report.removed),
            len(report.rejected),
            report.took_s,
        )
        return report
