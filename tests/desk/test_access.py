"""Who may see which collection: the rules' file, and a desk that keeps to it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answer.answer import Question
from bot.answer.event import Topic
from bot.articles.members import NOTHING_HIDDEN
from bot.desk import Desk
from bot.desk.access import MAX_RULES_BYTES, Access, AccessFile, Rule, Visitor
from bot.desk.shown import NOT_HERE
from bot.errors import SettingsError, StaleError
from bot.log.entries import Asker
from tests.desks import CRANES, FERRY, ListLog

RULES = """\
collections:
  vault:
    guilds: [123]
    channels: [456, "457"]
    roles: 789
  drafts: {}
  2019:
"""
HIDDEN = frozenset({"vault"})
ASKER = Asker("discord", user_id=1, guild_id=2, channel_id=3)
SECRET = """---
title: The zeppelin of Norrhaven
source: Vault Ledger
date: 2017-05-05
---

The silver zeppelin landed in its hangar near Norrhaven on 12 May 2017.

Its captain said the zeppelin needs three electric engines from Finland.
"""
QUESTION = Question("When did the silver zeppelin land in its hangar?")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    path = tmp_path / "collections.yaml"
    path.write_text(RULES, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    (corpus / "vault").mkdir(parents=True)
    for name, text in (("cranes.md", CRANES), ("ferry.md", FERRY), ("vault/zeppelin.md", SECRET)):
        (corpus / name).write_text(text, encoding="utf-8")
    return corpus


@pytest.fixture
async def desk(folder: Path, rules: Path) -> AsyncIterator[Desk]:
    async with Desk(folder, log=ListLog(), access=rules) as opened:
        yield opened


def test_the_file_says_who_sees_what(rules: Path) -> None:
    access = Access.load(rules)
    assert access.rules == {
        "vault": Rule(frozenset({123}), frozenset({456, 457}), frozenset({789})),
        "drafts": Rule(),
        "2019": Rule(),
    }
    every = frozenset(access.rules)
    for visitor, seen in (
        (Visitor(123), {"vault"}),
        (Visitor(124), set()),
        (Visitor(124, frozenset({456})), {"vault"}),
        (Visitor(124, frozenset({1, 457})), {"vault"}),
        (Visitor(124, role_ids=frozenset({789, 5})), {"vault"}),
        (Visitor(124, frozenset({789, 123}), frozenset({456})), set()),
        (Visitor(None, frozenset({456}), frozenset({789})), set()),
    ):
        assert access.hidden(visitor) == every - seen, visitor


def test_without_a_file_everything_is_open() -> None:
    assert Access.load(None).hidden(Visitor(None)) is NOTHING_HIDDEN
    file = AccessFile(None)
    file.open()
    file.read()
    assert file.current == Access()


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("", ["begin with collections:"]),
        ("- a", ["begin with collections:"]),
        ("vault: {guilds: [1]}", ["begin with collections:", "vault is no setting"]),
        ("collections: [vault]", ["must be folder names"]),
        ("collections: {a/b: {}, .c: {}, ' d': {}}", ["“a/b” has a slash", "“.c” begins", "“ d”"]),
        ("collections: {a: {gilds: [1]}}", ["guilds, channels and roles, not gilds"]),
        ("collections: {a: {guilds: [x, -1, 0]}, b: {roles: [[1]]}}", ["x is no id", "-1", "0 is"]),
        ("collections: {a: {roles: 99999999999999999999}}", ["is no id of Discord"]),
        ("collections: {a: [1]}", ["“a” must have guilds"]),
        ("collections: {a: {guilds: [1]}, a: {}}", ["“a” stands there twice (line 1)"]),
        ("collections:\n  a: {guilds: [1], guilds: [2]}", ["“guilds” stands there twice (line 2)"]),
        ("collections: {[a]: {}}", ["a name is no text"]),
        ("collections: {", ["not well-formed YAML"]),
        ("collections: &a [*a]", ["YAML"]),
        ("[" * 9_000, ["YAML"]),
        ("x" * (MAX_RULES_BYTES + 1), ["too large"]),
    ],
)
def test_every_mistake_is_told(tmp_path: Path, text: str, mistakes: list[str]) -> None:
    path = tmp_path / "rules.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError) as raised:
        Access.load(path)
    for mistake in mistakes:
        assert mistake in str(raised.value)
    assert "COLLECTIONS_FILE" in str(raised.value)
    assert str(tmp_path) not in str(raised.value)


def test_a_file_that_cannot_be_read_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\xff")
    for name in ("missing", "bytes", "."):
        with pytest.raises(SettingsError):
            Access.load(tmp_path / name)


def test_a_mistake_keeps_the_rules_before(rules: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = AccessFile(rules)
    file.open()
    before = file.current
    rules.write_text("collections: {vault: {guild: [1]}}", "utf-8")
    file.read()
    file.read()
    assert file.current == before
    assert file.error is not None
    assert len([r for r in caplog.records if r.levelno == logging.ERROR]) == 1  # once a mistake
    rules.write_text("collections: {vault: {guilds: [1]}}", "utf-8")
    file.read()
    assert file.error is None
    assert file.current.rules == {"vault": Rule(frozenset({1}))}


async def test_a_mistake_stops_the_start(folder: Path, rules: Path) -> None:
    rules.write_text("collections: nobody", "utf-8")
    with pytest.raises(SettingsError):
        async with Desk(folder, access=rules):
            pass


async def test_nothing_hidden_is_told(desk: Desk) -> None:
    assert desk.seen(NOTHING_HIDDEN) is desk.snapshot
    shown = await desk.ask(QUESTION, ASKER)
    assert shown.answer.excerpts[0].article.path == "vault/zeppelin.md"
    refused = await desk.ask(QUESTION, ASKER, HIDDEN)
    excerpts = (*refused.answer.excerpts, *refused.answer.near_misses)
    assert all(not e.article.path.startswith("vault/") for e in excerpts)
    told = await desk.timeline(Topic("the zeppelin of Norrhaven"), ASKER, HIDDEN)
    assert "zeppelin" not in str([event.excerpt.quote for event in told.timeline.events])
    assert {count.source for count in desk.sources()} == {"Quay Post", "Vault Ledger"}
    assert {count.source for count in desk.sources(hidden=HIDDEN)} == {"Quay Post"}
    excerpt = shown.answer.excerpts[0]
    assert desk.context(excerpt).paragraphs
    with pytest.raises(StaleError, match="no longer"):
        desk.context(excerpt, hidden=HIDDEN)


async def test_an_answer_is_recalled_only_where_all_of_it_may_be_shown(desk: Desk) -> None:
    answer = await desk.ask(QUESTION, ASKER)
    timeline = await desk.timeline(Topic("the silver zeppelin of Norrhaven"), ASKER)
    assert await desk.recall(answer.key) == answer
    assert await desk.recall(answer.key, frozenset({"drafts"})) == answer
    with pytest.raises(StaleError, match=NOT_HERE):
        await desk.recall(answer.key, HIDDEN)
    assert await desk.recall_timeline(timeline.key) == timeline
    with pytest.raises(StaleError, match=NOT_HERE):
        await desk.recall_timeline(timeline.key, HIDDEN)


async def test_a_copy_that_is_hidden_is_not_even_counted(desk: Desk, folder: Path) -> None:
    (folder / "vault" / "copy.md").write_text(CRANES, "utf-8")
    await desk.reload()
    question = Question("When will the electric cranes arrive in Norrhaven?")
    whole = await desk.ask(question, ASKER)
    first = whole.answer.excerpts[0]
    paths = {first.article.path, *(_path(desk, other) for other in first.also_in)}
    assert paths == {"cranes.md", "vault/copy.md"}
    with pytest.raises(StaleError, match=NOT_HERE):
        await desk.recall(whole.key, HIDDEN)
    rest = await desk.ask(question, ASKER, HIDDEN)
    assert rest.answer.excerpts[0].article.path == "cranes.md"
    assert rest.answer.excerpts[0].also_in == ()
    assert await desk.recall(rest.key, HIDDEN) == rest


def _path(desk: Desk, article_id: str) -> str:
    document = desk.snapshot.document(article_id)
    assert document is not None
    return document.article.path


async def test_what_rests_on_hidden_articles_is_left_out_of_a_recalled_answer(desk: Desk) -> None:
    """Asked by somebody who sees all: no quote of a hidden article, but a word and a count."""
    misspelt = Question("When will the electric crames arrive in Norrhaven?", limit=1)
    whole = await desk.ask(misspelt, ASKER)
    assert [e.article.path for e in whole.answer.excerpts] == ["cranes.md"]
    assert whole.answer.suggestion is not None
    recalled = await desk.recall(whole.key, HIDDEN)
    assert recalled.answer.suggestion is None
    assert recalled.answer.excerpts == whole.answer.excerpts
    own = await desk.ask(misspelt, ASKER, HIDDEN)
    assert own.answer.suggestion is not None
    assert (await desk.recall(own.key, HIDDEN)).answer.suggestion == own.answer.suggestion
    timeline = await desk.timeline(Topic("electric cranes of Norrhaven"), ASKER, HIDDEN)
    assert await desk.recall_timeline(timeline.key, HIDDEN) == timeline
    assert timeline.timeline.activity
    bare = await desk.recall_timeline(timeline.key, HIDDEN | {"drafts"})
    assert (bare.timeline.suggestion, bare.timeline.activity) == (None, ())
    assert bare.timeline.events == timeline.timeline.events
    assert bare.timeline.articles == 1


async def test_the_rules_are_read_again_before_new_files_are_served(
    desk: Desk, folder: Path, rules: Path
) -> None:
    rules.write_text("collections: {vault: {}, secret: {guilds: [7]}}", "utf-8")
    (folder / "secret").mkdir()
    (folder / "secret" / "a.md").write_text(SECRET, "utf-8")
    report = await desk.reload()
    assert report.access_error is None
    assert desk.access.hidden(Visitor(1)) == {"vault", "secret"}
    assert desk.access.hidden(Visitor(7)) == {"vault"}


async def test_while_the_rules_cannot_be_read_nothing_new_opens(
    desk: Desk, folder: Path, rules: Path
) -> None:
    rules.write_text("collections: {vault: {}, secret: {guild: [7]}}", "utf-8")
    (folder / "secret").mkdir()
    (folder / "secret" / "a.md").write_text(SECRET, "utf-8")
    report = await desk.reload()
    assert report.access_error is not None
    assert "guild" in report.access_error
    assert desk.access_error == report.access_error
    visitor = Visitor(123)
    assert desk.access.hidden(visitor) == {"drafts", "2019", "secret"}
    assert len(desk.seen(desk.access.hidden(visitor)).documents) == 3
    rules.write_text("collections: {vault: {}, secret: {guilds: [123]}}", "utf-8")
    await desk.reload()
    assert desk.access.hidden(visitor) == {"vault"}


COLLECTIONS = st.sets(st.sampled_from(["vault", "drafts", "2019", "press"]))


@given(st.integers(1, 3), st.sets(st.integers(1, 3)), st.sets(st.integers(1, 3)), COLLECTIONS)
@settings(max_examples=30)
def test_more_rights_never_hide_more(
    guild: int, channels: set[int], roles: set[int], closed: set[str]
) -> None:
    rules = {
        "vault": Rule(frozenset({1})),
        "drafts": Rule(channels=frozenset({2})),
        "2019": Rule(roles=frozenset({3})),
    }
    access = Access(rules, frozenset(closed))
    less = access.hidden(Visitor(guild, frozenset(channels)))
    more = access.hidden(Visitor(guild, frozenset(channels), frozenset(roles)))
    assert closed <= more <= less <= access.hidden(Visitor(None))
    assert "press" not in less - closed
