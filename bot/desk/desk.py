"""Desk: what both faces ask for."""

from __future__ import annotations

import asyncio
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
from bot.articles.article import Corpus
from bot.articles.members import NOTHING_HIDDEN, Hidden
from bot.desk.access import Access, AccessFile
from bot.desk.around import context_of
from bot.desk.corpus import LiveCorpus
from bot.desk.given import Asking, Given
from bot.desk.keeper import Keeper
from bot.desk.pictures import Pictures
from bot.desk.records import Records
from bot.desk.reported import report_of
from bot.desk.shown import Guard
from bot.desk.sources import count_sources
from bot.desk.status import Context, LatencyWindow, ReloadReport, SourceCount, Status
from bot.errors import BusyError, ClosingError, RefdeskError, StaleError
from bot.log.entries import AnswerLog, Asker, LoggedAnswer, LoggedTimeline, What
from bot.search.snapshot import UNDATED, Snapshot
from bot.search.update import Limits, Progress
from bot.search.without import without

Q = TypeVar("Q", Question, Topic)
T = TypeVar("T", Answer, Timeline)

KEY_BYTES = 12  # 16 URL-safe characters


def _untold(progress: Progress) -> None:
    """Nobody wants to know."""


class Desk:
    """Open with ``async with Desk(folder, log=...) as desk``.

    Entering opens the snapshot that was built last and brings it up to date, or builds the first
    one; `progress` is told how far that is. With `at_once`, a snapshot that is there serves right
    away, and is brought up to date behind the first answers. `data` is where snapshots are kept;
    None for as long as the desk is open. `log` None means answers are not logged. `access` is the
    file that says who may see which collection. Raises SettingsError for a mistake in it, and
    CorpusError when there is nothing to serve: the folder cannot be read or holds no readable
    article at all.
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
        access: Path | None = None,
    ) -> None:
        self._access = AccessFile(access)
        self._live = LiveCorpus(
            folder, data, limits or Limits(), at_once=at_once, access=self._access
        )
        self._weights = weights or shipped()
        self._progress = progress
        self._closing = False
        self._given = Given(log)
        self._guard = Guard()
        self._pictures = Pictures()
        self.records = Records(log, self._given, self._pictures)
        self._latency = LatencyWindow()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="answer")
        self._answers = 0
        self.last_reload: ReloadReport | None = None
        self.keeper = Keeper(self)

    async def __aenter__(self) -> Self:
        try:
            self._access.open()
            await self._live.open(self._progress)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._closing = True
        self._thread.shutdown(wait=False)
        self._pictures.close()
        await self.keeper.close()
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
        return without(self.snapshot, hidden)

    @property
    def access(self) -> Access:
        """Who may see which collection, as the rules stand."""
        return self._access.current

    @property
    def access_error(self) -> str | None:
        """Why the rules could not be read again; None while they can."""
        return self._access.error

    def answer(self, question: Question) -> Answer:
        """Answer from the current snapshot; nothing is logged. Raises QuestionError."""
        return respond(self.snapshot, question, self._weights)

    async def ask(
        self, question: Question, asker: Asker, hidden: Hidden = NOTHING_HIDDEN
    ) -> LoggedAnswer:
        """Answer from all but the collections `hidden`, and log. The row is committed when this
        returns, unless the log is broken.

        Raises QuestionError (too short, too long, …) and ClosingError.
        """
        with self._given.asking(asker) as now:
            answer = await self._timed(respond, question, question.text, now, hidden)
            entry = LoggedAnswer(secrets.token_urlsafe(KEY_BYTES), time.time(), now.asker, answer)
            self._guard.made(entry.key, hidden)
            await self._given.keep(entry)
        return entry

    async def timeline(
        self, topic: Topic, asker: Asker, hidden: Hidden = NOTHING_HIDDEN
    ) -> LoggedTimeline:
        """As `ask`, for the events of a topic."""
        with self._given.asking(asker) as now:
            made = await self._timed(tell, topic, topic.text, now, hidden)
            entry = LoggedTimeline(secrets.token_urlsafe(KEY_BYTES), time.time(), now.asker, made)
            self._guard.made(entry.key, hidden)
            await self._given.keep(entry)
        return entry

    async def picture(self, timeline: Timeline) -> bytes | None:
        """The timeline as a PNG image, drawn in a worker process; None when there is nothing to
        draw. Raises PictureError."""
        return await self._pictures.picture(timeline)

    def has_picture(self, timeline: Timeline) -> bool:
        """Whether its picture is drawn already, or being drawn."""
        return self._pictures.has(timeline)

    async def failure(self, asker: Asker, command: str, error: BaseException) -> None:
        """Keep in the log what ended a command unexpectedly, unless a question that it asked has
        been kept for it already; never raises for a broken log."""
        await self._given.failure(asker, command, error, What.COMMAND)

    async def recall(self, key: str, hidden: Hidden = NOTHING_HIDDEN) -> LoggedAnswer:
        """An answer given earlier, from memory or the log, if it quotes nothing hidden. Raises
        StaleError, LogError."""
        entry = await self._given.recall(key)
        if not isinstance(entry, LoggedAnswer):
            raise StaleError("This is a timeline, not an answer. Please ask again.")
        return self._guard.shown(entry, hidden, self.snapshot)

    async def recall_timeline(self, key: str, hidden: Hidden = NOTHING_HIDDEN) -> LoggedTimeline:
        """A timeline given earlier, as `recall`."""
        entry = await self._given.recall(key)
        if not isinstance(entry, LoggedTimeline):
            raise StaleError("This is an answer, not a timeline. Please ask again.")
        return self._guard.shown(entry, hidden, self.snapshot)

    async def vote(self, key: str, user_id: int, helpful: bool | None) -> None:
        """Keep or change a vote; None takes it back. Raises StaleError (unknown key), LogError."""
        await self._given.vote(key, user_id, helpful)

    def context(
        self, excerpt: Excerpt, around: int = 1, hidden: Hidden = NOTHING_HIDDEN
    ) -> Context:
        """The excerpt's paragraph with `around` paragraphs on each side.

        Raises StaleError when the article has changed since, is gone or hidden.
        """
        return context_of(self.seen(hidden), excerpt, around)

    async def reload(self, progress: Callable[[Progress], None] = _untold) -> ReloadReport:
        """Read what has changed in the folder, in a worker process, and swap in the new snapshot.

        On any failure the old snapshot goes on serving. Raises CorpusError, SnapshotError,
        BusyError (a reload is under way) and ClosingError.
        """
        began = time.perf_counter()
        done = await self._live.reload(progress)
        took_s = time.perf_counter() - began
        self.last_reload = report_of(done, self.snapshot, took_s, self._access.error)
        return self.last_reload

    async def refresh(self, progress: Callable[[Progress], None] = _untold) -> ReloadReport:
        """As `reload`, after the one that is under way, if any: for whoever has changed a file."""
        while True:
            try:
                return await self.reload(progress)
            except BusyError:
                await self._live.idle()

    def sources(self, hidden: Hidden = NOTHING_HIDDEN) -> tuple[SourceCount, ...]:
        """Outlets by number of articles, most first."""
        return count_sources(self.seen(hidden))

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
        asking: Asking,
        hidden: Hidden,
    ) -> T:
        """Do `work` in a thread, one question after the other, so that the heartbeat never waits.
        An unexpected error is kept in the log and raised."""
        if self._closing:
            raise ClosingError("The desk is closing. Please ask again in a minute.")
        loop, snapshot = asyncio.get_running_loop(), self.snapshot

        def worked() -> T:
            return work(without(snapshot, hidden), asked, self._weights)

        try:
            given = await loop.run_in_executor(self._thread, worked)
        except RefdeskError:
            raise
        except Exception as error:
            what = What.TIMELINE if isinstance(asked, Topic) else What.QUESTION
            await self._given.failure(asking.asker, text, error, what)
            raise
        self._latency.add(given.took_ms)
        self._answers += 1
        return given
