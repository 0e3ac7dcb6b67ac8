"""The desk over a folder of its own: answers, log, votes, context, and what it tells of itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.answer.answer import Answer, Excerpt, Filters, Question
from bot.answer.event import Timeline, Topic
from bot.answer.respond import respond
from bot.answer.timeline import tell
from bot.desk import Desk
from bot.desk import desk as desk_module
from bot.errors import ClosingError, CorpusError, LogError, QuestionError, StaleError
from bot.log.entries import TERMINAL, Asker, LoggedAnswer
from tests.desks import CRANES, FERRY, HERRING, ListLog

QUESTION = Question("When will the electric cranes arrive in Norrhaven?")
TOPIC = Topic("electric cranes for Norrhaven")
ASKER = Asker("discord", user_id=1, guild_id=2, channel_id=3)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, text in (("cranes.md", CRANES), ("ferry.md", FERRY), ("herring.txt", HERRING)):
        (corpus / name).write_text(text, encoding="utf-8")
    (corpus / "notes.png").write_bytes(b"%PDF")
    return corpus


@pytest.fixture
def log() -> ListLog:
    return ListLog()


@pytest.fixture
async def desk(folder: Path, log: ListLog) -> AsyncIterator[Desk]:
    async with Desk(folder, log=log) as opened:
        yield opened


def first_quote(entry: LoggedAnswer) -> Excerpt:
    assert entry.answer.answered
    return entry.answer.excerpts[0]


async def test_a_desk_that_is_not_open_has_no_snapshot(folder: Path) -> None:
    closed = Desk(folder)
    with pytest.raises(ClosingError):
        _ = closed.snapshot


@pytest.mark.parametrize("state", ["missing", "empty", "nothing readable", "a file"])
async def test_a_folder_without_articles_is_refused(tmp_path: Path, state: str) -> None:
    corpus = tmp_path / "secret-name"
    if state == "a file":
        corpus.write_text("text")
    elif state != "missing":
        corpus.mkdir()
    if state == "nothing readable":
        (corpus / "a.png").write_bytes(b"%PDF")
    with pytest.raises(CorpusError) as caught:
        async with Desk(corpus):
            pass
    assert "secret-name" not in str(caught.value)
    assert "secret-name" in caught.value.detail


async def test_an_answer_is_logged_before_it_is_returned(desk: Desk, log: ListLog) -> None:
    log.waits = asyncio.Event()
    asking = asyncio.create_task(desk.ask(QUESTION, ASKER))
    done, _ = await asyncio.wait([asking], timeout=0.05)
    assert not done
    log.waits.set()
    entry = await asking
    assert log.entries == {entry.key: entry}
    assert entry.asker == ASKER
    assert "12 May 2019" in first_quote(entry).quote
    assert entry.answer.snapshot == desk.snapshot.number == 1


async def test_keys_are_unguessable_and_differ(desk: Desk) -> None:
    keys = {(await desk.ask(QUESTION, ASKER)).key for _ in range(20)}
    assert len(keys) == 20
    assert {len(key) for key in keys} == {16}


async def test_without_a_log_people_are_answered_all_the_same(folder: Path) -> None:
    async with Desk(folder) as desk:
        entry = await desk.ask(QUESTION, TERMINAL)
        assert entry.answer.answered
        assert await desk.recall(entry.key) == entry
        with pytest.raises(LogError):
            await desk.vote(entry.key, 1, True)
        assert desk.status().log_lost == 0


async def test_a_broken_log_is_counted_and_told_and_stops_nobody(desk: Desk, log: ListLog) -> None:
    log.broken = True
    entry = await desk.ask(QUESTION, ASKER)
    assert entry.answer.answered
    await desk.ask(QUESTION, ASKER)
    assert await desk.recall(entry.key) == entry
    status = desk.status()
    assert (status.answers, status.log_lost) == (2, 2)
    assert status.log_error == "The query log could not be written."
    log.broken = False
    await desk.ask(QUESTION, ASKER)
    assert desk.status().log_lost == 2
    assert desk.status().log_error is None


async def test_a_question_that_cannot_be_asked_is_neither_logged_nor_counted(
    desk: Desk, log: ListLog
) -> None:
    with pytest.raises(QuestionError):
        await desk.ask(Question("x"), ASKER)
    assert log.entries == {}
    assert log.failures == []
    assert desk.status().answers == 0


@pytest.mark.parametrize("broken", [False, True], ids=["log well", "log broken"])
async def test_an_unexpected_error_is_logged_and_raised(
    desk: Desk, log: ListLog, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    def fail(*_: object) -> Answer:
        raise ZeroDivisionError("no ideal")

    monkeypatch.setattr(desk_module, "respond", fail)
    log.broken = broken
    with pytest.raises(ZeroDivisionError):
        await desk.ask(QUESTION, ASKER)
    kept = [(ASKER, QUESTION.text, "ZeroDivisionError", "ZeroDivisionError('no ideal')")]
    assert log.failures == ([] if broken else kept)
    assert (desk.status().log_error is not None) is broken


async def test_a_timeline_is_logged_before_it_is_returned(desk: Desk, log: ListLog) -> None:
    log.waits = asyncio.Event()
    telling = asyncio.create_task(desk.timeline(TOPIC, ASKER))
    done, _ = await asyncio.wait([telling], timeout=0.05)
    assert not done
    log.waits.set()
    entry = await telling
    assert log.entries == {entry.key: entry}
    assert (entry.asker, entry.timeline.topic) == (ASKER, TOPIC)
    assert entry.timeline.snapshot == desk.snapshot.number == 1
    (event,) = entry.timeline.events
    assert (event.first, event.planned) == (date(2019, 5, 12), True)
    assert "12 May 2019" in event.excerpt.quote


async def test_a_refused_timeline_is_logged_too(desk: Desk, log: ListLog) -> None:
    entry = await desk.timeline(Topic("zeppelins over Ulan Bator"), ASKER)
    assert not entry.timeline.answered
    assert log.timelines == [entry]


async def test_answers_and_timelines_are_told_apart_by_their_keys(
    desk: Desk, log: ListLog, folder: Path
) -> None:
    story, answer = await desk.timeline(TOPIC, ASKER), await desk.ask(QUESTION, ASKER)
    assert len(story.key) == 16
    assert story.key != answer.key
    async with Desk(folder, log=log) as restarted:
        for each in (desk, restarted):
            assert await each.recall_timeline(story.key) == story
            assert await each.recall(answer.key) == answer
            with pytest.raises(StaleError, match="a timeline, not an answer"):
                await each.recall(story.key)
            with pytest.raises(StaleError, match="an answer, not a timeline"):
                await each.recall_timeline(answer.key)
            with pytest.raises(StaleError, match="no longer kept"):
                await each.recall_timeline("no-such-key-here")


async def test_a_timeline_is_voted_on_as_an_answer_is(desk: Desk, log: ListLog) -> None:
    key = (await desk.timeline(TOPIC, ASKER)).key
    await desk.vote(key, 5, True)
    await desk.vote(key, 6, False)
    await desk.vote(key, 5, None)
    assert log.votes == {(key, 6): False}


async def test_a_broken_log_stops_no_timeline(desk: Desk, log: ListLog) -> None:
    log.broken = True
    entry = await desk.timeline(TOPIC, ASKER)
    assert entry.timeline.answered
    assert await desk.recall_timeline(entry.key) is entry
    assert desk.status().log_lost == 1
    assert desk.status().answers == 1


async def test_a_topic_that_cannot_be_asked_is_neither_logged_nor_counted(
    desk: Desk, log: ListLog
) -> None:
    for topic in (Topic("x"), Topic("cranes", events=99)):
        with pytest.raises(QuestionError):
            await desk.timeline(topic, ASKER)
    assert log.entries == {}
    assert log.failures == []
    assert desk.status().answers == 0


@pytest.mark.parametrize("broken", [False, True], ids=["log well", "log broken"])
async def test_an_unexpected_error_while_telling_is_logged_and_raised(
    desk: Desk, log: ListLog, monkeypatch: pytest.MonkeyPatch, broken: bool
) -> None:
    def fail(*_: object) -> Timeline:
        raise ZeroDivisionError("no ideal")

    monkeypatch.setattr(desk_module, "tell", fail)
    log.broken = broken
    with pytest.raises(ZeroDivisionError):
        await desk.timeline(TOPIC, ASKER)
    kept = [(ASKER, TOPIC.text, "ZeroDivisionError", "ZeroDivisionError('no ideal')")]
    assert log.failures == ([] if broken else kept)
    assert (desk.status().log_error is not None) is broken
    assert log.entries == {}


async def test_timelines_are_told_off_the_loop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def spy(*call: object) -> Timeline:
        used.append(threading.current_thread().name)
        return tell(*call)  # type: ignore[arg-type]

    monkeypatch.setattr(desk_module, "tell", spy)
    entry = await desk.timeline(TOPIC, ASKER)
    assert [name.startswith("answer") for name in used] == [True]
    direct = tell(desk.snapshot, TOPIC, desk._weights)
    assert replace(entry.timeline, took_ms=0.0) == replace(direct, took_ms=0.0)
    assert desk.status().p50_ms == entry.timeline.took_ms


async def test_the_context_of_an_event(desk: Desk) -> None:
    (event,) = (await desk.timeline(TOPIC, ASKER)).timeline.events
    context = desk.context(event.excerpt)
    assert [number for number, _ in context.paragraphs] == [1, 2, 3]
    assert context.paragraphs[context.at][1][slice(*context.quote)] == event.excerpt.quote


async def test_an_answer_is_recalled_from_memory_and_from_the_log(
    desk: Desk, log: ListLog, folder: Path
) -> None:
    entry = await desk.ask(QUESTION, ASKER)
    log.broken = True
    assert await desk.recall(entry.key) is entry
    log.broken = False
    async with Desk(folder, log=log) as restarted:
        assert await restarted.recall(entry.key) == entry
        with pytest.raises(StaleError):
            await restarted.recall("no-such-key-here")
        log.broken = True
        assert await restarted.recall(entry.key) == entry
        with pytest.raises(LogError):
            await restarted.recall("no-such-key-here")


async def test_votes_are_kept_changed_and_taken_back(desk: Desk, log: ListLog) -> None:
    key = (await desk.ask(QUESTION, ASKER)).key
    await desk.vote(key, 5, True)
    await desk.vote(key, 6, True)
    await desk.vote(key, 5, False)
    assert log.votes == {(key, 5): False, (key, 6): True}
    await desk.vote(key, 5, None)
    assert log.votes == {(key, 6): True}
    with pytest.raises(StaleError):
        await desk.vote("no-such-key-here", 5, True)
    log.broken = True
    with pytest.raises(LogError):
        await desk.vote(key, 5, True)


async def test_context_shows_the_paragraphs_around(desk: Desk) -> None:
    excerpt = first_quote(await desk.ask(QUESTION, ASKER))
    context = desk.context(excerpt)
    assert context.article == excerpt.article
    assert [number for number, _ in context.paragraphs] == [1, 2, 3]
    number, text = context.paragraphs[context.at]
    assert number == excerpt.paragraph == 2
    assert text[slice(*context.quote)] == excerpt.quote
    assert [n for n, _ in desk.context(excerpt, around=0).paragraphs] == [2]
    assert [n for n, _ in desk.context(excerpt, around=99).paragraphs] == [1, 2, 3]


async def test_context_at_the_borders_of_an_article(desk: Desk) -> None:
    entry = await desk.ask(Question("Who ordered three electric cranes from Finland?"), ASKER)
    context = desk.context(first_quote(entry))
    assert [number for number, _ in context.paragraphs] == [1, 2]
    assert context.at == 0


async def test_context_of_another_article_is_stale(desk: Desk) -> None:
    excerpt = first_quote(await desk.ask(QUESTION, ASKER))
    article = excerpt.article
    for changed in (replace(article, id="gone"), replace(article, digest="f" * 64)):
        with pytest.raises(StaleError):
            desk.context(replace(excerpt, article=changed))


async def test_sources_by_number_of_articles(desk: Desk) -> None:
    post, none = desk.sources()
    assert (post.source, post.articles) == ("Quay Post", 2)
    assert (post.first, post.last) == (date(2019, 3, 4), date(2019, 6, 20))
    assert (none.source, none.articles, none.first, none.last) == (None, 1, None, None)


async def test_status_tells_what_is_there(desk: Desk) -> None:
    before = desk.status()
    assert (before.snapshot, before.articles, before.paragraphs) == (1, 3, 5)
    assert (before.undated, before.untitled) == (1, 1)
    assert [rejection.path for rejection in before.rejected] == ["notes.png"]
    assert before.p50_ms is before.p99_ms is None
    assert not before.reloading
    await desk.ask(QUESTION, ASKER)
    after = desk.status()
    assert after.answers == 1
    assert after.p50_ms is not None
    assert after.p99_ms is not None
    assert after.p50_ms <= after.p99_ms


async def test_filters_reach_the_snapshot(desk: Desk) -> None:
    question = Question("What happened in Norrhaven?", Filters(source="quay post"), limit=9)
    answer = desk.answer(question)
    found = {excerpt.article.path for excerpt in (*answer.excerpts, *answer.near_misses)}
    assert found <= {"cranes.md", "ferry.md"}


async def test_answers_are_made_off_the_loop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def spy(*call: object) -> Answer:
        used.append(threading.current_thread().name)
        return respond(*call)  # type: ignore[arg-type]

    monkeypatch.setattr(desk_module, "respond", spy)
    asked = await desk.ask(QUESTION, ASKER)
    direct = desk.answer(QUESTION)
    assert [name.startswith("answer") for name in used] == [True, False]
    assert replace(asked.answer, took_ms=0.0) == replace(direct, took_ms=0.0)


async def test_a_closed_desk_takes_no_question_and_no_reload(folder: Path) -> None:
    async with Desk(folder) as desk:
        entry = await desk.ask(QUESTION, TERMINAL)
        story = await desk.timeline(TOPIC, TERMINAL)
    with pytest.raises(ClosingError):
        await desk.ask(QUESTION, TERMINAL)
    with pytest.raises(ClosingError):
        await desk.timeline(TOPIC, TERMINAL)
    with pytest.raises(ClosingError):
        await desk.reload()
    assert await desk.recall(entry.key) == entry
    assert await desk.recall_timeline(story.key) == story


async def test_many_may_ask_at_once(desk: Desk, log: ListLog) -> None:
    entries = await asyncio.gather(*(desk.ask(QUESTION, ASKER) for _ in range(30)))
    assert len(log.entries) == 30
    expected = replace(respond(desk.snapshot, QUESTION, desk._weights), took_ms=0.0)
    assert {replace(entry.answer, took_ms=0.0) == expected for entry in entries} == {True}
