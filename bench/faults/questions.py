"""Hostile questions and hostile articles, through the desk and every card that shows them.

No card goes over Discord's limits, and nothing that a person or a file wrote pings, links, or
renders as anything but text.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from discord import ui

from bench.faults.card_checks import check_card
from bench.faults.hostile_text import LONG_CHARS, article, hostile, questions
from bench.faults.tally import Held, Tally
from bench.faults.watching import watched
from bot.answer.answer import MAX_LIMIT, Question
from bot.answer.event import MAX_EVENTS, Topic
from bot.articles.article import Rejection
from bot.chat import cards, timeline_cards
from bot.chat.health import Health
from bot.chat.ids import Mark, Place
from bot.chat.lines import shorten
from bot.chat.parts import coverage
from bot.chat.reports import reload_failed, reload_report, status_report
from bot.desk import Context, Desk, ReloadReport
from bot.errors import QuestionError, RefdeskError
from bot.log.entries import Asker, LoggedAnswer, LoggedTimeline
from bot.log.sqlite import QueryLog

ARTICLES = 40
QUESTIONS = 400
LONG_QUESTIONS = 40
ANSWER_S = 2.0
"""For one question, hostile or not."""

ASKER = Asker("discord", 42, 7, 8)


def run(folder: Path, kills: int, chance: Random) -> Tally:
    tally = Tally("questions")
    with watched():
        asyncio.run(ask_all(tally, folder, chance, ARTICLES))
    return tally


async def ask_all(
    tally: Tally, folder: Path, chance: Random, articles: int, every: int = 1
) -> None:
    """Ask one of `every` so many of the questions; `articles` are made."""
    corpus, data = folder / "corpus", folder / "data"
    corpus.mkdir()
    for number in range(articles):
        suffix = ".md" if number % 3 else ".txt"
        (corpus / f"{number:03}{suffix}").write_bytes(article(chance, number))
    async with (
        QueryLog.open(data / "log.sqlite3") as log,
        Desk(corpus, data=data, log=log) as desk,
    ):
        asked = questions(chance, QUESTIONS)
        longer = [hostile(chance, LONG_CHARS) for _ in range(LONG_QUESTIONS)]
        for text in [*asked, *longer, *(shorten(text, 300) for text in longer)][::every]:
            await _ask(tally, desk, chance, text)
            tally.runs += 1
        _reports(tally, desk, chance)
        tally.check(Held.LOGGED, not desk.status().log_lost, desk.status().log_error or "")


async def _ask(tally: Tally, desk: Desk, chance: Random, text: str) -> None:
    limit, events = chance.choice((3, 9, MAX_LIMIT)), chance.choice((3, 10, MAX_EVENTS))
    told = repr(text[:80])
    began = time.monotonic()
    try:
        entry = await desk.ask(Question(text, limit=limit), ASKER)
        timeline = await desk.timeline(Topic(text, events=events), ASKER)
    except QuestionError as error:
        check_card(tally, cards.text_card(str(error)), told)
        return
    except Exception as error:
        tally.check(Held.SERVED, False, f"{told}: {error!r}")
        return
    took = time.monotonic() - began
    tally.check(Held.SERVED, True)
    tally.check(Held.IN_TIME, took < 2 * ANSWER_S, f"{told}: {took:.1f} s for both")
    tally.most("slowest question with its timeline, s", took)
    began = time.monotonic()
    for name, view in _cards(desk, entry, timeline, text):
        check_card(tally, view, f"{name} of {told}")
    tally.most("slowest to build and check all cards of one question, s", time.monotonic() - began)
    _quotes(tally, desk, entry, timeline, told)
    back = await desk.recall(entry.key)
    tally.check(Held.ROW, back.answer.excerpts == entry.answer.excerpts, told)


def _cards(
    desk: Desk, entry: LoggedAnswer, timeline: LoggedTimeline, text: str
) -> Iterator[tuple[str, ui.LayoutView]]:
    covered = coverage(desk.sources())
    for page in range(cards.pages(entry.answer)):
        for place in (Place.REPLY, Place.PRIVATE, Place.POSTED):
            view = cards.answer_card(entry, covered, page=page, place=place, shared_by=text)
            yield f"answer, page {page}", view
    for index in range(len(cards.offered(entry.answer))):
        excerpt = cards.offered(entry.answer)[index]
        yield f"context {index}", cards.context_card(entry, index, _around(desk, excerpt))
    for page in range(timeline_cards.pages(timeline.timeline)):
        for pictured in (False, True):
            view = timeline_cards.timeline_card(
                timeline, covered, page=page, place=Place.POSTED, shared_by=text, pictured=pictured
            )
            yield f"timeline, page {page}", view
    for index in range(len(timeline_cards.offered(timeline.timeline))):
        excerpt = timeline_cards.offered(timeline.timeline)[index]
        view = timeline_cards.article_card(timeline, index, _around(desk, excerpt))
        yield f"article {index}", view
    for mark in Mark:
        yield f"vote {mark}", cards.vote_card(entry.key, mark)


def _around(desk: Desk, excerpt: object) -> Context | str:
    try:
        return desk.context(excerpt, around=2)  # type: ignore[arg-type]
    except RefdeskError as error:
        return str(error)


def _quotes(
    tally: Tally, desk: Desk, entry: LoggedAnswer, timeline: LoggedTimeline, told: str
) -> None:
    """Held against the files themselves."""
    from bot.articles.decode import decode

    answer, told_events = entry.answer, timeline.timeline
    events = [event.excerpt for event in told_events.events]
    for excerpt in (*answer.excerpts, *answer.near_misses, *events, *told_events.near_misses):
        text, _ = decode((desk.folder / excerpt.article.path).read_bytes())
        same = text[excerpt.span.start : excerpt.span.end] == excerpt.quote != ""
        tally.check(Held.QUOTE, same, f"{told}: {excerpt.quote[:80]!r}")
        tally.check(Held.ONE, answer.snapshot == desk.snapshot.number, told)


def _reports(tally: Tally, desk: Desk, chance: Random) -> None:
    """What moderators read, of files with hostile names."""
    for _ in range(20):
        paths = tuple(hostile(chance, 120) for _ in range(30))
        rejected = tuple(Rejection(path, hostile(chance, 300)) for path in paths)
        report = ReloadReport(7, paths, paths[:3], paths[5:], rejected, 40, 900, 1.5)
        check_card(tally, cards.text_card(reload_report(report)), "reload report", ours={"list"})
        failed = reload_failed(hostile(chance, 400), desk.status())
        check_card(tally, cards.text_card(failed), "failed reload", ours={"timestamp"})
        status = status_report(desk.status(), Health(True, False, 0.1))
        ours = {"timestamp", "list"}
        check_card(tally, cards.text_card(status), "status", ours=ours)
