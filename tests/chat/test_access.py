"""Two servers, a restricted channel and a role: nobody is served what may not be seen there."""

from __future__ import annotations

import ast
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
import pytest

import bot.chat
from bot.chat.card_presses import NOT_FOR_ALL
from bot.desk import Desk
from bot.desk.shown import NOT_HERE
from tests.contract.recorder import Recorder
from tests.desks import ListLog

from .builders import walk
from .conftest import CRANES_QUESTION, Room, button, said
from .presses import press

SECRET = """\
---
title: Zeppelin moored at Vultholm
source: Vault Ledger
date: 2017-05-05
---

The silver zeppelin landed in its hangar at Vultholm on 12 May 2017, to the surprise of the crowd.

On 14 May 2017 the zeppelin left the hangar again, its captain Odo Frisk told reporters.

The electric engines of the zeppelin came from a yard in Finland and arrive in Norrhaven as spares.
"""
SECRET_WORDS = ("zeppelin", "vultholm", "vault", "hangar", "frisk", "2017")
"""What stands in hidden articles alone, in lower case; no question below holds any of them."""

ABOUT_SECRET = "Which airship from Finland arrived with electric engines?"
MISSPELT = "When did the silver zeppelim leave its hangur?"


@dataclass
class House:
    """A room whose collection `vault` another server, one channel and one role may see."""

    room: Room
    recorder: Recorder
    rules: Path
    hushed: Any
    """The restricted channel, and a member of the room's server who has the role."""
    keeper: Any
    elsewhere: Any
    ella: Any
    warden: Any
    mark: int = 0
    files: list[str] = field(default_factory=list)

    def restrict(self, **seen_by: list[int]) -> None:
        self.rules.write_text(json.dumps({"collections": {"vault": seen_by}}), "utf-8")
        self.room.client.desk._access.read()

    def sent(self) -> str:
        """All that the bot has sent since the last look, in lower case."""
        new = self.recorder.requests[self.mark :]
        self.mark = len(self.recorder.requests)
        text = json.dumps([request.body for request in new], ensure_ascii=False, default=str)
        text, self.files = text + "".join(self.files), []
        return text.lower()

    def leaked(self, *typed: str) -> list[str]:
        """The secret words that were sent since the last look, but for what people typed."""
        sent = self.sent()
        for each in typed:
            sent = sent.replace(each.lower(), "")
        return [word for word in SECRET_WORDS if word in sent]


@pytest.fixture
async def desk(corpus: Path, log: ListLog) -> AsyncIterator[Desk]:
    (corpus / "vault").mkdir()
    (corpus / "vault" / "zeppelin.md").write_text(SECRET, "utf-8")
    (corpus / "vault" / "broken.md").write_text("", "utf-8")
    rules = corpus.parent / "rules.yaml"
    rules.write_text("collections: {vault: {}}", "utf-8")
    async with Desk(corpus, log=log, access=rules) as desk:
        yield desk


@pytest.fixture
def house(room: Room, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> House:
    role = room.guild.create_role("keepers")
    hushed = room.guild.create_text_channel("hushed")
    elsewhere = room.env.create_guild()
    house = House(
        room,
        recorder,
        room.corpus.parent / "rules.yaml",
        hushed,
        room.guild.add_member(room.env.create_user("keeper"), roles=[role]),
        elsewhere.create_text_channel("elsewhere"),
        elsewhere.add_member(room.env.create_user("ella")),
        room.guild.add_member(room.env.create_user("warden"), roles=[_moderators(room.guild)]),
    )
    house.restrict(guilds=[elsewhere.id], channels=[hushed.id], roles=[role.id])
    made = discord.File.__init__

    async def undrawn(*_: object) -> None:
        """A picture shows what its card says, and takes long."""

    monkeypatch.setattr(Desk, "picture", undrawn)

    def recording(file: discord.File, fp: Any, *given: Any, **named: Any) -> None:
        if hasattr(fp, "getvalue"):
            house.files.append(fp.getvalue().decode("utf-8", "replace"))
        made(file, fp, *given, **named)

    monkeypatch.setattr(discord.File, "__init__", recording)
    return house


def _moderators(guild: Any) -> Any:
    return guild.create_role("mods", permissions=discord.Permissions(manage_guild=True))


def secret_id(desk: Desk) -> str:
    [found] = [
        document.article.id
        for document in desk.snapshot.documents
        if document.article.path.startswith("vault/")
    ]
    return found


def options_of(name: str, desk: Desk) -> list[dict[str, Any]]:
    """What each command is tried with; a command that is missing here fails the test."""
    article = secret_id(desk)
    every: dict[str, list[dict[str, Any]]] = {
        "ask": [
            {"question": ABOUT_SECRET},
            {"question": ABOUT_SECRET, "private": True},
            {"question": MISSPELT},
            {"question": CRANES_QUESTION, "source": "Ledger"},
        ],
        "timeline": [
            {"topic": "airship with electric engines from Finland"},
            {"topic": "zeppelim captain at the hangur", "private": True},
            {"topic": "Norrhaven", "events": 40},
        ],
        "sources": [{}, {"private": False}],
        "article": [{"title": article}, {"title": "moored at"}, {"title": "x", "private": False}],
        "privacy": [{}],
        "corpus add": [],  # takes files: see test_corpus_add
        "corpus edit": [{"article": article}, {"article": "moored at"}],
        "corpus remove": [{"article": article}, {"article": "moored at"}],
        "corpus show": [{"article": article}, {"article": "moored at"}],
        "corpus list": [{}, {"filter": "moored"}],
        "corpus check": [{}],
        "corpus status": [{}],
        "corpus reload": [{}],
        "corpus unanswered": [{}],
        "corpus stats": [{}],
        "corpus export": [{}],
    }
    return every[name]


TYPED = (ABOUT_SECRET, MISSPELT, "zeppelim captain at the hangur")


async def test_no_command_tells_of_what_may_not_be_seen(house: House) -> None:
    room = house.room
    house.restrict(guilds=[house.elsewhere.guild.id])
    names = [
        name for name in house.warden.available_commands(room.channel) if name != "Find sources"
    ]
    for name in names:
        for options in options_of(name, room.client.desk):
            await house.warden.slash(room.channel, name, **options)
            assert not house.leaked(*TYPED, *map(str, options.values())), (name, options)
    room.errors()


async def test_no_message_command_tells_of_it(house: House) -> None:
    room = house.room
    message = await room.bob.send(room.channel, ABOUT_SECRET)
    await room.alice.context_menu(room.channel, "Find sources", message)
    assert not house.leaked(*TYPED)


async def test_no_suggestion_tells_of_it(house: House) -> None:
    room = house.room
    for name, option, filled in (
        ("ask", "source", {"question": "x" * 5}),
        ("timeline", "source", {"topic": "x" * 5}),
        ("article", "title", {}),
        ("corpus edit", "article", {}),
        ("corpus remove", "article", {}),
        ("corpus show", "article", {}),
        ("corpus list", "collection", {}),
        ("corpus add", "collection", {}),
    ):
        for typed in ("", "va", "moored", "z"):
            await house.warden.autocomplete(room.channel, name, option, typed, **filled)
            assert not house.leaked(), (name, option, typed)


async def test_every_option_that_suggests_is_tried(room: Room) -> None:
    found = {
        (command.qualified_name, option.name)
        for command in room.client.tree.walk_commands()
        if isinstance(command, discord.app_commands.Command)
        for option in command.parameters
        if option.autocomplete
    }
    assert found == {
        ("ask", "source"),
        ("timeline", "source"),
        ("article", "title"),
        ("corpus edit", "article"),
        ("corpus remove", "article"),
        ("corpus show", "article"),
        ("corpus list", "collection"),
        ("corpus add", "collection"),
    }


async def test_those_who_may_see_it_are_served(house: House) -> None:
    room = house.room
    for who, channel, private in (
        (house.ella, house.elsewhere, False),
        (room.alice, house.hushed, False),
        (house.keeper, room.channel, True),
    ):
        result = await who.slash(channel, "ask", question=MISSPELT, private=private)
        assert "silver zeppelin" in said(result.response).replace("*", "")
        house.mark = len(house.recorder.requests)
    public = await house.keeper.slash(room.channel, "ask", question=MISSPELT)
    assert "silver zeppelin" not in said(public.response).replace("*", "")
    assert not house.leaked(MISSPELT)


async def test_a_thread_counts_as_its_channel(house: House) -> None:
    room = house.room
    for channel, seen in ((house.hushed, True), (room.channel, False)):
        thread = room.env.backend.create_thread(channel.id, "aside", room.alice.id)
        await room.env.settle()
        [found] = [each for each in channel.threads if each.id == thread.id]
        result = await room.alice.slash(found, "ask", question=MISSPELT)
        assert ("silver zeppelin" in said(result.response).replace("*", "")) is seen


async def test_a_direct_message_shows_what_is_open_to_all(house: House) -> None:
    await house.keeper.user.slash("ask", question=MISSPELT)
    await house.keeper.user.slash("sources")
    await house.keeper.user.autocomplete("ask", "source", "", question="x" * 5)
    assert not house.leaked(MISSPELT)


async def everything_pressed(who: Any, message: Any) -> None:
    """Every button on a message and on what those presses open."""
    todo, done = [message], set[str]()
    while todo:
        here = todo.pop()
        for part in list(walk(here.components)):
            custom_id = str(part.get("custom_id"))
            if part["type"] != 2 or part.get("disabled") or custom_id in done:
                continue
            done.add(custom_id)
            if "vote" not in custom_id and len(done) < 60:
                result = await who.click(here, custom_id=custom_id)
                opened = result.response
                if opened is not None and opened.id != here.id:
                    todo.append(opened)


async def test_buttons_keep_to_rules_that_came_later(house: House) -> None:
    """Cards made while all was open, pressed once it is not, by whoever asked and by others."""
    room = house.room
    house.restrict(guilds=[room.guild.id])
    cards = [
        (await room.alice.slash(room.channel, name, **options)).response
        for name, options in (
            ("ask", {"question": MISSPELT}),
            ("timeline", {"topic": "silver zeppelin at the hangar"}),
            ("article", {"title": "Zeppelin moored at Vultholm", "private": False}),
            ("sources", {"private": False}),
        )
    ]
    assert all("zeppelin" in said(card).lower() for card in cards[:3])
    house.restrict(guilds=[house.elsewhere.guild.id])
    house.sent()
    for who in (room.bob, room.alice):
        for card in cards:
            await everything_pressed(who, card)
    assert not house.leaked(MISSPELT, "silver zeppelin at the hangar")
    room.errors()


async def test_what_one_person_may_see_is_not_shared_with_all(house: House) -> None:
    room = house.room
    for name, options, share in (
        ("ask", {"question": MISSPELT}, "rd:share:"),
        ("timeline", {"topic": "silver zeppelin at the hangar"}, "rd:shareevents:"),
    ):
        result = await house.keeper.slash(room.channel, name, private=True, **options)
        assert "zeppelin" in said(result.response).lower()
        house.sent()

        refused = await press(house.keeper, result.response, share)

        assert refused.response.content == NOT_FOR_ALL
        assert button(result.response, share)
        assert not house.leaked(*options.values())
    assert room.channel.history(viewer=room.bob) == []


async def test_what_all_may_see_is_shared_without_what_rests_on_the_rest(house: House) -> None:
    room = house.room
    question = "Which lighthouse was painted red by four climbrs?"
    result = await house.keeper.slash(room.channel, "ask", question=question, private=True)
    assert button(result.response, "rd:again:")

    shared = await press(house.keeper, result.response, "rd:share:")

    (posted,) = room.channel.history(viewer=room.bob)
    assert posted.id == shared.followups[0].id
    assert "Gull Rock" in said(shared.followups[0])
    assert "rd:again:" not in json.dumps(shared.followups[0].components)
    assert "rd:again:" in json.dumps(result.response.components)


async def test_a_role_that_was_taken_away_counts_no_more(house: House) -> None:
    room = house.room
    result = await house.keeper.slash(room.channel, "ask", question=MISSPELT, private=True)
    house.sent()
    room.env.backend.get_guild(room.guild.id).members[house.keeper.id].role_ids.clear()

    pressed = await press(house.keeper, result.response, "rd:context:")

    assert pressed.response.content == NOT_HERE
    assert not house.leaked(MISSPELT)
    room.errors()


async def test_the_other_server_is_not_named(house: House) -> None:
    room = house.room
    shown = said((await house.warden.slash(room.channel, "corpus status")).response)
    assert "- vault: \\#hushed and role keepers; 1 other server" in shown
    assert "Every other folder is open to all." in shown
    assert "Answers in every server that has the bot." in shown
    assert str(house.elsewhere.guild.id) not in shown

    house.restrict(guilds=[house.elsewhere.guild.id])
    shown = said((await house.warden.slash(room.channel, "corpus status")).response)
    assert "1 folder not for this server" in shown
    assert "vault" not in shown


# Nothing in bot/chat may ask the desk for articles without saying what is hidden.

JUDGED = {"ask", "timeline", "sources", "context", "recall", "recall_timeline", "seen"}
UNJUDGED = {"snapshot", "corpus", "answer"}


def calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(Path(bot.chat.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield node.func.attr, node


def is_desk(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "desk") or (
        isinstance(node, ast.Attribute) and node.attr in ("desk", "_desk")
    )


def test_the_desk_is_never_asked_without_what_is_hidden() -> None:
    found = 0
    for method, call in calls():
        assert isinstance(call.func, ast.Attribute)
        if method in JUDGED and is_desk(call.func.value):
            found += 1
            given = [*call.args, *(keyword.value for keyword in call.keywords)]
            inner = [ast.unparse(each) for each in given]
            assert any("hidden" in each or "HIDDEN" in each for each in inner), ast.unparse(call)
    assert found > 10, "the desk goes by another name now"


def test_the_whole_snapshot_is_nowhere_looked_at() -> None:
    for path in sorted(Path(bot.chat.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in UNJUDGED:
                assert not is_desk(node.value), f"{path.name}: {ast.unparse(node)}"
