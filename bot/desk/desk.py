"""Desk: what both faces ask for."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Self, TypeVar

from bot import __version__
from bot.answer.answer import Answer, Excerpt, Question
from bot.answer.event import Timeline, Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.answer.weights import Weights, shipped
from bot.articles.article import Corpus, Span
from bot.articles.members import Hidden
from bot.desk.corpus import LiveCorpus
from bot.desk.given import Given
from bot.desk.pictures import Pictures
from bot.desk.sources import count_sources
from bot.desk.status import Context, LatencyWindow, ReloadReport, SourceCount, Status
from bot.errors import BusyError, ClosingError, RefdeskError, StaleError
from bot.log.entries import AnswerLog, Asker, LoggedAnswer, LoggedTimeline
from bot.search.snapshot import UNDATED, Snapshot
from bot.search.update import Limits, Progress

Q = TypeVar("Q", Question, Topic)
T = TypeVar("T", Answer, Timeline)

KEY_BYTES = 12  # 16 URL-safe characters

_log = logging.getLogger(__name__)


def _untold(progress: Progress) -> None:
    """Nobody wants to know."""


class Desk:
    """Open with ``async with Desk(folder, log=...) as desk``.

    Entering opens the snapshot that was built last and brings it up to date, or builds the first
    one; `progress` is told how far that is. With `at_once`, a snapshot that is there serves right
    away, and is brought up to date behind the first answers. `data` is where snapshots are kept;
    None for as long as the desk is open. `log` None means
    answers are not logged. Raises CorpusError when there is nothing to serve: the folder cannot be
    read or holds no readable article at all.
    """

    def __init__(
        self,
        folder: Path,
        *,
        data: Path | None = None,
        log: AnswerLog | None = None,
        weights: Weights | None = None,
        limits: Limits | None = None,
        progress: Callable[[Progress], None] = _untold,
        at_once: bool = False,
    ) -> None:
        self._live = LiveCorpus(folder, data, limits or Limits(), at_once=at_once)
        self._weights = weights or shipped()
        self._progress = progress
        self._closing = False
        self._given = Given(log)
        self._pictures = Pictures()
        self._latency = LatencyWindow()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._answers = 0
        self.last_reload: ReloadReport | None = None

    async def __aenter__(self) -> Self:
        try:
            await self._live.open(self._progress)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing = True
        self._thread.shutdown(wait=False)
        self._pictures.close()
        await self._live.close()

    @property
    def snapshot(self) -> Snapshot:
        return self._live.snapshot

    @property
    def corpus(self) -> Corpus:
        return self.snapshot.corpus

    @property
    def folder(self) -> Path:
        return self._live.folder

    def seen(self, hidden: Hidden) -> Snapshot:
        """The current snapshot as those see it who may not see the collections `hidden`."""
        return self.snapshot

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

    async def reload(self, progress: Callable[[Progress], None] = _untold) -> ReloadReport:
        """Read what has changed in the folder, in a worker process, and swap in the new snapshot.

        On any failure the old snapshot goes on serving. Raises CorpusError, SnapshotError,
        BusyError (a reload is under way) and ClosingError.
        """
        began = time.perf_counter()
        done = await self._live.reload(progress)
        snapshot = self.snapshot
        report = ReloadReport(
            snapshot=done.number,
            added=done.added,
            changed=done.changed,
            removed=done.removed,
            rejected=done.rejected,
            articles=len(snapshot.documents),
            paragraphs=snapshot.paragraphs.corpus_size,
            took_s=time.perf_counter() - began,
        )
        self.last_reload = report
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

    async def refresh(self, progress: Callable[[Progress], None] = _untold) -> ReloadReport:
        """As `reload`, after the one that is under way, if one is: for whoever has changed a file."""
        while True:
            try:
                return await self.reload(progress)
            except BusyError:
                await self._live.idle()

    def sources(self) -> tuple[SourceCount, ...]:
        """Outlets by number of articles, most first."""
        return count_sources(self.snapshot)

    def status(self) -> Status:
        """What moderators are told; times are of the latest answers, log losses since the start."""
        snapshot = self.snapshot
        return Status(
            version=__version__,
            snapshot=snapshot.number,
            articles=len(snapshot.documents),
            paragraphs=snapshot.paragraphs.corpus_size,
            undated=int((snapshot.dates[snapshot.documents.numbers()] == UNDATED).sum()),
            untitled=snapshot.untitled,
            rejected=tuple(snapshot.corpus.rejected),
            loaded_at=self._live.updated_at,
            reloading=self._live.updating,
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
